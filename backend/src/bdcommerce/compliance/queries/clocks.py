"""Statutory clocks, as staff and vendors see them: what is due first comes first."""

from dataclasses import dataclass
from datetime import datetime
from itertools import product

import msgspec

from bdcommerce.compliance.domain.clocks import ClockState
from bdcommerce.compliance.schemas.clocks import ClockView
from bdcommerce.contracts.compliance import ClockKind
from bdcommerce.infra.postgres import Query, Reads

_COLUMNS = """
    id, kind, state, subject_id, order_id, vendor_id, rule_key, started_at, at_risk_at, due_at, stopped_at
"""
_FILTERS = ("vendor_id", "state", "kind")


class ClockRow(msgspec.Struct, frozen=True, kw_only=True):
    """A clock with what proves its ends; `stopped` is empty while nothing has stopped it."""

    view: ClockView
    started: dict[str, str]
    stopped: dict[str, str] | None
    at_risk_told_at: datetime | None
    breach_told_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which clocks; what is empty or None does not matter."""

    vendor_id: str = ""
    state: ClockState | None = None
    kind: ClockKind | None = None
    due_from: datetime
    due_before: datetime

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        values = {name: getattr(self, name) for name in _FILTERS}
        return {name: value for name, value in values.items() if value}


def _page(chosen: tuple[str, ...]) -> Query[ClockView]:
    """One query per way to filter, so that each is a range of an index."""
    conditions = "".join(f" AND {column} = ${number}" for number, column in enumerate(chosen, 5))
    return Query(
        f"compliance.clocks{''.join(f'_by_{column}' for column in chosen)}",
        f"""
        SELECT {_COLUMNS} FROM clock
        WHERE (due_at, id) > ($1, $2) AND due_at < $3 {conditions} ORDER BY due_at, id LIMIT $4
        """,  # noqa: S608 - columns stand above
        ClockView,
    )


_CHOICES = [
    tuple(name for name, wanted in zip(_FILTERS, chosen, strict=True) if wanted)
    for chosen in product((False, True), repeat=len(_FILTERS))
]
_PAGES = {chosen: _page(chosen) for chosen in _CHOICES}
_ONE = Query(
    "compliance.clock",
    """
    SELECT jsonb_build_object(
               'id', id, 'kind', kind, 'state', state, 'subject_id', subject_id, 'order_id', order_id,
               'vendor_id', vendor_id, 'rule_key', rule_key, 'started_at', started_at, 'at_risk_at', at_risk_at,
               'due_at', due_at, 'stopped_at', stopped_at
           ) AS view, started, stopped, at_risk_told_at, breach_told_at, withdrawn_at
    FROM clock WHERE id = $1 AND ($2 = '' OR vendor_id = $2)
    """,
    ClockRow,
)


_OF_ORDER = Query(
    "compliance.clocks_of_order",
    f"SELECT {_COLUMNS} FROM clock WHERE order_id = $1 ORDER BY id LIMIT 500",  # noqa: S608 - columns stand above
    ClockView,
)


async def of_order(reads: Reads, order_id: str) -> list[ClockView]:
    """All clocks over a purchase."""
    return await reads.all(_OF_ORDER, order_id)


async def page(reads: Reads, sought: Sought, after: tuple[datetime, str] | None, limit: int) -> list[ClockView]:
    """Clocks by due instant, after a position."""
    given = sought.given()
    start = max(after, (sought.due_from, "")) if after else (sought.due_from, "")
    return await reads.all(_PAGES[tuple(given)], *start, sought.due_before, limit, *given.values())


async def one(reads: Reads, clock_id: str, vendor_id: str = "") -> ClockRow | None:
    """A clock with its evidence; with a vendor, only one of its own."""
    return await reads.one(_ONE, clock_id, vendor_id)
