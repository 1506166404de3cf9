"""Reviews and purchases, as handlers need them kept."""

from collections.abc import Sequence
from typing import Protocol

from bdcommerce.catalog.domain.moderation import HeldWords
from bdcommerce.catalog.domain.reviews import Purchase, Review, Signature
from bdcommerce.catalog.events.reviews import (
    HeldWordsSet,
    PurchaseDelivered,
    PurchaseNoted,
    ReviewEdited,
    ReviewJudged,
    ReviewPublished,
    ReviewRejected,
    ReviewReplied,
    ReviewReported,
    ReviewWithdrawn,
    ReviewWritten,
)

ReviewEvent = ReviewWritten | ReviewEdited | ReviewWithdrawn | ReviewPublished | ReviewRejected | ReviewReplied


class Purchases(Protocol):
    """Who has received what."""

    async def get(self, vendor_order_id: str) -> Purchase | None:
        """What was heard of a vendor order, unchanged until the transaction ends."""

    async def received(self, customer_id: str, product_id: str, order_id: str = "") -> Purchase | None:
        """Where a customer has received a product: in that order, or (empty) in the last one."""

    async def save(self, event: PurchaseNoted | PurchaseDelivered, *, expected: int) -> None:
        """Append to the purchase's stream. Raises Stale."""


class Reviews(Protocol):
    """Reviews, and what is said of them."""

    async def get(self, review_id: str) -> Review:
        """A review, unchanged until the transaction ends. Raises UnknownReview."""

    async def save(self, event: ReviewEvent, *, expected: int) -> None:
        """Append to the review's stream. Raises Stale, AlreadyReviewed."""

    async def voice(self, review_id: str, user_id: str) -> tuple[bool, bool, int]:
        """Whether somebody finds a review helpful, whether they reported it, and the version of that."""

    async def raise_voice(self, event: ReviewJudged | ReviewReported, *, expected: int) -> None:
        """Append to the stream of what somebody says of a review. Raises Stale."""

    async def stars(self, product_id: str) -> tuple[list[int], int]:
        """How many reviews give a product how many stars, and the version of that; nobody else counts meanwhile."""

    async def rate(self, product_id: str, stars: Sequence[int], *, expected: int) -> None:
        """Append to the rating's stream. Raises Stale."""

    async def words(self) -> HeldWords:
        """The operator's word list; the usual one if staff have never set it."""

    async def save_words(self, event: HeldWordsSet, *, expected: int) -> None:
        """Append to the list's stream. Raises Stale."""

    async def sign(self, by: Signature) -> None:
        """Keep how somebody signs. Personal, so it is in no event."""

    async def waiting_pictures(self, user_id: str, limit: int) -> int:
        """How many uploads of somebody nothing shows, counted up to a limit."""
