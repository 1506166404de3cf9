"""Disputes, as staff decide them; a large refund takes two of them."""

from litestar import Response

from bdcommerce.compliance.api.complaints import photo
from bdcommerce.compliance.api.disputes import OfStatus, page
from bdcommerce.compliance.api.parameters import Id, PhotoName, VendorId
from bdcommerce.compliance.domain.debts import refundable
from bdcommerce.compliance.errors import (
    AnswerPending,
    DisputeClosed,
    NothingProposed,
    RefundTooLarge,
    SecondPersonNeeded,
    UnknownDispute,
)
from bdcommerce.compliance.handlers import disputes as handlers
from bdcommerce.compliance.queries import ApiDeps, disputes, letters, sales
from bdcommerce.compliance.queries.disputes import DisputeRow, Sought
from bdcommerce.compliance.schemas.disputes import (
    AskBoth,
    DecideDispute,
    DisputeView,
    Proposal,
    ReviewDecision,
    StaffDisputeDetail,
)
from bdcommerce.compliance.schemas.letters import StaffLetterView
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import Picture
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.money import Money

MAY = "disputes.decide"


@get("/admin/disputes", access=staff(MAY), summary="All disputes, the latest first")
async def list_all_disputes(
    *,
    deps: ApiDeps,
    status: OfStatus = None,
    vendor_id: VendorId = "",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[DisputeView]:
    """Filtered by status and vendor."""
    return await page(deps, Sought(status=status, vendor_id=vendor_id), limit, cursor)


@get("/admin/disputes/{dispute_id:str}", access=staff(MAY), summary="All of a dispute", raises=[UnknownDispute])
async def read_any_dispute(dispute_id: Id, deps: ApiDeps) -> StaffDisputeDetail:
    """With what could be refunded, what somebody has proposed, all messages and the notes of staff."""
    return await _detail(deps, dispute_id)


@post(
    "/admin/disputes/{dispute_id:str}/messages",
    access=staff(MAY),
    summary="Ask both sides, or note something",
    raises=[UnknownDispute, DisputeClosed],
)
async def write_to_both(dispute_id: Id, data: AskBoth, caller: Caller, deps: ApiDeps) -> StaffDisputeDetail:
    """An internal note may be added to a closed one too."""
    async with deps.works() as work:
        await handlers.ask(work, dispute_id, data.text, caller.actor(), internal=data.internal)
    return await _detail(deps, dispute_id)


@post(
    "/admin/disputes/{dispute_id:str}/decision",
    access=staff(MAY),
    summary="Decide a dispute",
    status_code=200,
    raises=[UnknownDispute, DisputeClosed, AnswerPending, RefundTooLarge],
)
async def decide_dispute(dispute_id: Id, data: DecideDispute, caller: Caller, deps: ApiDeps) -> StaffDisputeDetail:
    """Once the other side has answered, or had its time to. A refund above the rule dispute.four_eyes_over (poisha) is
    only proposed by it.
    """
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.decide(
            work, book, dispute_id, outcome=data.outcome, refund=data.refund, text=data.text, by=caller.actor()
        )
    return await _detail(deps, dispute_id)


@post(
    "/admin/disputes/{dispute_id:str}/approve",
    access=staff(MAY),
    summary="Approve what somebody else has proposed",
    status_code=200,
    raises=[UnknownDispute, NothingProposed, SecondPersonNeeded, RefundTooLarge],
)
async def approve_decision(dispute_id: Id, data: ReviewDecision, caller: Caller, deps: ApiDeps) -> StaffDisputeDetail:
    """Then it is decided."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.approve(work, book, dispute_id, data.text, caller.actor())
    return await _detail(deps, dispute_id)


@post(
    "/admin/disputes/{dispute_id:str}/send-back",
    access=staff(MAY),
    summary="Do not approve what somebody else has proposed",
    status_code=200,
    raises=[UnknownDispute, NothingProposed, SecondPersonNeeded],
)
async def send_decision_back(dispute_id: Id, data: ReviewDecision, caller: Caller, deps: ApiDeps) -> StaffDisputeDetail:
    """Then it is undecided again; the reason is a note among staff."""
    async with deps.works() as work:
        await handlers.send_back(work, dispute_id, data.text, caller.actor())
    return await _detail(deps, dispute_id)


@get(
    "/admin/disputes/{dispute_id:str}/photos/{photo_name:str}",
    access=staff(MAY),
    summary="A photo of a dispute",
    raises=[UnknownFile],
    operation_class=Picture,
)
async def show_any_photo_of_dispute(dispute_id: Id, photo_name: PhotoName, deps: ApiDeps) -> Response[bytes]:
    """As WebP."""
    return await photo(deps, dispute_id, photo_name, internal=True)


async def _detail(deps: ApiDeps, dispute_id: str) -> StaffDisputeDetail:
    row = await disputes.one(deps.reads, dispute_id)
    sale = await sales.one(deps.reads, row.view.vendor_order_id)
    written = await letters.of_case(deps, dispute_id, internal=True)
    return StaffDisputeDetail(
        dispute=row.view,
        customer_id=row.customer_id,
        refundable=Money(refundable(sale.facts) if sale else 0),
        decision=_proposal(row),
        letters=[StaffLetterView.of(letter) for letter in written],
    )


def _proposal(row: DisputeRow) -> Proposal | None:
    decision = row.decision
    if decision is None:
        return None
    return Proposal(
        outcome=decision.outcome,
        refund=Money(decision.refund),
        by=decision.by,
        at=decision.at,
        approved_by=row.approved_by,
    )


ROUTES = (
    list_all_disputes,
    read_any_dispute,
    write_to_both,
    decide_dispute,
    approve_decision,
    send_decision_back,
    show_any_photo_of_dispute,
)
