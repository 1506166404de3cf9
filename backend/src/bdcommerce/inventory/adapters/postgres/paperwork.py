"""Transfers and stock-takes that are going on."""

from sqlalchemy import select

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.tables import stock_take, transfer


class PostgresPaperwork:
    """See ports.Paperwork."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def under_way_to(self, warehouse_id: str) -> bool:
        """See ports.Paperwork."""
        sent = select(transfer.c.id).where(transfer.c.to_id == warehouse_id, transfer.c.status == "sent").limit(1)
        return await self._tx.scalar(sent) is not None

    async def being_counted(self, warehouse_id: str) -> bool:
        """See ports.Paperwork."""
        at_work = select(stock_take.c.id).where(
            stock_take.c.warehouse_id == warehouse_id, stock_take.c.status == "open"
        )
        return await self._tx.scalar(at_work.limit(1)) is not None
