"""Events to what customers, vendors and staff read of reviews, and to how the register knows a product is rated."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain.reviews import mean
from bdcommerce.catalog.events.reviews import (
    HeldWordsSet,
    ProductRated,
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
from bdcommerce.catalog.projections import media
from bdcommerce.catalog.projections.shop import reshelve
from bdcommerce.catalog.tables import product
from bdcommerce.catalog.tables.reviews import held_words, product_rating, purchase, review, review_voice
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection


async def note_purchase(event: PurchaseNoted, meta: EventMeta, tx: Transaction) -> None:
    row = asdict(event) | {"version": meta.version}
    put = upsert(purchase).values(row)
    await tx.execute(put.on_conflict_do_update(index_elements=["vendor_order_id"], set_=row))


async def deliver(event: PurchaseDelivered, meta: EventMeta, tx: Transaction) -> None:
    known = {"delivered_at": event.at, "version": meta.version}
    nobody: dict[str, Any] = {"order_id": "", "customer_id": "", "vendor_id": "", "district": "", "product_ids": []}
    put = upsert(purchase).values(nobody | known | {"vendor_order_id": event.vendor_order_id})
    await tx.execute(put.on_conflict_do_update(index_elements=["vendor_order_id"], set_=known))


async def write(event: ReviewWritten, meta: EventMeta, tx: Transaction) -> None:
    row = asdict(event) | {"written_at": meta.recorded_at, "earlier": [], "version": meta.version}
    await tx.execute(insert(review).values(row | _standing(event.held)))


async def edit(event: ReviewEdited, meta: EventMeta, tx: Transaction) -> None:
    """What it said until now is kept with it."""
    said = await tx.row(select(review).where(review.c.review_id == event.review_id))
    if said is None:
        return
    until_now = {name: said[name] for name in ("rating", "title", "body", "media_ids")}
    until_now["until"] = meta.recorded_at.isoformat()
    now = asdict(event) | {"edited_at": meta.recorded_at, "earlier": [*said["earlier"], until_now]}
    standing = _standing(event.held)
    await _change(event.review_id, now | standing | {"posted": said["posted"] or standing["posted"]}, meta, tx)


async def withdraw(event: ReviewWithdrawn, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.review_id, {"status": "withdrawn", "code": "", "note": ""}, meta, tx)


async def publish(event: ReviewPublished, meta: EventMeta, tx: Transaction) -> None:
    now = {"status": "published", "held": [], "code": "", "note": "", "posted": True, "reports": 0}
    await _change(event.review_id, now, meta, tx)


async def reject(event: ReviewRejected, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.review_id, {"status": "rejected", "code": event.code, "note": event.note}, meta, tx)


async def reply(event: ReviewReplied, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.review_id, {"reply": event.text, "replied_at": meta.recorded_at}, meta, tx)


async def judge(event: ReviewJudged, meta: EventMeta, tx: Transaction) -> None:
    await _voice(event.review_id, event.user_id, {"helpful": event.helpful}, meta, tx)
    helpful = review.c.helpful + (1 if event.helpful else -1)
    await tx.execute(update(review).where(review.c.review_id == event.review_id).values(helpful=helpful))


async def report(event: ReviewReported, meta: EventMeta, tx: Transaction) -> None:
    await _voice(event.review_id, event.user_id, {"reported": event.code, "note": event.note}, meta, tx)
    reports = review.c.reports + 1
    await tx.execute(update(review).where(review.c.review_id == event.review_id).values(reports=reports))


async def rate(event: ProductRated, meta: EventMeta, tx: Transaction) -> None:
    row = {"stars": event.stars, "version": meta.version}
    put = upsert(product_rating).values(row | {"product_id": event.product_id})
    await tx.execute(put.on_conflict_do_update(index_elements=["product_id"], set_=row))


async def set_words(event: HeldWordsSet, meta: EventMeta, tx: Transaction) -> None:
    row = {"words": event.words, "version": meta.version}
    put = upsert(held_words).values(row | {"single": True})
    await tx.execute(put.on_conflict_do_update(index_elements=["single"], set_=row))


async def rate_product(event: ProductRated, _: EventMeta, tx: Transaction) -> None:
    """The register knows the mean, and shows it wherever the product is shown."""
    now = {"rating": mean(event.stars), "reviews": sum(event.stars)}
    await tx.execute(update(product).where(product.c.product_id == event.product_id).values(now))
    await reshelve([event.product_id], tx)


async def show_pictures(event: ReviewWritten | ReviewEdited, meta: EventMeta, tx: Transaction) -> None:
    """A review shows these pictures, so that they are not forgotten."""
    await media.show(event.review_id, event.media_ids, meta.recorded_at, tx)


async def drop_pictures(event: ReviewWithdrawn, meta: EventMeta, tx: Transaction) -> None:
    await media.show(event.review_id, [], meta.recorded_at, tx)


def _standing(held: list[Any]) -> dict[str, Any]:
    status = "held" if held else "published"
    return {"status": status, "held": held, "code": "", "note": "", "posted": not held}


async def _change(review_id: str, now: dict[str, Any], meta: EventMeta, tx: Transaction) -> None:
    await tx.execute(update(review).where(review.c.review_id == review_id).values(now | {"version": meta.version}))


async def _voice(review_id: str, user_id: str, said: dict[str, Any], meta: EventMeta, tx: Transaction) -> None:
    now = said | {"version": meta.version}
    put = upsert(review_voice).values({"review_id": review_id, "user_id": user_id} | now)
    await tx.execute(put.on_conflict_do_update(index_elements=["review_id", "user_id"], set_=now))


REVIEWS = Projection(
    name="catalog.reviews",
    tables=("purchase", "review", "review_voice", "product_rating", "held_words"),
    on={
        PurchaseNoted: note_purchase,
        PurchaseDelivered: deliver,
        ReviewWritten: write,
        ReviewEdited: edit,
        ReviewWithdrawn: withdraw,
        ReviewPublished: publish,
        ReviewRejected: reject,
        ReviewReplied: reply,
        ReviewJudged: judge,
        ReviewReported: report,
        ProductRated: rate,
        HeldWordsSet: set_words,
    },
)
