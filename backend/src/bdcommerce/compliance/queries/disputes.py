"""Disputes, as customers, vendors and staff look them up."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from bdcommerce.compliance.domain.disputes import Decision, DisputeStatus
from bdcommerce.compliance.domain.letters import Speaker
from bdcommerce.compliance.errors import UnknownDispute
from bdcommerce.compliance.schemas.disputes import DisputeView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import ensure


class DisputeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dispute with what says whose it is, and what is decided or proposed."""

    customer_id: str
    guest_hash: str
    approved_by: str
    decision: Decision | None
    view: DisputeView


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which disputes; what is empty or None does not matter."""

    status: DisputeStatus | None = None
    vendor_id: str = ""
    customer_id: str = ""

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        values = {name: getattr(self, name) for name in ("status", "vendor_id", "customer_id")}
        return {name: value for name, value in values.items() if value}


_COLUMNS = """
    customer_id, guest_hash, approved_by, decision, jsonb_build_object(
        'id', id, 'number', number, 'status', status, 'reason', reason, 'opened_by', opened_by, 'order_id', order_id,
        'order_number', order_number, 'vendor_order_id', vendor_order_id, 'vendor_id', vendor_id,
        'asked', jsonb_build_object('amount', asked), 'opened_at', opened_at, 'answer_due_at', answer_due_at,
        'answered_at', answered_at, 'decided_at', decided_at, 'return_id', return_id,
        'outcome', CASE WHEN status = 'decided' THEN decision->'outcome' END,
        'refund', jsonb_build_object('amount', refund)
    ) AS view
"""
_CHOICES: tuple[tuple[str, ...], ...] = (
    (), ("status",), ("vendor_id",), ("customer_id",), ("status", "vendor_id"), ("status", "customer_id"),
)  # fmt: skip


def _page(chosen: tuple[str, ...]) -> Query[DisputeRow]:
    """One query per way to filter, so that each is a range of an index."""
    conditions = "".join(f" AND {column} = ${number}" for number, column in enumerate(chosen, 4))
    return Query(
        f"compliance.disputes{''.join(f'_by_{column}' for column in chosen)}",
        f"""
        SELECT {_COLUMNS} FROM dispute WHERE (opened_at, id) < ($1, $2) {conditions}
        ORDER BY opened_at DESC, id DESC LIMIT $3
        """,  # noqa: S608 - columns stand above
        DisputeRow,
    )


_PAGES = {chosen: _page(chosen) for chosen in _CHOICES}
_ONE = Query("compliance.dispute", f"SELECT {_COLUMNS} FROM dispute WHERE id = $1", DisputeRow)  # noqa: S608


_OF_ORDER = Query(
    "compliance.disputes_of_order",
    f"SELECT {_COLUMNS} FROM dispute WHERE order_id = $1 AND customer_id = '' ORDER BY id LIMIT 100",  # noqa: S608
    DisputeRow,
)


async def of_guests_order(reads: Reads, order_id: str) -> list[DisputeView]:
    """The disputes over an order made without an account."""
    return [row.view for row in await reads.all(_OF_ORDER, order_id)]


async def page(reads: Reads, sought: Sought, before: tuple[datetime, str], limit: int) -> list[DisputeView]:
    """Disputes before a position, the latest first."""
    given = sought.given()
    rows = await reads.all(_PAGES[tuple(given)], *before, limit, *given.values())
    return [row.view for row in rows]


async def one(reads: Reads, dispute_id: str) -> DisputeRow:
    """Any dispute. Raises UnknownDispute."""
    row = await reads.one(_ONE, dispute_id)
    if row is None:
        raise UnknownDispute("There is no such dispute.")
    return row


async def theirs(reads: Reads, dispute_id: str, speaker: Speaker) -> DisputeView:
    """A dispute of one of its two sides. Raises UnknownDispute."""
    row = await one(reads, dispute_id)
    owns = speaker.customer.owns(customer_id=row.customer_id, guest_hash=row.guest_hash)
    of_vendor = speaker.side == "vendor" and row.view.vendor_id == speaker.vendor_id
    ensure(of_vendor or (speaker.side == "customer" and owns), UnknownDispute("There is no such dispute."))
    return row.view
