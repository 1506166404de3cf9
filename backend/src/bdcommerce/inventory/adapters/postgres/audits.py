"""Rows held against the movements that they come from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ARRAY, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Log
from bdcommerce.inventory.adapters.postgres.lots import read_lots
from bdcommerce.inventory.adapters.postgres.stockroom import COUNTS, LOCK_STOCK, stock_of, stock_rows, stocks
from bdcommerce.inventory.domain import Audited, Position, Stock, fold, stream_of
from bdcommerce.inventory.events import Movement, Shift
from bdcommerce.inventory.tables import stock_audited, stock_finding
from bdcommerce.kernel import clock

MOVEMENTS_AT_ONCE = 1000
"""How many movements are in memory at a time; folding them keeps everybody else from the processor for some 5 ms."""
_ids = bindparam("ids", type_=ARRAY(Text))
_audited = insert(stock_audited).from_select(
    ["offer_id", *COUNTS, "lots"],
    select(stocks.c.offer_id, *(stocks.c[name] for name in COUNTS), func.lots_of(stocks.c.offer_id)),
)
_SAVE_AUDITED = _audited.on_conflict_do_update(
    index_elements=["offer_id"], set_={name: _audited.excluded[name] for name in (*COUNTS, "lots")}
)
_ADD_FINDINGS = insert(stock_finding).on_conflict_do_nothing()
_SETTLE_FINDINGS = (
    update(stock_finding)
    .where(stock_finding.c.offer_id == func.any(_ids), stock_finding.c.settled_at.is_(None))
    .values(settled_at=bindparam("now"))
)


class PostgresAudits:
    """See ports.Audits."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def remembered(self, offer_id: str) -> Position:
        """See ports.Audits."""
        known = await self._log.load_snapshot(stream_of(offer_id), Position)
        return known[0] if known else Position(Stock(offer_id))

    async def folded(self, position: Position) -> Position:
        """See ports.Audits."""
        stream, more = stream_of(position.stock.offer_id), True
        while more:
            after = position.stock.version
            movements = await self._log.history(stream, after=after, limit=MOVEMENTS_AT_ONCE)
            position = fold(position, cast("list[Movement]", movements))
            more = len(movements) == MOVEMENTS_AT_ONCE
        return position

    async def rows(self, offer_ids: Sequence[str]) -> dict[str, Position]:
        """See ports.Audits."""
        locked = await self._tx.rows(LOCK_STOCK, {"ids": offer_ids})
        stock = {offer_id: Stock(offer_id) for offer_id in offer_ids} | {
            row["offer_id"]: stock_of(row) for row in locked
        }
        lots = await read_lots(self._tx, offer_ids)
        return {offer_id: Position.of(stock[offer_id], lots[offer_id]) for offer_id in offer_ids}

    async def keep(self, audits: Sequence[Audited]) -> None:
        """See ports.Audits."""
        now, agreed = clock.now(), [one.row.stock for one in audits if one.agrees]
        if agreed:
            await self._tx.execute(_SAVE_AUDITED, stock_rows(agreed))
            await self._tx.execute(_SETTLE_FINDINGS, {"ids": [one.offer_id for one in agreed], "now": now})
        for one in audits:
            if one.worth_a_snapshot:
                await self._log.snapshot(stream_of(one.offer_id), one.folded.stock.version, one.folded)
        if findings := [_finding(one, now) for one in audits if not one.agrees]:
            await self._tx.execute(_ADD_FINDINGS, findings)


def _finding(audited: Audited, now: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {"offer_id": audited.offer_id, "found_at": now}
    for side, position in (("row", audited.row), ("folded", audited.folded)):
        found |= {f"{side}_{name}": getattr(position.stock, name) for name in COUNTS}
        found[f"{side}_lots"] = [_lot(shift) for shift in position.lots]
    return found


def _lot(shift: Shift) -> list[Any]:
    """As the function lots_of in the database writes it."""
    lot = shift.lot
    return [lot.warehouse_id, lot.batch_no, str(lot.expires_on or "infinity"), lot.blocked, shift.units]
