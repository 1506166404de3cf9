"""What was heard of purchases, and what customers, vendors and staff did about reviews."""

from datetime import datetime
from typing import Literal

from bdcommerce.kernel.events import domain_event

HeldFor = Literal["words", "photos", "edited_after_rejection"]
RejectionCode = Literal["abusive", "advertising", "fake", "off_topic", "personal_data", "pictures", "unlawful"]


@domain_event()
class PurchaseNoted:
    """Orders said that somebody has bought these products of a vendor; again when lines were changed."""

    vendor_order_id: str
    order_id: str
    customer_id: str
    vendor_id: str
    district: str
    product_ids: list[str]


@domain_event()
class PurchaseDelivered:
    """Fulfilment said that they are in the customer's hands."""

    vendor_order_id: str
    at: datetime


@domain_event()
class ReviewWritten:
    """Somebody who received a product says how it is. It is published at once unless something holds it."""

    review_id: str
    product_id: str
    vendor_id: str
    """Who sold it."""
    order_id: str
    customer_id: str
    district: str
    rating: int
    title: str
    body: str
    media_ids: list[str]
    held: list[HeldFor]


@domain_event()
class ReviewEdited:
    """The author says otherwise; what was said before is kept."""

    review_id: str
    rating: int
    title: str
    body: str
    media_ids: list[str]
    held: list[HeldFor]


@domain_event()
class ReviewWithdrawn:
    """The author takes it back."""

    review_id: str


@domain_event()
class ReviewPublished:
    """Staff have read it, or what was reported of it, and find nothing against it."""

    review_id: str


@domain_event()
class ReviewRejected:
    """Staff do not let others read it. It stays, with the reason, for staff and for its author."""

    review_id: str
    code: RejectionCode
    note: str


@domain_event()
class ReviewReplied:
    """The vendor answers; again: otherwise than before."""

    review_id: str
    text: str


@domain_event()
class ReviewJudged:
    """A customer finds a review helpful, or does not any more."""

    review_id: str
    user_id: str
    helpful: bool


@domain_event()
class ReviewReported:
    """A customer says that a review should not be there."""

    review_id: str
    user_id: str
    code: RejectionCode
    note: str


@domain_event()
class ProductRated:
    """A review was added to or taken from those that count: so many give one star, two, three, four, five."""

    product_id: str
    stars: list[int]


@domain_event()
class HeldWordsSet:
    """From now on these words hold what contains them."""

    words: list[str]
