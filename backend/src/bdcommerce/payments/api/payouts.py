"""Payout batches: drafted, approved by somebody else, given to the bank, settled one by one."""

from typing import Annotated, Literal

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps, PathId, end_of
from bdcommerce.payments.api.dues import standing_today
from bdcommerce.payments.domain import bank_file
from bdcommerce.payments.domain.payouts import MAX_PAYOUTS
from bdcommerce.payments.domain.rails import IN_BANK_FILE
from bdcommerce.payments.errors import (
    NothingToPay,
    PayoutExceedsBalance,
    PayoutOnHold,
    SamePerson,
    SentByItself,
    UnknownBatch,
    UnknownPayout,
    WrongPayoutStatus,
)
from bdcommerce.payments.events import Rail
from bdcommerce.payments.handlers import payouts as cases
from bdcommerce.payments.queries import payouts as queries
from bdcommerce.payments.schemas import (
    BatchSummary,
    BatchView,
    ConfirmPayout,
    DraftedView,
    DraftPayouts,
    Id,
    WithReason,
)

_PAYABLE = frozenset({"approved", "sent"})
OfRail = Annotated[
    Literal["beftn", "npsb"] | None,
    QueryParameter(name="rail", description="only what goes by this one; banks take a file for each"),
]


@post(
    "/admin/payouts",
    access=staff("payouts.draft"),
    summary="Draft a batch of payouts",
    raises=[NothingToPay, UnknownVendor],
)
async def draft(data: DraftPayouts, caller: Caller, deps: ApiDeps) -> DraftedView:
    """Every vendor gets its whole balance by the rail it has chosen, but for what is on hold or in dispute; a late
    refund has made it smaller already. A wallet gets no more than its limits let through today: the rest is for another
    day, or, when the law lets nothing wait, all of it goes by bank.
    """
    vendor_ids = sorted(set(data.vendor_ids or await queries.vendors_owed(deps.reads, MAX_PAYOUTS)))
    if data.only_due:
        due = {each.vendor_id for each in await standing_today(deps, clock.today()) if each.not_due is None}
        vendor_ids = [each for each in vendor_ids if each in due]
    minimum = await cases.ask_minimum(deps.compliance)
    chosen = await queries.chosen(deps.reads, vendor_ids)
    payees, limit = await cases.ask_payees(deps, vendor_ids, chosen), await cases.ask_limits(deps)
    until = end_of(data.up_to, "up_to") if data.up_to else None
    async with deps.works() as work:
        made = await cases.draft_payouts(work, payees, until=until, minimum=minimum, limit=limit, by=caller.user_id)
    return DraftedView(batch=await _batch(deps, made.batch.batch_id), left_out=dict(made.left_out))


@get("/admin/payouts", access=staff("ledger.read"), summary="Payout batches, the newest first")
async def list_batches(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[BatchSummary]:
    """In every state."""
    position = decode(cursor, tuple[Id])
    rows = await queries.batches(deps.reads, before=position[0] if position else "", limit=limit + 1)
    return page(rows, limit, lambda batch: (batch.batch_id,))


@get("/admin/payouts/{batch_id:str}", access=staff("ledger.read"), summary="A payout batch", raises=[UnknownBatch])
async def get_batch(batch_id: PathId, deps: ApiDeps) -> BatchView:
    """With all its payouts: what whoever approves has to read."""
    return await _batch(deps, batch_id)


@post(
    "/admin/payouts/{batch_id:str}/discard",
    access=staff("payouts.draft"),
    summary="Throw a draft away",
    raises=[UnknownBatch, WrongPayoutStatus],
    status_code=200,
)
async def discard(batch_id: PathId, caller: Caller, deps: ApiDeps) -> BatchView:
    """Its vendors can be paid by another batch then."""
    async with deps.works() as work:
        await cases.discard_payouts(work, batch_id, caller.user_id)
    return await _batch(deps, batch_id)


@post(
    "/admin/payouts/{batch_id:str}/approve",
    access=staff("payouts.approve"),
    summary="Approve a batch somebody else drafted",
    raises=[UnknownBatch, WrongPayoutStatus, SamePerson, PayoutExceedsBalance, PayoutOnHold],
    status_code=200,
)
async def approve(batch_id: PathId, caller: Caller, deps: ApiDeps) -> BatchView:
    """The money leaves the vendors' accounts. What is paid to wallets is sent at once, by itself."""
    async with deps.works() as work:
        await cases.approve_payouts(work, batch_id, caller.user_id)
    return await _batch(deps, batch_id)


@get(
    "/admin/payouts/{batch_id:str}/bank-file",
    access=staff("payouts.settle"),
    summary="The batch as a CSV file for the bank",
    raises=[UnknownBatch, WrongPayoutStatus],
    media_type="text/csv",
)
async def get_bank_file(batch_id: PathId, deps: ApiDeps, rail: OfRail = None) -> Response[str]:
    """One row per payout by bank of an approved batch, amounts in taka with two decimals; by one rail, if one is given.
    `purpose` names the payout: the bank's own file of what became of it is read by that.
    """
    batch = await _batch(deps, batch_id)
    if batch.status not in _PAYABLE:
        raise WrongPayoutStatus.of(f"Batch {batch_id}", batch.status, "approved")
    wanted: list[Rail] = [rail] if rail else sorted(IN_BANK_FILE)
    rows = await queries.for_bank_file(deps.reads, batch_id, wanted)
    payouts = [(row.payout_id, Money(row.amount), cases.opened_payee(deps.sealer, row.payee_sealed)) for row in rows]
    text = bank_file.render(payouts)
    headers = {"Content-Disposition": f'attachment; filename="{batch_id}.csv"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/csv", headers=headers)


@post(
    "/admin/payouts/{batch_id:str}/sent",
    access=staff("payouts.settle"),
    summary="The bank has been given the file",
    raises=[UnknownBatch, WrongPayoutStatus],
    status_code=200,
)
async def mark_sent(batch_id: PathId, caller: Caller, deps: ApiDeps) -> BatchView:
    """And whoever pays by hand the list; from now on each payout ends on its own."""
    async with deps.works() as work:
        await cases.send_payouts(work, batch_id, caller.user_id)
    return await _batch(deps, batch_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/paid",
    access=staff("payouts.settle"),
    summary="The bank paid this payout",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, SentByItself],
    status_code=200,
)
async def mark_paid(
    batch_id: PathId, payout_id: PathId, data: ConfirmPayout, caller: Caller, deps: ApiDeps
) -> BatchView:
    """The bank's charge is the operator's expense."""
    charge = Money(data.bank_charge.amount, data.bank_charge.currency)
    async with deps.works() as work:
        await cases.confirm_payout(work, batch_id, payout_id, bank_charge=charge, by=caller.user_id)
    return await _batch(deps, batch_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/failed",
    access=staff("payouts.settle"),
    summary="The bank could not pay this payout",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, SentByItself],
    status_code=200,
)
async def mark_failed(
    batch_id: PathId, payout_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps
) -> BatchView:
    """The vendor is owed it again. A payout to a wallet that still waits to be sent is given up by this; one that is on
    its way is not.
    """
    async with deps.works() as work:
        await cases.bounce_payout(work, batch_id, payout_id, data.reason, caller.user_id)
    return await _batch(deps, batch_id)


async def _batch(deps: ApiDeps, batch_id: str) -> BatchView:
    found = await queries.batch(deps.reads, batch_id)
    if found is None:
        raise UnknownBatch.of(batch_id)
    return found


ROUTES = (draft, list_batches, get_batch, discard, approve, get_bank_file, mark_sent, mark_paid, mark_failed)
