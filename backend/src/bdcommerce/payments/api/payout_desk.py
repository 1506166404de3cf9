"""Payouts that staff look into: one with all that was tried, those nobody is sure of, and those that came back."""

from typing import Any

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict
from bdcommerce.kernel.events import name_of
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.domain import sending
from bdcommerce.payments.errors import (
    EvidenceDiffers,
    NobodyToAsk,
    SamePerson,
    TooEarlyToSay,
    TransactionTaken,
    UnknownBatch,
    UnknownPayout,
    WrongPayoutStatus,
)
from bdcommerce.payments.handlers import disbursing
from bdcommerce.payments.handlers import payouts as cases
from bdcommerce.payments.queries import payout_desk as queries
from bdcommerce.payments.schemas import (
    ExchangeView,
    Id,
    LookAtPayout,
    PayoutDetail,
    PayoutEntry,
    ProposeResolution,
    ReturnPayout,
)
from bdcommerce.payments.schemas import (
    UnknownPayout as UnknownView,
)


@get(
    "/admin/payouts/unknown",
    access=staff("ledger.read"),
    summary="Payouts of which nobody knows whether they were paid",
)
async def list_unknown(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[UnknownView]:
    """The oldest first. None of them is sent again before its rail's own word has settled it."""
    position = decode(cursor, tuple[Id])
    rows = await queries.unknown(deps.reads, after=position[0] if position else "", limit=limit + 1)
    return page(rows, limit, lambda each: (each.payout_id,))


@get(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}",
    access=staff("ledger.read"),
    summary="A payout, with all that was tried",
    raises=[UnknownPayout],
)
async def get_payout(batch_id: PathId, payout_id: PathId, deps: ApiDeps) -> PayoutDetail:
    """Its timeline, and the last hundred exchanges with its rail, masked."""
    return await _detail(deps, batch_id, payout_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/look",
    access=staff("payouts.settle"),
    summary="Ask the rail now what became of a payout",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, NobodyToAsk, EvidenceDiffers],
    status_code=200,
)
async def look(batch_id: PathId, payout_id: PathId, data: LookAtPayout, deps: ApiDeps) -> PayoutDetail:
    """By the transaction it has named, or one that you have found in its statement: the rail's own answer decides."""
    await disbursing.look(deps, batch_id, payout_id, data.trx_id)
    return await _detail(deps, batch_id, payout_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/resolution",
    access=staff("payouts.settle"),
    summary="Say what has become of a payout nobody is sure of",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, TooEarlyToSay],
    status_code=200,
)
async def propose(
    batch_id: PathId, payout_id: PathId, data: ProposeResolution, caller: Caller, deps: ApiDeps
) -> PayoutDetail:
    """By the rail's own statement; another person decides whether it convinces. That it was not paid can be said only
    when the statement of that time is there: a day after it was asked for, unless set otherwise.
    """
    proposal = sending.proposal(
        outcome=data.outcome,
        evidence=data.evidence,
        reference=data.reference,
        charge=Money(data.charge.amount, data.charge.currency),
        by=caller.user_id,
        at=clock.now(),
    )
    async with deps.works() as work:
        await disbursing.propose(work, deps, batch_id, payout_id, proposal)
    return await _detail(deps, batch_id, payout_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/resolution/accept",
    access=staff("payouts.approve"),
    summary="Believe what somebody else says has become of a payout",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, SamePerson, TransactionTaken],
    status_code=200,
)
async def accept(batch_id: PathId, payout_id: PathId, caller: Caller, deps: ApiDeps) -> PayoutDetail:
    """It is posted: paid, or owed to the vendor again."""
    async with deps.works() as work:
        await disbursing.accept(work, batch_id, payout_id, caller.user_id)
    return await _detail(deps, batch_id, payout_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/resolution/refuse",
    access=staff("payouts.settle"),
    summary="Do not believe it, or take it back",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus],
    status_code=200,
)
async def refuse(batch_id: PathId, payout_id: PathId, caller: Caller, deps: ApiDeps) -> PayoutDetail:
    """It stays unknown."""
    async with deps.works() as work:
        await disbursing.refuse(work, batch_id, payout_id, caller.user_id)
    return await _detail(deps, batch_id, payout_id)


@post(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/returned",
    access=staff("payouts.settle"),
    summary="A payout that had arrived has come back",
    raises=[UnknownBatch, UnknownPayout, WrongPayoutStatus, Conflict],
    status_code=200,
)
async def give_back(
    batch_id: PathId, payout_id: PathId, data: ReturnPayout, caller: Caller, deps: ApiDeps
) -> PayoutDetail:
    """The vendor is owed all of it again; what the bank kept back is the operator's expense."""
    async with deps.works() as work:
        await cases.return_payout(
            work, batch_id, payout_id, reason=data.reason, charge=Money(data.charge), by=caller.user_id
        )
    return await _detail(deps, batch_id, payout_id)


async def _detail(deps: ApiDeps, batch_id: str, payout_id: str) -> PayoutDetail:
    found = await queries.payout(deps.reads, batch_id, payout_id)
    if found is None:
        raise UnknownPayout.of(batch_id, payout_id)
    async with deps.works() as work:
        history = await work.log.history(f"payouts-{batch_id}")
    concerned = [event for event in history if getattr(event, "payout_id", payout_id) == payout_id]
    return PayoutDetail(
        payout=found.payout,
        tries=found.tries,
        asked_at=found.asked_at,
        code=found.code,
        next_at=found.next_at,
        proposal=found.proposal,
        timeline=[_entry(number, event) for number, event in enumerate(concerned, 1)],
        exchanges=[ExchangeView.of(each) for each in await deps.exchanges.about(payout_id)],
    )


def _entry(number: int, event: Any) -> PayoutEntry:
    about = getattr(event, "proposal", event)
    return PayoutEntry(
        number=number,
        at=about.at,
        kind=name_of(event).partition(".")[2],
        by=getattr(about, "by", None),
        code=getattr(about, "code", "") or getattr(about, "reason", "") or getattr(about, "outcome", ""),
    )


ROUTES = (list_unknown, get_payout, look, propose, accept, refuse, give_back)
