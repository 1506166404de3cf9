"""Payouts: what is owed is drafted by one person, approved by another, and ends as the bank says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from bdcommerce.contracts.compliance import ComplianceFace, UnknownRule
from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid, PayoutReturned
from bdcommerce.contracts.vendors import BankAccount, VendorCard
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import NotFound, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import bank_file, payouts, postings, rails
from bdcommerce.payments.domain.cycles import pressing
from bdcommerce.payments.domain.methods import Chosen
from bdcommerce.payments.domain.payouts import Batch, Due
from bdcommerce.payments.domain.rails import Destination, Limits, Used, Way, Ways
from bdcommerce.payments.errors import NothingToPay, PayoutExceedsBalance, PayoutOnHold
from bdcommerce.payments.events import PayoutBounced, PayoutConfirmed, PayoutsDrafted, Rail
from bdcommerce.payments.ports import Deps, Sealer, Work

_PAYEE = "payments.payout.payee"
WALLET = "payments.payout.wallet"
LeftOut = Literal[
    "no_bank_account", "bad_bank_account", "in_open_payout", "nothing_owed", "on_hold", "below_minimum", "wallet_limit",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payees:
    """Where vendors are paid (sealed), and who cannot be."""

    ways: Mapping[str, Ways]
    left_out: Mapping[str, LeftOut]


@dataclass(frozen=True, slots=True)
class Draft:
    """A new batch, and who is not in it."""

    batch: PayoutsDrafted
    left_out: Mapping[str, LeftOut]


async def ask_payees(deps: Deps, vendor_ids: Sequence[str], chosen: Mapping[str, Chosen]) -> Payees:
    """Ask where these vendors are paid, each in the way it has chosen. Raises UnknownVendor."""
    ways: dict[str, Ways] = {}
    left_out: dict[str, LeftOut] = {}
    for card in await deps.vendors.cards(list(vendor_ids)):
        account = await _account(deps, card.vendor_id)
        found = _ways(deps, card, account, chosen.get(card.vendor_id))
        if found is None:
            left_out[card.vendor_id] = "bad_bank_account" if account else "no_bank_account"
        else:
            ways[card.vendor_id] = found
    return Payees(ways, left_out)


async def _account(deps: Deps, vendor_id: str) -> BankAccount | None:
    try:
        return await deps.vendors.bank_account(vendor_id)
    except NotFound:
        return None


def _ways(deps: Deps, card: VendorCard, account: BankAccount | None, chosen: Chosen | None) -> Ways | None:
    """As the vendor wants it; by bank if it says nothing or its rail is off. None if nothing leads to it."""
    wallet = deps.sealer.open(chosen.wallet.sealed, WALLET) if chosen and chosen.wallet.sealed else ""
    where = Destination(name=card.name.en, email=card.contact_email, account=account, wallet=wallet)
    bank = _way(deps, "beftn", where)
    wanted = _way(deps, chosen.rail, where, chosen.wallet.key) if chosen else None
    first = wanted or bank
    return Ways(wanted=first, bank=bank) if first else None


def _way(deps: Deps, rail: Rail, where: Destination, wallet: str = "") -> Way | None:
    on = deps.rails.get(rail)
    payee = on.payee(where) if on else None
    if payee is None:
        return None
    return Way(rail=rail, payee=deps.sealer.seal(json.dumps(asdict(payee)), _PAYEE), wallet=wallet)


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


async def ask_limits(deps: Deps) -> Limits:
    """How much may go at once, by the rule book of today and by the wallets' own rail."""
    rules = await deps.compliance.rules(list(rails.LIMIT_RULES), clock.today())
    wallets = deps.disbursers.get("bkash")
    values = {key: int(rule.value) for key, rule in zip(rails.LIMIT_RULES, rules, strict=True)}
    return rails.limits(values, wallets.most if wallets else Money(0))


async def draft_payouts(
    work: Work, payees: Payees, *, until: datetime | None, minimum: Money, limit: Limits, by: str
) -> Draft:
    """Draft a batch of what these vendors are owed by now, and were by `until`. Raises NothingToPay."""
    await work.hold(*payees.ways)
    busy = await work.batches.in_open_payout(payees.ways)
    held = await work.holds.held(payees.ways, clock.today())
    room = await _room(work, payees, limit)
    dues: list[Due] = []
    left_out = dict(payees.left_out)
    for vendor_id, ways in sorted(payees.ways.items()):
        due = await _due(work, vendor_id, until)
        payable = replace(due, amount=held[vendor_id].of(due.amount))
        if vendor_id in busy:
            left_out[vendor_id] = "in_open_payout"
        elif reason := _why_not(due, payable, minimum):
            left_out[vendor_id] = reason
        elif planned := room.take(ways, payable):
            dues.append(planned)
        else:
            left_out[vendor_id] = "wallet_limit"
    ensure(dues, NothingToPay.because(left_out))
    drafted = payouts.draft(dues, by, until)
    await work.batches.save(drafted.batch_id, [drafted], 0)
    return Draft(drafted, left_out)


class _Room:
    """What rails still take today, less with every payout that is planned."""

    def __init__(self, limit: Limits, wallets: dict[str, Used], npsb: Used) -> None:
        self._limit, self._wallets, self._npsb = limit, wallets, npsb

    def take(self, ways: Ways, due: Due) -> Due | None:
        """The due as it is paid now; None if its wallet takes nothing today."""
        key = ways.wanted.wallet
        used = self._wallets.get(key, Used())
        urgent = pressing(due.due_on, clock.today())
        found = rails.plan(ways, due.amount, limit=self._limit, wallet=used, npsb=self._npsb, pressing=urgent)
        if found is None:
            return None
        way, amount = found
        if way.rail == "bkash":
            self._wallets[key] = used.plus(amount)
        if way.rail == "npsb":
            self._npsb = self._npsb.plus(amount)
        return replace(due, amount=amount, payee=way.payee, rail=way.rail, wallet=way.wallet)


async def _room(work: Work, payees: Payees, limit: Limits) -> _Room:
    keys = {ways.wanted.wallet for ways in payees.ways.values()} - {""}
    now = clock.now()
    wallets = await work.batches.wallets_used(keys, now) if keys else {}
    return _Room(limit, wallets, await work.batches.npsb_used(now))


def _why_not(due: Due, payable: Due, minimum: Money) -> LeftOut | None:
    """Why a vendor is not paid. What the law wants paid by now is paid however little it is."""
    if due.amount <= Money(0):
        return "nothing_owed"
    if payable.amount <= Money(0):
        return "on_hold"
    return "below_minimum" if payable.amount < minimum and not pressing(due.due_on, clock.today()) else None


async def _due(work: Work, vendor_id: str, until: datetime | None) -> Due:
    now = await work.journal.owed(vendor_id)
    amount = min(now, await work.journal.owed(vendor_id, until)) if until else now
    return Due(vendor_id=vendor_id, amount=amount, due_on=await work.journal.due_on(vendor_id, now), payee="")


async def held_batch(work: Work, batch_id: str) -> tuple[Batch, int]:
    """A batch that nobody else decides on until this transaction ends."""
    await work.hold(batch_id)
    return await work.batches.load(batch_id)


async def discard_payouts(work: Work, batch_id: str, by: str) -> None:
    """Throw a draft away. Raises UnknownBatch, WrongPayoutStatus."""
    batch, version = await held_batch(work, batch_id)
    discarded = payouts.discard(batch, by)
    await work.hold(*(payout.vendor_id for payout in batch.payouts.values()))
    await work.batches.save(batch_id, [discarded], version)


async def approve_payouts(work: Work, batch_id: str, by: str) -> None:
    """A second person says yes: the money leaves the vendors' accounts and is on its way.

    Raises UnknownBatch, WrongPayoutStatus, SamePerson; PayoutExceedsBalance if a refund came in between, PayoutOnHold
    if a hold or a dispute did.
    """
    batch, version = await held_batch(work, batch_id)
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
    batch, version = await held_batch(work, batch_id)
    await work.batches.save(batch_id, [payouts.send(batch, by)], version)


async def confirm_payout(
    work: Work, batch_id: str, payout_id: str, *, bank_charge: Money, by: str, reference: str = ""
) -> None:
    """The bank says that a payout arrived. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus, SentByItself."""
    batch, version = await held_batch(work, batch_id)
    await record_paid(work, batch, version, payouts.confirm(batch, payout_id, bank_charge, by, reference))


async def record_paid(work: Work, batch: Batch, version: int, confirmed: PayoutConfirmed) -> None:
    """Post it and tell it. The batch is held."""
    payout = batch.payouts[confirmed.payout_id]
    await work.hold(payout.vendor_id)
    entry = postings.payout_confirmed(
        batch.batch_id, payout.payout_id, payout.amount, confirmed.bank_charge, payout.rail
    )
    await work.journal.post(entry)
    await work.batches.save(batch.batch_id, [confirmed], version)
    told = PayoutPaid(
        payout_id=payout.payout_id,
        batch_id=batch.batch_id,
        vendor_id=payout.vendor_id,
        amount=payout.amount,
        at=confirmed.at,
        released_until=batch.owed_by,
        rail=payout.rail,
        reference=confirmed.reference,
    )
    await work.log.tell(told)


async def bounce_payout(work: Work, batch_id: str, payout_id: str, reason: str, by: str) -> None:
    """A payout came back: the vendor is owed it again. Raises UnknownBatch, UnknownPayout, WrongPayoutStatus,
    SentByItself.
    """
    batch, version = await held_batch(work, batch_id)
    await record_failed(work, batch, version, payouts.bounce(batch, payout_id, reason, by))


async def record_failed(work: Work, batch: Batch, version: int, bounced: PayoutBounced) -> None:
    """Take back what its approval posted, and tell it. The batch is held."""
    payout = batch.payouts[bounced.payout_id]
    await work.hold(payout.vendor_id)
    await work.journal.post(postings.payout_failed(await work.journal.find("payout", payout.payout_id)))
    await work.batches.save(batch.batch_id, [bounced], version)
    told = PayoutFailed(
        payout_id=payout.payout_id,
        batch_id=batch.batch_id,
        vendor_id=payout.vendor_id,
        amount=payout.amount,
        reason=bounced.reason,
        at=bounced.at,
    )
    await work.log.tell(told)


async def return_payout(work: Work, batch_id: str, payout_id: str, *, reason: str, charge: Money, by: str) -> None:
    """A payout that had arrived has come back, less a charge: the vendor is owed all of it again.

    Raises UnknownBatch, UnknownPayout, WrongPayoutStatus.
    """
    batch, version = await held_batch(work, batch_id)
    returned = payouts.give_back(batch, payout_id, reason, charge, by)
    payout = batch.payouts[payout_id]
    await work.hold(payout.vendor_id)
    entry = postings.payout_returned(
        batch_id, payout_id, payout.vendor_id, amount=payout.amount, charge=charge, rail=payout.rail
    )
    await work.journal.post(entry)
    await work.batches.save(batch_id, [returned], version)
    told = PayoutReturned(
        payout_id=payout_id,
        batch_id=batch_id,
        vendor_id=payout.vendor_id,
        amount=payout.amount,
        reason=reason,
        at=returned.at,
    )
    await work.log.tell(told)
