"""Differences are decided by staff: what they say is posted, moved on the items, and kept with who said it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bdcommerce.contracts.fulfilment import CodStanding, HandedOverCash
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.settlement import couriers, differences, postings
from bdcommerce.payments.domain.settlement.differences import Difference
from bdcommerce.payments.domain.settlement.matching import Match, Wanted, by_reference, name
from bdcommerce.payments.errors import DifferenceOver, NothingOpen, NotPossible
from bdcommerce.payments.events import CashAccounted, How, ItemMove, ReadLine
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.handlers.settlement.matching import Taken, ask_standing, keep, take_courier_line
from bdcommerce.payments.handlers.settlement.rules import ask_rules
from bdcommerce.payments.ports import Deps, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How a difference is to end, and why."""

    how: How
    reason: str
    by: str
    until: date | None = None
    """For `wait`."""
    reference: str = ""
    """For `assign`: what is settled, by any name it has; empty: what the line itself names."""


async def decide(deps: Deps, difference_id: str, decision: Decision) -> None:
    """Do it, or have somebody else asked if it costs more than one person may decide.

    Raises UnknownDifference, DifferenceOver, NotPossible, NothingOpen, Invalid.
    """
    async with deps.works() as work:
        difference, _ = await work.settlements.difference(difference_id)
    differences.ensure_decidable(difference, decision.how)
    rules = await ask_rules(deps.compliance, difference.kind, difference.source)
    if not differences.needs_another(difference, decision.how, rules.write_off_limit):
        await _carry_out(deps, difference, decision)
        return
    async with deps.works() as work:
        difference, version = await _held(work, difference)
        differences.ensure_decidable(difference, decision.how)
        proposed = differences.propose(difference, decision.how, decision.reason, decision.by)
        await work.settlements.keep(difference_id, [proposed], version)


async def approve(deps: Deps, difference_id: str, by: str) -> None:
    """Somebody else agrees: what was proposed is done. Raises UnknownDifference, DifferenceOver, SamePerson."""
    async with deps.works() as work:
        difference, _ = await work.settlements.difference(difference_id)
    proposed = differences.proposal(difference, by)
    await _carry_out(deps, difference, Decision(how=proposed.how, reason=proposed.reason, by=by))


async def turn_down(work: Work, difference_id: str, reason: str, by: str) -> None:
    """Somebody else does not agree: it is open again. Raises UnknownDifference, DifferenceOver, SamePerson."""
    difference, version = await work.settlements.difference(difference_id)
    await work.settlements.keep(difference_id, [differences.turn_down(difference, reason, by)], version)


async def pay_refund(work: Work, difference_id: str, reason: str, by: str) -> None:
    """The customer has what came in for nothing. Raises UnknownDifference, DifferenceOver."""
    difference, version = await work.settlements.difference(difference_id)
    difference, version = await _held(work, difference)
    over = DifferenceOver.of(difference_id, str(difference.status))
    ensure(difference.status == "refund_owed", over)
    await work.journal.post(postings.refund_paid(difference_id, difference.amount))
    resolved = differences.resolve(difference, "refund_customer", reason, [], by)
    await work.settlements.keep(difference_id, [resolved], version)


async def _held(work: Work, before: Difference) -> tuple[Difference, int]:
    await work.settlements.hold(before.kind, before.source)
    return await work.settlements.difference(before.difference_id)


async def _carry_out(deps: Deps, difference: Difference, decision: Decision) -> None:
    """Whatever fulfilment has to do is done first; it can be done again."""
    about_cash = difference.in_fulfilment and decision.how in ("write_off", "paid")
    if about_cash and not await _settle_in_fulfilment(deps, difference, decision):
        await _settle_claim(deps, difference, decision)
        return
    if decision.how == "assign" and difference.kind == "courier":
        await _assign_to_parcel(deps, difference, decision)
        return
    async with deps.works() as work:
        now, version = await _held(work, difference)
        over = DifferenceOver.of(now.difference_id, str(now.status))
        ensure(now.status == difference.status, over)
        if decision.how == "assign":
            await assign_to_item(work, now, version, decision)
        else:
            await _end(work, now, version, decision)


async def _end(work: Work, difference: Difference, version: int, decision: Decision) -> None:
    carried = difference.carried(await work.settlements.balance(difference.kind, difference.source, difference.item_id))
    match decision.how:
        case "wait":
            happened: object = differences.wait(difference, decision.until, decision.reason, decision.by)
        case "claim":
            happened = await _claim(work, difference, carried, decision)
        case "refund_customer":
            ensure(carried.amount < 0, NotPossible.nothing_carried(decision.how))
            entry = postings.refund_owed(difference.kind, difference.source, difference.difference_id, -carried)
            await work.journal.post(entry)
            happened = differences.owe_refund(difference, -carried, decision.reason, decision.by)
        case _:
            happened = await _resolve(work, difference, carried, decision)
    await work.settlements.keep(difference.difference_id, [happened], version)


async def _claim(work: Work, difference: Difference, carried: Money, decision: Decision) -> object:
    """A fee that was kept is owed back from now on; anything else is owed already."""
    over = difference.amount - carried if difference.reason == "fee" else Money(0)
    await work.journal.post(postings.claimed(difference.kind, difference.source, difference.difference_id, over))
    moves = [ItemMove(item_id=difference.item_id, amount=over)] if over else []
    return differences.claim(difference, decision.reason, moves, decision.by)


async def _resolve(work: Work, difference: Difference, carried: Money, decision: Decision) -> object:
    kind, source, difference_id = difference.kind, difference.source, difference.difference_id
    if difference.in_fulfilment or difference.reason == "duplicate":
        return differences.resolve(difference, decision.how, decision.reason, [], decision.by)
    if decision.how == "write_off":
        await work.journal.post(postings.written_off(kind, source, difference_id, difference.reason, carried))
    elif decision.how == "paid":
        ensure(carried, NotPossible.nothing_carried("pay"))
        await work.journal.post(postings.paid(kind, source, difference_id, carried))
    elif decision.how == "dismiss":
        posted = await work.journal.find(
            "provider_settled" if kind == "provider" else "courier_unmatched", difference.line_id
        )
        await work.journal.post(postings.reversed_line(posted, difference_id))
    moves = [ItemMove(item_id=difference.item_id, amount=-carried)] if carried else []
    return differences.resolve(difference, decision.how, decision.reason, moves, decision.by)


async def assign_to_item(work: Work, difference: Difference, version: int, decision: Decision) -> None:
    """The line settles that: what it brought is taken from the item, and no longer stands as one of its own."""
    line = await work.settlements.line(difference.line_id)
    match = await _match_of(work, difference, line, _names(line, decision))
    happened = differences.resolve(difference, "assign", decision.reason, [], decision.by)
    await work.settlements.keep(difference.difference_id, [happened], version)
    taken = Taken(difference.kind, difference.source)
    taken.line(line, match, match.item_id)
    taken.move(line.line_id, line.gross.amount)
    taken.move(match.item_id, -line.gross.amount)
    left = await work.settlements.balance(difference.kind, difference.source, match.item_id) - line.gross
    if left:
        taken.differ("amount", left, line, match.item_id)
    await keep(work, taken, f"line-{line.line_id}-{version}")


async def _match_of(work: Work, difference: Difference, line: ReadLine, names: list[str]) -> Match:
    items = await work.settlements.items(difference.kind, difference.source, names)
    called = tuple(name(each) for each in names)
    wanted = Wanted(line_id=line.line_id, names=called, gross=line.gross.amount)
    (meant,) = by_reference([wanted], items)
    ensure(meant.outcome in ("settled", "amount"), NothingOpen.called(", ".join(names), difference.source))
    return meant


def _names(line: ReadLine, decision: Decision) -> list[str]:
    return [decision.reference] if decision.reference else [line.reference, line.other_reference]


async def _settle_in_fulfilment(deps: Deps, difference: Difference, decision: Decision) -> bool:
    """Fulfilment keeps the cash and tells what became of it. A parcel of which nothing came is handed over as short.
    Whether there is such cash: else the courier answers for the parcel itself.
    """
    found = await ask_standing(deps, difference.source, [difference.item_id])
    ensure(found, NothingOpen.called(difference.reference, difference.source))
    parcel = found[0]
    if _all_handed_over(parcel, difference):
        return False
    paid = decision.how == "paid"
    if not parcel.remitted_as and parcel.collected:
        arrived = parcel.collected if paid else Money(0)
        cash = HandedOverCash(shipment_id=parcel.shipment_id, arrived=arrived, charge=Money(0))
        await deps.fulfilment.hand_over(difference.source, difference.difference_id, [cash], decision.by)
        if paid:
            return True
    if not paid or parcel.remitted_as != difference.difference_id:
        how: Literal["paid", "written_off"] = "paid" if paid else "written_off"
        await deps.fulfilment.settle_cash(parcel.shipment_id, how, decision.reason, decision.by)
    return True


def _all_handed_over(parcel: CodStanding, difference: Difference) -> bool:
    """Whether no cash of this parcel can be missing."""
    elsewhere = parcel.remitted_as not in ("", difference.difference_id)
    return difference.reason == "missing_at_them" and (elsewhere or not (parcel.collected or parcel.remitted_as))


async def _settle_claim(deps: Deps, difference: Difference, decision: Decision) -> None:
    """What the courier answers for has come to the bank, or the operator bears it after all. Raises NotPossible."""
    kind, source, difference_id = difference.kind, difference.source, difference.difference_id
    async with deps.works() as work:
        now, version = await _held(work, difference)
        ensure(now.status == difference.status, DifferenceOver.of(difference_id, str(now.status)))
        carried = now.carried(await work.settlements.balance(kind, source, now.item_id))
        ensure(carried, NotPossible.nothing_carried(decision.how))
        entry = (
            postings.paid(kind, source, difference_id, carried)
            if decision.how == "paid"
            else postings.written_off(kind, source, difference_id, now.reason, carried)
        )
        await work.journal.post(entry)
        resolved = differences.resolve(now, decision.how, decision.reason, [], decision.by)
        await work.settlements.keep(difference_id, [resolved], version)
        accounted = CashAccounted(vendor_order_id=now.item_id, courier=source, amount=carried, claimed=True)
        await flows.hear(work, now.item_id, accounted)


async def _assign_to_parcel(deps: Deps, difference: Difference, decision: Decision) -> None:
    """The line hands over the cash of that parcel: fulfilment records it, and what was posted of the line is undone."""
    async with deps.works() as work:
        line = await work.settlements.line(difference.line_id)
    names = {line.line_id: _names(line, decision)}
    standing = await ask_standing(deps, difference.source, names[line.line_id])
    (planned,) = couriers.plan([line], names, standing, difference.difference_id)
    ensure(planned.cash, NothingOpen.called(", ".join(names[line.line_id]), difference.source))
    handed = couriers.handed_over([planned])
    await deps.fulfilment.hand_over(difference.source, difference.difference_id, handed, decision.by)
    async with deps.works() as work:
        now, version = await _held(work, difference)
        ensure(now.status == difference.status, DifferenceOver.of(now.difference_id, str(now.status)))
        posted = await work.journal.find("courier_unmatched", line.line_id)
        await work.journal.post(postings.reversed_line(posted, now.difference_id))
        moves = [ItemMove(item_id=line.line_id, amount=line.gross)]
        happened = differences.resolve(now, "assign", decision.reason, moves, decision.by)
        await work.settlements.keep(now.difference_id, [happened], version)
        taken = Taken(now.kind, now.source)
        take_courier_line(taken, planned, last=True)
        await keep(work, taken, f"line-{line.line_id}-{version}")
