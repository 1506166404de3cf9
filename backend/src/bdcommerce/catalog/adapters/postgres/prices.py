"""Prices that change at an instant, in an open transaction."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select

from bdcommerce.catalog.domain.prices import PriceChange
from bdcommerce.catalog.errors import UnknownPriceChange
from bdcommerce.catalog.ports.prices import PriceEvent
from bdcommerce.catalog.tables.prices import price_change
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Recorder


class PostgresPriceChanges:
    """See ports.PriceChanges."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, change_id: str) -> PriceChange:
        """See ports.PriceChanges."""
        row = await self._tx.row(select(price_change).where(price_change.c.change_id == change_id))
        if row is None:
            raise UnknownPriceChange.named(change_id)
        return _change(row)

    async def to_come(self, offer_id: str) -> Sequence[PriceChange]:
        """See ports.PriceChanges."""
        mine = (price_change.c.offer_id == offer_id) & (price_change.c.status != "ended")
        rows = await self._tx.rows(select(price_change).where(mine).order_by(price_change.c.starts_at))
        return [_change(row) for row in rows]

    async def save(self, event: PriceEvent, *, expected: int) -> None:
        """See ports.PriceChanges."""
        await self._log.append(f"price-{event.change_id}", [event], expected=expected)


def _change(row: RowMapping) -> PriceChange:
    return PriceChange(
        change_id=row["change_id"],
        offer_id=row["offer_id"],
        product_id=row["product_id"],
        vendor_id=row["vendor_id"],
        price=Money(row["price"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        status=row["status"],
        before=Money(row["before"]) if row["before"] else None,
        outcome=row["outcome"],
        version=row["version"],
    )
