"""Events to the register: what offers cost, have cost and will."""

from typing import Any

from sqlalchemy import insert, text, update

from bdcommerce.catalog.events import OfferMade, OfferRevised
from bdcommerce.catalog.events.prices import PriceChangeBegan, PriceChangeEnded, PriceChangeScheduled
from bdcommerce.catalog.projections import register
from bdcommerce.catalog.tables.prices import price_change, price_history
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction

_REMEMBER = text("""
    INSERT INTO price_history (offer_id, version, vendor_id, price, since, reason)
    SELECT offer_id, :version, vendor_id, :price, :since, :reason FROM offer
    WHERE offer_id = :offer_id AND price <> :price
""")


async def make_offer(event: OfferMade, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "offer_id": event.offer_id,
        "version": meta.version,
        "vendor_id": event.vendor_id,
        "price": event.price.amount,
        "since": meta.recorded_at,
        "reason": "made",
    }
    await tx.execute(insert(price_history).values(row))
    await register.make_offer(event, meta, tx)


async def revise_offer(event: OfferRevised, meta: EventMeta, tx: Transaction) -> None:
    known = {"offer_id": event.offer_id, "version": meta.version, "price": event.price.amount}
    await tx.execute(_REMEMBER, known | {"since": meta.recorded_at, "reason": event.reason})
    await register.revise_offer(event, meta, tx)


async def schedule(event: PriceChangeScheduled, meta: EventMeta, tx: Transaction) -> None:
    row = {
        "change_id": event.change_id,
        "offer_id": event.offer_id,
        "product_id": event.product_id,
        "vendor_id": event.vendor_id,
        "price": event.price.amount,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "status": "scheduled",
        "version": meta.version,
    }
    await tx.execute(insert(price_change).values(row))


async def begin(event: PriceChangeBegan, meta: EventMeta, tx: Transaction) -> None:
    await _become(event.change_id, {"status": "running", "before": event.before.amount}, meta, tx)


async def end(event: PriceChangeEnded, meta: EventMeta, tx: Transaction) -> None:
    await _become(event.change_id, {"status": "ended", "outcome": event.outcome}, meta, tx)


async def _become(change_id: str, row: dict[str, Any], meta: EventMeta, tx: Transaction) -> None:
    changed = row | {"version": meta.version}
    await tx.execute(update(price_change).where(price_change.c.change_id == change_id).values(changed))
