"""What vendors have settled for their stock.

The threshold of an offer stands in its row, so that whoever changes the stock has it at hand: the vendor's own for all
offers is copied there. New rows read it locked, so none is left behind by a change of it.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Text, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.adapters.postgres.batches import arrays, batch
from bdcommerce.inventory.tables import stock, vendor_setting

_SETTLE_NOTHING = insert(vendor_setting).values(low_at=0).on_conflict_do_nothing()
_begun = batch(offer_id=Text, vendor_id=Text)
_OPEN_STOCK = (
    insert(stock)
    .from_select(
        ["offer_id", "vendor_id", "on_hand", "held", "version", "changed_at", "low_at"],
        select(
            _begun.c.offer_id,
            _begun.c.vendor_id,
            *(bindparam(name, 0) for name in ("on_hand", "held", "version")),
            bindparam("now", type_=stock.c.changed_at.type),
            vendor_setting.c.low_at,
        )
        .join_from(_begun, vendor_setting, vendor_setting.c.vendor_id == _begun.c.vendor_id)
        .order_by(_begun.c.offer_id)
        .with_for_update(read=True, of=vendor_setting),
    )
    .on_conflict_do_nothing()
)
_SETTLE = insert(vendor_setting)
_SETTLE_LOW_AT = _SETTLE.on_conflict_do_update(index_elements=["vendor_id"], set_={"low_at": _SETTLE.excluded.low_at})
_followers = (
    select(stock.c.offer_id)
    .where(stock.c.vendor_id == bindparam("of"), ~stock.c.low_own, stock.c.low_at != bindparam("units"))
    .order_by(stock.c.offer_id)
    .with_for_update()
    .cte("followers")
)
_FOLLOW = update(stock).where(stock.c.offer_id == _followers.c.offer_id).values(low_at=bindparam("units"))
_OWN = update(stock).where(stock.c.vendor_id == bindparam("of"), stock.c.offer_id == bindparam("offer"))


async def open_stock(tx: Transaction, begins: Mapping[str, str], now: datetime) -> None:
    """A row for each of these offers, by vendor, that has none."""
    await tx.execute(_SETTLE_NOTHING, [{"vendor_id": each} for each in sorted(set(begins.values()))])
    await tx.execute(_OPEN_STOCK, {**arrays(("offer_id", "vendor_id"), sorted(begins.items())), "now": now})


class PostgresSettings:
    """See ports.Settings."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def set_low_at(self, vendor_id: str, units: int) -> None:
        """See ports.Settings."""
        await self._tx.execute(_SETTLE_LOW_AT, {"vendor_id": vendor_id, "low_at": units})
        await self._tx.execute(_FOLLOW, {"of": vendor_id, "units": units})

    async def set_own_low_at(self, vendor_id: str, offer_id: str, units: int | None) -> bool:
        """See ports.Settings."""
        settled = select(vendor_setting.c.low_at).where(vendor_setting.c.vendor_id == vendor_id).scalar_subquery()
        statement = _OWN.values(low_at=settled if units is None else units, low_own=units is not None)
        changed = await self._tx.execute(statement, {"of": vendor_id, "offer": offer_id})
        return changed.rowcount > 0
