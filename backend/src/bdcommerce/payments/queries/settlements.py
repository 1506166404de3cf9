"""Settlements as staff see them, and what the next turn of a statement works on."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement.matching import Item
from bdcommerce.payments.errors import UnknownStatement
from bdcommerce.payments.events import ReadLine, SourceKind
from bdcommerce.payments.handlers.settlement.matching import AT_ONCE
from bdcommerce.payments.handlers.settlement.turns import NextLines
from bdcommerce.payments.ports import Statement
from bdcommerce.payments.queries import LAST
from bdcommerce.payments.schemas.settlements import (
    CloseSummary,
    DifferenceSummary,
    MappingView,
    OpenItemView,
    OutcomeCount,
    SettlementDetail,
    SettlementLineView,
    SettlementView,
    SourceView,
)

AROUND = timedelta(days=31)
"""Further apart than that no line and no parcel are alike, whatever the rule book says."""


class CloseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A close with what was open."""

    close: CloseSummary
    items: list[OpenItemView]


class Source(msgspec.Struct, frozen=True):
    """Who settles."""

    kind: SourceKind
    source: str


class _LineId(msgspec.Struct, frozen=True):
    difference_id: str


class _Alike(msgspec.Struct, frozen=True):
    item_id: str
    balance: int
    opened_at: datetime


def _taka(*names: str) -> str:
    return ", ".join(f"jsonb_build_object('amount', {name}) AS {name}" for name in names)


_LINE = f'{_taka("gross", "charge", "net")}, "on", outcome, item_id'
_MAPPINGS = Query(
    "payments.settlement_mappings",
    "SELECT kind, source, mapping, saved_by, saved_at FROM settlement_mapping ORDER BY kind, source",
    MappingView,
)
_OUTCOMES = """
    coalesce((SELECT jsonb_agg(jsonb_build_object('outcome', outcome, 'lines', lines,
                                                  'gross', jsonb_build_object('amount', gross)) ORDER BY outcome)
              FROM (SELECT outcome, count(*) AS lines, sum(gross)::bigint AS gross FROM settlement_line AS line
                    WHERE line.statement_id = statement.statement_id AND outcome IS NOT NULL
                    GROUP BY outcome) AS counted), '[]') AS outcomes
"""
_STATEMENT = f"""
    SELECT statement_id, kind, source, reference, CASE WHEN matched_at IS NULL THEN 'matching' ELSE 'matched' END
           AS status, lines, known, skipped, {_taka("gross", "charge", "net")}, imported_by, imported_at, matched_at
"""
_FROM = "FROM settlement_statement AS statement"
_ONE_STATEMENT = Query(
    "payments.settlement", f"{_STATEMENT}, {_OUTCOMES} {_FROM} WHERE statement_id = $1", SettlementDetail
)
_STATEMENTS = Query(
    "payments.settlements",
    f"{_STATEMENT} {_FROM} WHERE statement_id < $1 ORDER BY statement_id DESC LIMIT $2",
    SettlementView,
)
_OF_SOURCE = Query(
    "payments.settlements_of_source",
    f"{_STATEMENT} {_FROM} WHERE kind = $3 AND source = $4 AND statement_id < $1 ORDER BY statement_id DESC LIMIT $2",
    SettlementView,
)
_LINES = Query(
    "payments.settlement_lines",
    f"""
    SELECT line_id, row, reference, other_reference, {_LINE} FROM settlement_line
    WHERE statement_id = $1 AND row > $2 ORDER BY row LIMIT $3
    """,  # noqa: S608 - only our own text is put together
    SettlementLineView,
)
_READ_LINE = f"""
    SELECT line_id, row, key, reference, other_reference, {_taka("gross", "charge", "net", "stated")}, "on"
    FROM settlement_line WHERE statement_id = $1
"""  # noqa: S608 - only our own text is put together
_NEW = Query("payments.settlement_lines_new", f"{_READ_LINE} AND outcome IS NULL ORDER BY row LIMIT $2", ReadLine)
_HELD = Query("payments.settlement_lines_held", f"{_READ_LINE} AND outcome = 'held' ORDER BY row LIMIT $2", ReadLine)
_WHOSE = Query(
    "payments.settlement_whose",
    "SELECT statement_id, kind, source, imported_by AS by FROM settlement_statement WHERE statement_id = $1",
    Statement,
)
_ALIKE = Query(
    "payments.settlement_alike",
    """
    SELECT item_id, balance, opened_at FROM settlement_item
    WHERE kind = $1 AND source = $2 AND balance <> 0 AND balance = ANY($3) AND opened_at >= $4 AND opened_at < $5
      AND what <> 'line'
    ORDER BY item_id
    """,
    _Alike,
)
_DIFFERENCE = """
    SELECT difference_id, kind, source, reason, status, jsonb_build_object('amount', amount) AS amount, reference,
           item_id, line_id, found_at, wait_until, proposed_how, proposed_by, how, resolved_by, resolved_at,
           coalesce((resolved_at AT TIME ZONE 'Asia/Dhaka')::date, $1::date)
               - (found_at AT TIME ZONE 'Asia/Dhaka')::date AS age_days
    FROM settlement_difference
"""
_ONE_DIFFERENCE = Query("payments.difference", f"{_DIFFERENCE} WHERE difference_id = $2", DifferenceSummary)
_DIFFERENCES = Query(
    "payments.differences",
    f"{_DIFFERENCE} WHERE difference_id > $2 ORDER BY difference_id LIMIT $3",
    DifferenceSummary,
)
_UNDECIDED = Query(
    "payments.differences_open",
    f"{_DIFFERENCE} WHERE status <> 'resolved' AND difference_id > $2 ORDER BY difference_id LIMIT $3",
    DifferenceSummary,
)
_OF = "kind = $4 AND source = $5 AND difference_id > $2 ORDER BY difference_id LIMIT $3"
_DIFFERENCES_OF = Query("payments.differences_of_source", f"{_DIFFERENCE} WHERE {_OF}", DifferenceSummary)
_UNDECIDED_OF = Query(
    "payments.differences_open_of_source", f"{_DIFFERENCE} WHERE status <> 'resolved' AND {_OF}", DifferenceSummary
)
_UNMATCHED = Query(
    "payments.differences_unmatched",
    """
    SELECT difference_id FROM settlement_difference
    WHERE status IN ('open', 'waiting') AND status <> 'resolved' AND reason IN ('unknown_reference', 'missing_at_us')
      AND difference_id > $1
    ORDER BY difference_id LIMIT $2
    """,
    _LineId,
)
_SOURCES = Query(
    "payments.settlement_sources",
    """
    WITH RECURSIVE known AS (
        (SELECT kind, source FROM settlement_item ORDER BY kind, source LIMIT 1)
        UNION ALL
        SELECT after.* FROM known, LATERAL (
            SELECT kind, source FROM settlement_item AS item
            WHERE (item.kind, item.source) > (known.kind, known.source) ORDER BY kind, source LIMIT 1) AS after
    )
    SELECT kind, source FROM known ORDER BY kind, source
    """,
    Source,
)
_SOURCE = Query(
    "payments.settlement_source",
    """
    SELECT $1 AS kind, $2 AS source,
           jsonb_build_object('amount', (SELECT coalesce(-sum(credited), 0) FROM journal_line
                                         WHERE account = $3)) AS ledger,
           jsonb_build_object('amount', coalesce(sum(balance), 0)) AS explained, count(*) AS open_items,
           (SELECT count(*) FROM settlement_difference AS stands
            WHERE stands.kind = $1 AND stands.source = $2 AND status <> 'resolved') AS open_differences,
           (SELECT max(day) FROM settlement_close WHERE kind = $1 AND source = $2) AS last_closed
    FROM settlement_item WHERE kind = $1 AND source = $2 AND balance <> 0
    """,
    SourceView,
)
_CLOSE = f"""
    SELECT close_id, kind, source, day, status,
           {_taka("ledger", "explained", "opening", "captured", "settled", "resolved")}, closed_by, closed_at
    FROM settlement_close
"""  # noqa: S608 - only our own text is put together
_ONE_CLOSE = Query(
    "payments.settlement_close",
    f"""
    SELECT to_jsonb(found) AS close, (SELECT items FROM settlement_close WHERE close_id = $1) AS items
    FROM ({_CLOSE} WHERE close_id = $1) AS found
    """,  # noqa: S608 - only our own text is put together
    CloseRow,
)
_CLOSES = Query(
    "payments.settlement_closes", f"{_CLOSE} WHERE close_id < $1 ORDER BY close_id DESC LIMIT $2", CloseSummary
)


async def mappings(reads: Reads) -> list[MappingView]:
    """How files are read, by source; a few."""
    return await reads.all(_MAPPINGS)


async def statement(reads: Reads, statement_id: str) -> SettlementDetail:
    """Raises UnknownStatement."""
    found = await reads.one(_ONE_STATEMENT, statement_id)
    if found is None:
        raise UnknownStatement.of(statement_id)
    return found


async def statements(reads: Reads, *, source: tuple[str, str] | None, before: str, limit: int) -> list[SettlementView]:
    """Statements, the newest first; of one source, if wanted."""
    if source:
        return await reads.all(_OF_SOURCE, before or LAST, limit, *source)
    return await reads.all(_STATEMENTS, before or LAST, limit)


async def lines(reads: Reads, statement_id: str, *, after: int, limit: int) -> list[SettlementLineView]:
    """Lines of a statement in the order of its rows."""
    return await reads.all(_LINES, statement_id, after, limit)


async def next_lines(reads: Reads, statement_id: str) -> NextLines:
    """What the next turn works on. Raises UnknownStatement."""
    whose = await reads.one(_WHOSE, statement_id)
    if whose is None:
        raise UnknownStatement.of(statement_id)
    found = await reads.all(_NEW, statement_id, AT_ONCE)
    held = [] if found else await reads.all(_HELD, statement_id, AT_ONCE)
    alike = await _alike(reads, whose, held)
    return NextLines(statement=whose, lines=found or held, held=not found, alike=alike)


async def _alike(reads: Reads, whose: Statement, held: Sequence[ReadLine]) -> list[Item]:
    days = [line.on for line in held if line.on]
    if not days:
        return []
    since, until = _begin(min(days) - AROUND), _begin(max(days) + AROUND)
    amounts = [line.gross.amount for line in held]
    rows = await reads.all(_ALIKE, whose.kind, whose.source, amounts, since, until)
    return [
        Item(item_id=row.item_id, names=frozenset(), balance=row.balance, on=clock.dhaka_date(row.opened_at))
        for row in rows
    ]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.DHAKA)


async def difference(reads: Reads, difference_id: str) -> DifferenceSummary | None:
    """A difference as it stands."""
    return await reads.one(_ONE_DIFFERENCE, clock.today(), difference_id)


async def differences(
    reads: Reads, *, source: tuple[str, str] | None, resolved: bool, after: str, limit: int
) -> list[DifferenceSummary]:
    """Differences, the oldest first: those that are not resolved, or all of them; of one source, if wanted."""
    if source:
        wanted = _DIFFERENCES_OF if resolved else _UNDECIDED_OF
        return await reads.all(wanted, clock.today(), after, limit, *source)
    return await reads.all(_DIFFERENCES if resolved else _UNDECIDED, clock.today(), after, limit)


async def unmatched(reads: Reads, *, after: str, limit: int) -> list[str]:
    """Differences about lines that nobody knew, which may have become known since."""
    return [row.difference_id for row in await reads.all(_UNMATCHED, after, limit)]


async def sources(reads: Reads) -> list[Source]:
    """Whoever has ever owed us anything."""
    return await reads.all(_SOURCES)


async def source(reads: Reads, kind: SourceKind, name: str, account: str) -> SourceView:
    """What a source owes now."""
    found = await reads.one(_SOURCE, kind, name, account)
    nothing = Money(0)
    return found or SourceView(
        kind=kind, source=name, ledger=nothing, explained=nothing, open_items=0, open_differences=0, last_closed=None
    )


async def close(reads: Reads, close_id: str) -> CloseRow | None:
    """A close with what was open."""
    return await reads.one(_ONE_CLOSE, close_id)


async def closes(reads: Reads, *, before: str, limit: int) -> list[CloseSummary]:
    """Closes, the newest first."""
    return await reads.all(_CLOSES, before or LAST, limit)


def counted(outcomes: Sequence[tuple[str, int]]) -> list[OutcomeCount]:
    """Outcomes and gross amounts of lines, by outcome."""
    names = sorted({outcome for outcome, _ in outcomes})
    return [
        msgspec.convert(
            {
                "outcome": name,
                "lines": sum(1 for outcome, _ in outcomes if outcome == name),
                "gross": {"amount": sum(gross for outcome, gross in outcomes if outcome == name)},
            },
            OutcomeCount,
        )
        for name in names
    ]
