"""Proposed changes of the rule book, and what they would have changed."""

from collections.abc import AsyncIterator
from datetime import date, datetime

import msgspec

from bdcommerce.compliance.domain.changes import ChangeStatus
from bdcommerce.compliance.domain.invoices import InvoiceKind, InvoiceLine
from bdcommerce.compliance.domain.previews import ClockSeen, InvoiceSeen
from bdcommerce.compliance.errors import UnknownChange
from bdcommerce.compliance.schemas.changes import RuleChangeView
from bdcommerce.contracts.compliance import ClockKind
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock

_BATCH = 2_000
_COLUMNS = """
    id, key, value::text, effective_from, source, reason, retroactive, status, proposed_by, proposed_at, decided_by,
    decided_at, note, rule_id
"""


class _InvoiceRow(msgspec.Struct, frozen=True):
    id: str
    issued_at: datetime
    lines: tuple[InvoiceLine, ...]
    gross: int


def _page(name: str, condition: str) -> Query[RuleChangeView]:
    return Query(
        f"compliance.rule_changes{name}",
        f"SELECT {_COLUMNS} FROM rule_change WHERE id < $1 {condition} ORDER BY id DESC LIMIT $2",  # noqa: S608
        RuleChangeView,
    )


_PAGES = {
    (False, False): _page("", ""),
    (True, False): _page("_by_status", "AND status = $3"),
    (False, True): _page("_by_key", "AND key = $3"),
    (True, True): _page("_by_status_and_key", "AND status = $3 AND key = $4"),
}
_ONE = Query("compliance.rule_change", f"SELECT {_COLUMNS} FROM rule_change WHERE id = $1", RuleChangeView)  # noqa: S608
_CLOCKS = Query(
    "compliance.clocks_begun",
    """
    SELECT id, kind, rule_key, started_at, at_risk_at, due_at, stopped_at FROM clock
    WHERE kind = $1 AND (started_at, id) > ($2, $3) AND started_at < $4 ORDER BY started_at, id LIMIT $5
    """,
    ClockSeen,
)
_INVOICES = Query(
    "compliance.invoices_issued",
    """
    SELECT id, issued_at, lines, gross FROM invoice
    WHERE kind = $1 AND (issued_at, id) > ($2, $3) AND issued_at < $4 ORDER BY issued_at, id LIMIT $5
    """,
    _InvoiceRow,
)


async def page(reads: Reads, *, status: ChangeStatus | None, key: str, before: str, limit: int) -> list[RuleChangeView]:
    """Changes before an id, the latest first."""
    given = [text for text in (status, key) if text]
    return await reads.all(_PAGES[bool(status), bool(key)], before, limit, *given)


async def one(reads: Reads, change_id: str) -> RuleChangeView:
    """A change. Raises UnknownChange."""
    found = await reads.one(_ONE, change_id)
    if found is None:
        raise UnknownChange("There is no such change.")
    return found


async def clocks_begun(reads: Reads, kind: ClockKind, begin: datetime, end: datetime) -> AsyncIterator[ClockSeen]:
    """The clocks of a kind that began in a span of time."""
    position = (begin, "")
    while batch := await reads.all(_CLOCKS, kind, *position, end, _BATCH):
        for seen in batch:
            yield seen
        position = (batch[-1].started_at, batch[-1].id)


async def invoices_issued(
    reads: Reads, kind: InvoiceKind, begin: datetime, end: datetime
) -> AsyncIterator[InvoiceSeen]:
    """The invoices of a kind that were issued in a span of time."""
    position = (begin, "")
    while batch := await reads.all(_INVOICES, kind, *position, end, _BATCH):
        for row in batch:
            day: date = clock.dhaka_date(row.issued_at)
            yield InvoiceSeen(id=row.id, issued_on=day, lines=row.lines, gross=row.gross)
        position = (batch[-1].issued_at, batch[-1].id)
