"""Reviews, as customers, vendors, authors and staff read them."""

from datetime import datetime
from typing import Literal

import msgspec

from bdcommerce.catalog.domain.moderation import USUAL_WORDS, Status
from bdcommerce.catalog.domain.reviews import EDITABLE
from bdcommerce.catalog.events.media import Picture
from bdcommerce.catalog.events.reviews import HeldFor, RejectionCode
from bdcommerce.catalog.schemas.media import Size
from bdcommerce.catalog.schemas.reviews import (
    Author,
    EarlierReview,
    OwnReview,
    Queue,
    RatingSummary,
    ReviewPicture,
    ReviewView,
    Sort,
    StaffReview,
    VendorReply,
    WordsView,
)
from bdcommerce.infra.postgres import Query, Reads

FIRST, LAST = "", "~"
_MOST = 2**31 - 1


class ReviewRow(msgspec.Struct):
    """A review with its pictures, and how its author is called."""

    review_id: str
    product_id: str
    vendor_id: str
    order_id: str
    customer_id: str
    district: str
    rating: int
    title: str
    body: str
    media_ids: list[str]
    status: Status
    held: list[HeldFor]
    code: RejectionCode | Literal[""]
    note: str
    written_at: datetime
    edited_at: datetime | None
    earlier: list[EarlierReview]
    reply: str
    replied_at: datetime | None
    helpful: int
    reports: int
    display_name: str | None
    initial: str | None
    pictures: list[Picture]

    def view(self) -> ReviewView:
        """As everybody may read it."""
        reply = None
        if self.replied_at:
            reply = VendorReply(vendor_id=self.vendor_id, text=self.reply, at=self.replied_at)
        return ReviewView(
            id=self.review_id,
            product_id=self.product_id,
            rating=self.rating,
            title=self.title,
            body=self.body,
            author=Author.of(self.display_name, self.initial, self.district),
            pictures=[_picture(each) for each in self.pictures],
            helpful=self.helpful,
            at=self.written_at,
            edited_at=self.edited_at,
            reply=reply,
        )

    def own(self) -> OwnReview:
        """As its author reads it."""
        return OwnReview(
            review=self.view(),
            media_ids=self.media_ids,
            status=self.status,
            held=self.held,
            code=self.code,
            note=self.note,
            editable_until=self.written_at + EDITABLE,
        )

    def for_staff(self) -> StaffReview:
        """As staff read it."""
        return StaffReview(
            review=self.view(),
            customer_id=self.customer_id,
            order_id=self.order_id,
            vendor_id=self.vendor_id,
            status=self.status,
            held=self.held,
            code=self.code,
            note=self.note,
            reports=self.reports,
            earlier=self.earlier,
        )


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which reviews of a product, in which order."""

    product_id: str
    sort: Sort
    rating: int
    """So many stars; 0: with any number."""
    photos: bool


class _StarsRow(msgspec.Struct):
    stars: list[int]


class _WordsRow(msgspec.Struct):
    words: list[str]
    version: int


_REVIEW = """
    SELECT r.review_id, r.product_id, r.vendor_id, r.order_id, r.customer_id, r.district, r.rating, r.title, r.body,
           r.media_ids, r.status, r.held, r.code, r.note, r.written_at, r.edited_at, r.earlier, r.reply, r.replied_at,
           r.helpful, r.reports, w.display_name, w.initial,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('width', m.width, 'height', m.height, 'colour', m.colour,
                                                         'renditions', m.renditions)
                                      ORDER BY array_position(r.media_ids, m.media_id)), '[]')
            FROM media m WHERE m.media_id = ANY(r.media_ids)) AS pictures
    FROM review r LEFT JOIN reviewer w ON w.user_id = r.customer_id
"""
_SORTS: dict[Sort, tuple[str, str]] = {
    "newest": ("r.review_id < $3 AND $2::bigint >= 0", "r.review_id DESC"),
    "helpful": ("(r.helpful, r.review_id) < ($2::bigint, $3)", "r.helpful DESC, r.review_id DESC"),
    "rating_high": ("(r.rating, r.review_id) < ($2::bigint, $3)", "r.rating DESC, r.review_id DESC"),
    "rating_low": ("(r.rating, r.review_id) > ($2::bigint, $3)", "r.rating, r.review_id"),
}
_WITH_PHOTOS = " AND r.media_ids <> '{}'"


def of_product(sort: Sort, *, rated: bool, photos: bool) -> Query[ReviewRow]:
    """Published reviews of a product ($1) after a position ($2, $3), at most $4; of a rating ($5), with photos."""
    after, order = _SORTS[sort]
    sifted = f"{' AND r.rating = $5' if rated else ''}{_WITH_PHOTOS if photos else ''}"
    where = f"WHERE r.status = 'published' AND r.product_id = $1 AND {after}{sifted}"
    return Query(f"catalog.reviews_{sort}", f"{_REVIEW} {where} ORDER BY {order} LIMIT $4", ReviewRow)


OF_PRODUCT = {
    (sort, rated, photos): of_product(sort, rated=rated, photos=photos)
    for sort in _SORTS
    for rated in (False, True)
    for photos in (False, True)
}
_NEWEST = "ORDER BY r.review_id DESC LIMIT $3"
OF_CUSTOMER = Query(
    "catalog.reviews_of_customer", f"{_REVIEW} WHERE r.customer_id = $1 AND r.review_id < $2 {_NEWEST}", ReviewRow
)
OF_VENDOR = Query(
    "catalog.reviews_of_vendor",
    f"{_REVIEW} WHERE r.vendor_id = $1 AND r.review_id < $2 AND r.status = 'published' {_NEWEST}",
    ReviewRow,
)
UNANSWERED = Query(
    "catalog.reviews_unanswered",
    f"{_REVIEW} WHERE r.vendor_id = $1 AND r.review_id < $2 AND r.status = 'published' AND r.reply = '' {_NEWEST}",
    ReviewRow,
)
HELD = Query(
    "catalog.reviews_held",
    f"{_REVIEW} WHERE r.status = 'held' AND r.review_id > $1 ORDER BY r.review_id LIMIT $2",
    ReviewRow,
)
REPORTED = Query(
    "catalog.reviews_reported",
    f"{_REVIEW} WHERE r.status = 'published' AND r.reports > 0 AND r.review_id > $1 ORDER BY r.review_id LIMIT $2",
    ReviewRow,
)
BY_STATUS = Query(
    "catalog.reviews_by_status",
    f"{_REVIEW} WHERE r.status = $1 AND r.review_id < $2 {_NEWEST}",
    ReviewRow,
)
REVIEW = Query("catalog.review", f"{_REVIEW} WHERE r.review_id = $1", ReviewRow)
STARS = Query("catalog.product_rating", "SELECT stars FROM product_rating WHERE product_id = $1", _StarsRow)
WORDS = Query("catalog.held_words", "SELECT words, version FROM held_words", _WordsRow)


async def published(reads: Reads, wanted: Wanted, after: tuple[int, str] | None, limit: int) -> list[ReviewRow]:
    """Reviews of a product after a position."""
    query = OF_PRODUCT[wanted.sort, bool(wanted.rating), wanted.photos]
    position = after or ((0, FIRST) if wanted.sort == "rating_low" else (_MOST, LAST))
    rating = [wanted.rating] if wanted.rating else []
    return await reads.all(query, wanted.product_id, *position, limit, *rating)


def position(row: ReviewRow, sort: Sort) -> tuple[int, str]:
    """Where a row stands in a list."""
    return {"newest": 0, "helpful": row.helpful}.get(sort, row.rating), row.review_id


async def of_customer(reads: Reads, customer_id: str, before: str, limit: int) -> list[ReviewRow]:
    """What somebody wrote, the newest first."""
    return await reads.all(OF_CUSTOMER, customer_id, before or LAST, limit)


async def of_vendor(reads: Reads, vendor_id: str, before: str, limit: int, *, unanswered: bool) -> list[ReviewRow]:
    """Published reviews of what a vendor sold, the newest first."""
    return await reads.all(UNANSWERED if unanswered else OF_VENDOR, vendor_id, before or LAST, limit)


async def queue(reads: Reads, status: Queue, after: str, limit: int) -> list[ReviewRow]:
    """What waits, the oldest first; what does not, the newest first."""
    if status in ("held", "reported"):
        return await reads.all(HELD if status == "held" else REPORTED, after, limit)
    return await reads.all(BY_STATUS, status, after or LAST, limit)


async def review(reads: Reads, review_id: str) -> ReviewRow | None:
    """A review, whoever may read it."""
    return await reads.one(REVIEW, review_id)


async def rating(reads: Reads, product_id: str) -> RatingSummary:
    """What all say together."""
    row = await reads.one(STARS, product_id)
    return RatingSummary.of(row.stars if row else [0, 0, 0, 0, 0])


async def words(reads: Reads) -> WordsView:
    """The word list that holds."""
    row = await reads.one(WORDS)
    return WordsView(version=row.version, words=row.words) if row else WordsView(version=0, words=sorted(USUAL_WORDS))


def _picture(picture: Picture) -> ReviewPicture:
    return ReviewPicture(
        width=picture.width,
        height=picture.height,
        colour=picture.colour,
        sizes=[Size.of(each) for each in picture.renditions],
    )
