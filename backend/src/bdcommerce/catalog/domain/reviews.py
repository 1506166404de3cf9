"""Reviews: who may write one, until when it can be edited, and when others read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bdcommerce.catalog.domain.moderation import Status, contains, written
from bdcommerce.catalog.errors.reviews import ReviewClosed
from bdcommerce.catalog.events.reviews import HeldFor
from bdcommerce.kernel.errors import ensure

EDITABLE = timedelta(days=30)
"""How long after it was written a review can be edited."""
MAX_EDITS = 20
MAX_PICTURES = 6
MAX_WAITING_PICTURES = 20
"""How many uploads of a customer may wait to be shown by a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What a customer received of a vendor."""

    vendor_order_id: str
    order_id: str
    customer_id: str
    vendor_id: str
    district: str
    product_ids: tuple[str, ...]
    delivered: bool
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who writes, and how others read that."""

    user_id: str
    initial: str
    """Empty: not known."""
    display_name: str | None
    """Empty: the initial does. None: as until now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a review says."""

    rating: int
    """1 to 5."""
    title: str
    body: str
    media_ids: tuple[str, ...] = ()

    def tidy(self) -> "Opinion":
        """In normal form. Raises Invalid."""
        media_ids = tuple(dict.fromkeys(self.media_ids))
        title = written("title", self.title, least=0)
        return Opinion(rating=self.rating, title=title, body=written("body", self.body), media_ids=media_ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review."""

    review_id: str
    product_id: str
    vendor_id: str
    order_id: str
    customer_id: str
    rating: int
    media_ids: tuple[str, ...]
    status: Status
    posted: bool
    """Whether others have ever been told of it."""
    written_at: datetime
    edits: int
    version: int


def held_for(opinion: Opinion, words: Collection[str], before: Review | None = None) -> list[HeldFor]:
    """Why staff read it before others do (see domain.moderation); empty: they do not."""
    found: list[HeldFor] = []
    if contains(f"{opinion.title}\n{opinion.body}", words):
        found.append("words")
    seen = set(before.media_ids) if before and before.status == "published" else set[str]()
    if set(opinion.media_ids) - seen:
        found.append("photos")
    if before and before.status == "rejected":
        found.append("edited_after_rejection")
    return found


def check_editable(review: Review, now: datetime) -> None:
    """Raises ReviewClosed for one that its author cannot edit any more."""
    ensure(review.status != "withdrawn", ReviewClosed("it was withdrawn: write a new one"))
    ensure(now <= review.written_at + EDITABLE, ReviewClosed(f"it can be edited for {EDITABLE.days} days"))
    ensure(review.edits < MAX_EDITS, ReviewClosed(f"it can be edited {MAX_EDITS} times"))


def counted(stars: Sequence[int], *, gone: int = 0, new: int = 0) -> list[int]:
    """How many reviews give how many stars, after one rating has gone (0: none) and another has come."""
    return [count - (each == gone) + (each == new) for each, count in enumerate(stars, start=1)]


def mean(stars: Sequence[int]) -> int:
    """In hundredths of a star, rounded half up; 0 without reviews."""
    how_many = sum(stars)
    total = sum(each * count for each, count in enumerate(stars, start=1))
    return (200 * total + how_many) // (2 * how_many) if how_many else 0
