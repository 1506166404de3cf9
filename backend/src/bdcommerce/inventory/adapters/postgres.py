"""The stockroom on PostgreSQL: a batch of requests costs a handful of statements, however many requests it has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

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
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.inventory.domain import (
    AdjustStock,
    CountStock,
    ExpireHold,
    GiveBack,
    Granted,
    Hold,
    PlaceHold,
    Request,
    Shelf,
    Stock,
    stream_of,
)
from bdcommerce.inventory.tables import give_back, hold, hold_line, stock
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.work import Recorder


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
            columns = ("offer_id", "vendor_id", "on_hand", "held", "version")
            rows = [(one.offer_id, one.vendor_id, one.on_hand, one.held, one.version) for one in stocks.values()]
            await self._tx.execute(_SAVE_STOCK, {**_arrays(columns, rows), "now": clock.now()})

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


class PostgresWork:
    """Inventory's unit of work."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.stockroom = PostgresStockroom(unit.tx, unit.log)


def _stock(row: RowMapping) -> Stock:
    return Stock(row["offer_id"], row["vendor_id"], row["on_hand"], row["held"], row["version"])


def _hold_rows(holds: Sequence[Hold]) -> dict[str, list[Any]]:
    rows = [(one.hold_id, one.status, one.expires_at, one.reason) for one in holds]
    return _arrays(("id", "status", "expires_at", "reason"), rows)


def _arrays(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {f"every_{name}": list(values) for name, values in zip(columns, zip(*rows, strict=True), strict=True)}
