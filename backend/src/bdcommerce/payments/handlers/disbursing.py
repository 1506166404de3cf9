"""Payouts by a rail that we ask ourselves: recorded as asked before it is, and as it answered after.

Nothing is open while a rail is asked. Whoever dies in between leaves a payout that was asked and not answered: nobody
asks for it again, it becomes `unknown`, and the rail's own word ends that.
"""

from collections.abc import Callable
from contextlib import suppress

from bdcommerce.contracts.payments import ProviderCheck
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, Unavailable, ensure
from bdcommerce.payments.domain import payouts, sending
from bdcommerce.payments.domain.payouts import Batch, Payout
from bdcommerce.payments.domain.rails import Limits, Transfer, TransferVerdict
from bdcommerce.payments.errors import EvidenceDiffers, NobodyToAsk, TransactionTaken
from bdcommerce.payments.events import (
    PayoutAsked,
    PayoutBounced,
    PayoutConfirmed,
    PayoutNotSent,
    PayoutUnsure,
    Proposal,
)
from bdcommerce.payments.handlers.payouts import held_batch, opened_payee, record_failed, record_paid
from bdcommerce.payments.ports import Deps, Disburser, Work

TRIES = 4
"""How often what a rail answered is recorded anew because somebody else was quicker."""
DIFFERS = "differs"
_Happened = PayoutAsked | PayoutNotSent | PayoutUnsure | PayoutConfirmed | PayoutBounced | None


async def advance(deps: Deps, limit: Limits, batch_id: str, payout_id: str) -> None:
    """Do what is due about a payout: have it sent, take whoever sent it to have died, ask what became of it."""
    async with deps.works() as work:
        batch, _ = await work.batches.load(batch_id)
    payout = payouts.known(batch, payout_id)
    if payout.status == "approved":
        await _send(deps, limit, batch_id, payout_id)
    elif payout.status == "sent":
        await _record(deps, batch_id, lambda now: sending.died(now, payout_id, deps.pauses, clock.now()))
    elif payout.status == "unknown" and payout.trx_id:
        await _look(deps, batch_id, payout)


async def _send(deps: Deps, limit: Limits, batch_id: str, payout_id: str) -> None:
    claimed = await _claimed(deps, limit, batch_id, payout_id)
    if claimed is None:
        return
    payout, asked = claimed
    verdict = await deps.disbursers[payout.rail].send(_transfer(deps, payout))
    await _heard(deps, batch_id, payout_id, asked.number, verdict)


async def _claimed(deps: Deps, limit: Limits, batch_id: str, payout_id: str) -> tuple[Payout, PayoutAsked] | None:
    """A payout that is ours to send: that it is asked for is on record, and nobody else has begun to."""
    async with deps.works() as work:
        batch, version = await held_batch(work, batch_id)
        payout = payouts.known(batch, payout_id)
        if payout.rail not in deps.disbursers:
            return None
        await work.hold(f"wallet-{payout.wallet}")
        now = clock.now()
        used = await work.batches.wallet_sent(payout.wallet, now)
        event = sending.ask(batch, payout_id, limit=limit, used=used, at=now)
        await _keep(work, batch, version, event)
    return (payout, event) if isinstance(event, PayoutAsked) else None


async def _heard(deps: Deps, batch_id: str, payout_id: str, number: int, verdict: TransferVerdict) -> Batch:
    """Record what a rail said. A transaction that pays another payout already is none of this one."""

    def decision(now: Batch) -> _Happened:
        return sending.hear(now, payout_id, number, verdict=verdict, pauses=deps.pauses, at=clock.now())

    try:
        return await _record(deps, batch_id, decision)
    except TransactionTaken:
        doubted = TransferVerdict(found="unknown", code="transaction_taken")
        return await _record(
            deps,
            batch_id,
            lambda now: sending.hear(now, payout_id, number, verdict=doubted, pauses=deps.pauses, at=clock.now()),
        )


async def _look(deps: Deps, batch_id: str, payout: Payout) -> None:
    rail = deps.disbursers.get(payout.rail)
    if rail is not None:
        verdict = await rail.ask(_transfer(deps, payout), payout.trx_id)
        await _heard(deps, batch_id, payout.payout_id, payout.tries, verdict)


async def look(deps: Deps, batch_id: str, payout_id: str, trx_id: str) -> None:
    """Ask the rail now what became of an unknown payout: by the transaction it named, or by one that somebody has found
    in its statement, which is believed only as far as the rail confirms it.

    Raises UnknownBatch, UnknownPayout, WrongPayoutStatus, NobodyToAsk; EvidenceDiffers for a transaction that is
    another payment, or pays another payout.
    """
    async with deps.works() as work:
        batch, _ = await work.batches.load(batch_id)
    payout = payouts.wanted(batch, payout_id, "unknown")
    rail, found = deps.disbursers.get(payout.rail), trx_id or payout.trx_id
    if rail is None or not found:
        raise NobodyToAsk.of(payout_id)
    verdict = await rail.ask(_transfer(deps, payout), found)
    ensure(verdict.found != DIFFERS, EvidenceDiffers.of(payout_id, found, verdict.code))
    try:
        await _record(
            deps,
            batch_id,
            lambda now: sending.hear(now, payout_id, payout.tries, verdict=verdict, pauses=deps.pauses, at=clock.now()),
        )
    except TransactionTaken as error:
        raise EvidenceDiffers.of(payout_id, found, error.code) from error


async def propose(work: Work, deps: Deps, batch_id: str, payout_id: str, proposal: Proposal) -> None:
    """One person says what has become of it. Raises what domain.sending.propose raises."""
    batch, version = await held_batch(work, batch_id)
    await work.batches.save(batch_id, [sending.propose(batch, payout_id, proposal, deps.pauses)], version)


async def refuse(work: Work, batch_id: str, payout_id: str, by: str) -> None:
    """Another one does not believe it, or whoever said it takes it back. Raises what domain.sending.refuse raises."""
    batch, version = await held_batch(work, batch_id)
    await work.batches.save(batch_id, [sending.refuse(batch, payout_id, by, clock.now())], version)


async def accept(work: Work, batch_id: str, payout_id: str, by: str) -> None:
    """Another one believes it, and it is posted. Raises what domain.sending.accept raises, and TransactionTaken."""
    batch, version = await held_batch(work, batch_id)
    await _keep(work, batch, version, sending.accept(batch, payout_id, by))


async def _record(deps: Deps, batch_id: str, decision: Callable[[Batch], _Happened]) -> Batch:
    """Decide by how the batch stands now, and record it; anew if somebody else was quicker."""
    for _ in range(TRIES - 1):
        with suppress(Stale):
            return await _record_once(deps, batch_id, decision)
    return await _record_once(deps, batch_id, decision)


async def _record_once(deps: Deps, batch_id: str, decision: Callable[[Batch], _Happened]) -> Batch:
    async with deps.works() as work:
        batch, version = await held_batch(work, batch_id)
        await _keep(work, batch, version, decision(batch))
    return batch


async def _keep(work: Work, batch: Batch, version: int, happened: _Happened) -> None:
    match happened:
        case None:
            return
        case PayoutConfirmed():
            await record_paid(work, batch, version, happened)
        case PayoutBounced():
            await record_failed(work, batch, version, happened)
        case _:
            await work.batches.save(batch.batch_id, [happened], version)


def _transfer(deps: Deps, payout: Payout) -> Transfer:
    payee = opened_payee(deps.sealer, payout.payee)
    return Transfer(payout_id=payout.payout_id, amount=payout.amount, wallet=payee.wallet)


async def check(rail: Disburser) -> ProviderCheck:
    """Whether a rail takes our credentials."""
    name = f"{rail.name}_b2c"
    try:
        await rail.check()
    except Unavailable as error:
        return ProviderCheck(provider=name, trouble=str(error.data.get("provider_code", error.code)))
    return ProviderCheck(provider=name, trouble="")
