"""The stockroom on PostgreSQL: a batch of requests costs a handful of statements, however many requests it has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    DateTime,
    Executable,
    Integer,
    RowMapping,
    Text,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Log, Unit
from bdcommerce.inventory.domain import (
    AdjustStock,
    Audited,
    CountStock,
    ExpireHold,
    GiveBack,
    Granted,
    Hold,
    PlaceHold,
    Request,
    Shelf,
    Stock,
    fold,
    stream_of,
)
from bdcommerce.inventory.events import Movement
from bdcommerce.inventory.tables import give_back, hold, hold_line, stock, stock_audited, stock_finding
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.work import Recorder

MOVEMENTS_AT_ONCE = 1000
"""How many movements are in memory at a time; folding them keeps everybody else from the processor for some 5 ms."""


def _batch(**columns: TypeEngine[Any] | type[TypeEngine[Any]]) -> TableValuedAlias:
    """Rows that are bound as one array per column."""
    arrays = [bindparam(f"every_{name}", type_=ARRAY(kind)) for name, kind in columns.items()]
    named = [column(name, kind) for name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*named).render_derived(name="batch")


_ids = bindparam("ids", type_=ARRAY(Text))
_expiring = bindparam("expiring", type_=ARRAY(Text))
_OFFERS_OF_HOLDS = (
    select(hold_line.c.offer_id)
    .join(hold, hold.c.id == hold_line.c.hold_id)
    .where((hold.c.id == func.any(_ids)) | ((hold.c.id == func.any(_expiring)) & (hold.c.status == "held")))
    .distinct()
)
_LOCK_STOCK = select(stock).where(stock.c.offer_id == func.any(_ids)).order_by(stock.c.offer_id).with_for_update()
_LOCK_HOLDS = select(hold).where(hold.c.id == func.any(_ids)).order_by(hold.c.id).with_for_update()
_LINES = select(hold_line).where(hold_line.c.hold_id == func.any(_ids)).order_by(hold_line.c.offer_id)
_KEYS = select(give_back).where(give_back.c.key == func.any(_ids))

_stocks = _batch(offer_id=Text, vendor_id=Text, on_hand=BigInteger, held=BigInteger, version=Integer)
_SAVE_STOCK = (
    update(stock)
    .where(stock.c.offer_id == _stocks.c.offer_id)
    .values({name: _stocks.c[name] for name in ("vendor_id", "on_hand", "held", "version")})
    .values(changed_at=bindparam("now"))
)
_holds = _batch(id=Text, status=Text, expires_at=DateTime(timezone=True), reason=Text)
_ADD_HOLDS = (
    insert(hold).from_select(list(_holds.c.keys()), select(*_holds.c).order_by(_holds.c.id)).on_conflict_do_nothing()
)
_SAVE_HOLDS = (
    update(hold)
    .where(hold.c.id == _holds.c.id)
    .values({name: _holds.c[name] for name in ("status", "expires_at", "reason")})
)
_lines = _batch(hold_id=Text, offer_id=Text, quantity=BigInteger, given_back=BigInteger)
_ADD_LINES = insert(hold_line).from_select(list(_lines.c.keys()), select(*_lines.c))
_SAVE_LINES = (
    update(hold_line)
    .where(hold_line.c.hold_id == _lines.c.hold_id, hold_line.c.offer_id == _lines.c.offer_id)
    .values(given_back=_lines.c.given_back)
)
_audited = insert(stock_audited).from_select(list(_stocks.c.keys()), select(*_stocks.c))
_SAVE_AUDITED = _audited.on_conflict_do_update(
    index_elements=["offer_id"],
    set_={name: _audited.excluded[name] for name in ("vendor_id", "on_hand", "held", "version")},
)
_ADD_FINDINGS = insert(stock_finding).on_conflict_do_nothing()
_SETTLE_FINDINGS = (
    update(stock_finding)
    .where(stock_finding.c.offer_id == func.any(_ids), stock_finding.c.settled_at.is_(None))
    .values(settled_at=bindparam("now"))
)
_OPEN_STOCK = insert(stock).values(on_hand=0, held=0, version=0).on_conflict_do_nothing()


class PostgresStockroom:
    """See ports.Stockroom."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def shelf(self, requests: Sequence[Request]) -> Shelf:
        """See ports.Stockroom."""
        offers = await self._offers(requests)
        stocks = await self._tx.rows(_LOCK_STOCK, {"ids": sorted(offers)})
        hold_ids = sorted(
            {request.hold_id for request in requests if not isinstance(request, CountStock | AdjustStock)}
        )
        keys = [request.key for request in requests if isinstance(request, GiveBack)]
        return Shelf(
            stock={row["offer_id"]: _stock(row) for row in stocks},
            holds=await self._holds(hold_ids) if hold_ids else {},
            given={row["key"]: row["hold_id"] for row in await self._tx.rows(_KEYS, {"ids": keys})} if keys else {},
        )

    async def save(self, before: Shelf, granted: Granted) -> None:
        """See ports.Stockroom."""
        if not granted.stock.keys() <= before.stock.keys():
            raise Stale("one of these holds was made after its offers were looked up")
        await self._save_stock(granted.stock)
        await self._save_holds(before.holds, granted.holds)
        if granted.given:
            rows = [{"key": key, "hold_id": hold_id} for key, hold_id in granted.given.items()]
            await self._tx.execute(insert(give_back), rows)
        if granted.movements:
            moved = {stream_of(offer_id): movements for offer_id, movements in granted.movements.items()}
            versions = {stream_of(offer_id): before.of(offer_id).version for offer_id in granted.movements}
            await self._log.append_many(moved, expected=versions)

    async def _offers(self, requests: Sequence[Request]) -> set[str]:
        """The offers that these requests may move. Which offers a hold has never changes, so no lock is needed yet."""
        offers, known, expiring = set[str](), list[str](), list[str]()
        for request in requests:
            match request:
                case PlaceHold():
                    offers |= request.quantities.keys()
                case ExpireHold():
                    expiring.append(request.hold_id)
                case CountStock():
                    offers.add(request.offer_id)
                    await self._open(request)
                case AdjustStock():
                    offers.add(request.offer_id)
                case _:
                    known.append(request.hold_id)
        if known or expiring:
            rows = await self._tx.rows(_OFFERS_OF_HOLDS, {"ids": known, "expiring": expiring})
            offers |= {row["offer_id"] for row in rows}
        return offers

    async def _open(self, request: CountStock) -> None:
        """There must be a row to lock before the first units are counted."""
        named = {"offer_id": request.offer_id, "vendor_id": request.vendor_id, "changed_at": clock.now()}
        await self._tx.execute(_OPEN_STOCK, named)

    async def _holds(self, hold_ids: Sequence[str]) -> dict[str, Hold]:
        rows = await self._tx.rows(_LOCK_HOLDS, {"ids": hold_ids})
        if not rows:
            return {}
        quantities: dict[str, dict[str, int]] = defaultdict(dict)
        given_back: dict[str, dict[str, int]] = defaultdict(dict)
        for line in await self._tx.rows(_LINES, {"ids": hold_ids}):
            quantities[line["hold_id"]][line["offer_id"]] = line["quantity"]
            given_back[line["hold_id"]][line["offer_id"]] = line["given_back"]
        return {
            row["id"]: Hold(
                hold_id=row["id"],
                status=row["status"],
                expires_at=row["expires_at"],
                reason=row["reason"],
                quantities=quantities[row["id"]],
                given_back=given_back[row["id"]],
            )
            for row in rows
        }

    async def _save_stock(self, stocks: Mapping[str, Stock]) -> None:
        if stocks:
            await self._tx.execute(_SAVE_STOCK, {**_stock_rows(stocks.values()), "now": clock.now()})

    async def _save_holds(self, before: Mapping[str, Hold], holds: Mapping[str, Hold]) -> None:
        new = [one for hold_id, one in holds.items() if hold_id not in before]
        old = [one for hold_id, one in holds.items() if hold_id in before]
        if new:
            added = await self._tx.execute(_ADD_HOLDS, _hold_rows(new))
            if added.rowcount < len(new):
                raise Stale("one of these holds has just been made by somebody else")
            await self._write_lines(_ADD_LINES, new)
        if old:
            await self._tx.execute(_SAVE_HOLDS, _hold_rows(old))
            await self._write_lines(
                _SAVE_LINES, [one for one in old if one.given_back != before[one.hold_id].given_back]
            )

    async def _write_lines(self, statement: Executable, holds: Sequence[Hold]) -> None:
        rows = [
            (one.hold_id, offer_id, quantity, one.given_back.get(offer_id, 0))
            for one in holds
            for offer_id, quantity in one.quantities.items()
        ]
        if rows:
            await self._tx.execute(statement, _arrays(("hold_id", "offer_id", "quantity", "given_back"), rows))


class PostgresAudits:
    """See ports.Audits."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def remembered(self, offer_id: str) -> Stock:
        """See ports.Audits."""
        known = await self._log.load_snapshot(stream_of(offer_id), Stock)
        return known[0] if known else Stock(offer_id)

    async def folded(self, stock: Stock) -> Stock:
        """See ports.Audits."""
        stream, more = stream_of(stock.offer_id), True
        while more:
            movements = await self._log.history(stream, after=stock.version, limit=MOVEMENTS_AT_ONCE)
            stock = fold(stock, cast("list[Movement]", movements))
            more = len(movements) == MOVEMENTS_AT_ONCE
        return stock

    async def rows(self, offer_ids: Sequence[str]) -> dict[str, Stock]:
        """See ports.Audits."""
        rows = await self._tx.rows(_LOCK_STOCK, {"ids": offer_ids})
        return {offer_id: Stock(offer_id) for offer_id in offer_ids} | {row["offer_id"]: _stock(row) for row in rows}

    async def keep(self, audits: Sequence[Audited]) -> None:
        """See ports.Audits."""
        now, agreed = clock.now(), [one.row for one in audits if one.agrees]
        if agreed:
            await self._tx.execute(_SAVE_AUDITED, _stock_rows(agreed))
            await self._tx.execute(_SETTLE_FINDINGS, {"ids": [one.offer_id for one in agreed], "now": now})
        for one in audits:
            if one.worth_a_snapshot:
                await self._log.snapshot(stream_of(one.folded.offer_id), one.folded.version, one.folded)
        if findings := [_finding(one, now) for one in audits if not one.agrees]:
            await self._tx.execute(_ADD_FINDINGS, findings)


class PostgresWork:
    """Inventory's unit of work."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.stockroom = PostgresStockroom(unit.tx, unit.log)
        self.audits = PostgresAudits(unit.tx, unit.log)


def _stock(row: RowMapping) -> Stock:
    return Stock(row["offer_id"], row["vendor_id"], row["on_hand"], row["held"], row["version"])


def _stock_rows(stocks: Iterable[Stock]) -> dict[str, list[Any]]:
    rows = [(one.offer_id, one.vendor_id, one.on_hand, one.held, one.version) for one in stocks]
    return _arrays(("offer_id", "vendor_id", "on_hand", "held", "version"), rows)


def _finding(audited: Audited, now: datetime) -> dict[str, Any]:
    figures = {
        f"{side}_{name}": getattr(stock, name)
        for side, stock in (("row", audited.row), ("folded", audited.folded))
        for name in ("vendor_id", "on_hand", "held", "version")
    }
    return {"offer_id": audited.row.offer_id, "found_at": now, **figures}


def _hold_rows(holds: Sequence[Hold]) -> dict[str, list[Any]]:
    rows = [(one.hold_id, one.status, one.expires_at, one.reason) for one in holds]
    return _arrays(("id", "status", "expires_at", "reason"), rows)


def _arrays(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {f"every_{name}": list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}
