"""Vendor orders as they were heard of, in an open transaction."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import bindparam, func, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.sales import Facts, Sale
from bdcommerce.compliance.tables import sale
from bdcommerce.infra.postgres import Transaction

_INSERT = insert(sale)
_LOCK = _INSERT.on_conflict_do_update(
    index_elements=[sale.c.vendor_order_id],
    set_={
        "order_id": _INSERT.excluded.order_id,
        "vendor_id": func.coalesce(func.nullif(_INSERT.excluded.vendor_id, ""), sale.c.vendor_id),
    },
).returning(sale.c.vendor_order_id, sale.c.order_id, sale.c.vendor_id, sale.c.number, sale.c.customer_id, sale.c.facts)
_BEGIN = _INSERT.on_conflict_do_nothing().returning(sale.c.vendor_order_id)
_SAVE = update(sale).where(sale.c.vendor_order_id == bindparam("which"))


class PostgresSales:
    """See ports.SaleRepository. Writing the blank is what locks the row, be it there or not."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def begin(self, sales: Sequence[Sale]) -> set[str]:
        """See ports.SaleRepository."""
        ordered = sorted(sales, key=lambda each: each.vendor_order_id)
        begun = [await self._tx.scalar(_BEGIN, _row(each)) for each in ordered]
        return {vendor_order_id for vendor_order_id in begun if vendor_order_id}

    async def lock(self, blanks: Sequence[Sale]) -> list[Sale]:
        """See ports.SaleRepository."""
        found: dict[str, Sale] = {}
        for blank in sorted(blanks, key=lambda each: each.vendor_order_id):
            row = await self._tx.row(_LOCK, _row(blank))
            assert row is not None  # noqa: S101 - an upsert returns what it wrote
            found[blank.vendor_order_id] = Sale(**{**row, "facts": msgspec.convert(row["facts"], Facts, strict=False)})
        return [found[blank.vendor_order_id] for blank in blanks]

    async def save(self, sales: Sequence[Sale]) -> None:
        """See ports.SaleRepository."""
        for each in sales:
            await self._tx.execute(_SAVE, {**_row(each), "which": each.vendor_order_id})


def _row(known: Sale) -> dict[str, object]:
    return {
        "vendor_order_id": known.vendor_order_id,
        "order_id": known.order_id,
        "vendor_id": known.vendor_id,
        "number": known.number,
        "customer_id": known.customer_id,
        "released_at": known.facts.released.at if known.facts.released else None,
        "facts": known.facts,
    }
