"""Events to the register: promotions, and what they make of the prices of offers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping as Row
from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.catalog.domain.promotions import Place, best, gate
from bdcommerce.catalog.events.promotions import Promotion, PromotionClosed, PromotionNoted, PromotionOpened
from bdcommerce.catalog.tables.promotions import promotion
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction

_OPEN = text("SELECT promotion FROM promotion WHERE is_open AND gate && CAST(:keys AS text[]) ORDER BY promotion_id")
_PRICE = text("""
    UPDATE offer SET promotion_id = priced.promotion_id, promotion_price = priced.price,
        promotion_ends_at = priced.ends_at, promotion_funded_by = priced.funded_by
    FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS priced (offer_id text, promotion_id text, price bigint, ends_at timestamptz, funded_by text)
    WHERE offer.offer_id = priced.offer_id
      AND (offer.promotion_id, offer.promotion_price, offer.promotion_ends_at, offer.promotion_funded_by)
          IS DISTINCT FROM (priced.promotion_id, priced.price, priced.ends_at, priced.funded_by)
""")


async def note(event: PromotionNoted, meta: EventMeta, tx: Transaction) -> None:
    kind, keys = gate(event.promotion)
    row = {
        "promotion": event.promotion,
        "gate_kind": kind,
        "gate": keys,
        "is_open": False,
        "is_over": False,
        "version": meta.version,
    }
    add = upsert(promotion).values(row | {"promotion_id": event.promotion.promotion_id, "revision": 1})
    again = row | {"revision": promotion.c.revision + 1}
    await tx.execute(add.on_conflict_do_update(index_elements=["promotion_id"], set_=again))


async def begin(event: PromotionOpened, meta: EventMeta, tx: Transaction) -> None:
    await _become(event.promotion_id, {"is_open": True, "version": meta.version}, tx)


async def end(event: PromotionClosed, meta: EventMeta, tx: Transaction) -> None:
    await _become(event.promotion_id, {"is_open": False, "is_over": True, "version": meta.version}, tx)


async def price(offers: Sequence[tuple[Row, Place]], tx: Transaction) -> dict[str, tuple[Promotion, int]]:
    """Give offers the prices of the promotions that hold; which hold for which, by offer, with the price."""
    keys = {key for _, place in offers for key in place.keys}
    rows = await tx.rows(_OPEN, {"keys": sorted(keys)})
    there = [msgspec.convert(row["promotion"], Promotion, strict=False) for row in rows]
    found = {row["offer_id"]: one for row, place in offers if (one := best(there, place, row["price"]))}
    if found or any(row["promotion_id"] for row, _ in offers):
        await tx.execute(_PRICE, {"rows": msgspec.json.encode([*_priced(offers, found)]).decode()})
    return found


def _priced(
    offers: Iterable[tuple[Row, Place]], found: Mapping[str, tuple[Promotion, int]]
) -> Iterable[dict[str, Any]]:
    for row, _ in offers:
        if held := found.get(row["offer_id"]):
            cheaper = {"promotion_id": held[0].promotion_id, "price": held[1], "ends_at": held[0].ends_at}
            yield {"offer_id": row["offer_id"], "funded_by": held[0].funded_by} | cheaper
        else:
            yield {"offer_id": row["offer_id"]}


async def _become(promotion_id: str, row: Mapping[str, Any], tx: Transaction) -> None:
    await tx.execute(update(promotion).where(promotion.c.promotion_id == promotion_id).values(row))
