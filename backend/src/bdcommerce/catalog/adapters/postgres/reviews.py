"""Reviews and purchases in an open transaction."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain.moderation import HeldWords
from bdcommerce.catalog.domain.reviews import Purchase, Review, Signature
from bdcommerce.catalog.errors.reviews import AlreadyReviewed, UnknownReview
from bdcommerce.catalog.events.reviews import (
    HeldWordsSet,
    ProductRated,
    PurchaseDelivered,
    PurchaseNoted,
    ReviewJudged,
    ReviewReported,
    ReviewWritten,
)
from bdcommerce.catalog.ports.reviews import ReviewEvent
from bdcommerce.catalog.tables.media import media
from bdcommerce.catalog.tables.reviews import (
    held_words,
    product_rating,
    purchase,
    review,
    review_voice,
    reviewer,
)
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder

_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:what AS text), 0))")


class PostgresPurchases:
    """See ports.Purchases."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, vendor_order_id: str) -> Purchase | None:
        """See ports.Purchases."""
        await self._tx.execute(_HOLD, {"what": f"purchase {vendor_order_id}"})
        row = await self._tx.row(select(purchase).where(purchase.c.vendor_order_id == vendor_order_id))
        return _purchase(row) if row else None

    async def received(self, customer_id: str, product_id: str, order_id: str = "") -> Purchase | None:
        """See ports.Purchases."""
        mine = select(purchase).where(
            purchase.c.customer_id == customer_id,
            purchase.c.delivered_at.is_not(None),
            purchase.c.product_ids.contains([product_id]),
        )
        if order_id:
            mine = mine.where(purchase.c.order_id == order_id)
        last = mine.order_by(purchase.c.delivered_at.desc(), purchase.c.vendor_order_id).limit(1)
        row = await self._tx.row(last)
        return _purchase(row) if row else None

    async def save(self, event: PurchaseNoted | PurchaseDelivered, *, expected: int) -> None:
        """See ports.Purchases."""
        await self._log.append(f"purchase-{event.vendor_order_id}", [event], expected=expected)


class PostgresReviews:
    """See ports.Reviews."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, review_id: str) -> Review:
        """See ports.Reviews."""
        row = await self._tx.row(select(review).where(review.c.review_id == review_id).with_for_update())
        if row is None:
            raise UnknownReview.named(review_id)
        return _review(row)

    async def save(self, event: ReviewEvent, *, expected: int) -> None:
        """See ports.Reviews."""
        product_id = event.product_id if isinstance(event, ReviewWritten) else ""
        with meaning({"review_one_each_idx": AlreadyReviewed.of(product_id)}):
            await self._log.append(f"review-{event.review_id}", [event], expected=expected)

    async def voice(self, review_id: str, user_id: str) -> tuple[bool, bool, int]:
        """See ports.Reviews."""
        said = (review_voice.c.review_id == review_id) & (review_voice.c.user_id == user_id)
        row = await self._tx.row(select(review_voice).where(said))
        return (row["helpful"], row["reported"] != "", row["version"]) if row else (False, False, 0)

    async def raise_voice(self, event: ReviewJudged | ReviewReported, *, expected: int) -> None:
        """See ports.Reviews."""
        await self._log.append(f"voice-{event.review_id}-{event.user_id}", [event], expected=expected)

    async def stars(self, product_id: str) -> tuple[list[int], int]:
        """See ports.Reviews."""
        await self._tx.execute(_HOLD, {"what": f"rating {product_id}"})
        row = await self._tx.row(select(product_rating).where(product_rating.c.product_id == product_id))
        return (list(row["stars"]), row["version"]) if row else ([0, 0, 0, 0, 0], 0)

    async def rate(self, product_id: str, stars: Sequence[int], *, expected: int) -> None:
        """See ports.Reviews."""
        event = ProductRated(product_id=product_id, stars=list(stars))
        await self._log.append(f"rating-{product_id}", [event], expected=expected)

    async def words(self) -> HeldWords:
        """See ports.Reviews."""
        row = await self._tx.row(select(held_words))
        return HeldWords(words=tuple(row["words"]), version=row["version"]) if row else HeldWords()

    async def save_words(self, event: HeldWordsSet, *, expected: int) -> None:
        """See ports.Reviews."""
        await self._log.append("held-words", [event], expected=expected)

    async def sign(self, by: Signature) -> None:
        """See ports.Reviews."""
        put = upsert(reviewer).values(user_id=by.user_id, initial=by.initial, display_name=by.display_name or "")
        changed = {
            "initial": func.coalesce(func.nullif(by.initial, ""), reviewer.c.initial),
            "display_name": reviewer.c.display_name if by.display_name is None else by.display_name,
        }
        await self._tx.execute(put.on_conflict_do_update(index_elements=["user_id"], set_=changed))

    async def waiting_pictures(self, user_id: str, limit: int) -> int:
        """See ports.Reviews."""
        mine = (media.c.vendor_id == user_id) & media.c.unused_since.is_not(None)
        waiting = select(media.c.media_id).where(mine).limit(limit).subquery()
        return int(await self._tx.scalar(select(func.count()).select_from(waiting)))


def _purchase(row: RowMapping) -> Purchase:
    return Purchase(
        vendor_order_id=row["vendor_order_id"],
        order_id=row["order_id"],
        customer_id=row["customer_id"],
        vendor_id=row["vendor_id"],
        district=row["district"],
        product_ids=tuple(row["product_ids"]),
        delivered=row["delivered_at"] is not None,
        version=row["version"],
    )


def _review(row: RowMapping) -> Review:
    same = ("review_id", "product_id", "vendor_id", "order_id", "customer_id", "rating", "status", "posted")
    return Review(
        **{name: row[name] for name in same},
        media_ids=tuple(row["media_ids"]),
        written_at=row["written_at"],
        edits=len(row["earlier"]),
        version=row["version"],
    )
