"""Settlements on PostgreSQL: streams of events, and what is projected from them for matching."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
from sqlalchemy import RowMapping, func, or_, select, text

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Log
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement import differences
from bdcommerce.payments.domain.settlement.closing import Moved, Standing
from bdcommerce.payments.domain.settlement.differences import Difference
from bdcommerce.payments.domain.settlement.matching import Item, name
from bdcommerce.payments.domain.settlement.postings import account
from bdcommerce.payments.errors import NoMapping, UnknownStatement
from bdcommerce.payments.events import (
    ColumnMapping,
    DifferenceFound,
    LineOutcome,
    LinesRead,
    LinesSettled,
    MappingSaved,
    ReadLine,
    SettlementClosed,
    SourceKind,
    StatementImported,
    StatementMatched,
)
from bdcommerce.payments.ports import Statement
from bdcommerce.payments.tables import (
    journal_line,
    payment_attempt,
    settlement_close,
    settlement_difference,
    settlement_item,
    settlement_line,
    settlement_mapping,
    settlement_move,
    settlement_statement,
)

_AT_ONCE = 500
"""Lines of one event."""
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('payments.settlement.' || :source, 0))")
_STANDING = text("""
    SELECT item.item_id, item.reference, item.opened_at, sum(move.amount)::bigint AS amount,
           (SELECT min(reason) FROM settlement_difference AS stands
            WHERE stands.kind = item.kind AND stands.source = item.source AND stands.item_id = item.item_id
              AND stands.status <> 'resolved') AS difference
    FROM settlement_item AS item JOIN settlement_move AS move USING (kind, source, item_id)
    WHERE item.kind = :kind AND item.source = :source AND (item.cleared_at IS NULL OR item.cleared_at >= :until)
      AND move.at < :until
    GROUP BY item.kind, item.source, item.item_id, item.reference, item.opened_at
    HAVING sum(move.amount) <> 0
    ORDER BY item.opened_at, item.item_id
""")
_OVERDUE = text("""
    SELECT item_id, reference, balance, opened_at FROM settlement_item AS item
    WHERE kind = :kind AND source = :source AND balance <> 0 AND opened_at < :before AND what <> 'line'
      AND NOT EXISTS (SELECT FROM settlement_difference AS stands
                      WHERE stands.kind = item.kind AND stands.source = item.source AND stands.item_id = item.item_id
                        AND stands.status <> 'resolved')
    ORDER BY opened_at, item_id LIMIT :most
""")


class PostgresSettlements:
    """See ports.Settlements."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def mapping(self, kind: SourceKind, source: str) -> ColumnMapping:
        """See ports.Settlements."""
        saved = settlement_mapping.c
        found = await self._tx.scalar(select(saved.mapping).where(saved.kind == kind, saved.source == source))
        if found is None:
            raise NoMapping.of(kind, source)
        return msgspec.convert(found, ColumnMapping)

    async def save_mapping(self, saved: MappingSaved) -> None:
        """See ports.Settlements."""
        stream = f"settlement-mapping-{saved.kind}-{saved.source}"
        version = len(await self._log.history(stream))
        await self._log.append(stream, [saved], expected=version)

    async def imported(self, kind: SourceKind, source: str, digest: str) -> str:
        """See ports.Settlements."""
        known = settlement_statement.c
        wanted = select(known.statement_id).where(known.kind == kind, known.source == source, known.digest == digest)
        return str(await self._tx.scalar(wanted) or "")

    async def known(self, kind: SourceKind, source: str, keys: Sequence[str]) -> frozenset[str]:
        """See ports.Settlements."""
        line, found = settlement_line.c, set[str]()
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            wanted = select(line.key).where(line.kind == kind, line.source == source, line.key.in_(some))
            found.update(row["key"] for row in await self._tx.rows(wanted))
        return frozenset(found)

    async def add(self, statement: StatementImported, lines: Sequence[ReadLine]) -> None:
        """See ports.Settlements."""
        stream = f"statement-{statement.statement_id}"
        await self._log.append(stream, [statement], expected=0)
        for start in range(0, len(lines), _AT_ONCE):
            some = [*lines[start : start + _AT_ONCE]]
            read = LinesRead(
                statement_id=statement.statement_id, kind=statement.kind, source=statement.source, lines=some
            )
            await self._log.append(f"{stream}-read-{some[0].row}", [read], expected=0)

    async def statement(self, statement_id: str) -> Statement:
        """See ports.Settlements."""
        known = settlement_statement.c
        wanted = select(known.kind, known.source, known.imported_by).where(known.statement_id == statement_id)
        row = await self._tx.row(wanted)
        if row is None:
            raise UnknownStatement.of(statement_id)
        return Statement(statement_id=statement_id, kind=row["kind"], source=row["source"], by=row["imported_by"])

    async def lines(self, statement_id: str, outcome: LineOutcome | None, limit: int) -> Sequence[ReadLine]:
        """See ports.Settlements."""
        line = settlement_line.c
        such = line.outcome.is_(None) if outcome is None else line.outcome == outcome
        wanted = select(settlement_line).where(line.statement_id == statement_id, such)
        return [_line(row) for row in await self._tx.rows(wanted.order_by(line.row).limit(limit))]

    async def line(self, line_id: str) -> ReadLine:
        """See ports.Settlements."""
        row = await self._tx.row(select(settlement_line).where(settlement_line.c.line_id == line_id))
        if row is None:
            raise UnknownStatement.of(line_id)
        return _line(row)

    async def settle_lines(self, settled: LinesSettled, stream: str) -> None:
        """See ports.Settlements."""
        await self._log.append(stream, [settled], expected=0)

    async def finish(self, matched: StatementMatched) -> None:
        """See ports.Settlements."""
        await self._log.append(f"statement-{matched.statement_id}", [matched], expected=1)

    async def items(self, kind: SourceKind, source: str, names: Sequence[str]) -> Sequence[Item]:
        """See ports.Settlements."""
        wanted = sorted({name(each) for each in names if name(each)})
        called, orders, expected = await self._attempts(source, wanted) if kind == "provider" else ({}, {}, {})
        item = settlement_item.c
        meant = or_(
            item.item_id.in_([*called, *wanted]),
            func.lower(item.reference).in_(wanted),
            (item.what == "refund") & item.order_id.in_([*orders, *wanted]),
        )
        found = await self._tx.rows(
            select(settlement_item).where(item.kind == kind, item.source == source, meant).order_by(item.item_id)
        )
        here = {row["item_id"] for row in found}
        return [*(_item(row, called, orders) for row in found), *(expected[id_] for id_ in expected if id_ not in here)]

    async def orders(self, source: str, names: Sequence[str]) -> Sequence[str]:
        """See ports.Settlements."""
        _, orders, _ = await self._attempts(source, sorted({name(each) for each in names if name(each)}))
        return sorted(orders)

    async def _attempts(
        self, source: str, names: Sequence[str]
    ) -> tuple[dict[str, set[str]], dict[str, set[str]], dict[str, Item]]:
        """What attempts that go by these names are called, by attempt and by order; and those that brought nothing."""
        attempt = payment_attempt.c
        keys = (attempt.reference, attempt.provider_payment_id, attempt.trx_id)
        meant = or_(*(func.lower(key).in_(names) for key in keys), attempt.order_id.in_(names))
        called: dict[str, set[str]] = {}
        orders, expected = defaultdict[str, set[str]](set), dict[str, Item]()
        for row in await self._tx.rows(select(payment_attempt).where(attempt.provider == source, meant)):
            known = {name(row[key.name]) for key in keys if row[key.name]} | {row["order_id"]}
            called[row["attempt_id"]] = known
            orders[row["order_id"]] |= known
            if row["trx_id"] is None:
                expected[row["attempt_id"]] = Item(
                    item_id=row["attempt_id"], names=frozenset(known), balance=0, on=clock.today(), expected=True
                )
        return called, orders, expected

    async def items_like(
        self, kind: SourceKind, source: str, amounts: Sequence[int], since: date, until: date
    ) -> Sequence[Item]:
        """See ports.Settlements."""
        item = settlement_item.c
        days = item.opened_at >= _begin(since), item.opened_at < _begin(until + timedelta(days=1))
        here = item.kind == kind, item.source == source, item.what != "line"
        wanted = select(settlement_item).where(*here, *days, item.balance.in_(set(amounts)), item.balance != 0)
        return [_item(row, {}, {}) for row in await self._tx.rows(wanted.order_by(item.item_id))]

    async def balance(self, kind: SourceKind, source: str, item_id: str) -> Money:
        """See ports.Settlements."""
        item = settlement_item.c
        wanted = select(item.balance).where(item.kind == kind, item.source == source, item.item_id == item_id)
        return Money(int(await self._tx.scalar(wanted) or 0))

    async def overdue(self, kind: SourceKind, source: str, before: datetime, limit: int) -> Sequence[Item]:
        """See ports.Settlements."""
        rows = await self._tx.rows(_OVERDUE, {"kind": kind, "source": source, "before": before, "most": limit})
        return [_item(row, {}, {}) for row in rows]

    async def difference(self, difference_id: str) -> tuple[Difference, int]:
        """See ports.Settlements."""
        history = await self._log.history(f"difference-{difference_id}")
        return differences.restore(difference_id, history), len(history)

    async def keep(self, difference_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Settlements."""
        await self._log.append(f"difference-{difference_id}", happened, expected=version)

    async def keep_found(self, found: Sequence[DifferenceFound]) -> None:
        """See ports.Settlements."""
        events = {f"difference-{each.difference_id}": [each] for each in found}
        if events:
            await self._log.append_many(events, expected=dict.fromkeys(events, 0))

    async def undecided(self, kind: SourceKind, source: str, item_ids: Sequence[str]) -> Sequence[str]:
        """See ports.Settlements."""
        stands = settlement_difference.c
        about = stands.kind == kind, stands.source == source, stands.item_id.in_(item_ids)
        wanted = select(stands.difference_id).where(*about, stands.status != "resolved")
        return [row["difference_id"] for row in await self._tx.rows(wanted.order_by(stands.difference_id))]

    async def unmatched(self, kind: SourceKind, source: str, limit: int) -> Sequence[str]:
        """See ports.Settlements."""
        stands = settlement_difference.c
        such = stands.reason.in_(["unknown_reference", "missing_at_us"]), stands.status.in_(["open", "waiting"])
        wanted = select(stands.difference_id).where(stands.kind == kind, stands.source == source, *such)
        rows = await self._tx.rows(wanted.order_by(stands.difference_id).limit(limit))
        return [row["difference_id"] for row in rows]

    async def ledger(self, kind: SourceKind, source: str, until: datetime) -> Money:
        """See ports.Settlements."""
        line = journal_line.c
        wanted = select(func.coalesce(func.sum(line.credited), 0)).where(line.account == account(kind, source).name)
        return Money(-int(await self._tx.scalar(wanted.where(line.at < until))))

    async def standing(self, kind: SourceKind, source: str, until: datetime) -> Sequence[Standing]:
        """See ports.Settlements."""
        rows = await self._tx.rows(_STANDING, {"kind": kind, "source": source, "until": until})
        return [
            Standing(
                item_id=row["item_id"],
                reference=row["reference"],
                amount=Money(row["amount"]),
                since=clock.dhaka_date(row["opened_at"]),
                difference=row["difference"],
            )
            for row in rows
        ]

    async def moved(self, kind: SourceKind, source: str, since: datetime, until: datetime) -> Moved:
        """See ports.Settlements."""
        move = settlement_move.c
        then = move.kind == kind, move.source == source, move.at >= since, move.at < until
        wanted = select(move.what, func.sum(move.amount).label("amount")).where(*then).group_by(move.what)
        amounts = {row["what"]: Money(int(row["amount"])) for row in await self._tx.rows(wanted)}
        nothing = Money(0)
        return Moved(
            captured=amounts.get("captured", nothing),
            settled=amounts.get("settled", nothing),
            resolved=amounts.get("resolved", nothing),
        )

    async def closed(self, kind: SourceKind, source: str, day: date) -> str:
        """See ports.Settlements."""
        done = settlement_close.c
        wanted = select(done.close_id).where(done.kind == kind, done.source == source, done.day == day)
        return str(await self._tx.scalar(wanted) or "")

    async def last_closed(self, kind: SourceKind, source: str) -> date | None:
        """See ports.Settlements."""
        done = settlement_close.c
        last: date | None = await self._tx.scalar(
            select(func.max(done.day)).where(done.kind == kind, done.source == source)
        )
        return last

    async def close(self, closed: SettlementClosed) -> None:
        """See ports.Settlements."""
        stream = f"settlement-close-{closed.kind}-{closed.source}-{closed.day}"
        await self._log.append(stream, [closed], expected=0)

    async def hold(self, kind: SourceKind, source: str) -> None:
        """See ports.Settlements."""
        await self._tx.execute(_HOLD, {"source": f"{kind}.{source}"})


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.DHAKA)


def _line(row: RowMapping) -> ReadLine:
    amounts: dict[str, Any] = {each: Money(row[each]) for each in ("gross", "charge", "net", "stated")}
    names = ("line_id", "row", "key", "reference", "other_reference", "on")
    return ReadLine(**amounts, **{each: row[each] for each in names})


def _item(row: RowMapping, called: dict[str, set[str]], orders: dict[str, set[str]]) -> Item:
    names, what = {name(row["reference"]), row["item_id"], *called.get(row["item_id"], ())}, row.get("what", "")
    if what == "refund":
        names |= orders.get(row["order_id"], set()) | {row["order_id"]}
    return Item(
        item_id=row["item_id"],
        names=frozenset(names),
        balance=row["balance"],
        on=clock.dhaka_date(row["opened_at"]),
        # A line that stands for itself has moved its item the other way.
        went_back=row["balance"] > 0 if what == "line" else what == "refund",
    )
