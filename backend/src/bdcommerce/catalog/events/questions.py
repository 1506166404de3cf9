"""What customers asked on products, and what was answered."""

from bdcommerce.catalog.events.reviews import HeldFor, RejectionCode
from bdcommerce.kernel.events import domain_event


@domain_event()
class QuestionAsked:
    """A customer wants to know something of a product. It is published at once unless something holds it."""

    post_id: str
    product_id: str
    vendor_id: str
    """Who describes the product."""
    author_id: str
    body: str
    held: list[HeldFor]


@domain_event()
class AnswerGiven:
    """The vendor answers, or a customer to whom the product was delivered."""

    post_id: str
    question_id: str
    product_id: str
    vendor_id: str
    author_id: str
    """A user's id, of the vendor's staff or a customer."""
    by_vendor: bool
    district: str
    """Where it was delivered; empty: the vendor."""
    body: str
    held: list[HeldFor]


@domain_event()
class PostPublished:
    """Staff find nothing against a question or an answer."""

    post_id: str


@domain_event()
class PostRejected:
    """Staff let nobody read it. It stays, with the reason, for staff and for its author."""

    post_id: str
    code: RejectionCode
    note: str


@domain_event()
class PostWithdrawn:
    """Its author takes it back."""

    post_id: str
