"""Payouts: what is owed is drafted by one person, approved by another, and ends as the bank says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from bdcommerce.contracts.compliance import ComplianceFace, UnknownRule
from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import NotFound, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import bank_file, payouts, postings
from bdcommerce.payments.domain.cycles import pressing
from bdcommerce.payments.domain.payouts import Batch, Due
from bdcommerce.payments.errors import NothingToPay, PayoutExceedsBalance, PayoutOnHold
from bdcommerce.payments.events import PayoutsDrafted
from bdcommerce.payments.ports import Sealer, Work

_PAYEE = "payments.payout.payee"
LeftOut = Literal[
    "no_bank_account", "bad_bank_account", "in_open_payout", "nothing_owed", "on_hold", "below_minimum",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payees:
    """Where vendors are paid (sealed), and who cannot be."""

    sealed: Mapping[str, str]
    left_out: Mapping[str, LeftOut]


@dataclass(frozen=True, slots=True)
class Draft:
    """A new batch, and who is not in it."""

    batch: PayoutsDrafted
    left_out: Mapping[str, LeftOut]


async def ask_payees(vendors: VendorsFace, sealer: Sealer, vendor_ids: Sequence[str]) -> Payees:
    """Ask where these vendors are paid. Raises UnknownVendor."""
    sealed: dict[str, str] = {}
    left_out: dict[str, LeftOut] = {}
    for card in await vendors.cards(list(vendor_ids)):
        try:
            account = await vendors.bank_account(card.vendor_id)
        except NotFound:
            left_out[card.vendor_id] = "no_bank_account"
            continue
        payee = bank_file.payee(account, card.contact_email)
        if payee is None:
            left_out[card.vendor_id] = "bad_bank_account"
        else:
            sealed[card.vendor_id] = sealer.seal(json.dumps(asdict(payee)), _PAYEE)
    return Payees(sealed, left_out)


def opened_payee(sealer: Sealer, sealed: str) -> bank_file.Payee:
    """Where a vendor is paid, as it was sealed into its payout."""
    return bank_file.Payee(**json.loads(sealer.open(sealed, _PAYEE)))


async def ask_minimum(compliance: ComplianceFace) -> Money:
    """The smallest payout worth its bank charge (rule `payout.minimum`, poisha); nothing if there is no such rule."""
    try:
        (rule,) = await compliance.rules(["payout.minimum"], clock.today())
    except UnknownRule:
        return Money(0)
    return Money(int(rule.value))


async def draft_payouts(work: Work, payees: Payees, *, until: datetime | None, minimum: Money, by: str) -> Draft:
    """Draft a batch of what these vendors are owed by now, and were by `until`. Raises NothingToPay."""
    await work.hold(*payees.sealed)
    busy = await work.batches.in_open_payout(payees.sealed)
    held = await work.holds.held(payees.sealed, clock.today())
    dues: list[Due] = []
    left_out = dict(payees.left_out)
    for vendor_id, payee in sorted(payees.sealed.items()):
        due = await _due(work, vendor_id, payee, until)
        payable = replace(due, amount=held[vendor_id].of(due.amount))
        if vendor_id in busy:
            left_out[vendor_id] = "in_open_payout"
        elif reason := _why_not(due, payable, minimum):
            left_out[vendor_id] = reason
        else:
            dues.append(payable)
    ensure(dues, NothingToPay.because(left_out))
    drafted = payouts.draft(dues, by, until)
    await work.batches.save(drafted.batch_id, [drafted], 0)
    return Draft(drafted, left_out)


def _why_not(due: Due, payable: Due, minimum: Money) -> LeftOut | None:
    """Why a vendor is not paid. What the law wants paid by now is paid however little it is."""
    if due.amount <= Money(0):
        return "nothing_owed"
    if payable.amount <= Money(0):
        return "on_hold"
    return "below_minimum" if payable.amount < minimum and not pressing(due.due_on, clock.today()) else None


async def _due(work: Work, vendor_id: str, payee: str, until: datetime | None) -> Due:
    now = await work.journal.owed(vendor_id)
    amount = min(now, await work.journal.owed(vendor_id, until)) if until else now
    return Due(vendor_id=vendor_id, amount=amount, due_on=await work.journal.due_on(vendor_id, now), payee=payee)


async def _held(work: Work, batch_id: str) -> tuple[Batch, int]:
    await work.hold(batch_id)
    return await work.batches.load(batch_id)


async def discard_payouts(work: Work, batch_id: str, by: str) -> None:
    """Throw a draft away. Raises UnknownBatch, WrongPayoutStatus."""
    batch, version = await _held(work, batch_id)
    discarded = payouts.discard(batch, by)
    await work.hold(*(payout.vendor_id for payout in batch.payouts.values()))
    await work.batches.save(batch_id, [discarded], version)


async def approve_payouts(work: Work, batch_id: str, by: str) -> None:
    """A second person says yes: the money leaves the vendors' accounts and is on its way.

    Raises UnknownBatch, WrongPayoutStatus, SamePerson; PayoutExceedsBalance if a refund came in between, PayoutOnHold
    if a hold or a dispute did.
    """
    batch, version = await _held(work, batch_id)
    approved = payouts.approve(batch, by)
    await work.hold(*(payout.vendor_id for payout in batch.payouts.values()))
    held = await work.holds.held([payout.vendor_id for payout in batch.payouts.values()], clock.today())
    for payout in batch.payouts.values():
        owed = await work.journal.owed(payout.vendor_id)
        ensure(payout.amount <= owed, PayoutExceedsBalance.of(payout.payout_id, payout.vendor_id))
        payable = held[payout.vendor_id].of(owed)
        ensure(payout.amount <= payable, PayoutOnHold.of(payout.payout_id, payout.vendor_id))
        await work.journal.post(postings.payout_approved(batch_id, payout.payout_id, payout.vendor_id, payout.amount))
    await work.batches.save(batch_id, [approved], version)


async def send_payouts(work: Work, batch_id: str, by: str) -> None:
    """The bank has the file. Raises UnknownBatch, WrongPayoutStatus."""
    batch, version = await _held(work, batch_id)
    await work.batches.save(batch_id, [payouts.send(batch, by)], version)


async def confirm_payout(work: Work, batch_id: str, payout_id: str, bank_charge: Money, by: str) -> None:
    """The bank says that a payout arrived. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus."""
    batch, version = await _held(work, batch_id)
    confirmed = payouts.confirm(batch, payout_id, bank_charge, by)
    payout = batch.payouts[payout_id]
    await work.hold(payout.vendor_id)
    await work.journal.post(postings.payout_confirmed(batch_id, payout_id, payout.amount, bank_charge))
    await work.batches.save(batch_id, [confirmed], version)
    told = PayoutPaid(
        payout_id=payout_id,
        batch_id=batch_id,
        vendor_id=payout.vendor_id,
        amount=payout.amount,
        at=confirmed.at,
        released_until=batch.owed_by,
    )
    await work.log.tell(told)


async def bounce_payout(work: Work, batch_id: str, payout_id: str, reason: str, by: str) -> None:
    """A payout came back: the vendor is owed it again. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus."""
    batch, version = await _held(work, batch_id)
    bounced = payouts.bounce(batch, payout_id, reason, by)
    payout = batch.payouts[payout_id]
    await work.hold(payout.vendor_id)
    await work.journal.post(postings.payout_failed(await work.journal.find("payout", payout_id)))
    await work.batches.save(batch_id, [bounced], version)
    told = PayoutFailed(
        payout_id=payout_id,
        batch_id=batch_id,
        vendor_id=payout.vendor_id,
        amount=payout.amount,
        reason=reason,
        at=bounced.at,
    )
    await work.log.tell(told)
