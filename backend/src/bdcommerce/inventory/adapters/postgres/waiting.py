"""The lines of people who wait for an offer.

Whoever joins a line and whoever finds that its offer is back take the same lock, so that nobody joins unseen.
"""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ARRAY, Text, bindparam, column, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.adapters.postgres.stockroom import stock_of
from bdcommerce.inventory.domain import Waiting
from bdcommerce.inventory.tables import stock, waiting
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized

_ids = bindparam("ids", type_=ARRAY(Text))
_lines = func.unnest(_ids).table_valued(column("offer_id", Text)).render_derived(name="line")
_LOCK_LINES = select(func.pg_advisory_xact_lock(func.hashtextextended(_lines.c.offer_id, 0)))
_WAITED_FOR = select(waiting.c.offer_id).where(waiting.c.offer_id == func.any(_ids)).distinct()
_NEXT = (
    select(waiting)
    .where(waiting.c.offer_id == bindparam("offer"))
    .order_by(waiting.c.asked_at, waiting.c.user_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


class PostgresWaiting:
    """See ports.WaitingLines."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock(self, offer_ids: Sequence[str]) -> None:
        """See ports.WaitingLines."""
        await self._tx.execute(_LOCK_LINES, {"ids": sorted(offer_ids)})

    async def waited_for(self, offer_ids: Sequence[str]) -> list[str]:
        """See ports.WaitingLines."""
        return [row["offer_id"] for row in await self._tx.rows(_WAITED_FOR, {"ids": list(offer_ids)})]

    async def available(self, offer_id: str) -> int:
        """See ports.WaitingLines."""
        row = await self._tx.row(select(stock).where(stock.c.offer_id == offer_id))
        return stock_of(row).available if row else 0

    async def others_of(self, one: Waiting) -> int:
        """See ports.WaitingLines."""
        others = (waiting.c.user_id == one.user_id) & (waiting.c.offer_id != one.offer_id)
        return int(await self._tx.scalar(select(func.count()).select_from(waiting).where(others)))

    async def add(self, one: Waiting) -> None:
        """See ports.WaitingLines."""
        row = {**asdict(one), "asked_at": clock.now()}
        await self._tx.execute(insert(waiting).on_conflict_do_nothing(), row)

    async def remove(self, user_id: str, offer_id: str) -> None:
        """See ports.WaitingLines."""
        await self._tx.execute(delete(waiting).where(waiting.c.user_id == user_id, waiting.c.offer_id == offer_id))

    async def take(self, offer_id: str, most: int) -> list[Waiting]:
        """See ports.WaitingLines."""
        rows = await self._tx.rows(_NEXT, {"offer": offer_id, "most": most})
        taken = [Waiting(row["user_id"], offer_id, Localized(**row["title"]), row["slug"]) for row in rows]
        if taken:
            names = [(one.user_id, one.offer_id) for one in taken]
            await self._tx.execute(delete(waiting).where(tuple_(waiting.c.user_id, waiting.c.offer_id).in_(names)))
        return taken
