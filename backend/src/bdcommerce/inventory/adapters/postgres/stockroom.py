"""The stockroom: a batch of requests costs a handful of statements, however many requests it has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.adapters.postgres.batches import arrays, batch
from bdcommerce.inventory.adapters.postgres.lots import pick_of, read_lots, read_picks, save_lots, save_picks
from bdcommerce.inventory.adapters.postgres.settings import open_stock
from bdcommerce.inventory.adapters.postgres.warehouses import open_own, warehouses_of
from bdcommerce.inventory.domain import Granted, Hold, Request, Shelf, Stock, stream_of
from bdcommerce.inventory.tables import give_back, hold, hold_line, stock
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.work import Recorder

_ids = bindparam("ids", type_=ARRAY(Text))
_overdue = bindparam("overdue", type_=ARRAY(Text))
_OFFERS_OF_HOLDS = (
    select(hold_line.c.offer_id, func.bool_or(hold.c.id == func.any(_ids)).label("lots"))
    .join(hold, hold.c.id == hold_line.c.hold_id)
    .where((hold.c.id == func.any(_ids)) | ((hold.c.id == func.any(_overdue)) & (hold.c.status == "held")))
    .group_by(hold_line.c.offer_id)
)
LOCK_STOCK = select(stock).where(stock.c.offer_id == func.any(_ids)).order_by(stock.c.offer_id).with_for_update()
_LOCK_HOLDS = select(hold).where(hold.c.id == func.any(_ids)).order_by(hold.c.id).with_for_update()
_LINES = select(hold_line).where(hold_line.c.hold_id == func.any(_ids)).order_by(hold_line.c.offer_id)
_KEYS = select(give_back).where(give_back.c.key == func.any(_ids))

COUNTS = ("vendor_id", "on_hand", "held", "version", "blocked")
stocks = batch(offer_id=Text, vendor_id=Text, on_hand=BigInteger, held=BigInteger, version=Integer, blocked=BigInteger)
_SAVE_STOCK = (
    update(stock)
    .where(stock.c.offer_id == stocks.c.offer_id)
    .values({name: stocks.c[name] for name in COUNTS})
    .values(changed_at=bindparam("now"))
)
_holds = batch(id=Text, status=Text, expires_at=DateTime(timezone=True), reason=Text)
_ADD_HOLDS = (
    insert(hold).from_select(list(_holds.c.keys()), select(*_holds.c).order_by(_holds.c.id)).on_conflict_do_nothing()
)
_SAVE_HOLDS = (
    update(hold)
    .where(hold.c.id == _holds.c.id)
    .values({name: _holds.c[name] for name in ("status", "expires_at", "reason")})
)
_lines = batch(hold_id=Text, offer_id=Text, quantity=BigInteger, given_back=BigInteger)
_ADD_LINES = insert(hold_line).from_select(list(_lines.c.keys()), select(*_lines.c))
_SAVE_LINES = (
    update(hold_line)
    .where(hold_line.c.hold_id == _lines.c.hold_id, hold_line.c.offer_id == _lines.c.offer_id)
    .values(given_back=_lines.c.given_back)
)
_MADE_MEANWHILE = "one of these holds was made after its offers were looked up"


@dataclass
class _Names:
    """All that a batch names."""

    offers: set[str] = field(default_factory=set)
    with_lots: set[str] = field(default_factory=set)
    holds: set[str] = field(default_factory=set)
    committed: set[str] = field(default_factory=set)
    """Those of the holds whose offers and lots matter."""
    overdue: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)
    begins: dict[str, str] = field(default_factory=dict)
    """Vendors by offer."""

    @classmethod
    def of(cls, requests: Sequence[Request]) -> "_Names":
        names, every = cls(), [request.named() for request in requests]
        for named in every:
            names.offers.update(named.offers)
            names.holds.update(named.holds)
            if named.overdue:
                names.holds.update(named.overdue)
                names.overdue.update(named.overdue)
            if named.key:
                names.keys.append(named.key)
            if named.lots:
                names.with_lots.update(named.offers)
                names.committed.update(named.holds)
            if named.begins:
                names.begins |= dict.fromkeys(named.offers, named.begins)
        if names.committed:
            # A hold that begins in the very batch that sells it is in no table yet.
            for named in every:
                if not names.committed.isdisjoint(named.holds):
                    names.with_lots.update(named.offers)
        return names


class PostgresStockroom:
    """See ports.Stockroom."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def shelf(self, requests: Sequence[Request]) -> Shelf:
        """See ports.Stockroom."""
        names = _Names.of(requests)
        await self._open(names.begins)
        await self._find_offers(names)
        rows = await self._tx.rows(LOCK_STOCK, {"ids": sorted(names.offers)})
        stock = {row["offer_id"]: stock_of(row) for row in rows}
        with_lots = sorted(names.with_lots & stock.keys())
        vendors = sorted({stock[offer_id].vendor_id for offer_id in with_lots})
        holds = await self._holds(sorted(names.holds)) if names.holds else {}
        if any(not one.quantities.keys() <= stock.keys() for one in holds.values() if one.hold_id in names.committed):
            raise Stale(_MADE_MEANWHILE)
        return Shelf(
            stock=stock,
            holds=holds,
            given=await self._given(names.keys) if names.keys else {},
            lots=await read_lots(self._tx, with_lots) if with_lots else {},
            warehouses=await warehouses_of(self._tx, vendors) if with_lots else {},
            low_at={row["offer_id"]: row["low_at"] for row in rows if row["low_at"]},
        )

    async def save(self, before: Shelf, granted: Granted) -> None:
        """See ports.Stockroom."""
        if not granted.stock.keys() <= before.stock.keys() or not granted.lots.keys() <= before.lots.keys():
            raise Stale(_MADE_MEANWHILE)
        if granted.stock:
            await self._tx.execute(_SAVE_STOCK, {**stock_rows(granted.stock.values()), "now": clock.now()})
        if granted.lots:
            vendors = {offer_id: granted.stock[offer_id].vendor_id for offer_id in granted.lots}
            await save_lots(self._tx, before, granted.lots, vendors)
        await self._save_holds(before, granted.holds)
        if granted.given:
            rows = [{"key": key, "hold_id": hold_id} for key, hold_id in granted.given.items()]
            await self._tx.execute(insert(give_back), rows)
        if granted.movements:
            moved = {stream_of(offer_id): movements for offer_id, movements in granted.movements.items()}
            versions = {stream_of(offer_id): before.of(offer_id).version for offer_id in granted.movements}
            await self._log.append_many(moved, expected=versions)

    async def _find_offers(self, names: _Names) -> None:
        """The offers that the holds may move. Which offers a hold has never changes, so no lock is needed yet."""
        if names.committed or names.overdue:
            asked = {"ids": list(names.committed), "overdue": list(names.overdue)}
            for row in await self._tx.rows(_OFFERS_OF_HOLDS, asked):
                names.offers.add(row["offer_id"])
                if row["lots"]:
                    names.with_lots.add(row["offer_id"])

    async def _open(self, begins: Mapping[str, str]) -> None:
        """There must be a row to lock, and a warehouse to put them in, before the first units are counted."""
        if begins:
            now = clock.now()
            await open_own(self._tx, sorted(set(begins.values())), now)
            await open_stock(self._tx, begins, now)

    async def _given(self, keys: Sequence[str]) -> dict[str, str]:
        return {row["key"]: row["hold_id"] for row in await self._tx.rows(_KEYS, {"ids": keys})}

    async def _holds(self, hold_ids: Sequence[str]) -> dict[str, Hold]:
        rows = await self._tx.rows(_LOCK_HOLDS, {"ids": hold_ids})
        if not rows:
            return {}
        quantities: dict[str, dict[str, int]] = defaultdict(dict)
        given_back: dict[str, dict[str, int]] = defaultdict(dict)
        for line in await self._tx.rows(_LINES, {"ids": hold_ids}):
            quantities[line["hold_id"]][line["offer_id"]] = line["quantity"]
            given_back[line["hold_id"]][line["offer_id"]] = line["given_back"]
        committed = [row["id"] for row in rows if row["status"] == "committed"]
        picks = await read_picks(self._tx, committed) if committed else {}
        return {
            row["id"]: Hold(
                hold_id=row["id"],
                status=row["status"],
                expires_at=row["expires_at"],
                reason=row["reason"],
                quantities=quantities[row["id"]],
                given_back=given_back[row["id"]],
                picks=[pick_of(each) for each in picks.get(row["id"], ())],
                reference=next((each["reference"] for each in picks.get(row["id"], ())), ""),
            )
            for row in rows
        }

    async def _save_holds(self, before: Shelf, holds: Mapping[str, Hold]) -> None:
        new = [one for hold_id, one in holds.items() if hold_id not in before.holds]
        old = [one for hold_id, one in holds.items() if hold_id in before.holds]
        if new:
            added = await self._tx.execute(_ADD_HOLDS, _hold_rows(new))
            if added.rowcount < len(new):
                raise Stale("one of these holds has just been made by somebody else")
            await self._write_lines(_ADD_LINES, new)
        if old:
            await self._tx.execute(_SAVE_HOLDS, _hold_rows(old))
            changed = [one for one in old if one.given_back != before.holds[one.hold_id].given_back]
            await self._write_lines(_SAVE_LINES, changed)
        picked = [one for one in holds.values() if one.picks]
        known = {one.hold_id: before.holds[one.hold_id].picks for one in picked if one.hold_id in before.holds}
        await save_picks(self._tx, [one for one in picked if one.picks != known.get(one.hold_id)], before)

    async def _write_lines(self, statement: Executable, holds: Sequence[Hold]) -> None:
        rows = [
            (one.hold_id, offer_id, quantity, one.given_back.get(offer_id, 0))
            for one in holds
            for offer_id, quantity in one.quantities.items()
        ]
        if rows:
            await self._tx.execute(statement, arrays(("hold_id", "offer_id", "quantity", "given_back"), rows))


def stock_of(row: RowMapping) -> Stock:
    """A row of `stock` as the domain knows it."""
    return Stock(row["offer_id"], row["vendor_id"], row["on_hand"], row["held"], row["version"], row["blocked"])


def stock_rows(stocks: Iterable[Stock]) -> dict[str, list[Any]]:
    """Stocks as the parameters of a batch."""
    rows = [(one.offer_id, one.vendor_id, one.on_hand, one.held, one.version, one.blocked) for one in stocks]
    return arrays(("offer_id", *COUNTS), rows)


def _hold_rows(holds: Sequence[Hold]) -> dict[str, list[Any]]:
    rows = [(one.hold_id, one.status, one.expires_at, one.reason) for one in holds]
    return arrays(("id", "status", "expires_at", "reason"), rows)
