"""Complaints, as their authors and staff look them up."""

from dataclasses import dataclass
from datetime import datetime
from itertools import product

import msgspec

from bdcommerce.compliance.domain.complaints import AnswerTemplate, Category, ComplaintStatus
from bdcommerce.compliance.domain.letters import Customer
from bdcommerce.compliance.errors import UnknownComplaint, UnknownTemplate
from bdcommerce.compliance.schemas.complaints import ComplaintClock, ComplaintView, StaffComplaintView, TemplateView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Localized


class ComplaintRow(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint with what says whose it is."""

    guest_hash: str
    view: StaffComplaintView

    @property
    def shown(self) -> ComplaintView:
        """As its author sees it."""
        return ComplaintView(**{name: getattr(self.view, name) for name in ComplaintView.__struct_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which complaints; what is empty or None does not matter."""

    status: ComplaintStatus | None = None
    category: Category | None = None
    assigned_to: str = ""
    vendor_id: str = ""

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        values = {name: getattr(self, name) for name in _FILTERS}
        return {name: value for name, value in values.items() if value}


_FILTERS = ("status", "category", "assigned_to", "vendor_id")
_COLUMNS = """
    guest_hash, jsonb_build_object(
        'id', id, 'number', number, 'status', status, 'category', category, 'order_id', order_id,
        'order_number', order_number, 'vendor_order_id', vendor_order_id, 'vendor_id', vendor_id,
        'opened_at', opened_at, 'ended_at', ended_at, 'authority', authority, 'external_reference', external_reference,
        'customer_id', customer_id, 'assigned_to', assigned_to, 'waits_for_staff', waits_for_staff
    ) AS view
"""


def _page(chosen: tuple[str, ...]) -> Query[ComplaintRow]:
    """One query per way to filter, so that each is a range of an index."""
    conditions = "".join(f" AND {column} = ${number}" for number, column in enumerate(chosen, 4))
    return Query(
        f"compliance.complaints{''.join(f'_by_{column}' for column in chosen)}",
        f"""
        SELECT {_COLUMNS} FROM complaint WHERE (opened_at, id) > ($1, $2) {conditions} ORDER BY opened_at, id LIMIT $3
        """,  # noqa: S608 - columns stand above
        ComplaintRow,
    )


_CHOICES = [
    tuple(name for name, wanted in zip(_FILTERS, chosen, strict=True) if wanted)
    for chosen in product((False, True), repeat=len(_FILTERS))
]
_PAGES = {chosen: _page(chosen) for chosen in _CHOICES}
_OF_CUSTOMER = Query(
    "compliance.complaints_of_customer",
    f"""
    SELECT {_COLUMNS} FROM complaint WHERE customer_id = $1 AND (opened_at, id) < ($2, $3)
    ORDER BY opened_at DESC, id DESC LIMIT $4
    """,  # noqa: S608 - columns stand above
    ComplaintRow,
)
_ONE = Query("compliance.complaint", f"SELECT {_COLUMNS} FROM complaint WHERE id = $1", ComplaintRow)  # noqa: S608
_OF_ORDER = Query(
    "compliance.complaints_of_order",
    f"SELECT {_COLUMNS} FROM complaint WHERE order_id = $1 AND customer_id = '' ORDER BY id LIMIT 100",  # noqa: S608
    ComplaintRow,
)
_CLOCK = Query(
    "compliance.complaint_clock",
    "SELECT id, state, due_at FROM clock WHERE kind = 'complaint' AND subject_id = $1",
    ComplaintClock,
)
_TEMPLATES = Query(
    "compliance.answer_templates",
    "SELECT id, title, category, text FROM answer_template WHERE id > $1 ORDER BY id LIMIT $2",
    TemplateView,
)
_TEMPLATE = Query(
    "compliance.answer_template", "SELECT id, title, category, text FROM answer_template WHERE id = $1", TemplateView
)


async def queue(reads: Reads, sought: Sought, after: tuple[datetime, str], limit: int) -> list[StaffComplaintView]:
    """Complaints of staff's queue, the one that has waited longest first."""
    given = sought.given()
    rows = await reads.all(_PAGES[tuple(given)], *after, limit, *given.values())
    return [row.view for row in rows]


async def of_customer(reads: Reads, customer_id: str, before: tuple[datetime, str], limit: int) -> list[ComplaintView]:
    """What a customer has complained of, the latest first."""
    return [row.shown for row in await reads.all(_OF_CUSTOMER, customer_id, *before, limit)]


async def of_guests_order(reads: Reads, order_id: str) -> list[ComplaintView]:
    """What was complained of an order made without an account."""
    return [row.shown for row in await reads.all(_OF_ORDER, order_id)]


async def theirs(reads: Reads, complaint_id: str, customer: Customer) -> ComplaintView:
    """A complaint of somebody's own. Raises UnknownComplaint."""
    row = await _found(reads, complaint_id)
    owns = customer.owns(customer_id=row.view.customer_id, guest_hash=row.guest_hash)
    ensure(owns, UnknownComplaint("There is no such complaint."))
    return row.shown


async def one(reads: Reads, complaint_id: str) -> StaffComplaintView:
    """Any complaint. Raises UnknownComplaint."""
    return (await _found(reads, complaint_id)).view


async def clock_of(reads: Reads, complaint_id: str) -> ComplaintClock | None:
    """Its 72 hours."""
    return await reads.one(_CLOCK, complaint_id)


async def templates(reads: Reads, after: str, limit: int) -> list[TemplateView]:
    """Templates of answers by id."""
    return await reads.all(_TEMPLATES, after, limit)


async def template(reads: Reads, template_id: str) -> AnswerTemplate:
    """One of them. Raises UnknownTemplate."""
    found = await reads.one(_TEMPLATE, template_id)
    if found is None:
        raise UnknownTemplate("There is no such template.")
    text = Localized(en=found.text.en, bn=found.text.bn)
    return AnswerTemplate(id=found.id, title=found.title, category=found.category, text=text)


async def _found(reads: Reads, complaint_id: str) -> ComplaintRow:
    row = await reads.one(_ONE, complaint_id)
    if row is None:
        raise UnknownComplaint("There is no such complaint.")
    return row
