"""Clocks follow what is heard of vendor orders, of payouts, and of time.

Locks are taken in one order: sales, then the vendor as a payee, then clocks. So two events never wait for each other
in a circle, and what one of them does not see yet the other one sees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bdcommerce.compliance.domain import clocks, deadlines, sales
from bdcommerce.compliance.domain.clocks import Clock, Wanted
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.events import ClocksDue
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.orders import OrderConfirmed
from bdcommerce.contracts.payments import PayoutPaid
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.address import Place

Change = Callable[[Sale], Sale]


async def confirm(
    work: Work, book: Book, event: OrderConfirmed, proof: Evidence, dispatch: Mapping[str, Place]
) -> list[Sale]:
    """An order binds: hand-over and delivery begin for every vendor's part. `dispatch`: where vendors send from."""
    changes: dict[str, Change] = {}
    for terms in event.vendor_orders:
        near = _same_city(dispatch[terms.vendor_id], event.place)
        changes[terms.vendor_order_id] = partial(sales.confirm, event=event, proof=proof, same_city=near)
    blanks = [
        Sale(vendor_order_id=terms.vendor_order_id, order_id=event.order_id, vendor_id=terms.vendor_id)
        for terms in event.vendor_orders
    ]
    return await _learn(work, book, blanks, changes)


async def hear(work: Work, book: Book, event: Any, proof: Evidence) -> list[Sale]:
    """Something happened to a vendor order. What is left of it after that, with all its clocks."""
    terms = getattr(event, "terms", event)
    vendor_id = getattr(terms, "vendor_id", "")  # a refund does not say it
    blank = Sale(vendor_order_id=terms.vendor_order_id, order_id=event.order_id, vendor_id=vendor_id)
    return await _learn(work, book, [blank], {blank.vendor_order_id: partial(_heard, event=event, proof=proof)})


async def hear_payout(work: Work, event: PayoutPaid, proof: Evidence) -> None:
    """Money has reached a vendor: the clocks of all that it covers stop."""
    until = event.released_until or event.at
    await work.payouts.lock(event.vendor_id)
    await work.payouts.add(event.vendor_id, proof, until)
    before = await work.clocks.lock_unpaid(event.vendor_id, until)
    await _settle(work, before, [replace(unpaid, stopped=proof) for unpaid in before])


async def look(work: Work, due: ClocksDue) -> None:
    """Time has passed."""
    before = await work.clocks.lock(due.clock_ids)
    await _settle(work, before, before)


async def run(work: Work, wanted: Sequence[Wanted]) -> None:
    """Let clocks be as the facts want them now."""
    before = await work.clocks.lock_of([(each.kind, each.subject_id) for each in wanted])
    known = {(each.kind, each.subject_id): each for each in before}
    after = [
        clocks.follow(known.get((each.kind, each.subject_id)), each, clock_id=ids.new_id("clk")) for each in wanted
    ]
    await _settle(work, before, after)


async def _learn(work: Work, book: Book, blanks: Sequence[Sale], changes: Mapping[str, Change]) -> list[Sale]:
    known = await work.sales.lock(blanks)
    after = [changes[sale.vendor_order_id](sale) for sale in known]
    changed = [new for old, new in zip(known, after, strict=True) if new != old]
    if changed:
        await work.sales.save(changed)
        await run(work, [wanted for sale in changed for wanted in await _wanted(work, book, sale)])
    return after


async def _wanted(work: Work, book: Book, sale: Sale) -> list[Wanted]:
    released = sale.facts.released
    if released is None:
        return deadlines.wanted(sale, book)
    await work.payouts.lock(sale.vendor_id)
    return deadlines.wanted(sale, book, await work.payouts.covering(sale.vendor_id, released.at))


async def _settle(work: Work, before: Sequence[Clock], after: Sequence[Clock]) -> None:
    judged, told = [], list[clocks.Told]()
    for each in after:
        now_is, says = clocks.judge(each, clock.now())
        judged.append(now_is)
        told += says
    old = {each.id: each for each in before}
    await work.clocks.save([each for each in judged if each != old.get(each.id)])
    await work.log.tell(*told)
    for at, clock_ids in clocks.wakes(before, judged).items():
        await work.log.later(ClocksDue(clock_ids=clock_ids), due=at)


def _heard(sale: Sale, event: Any, proof: Evidence) -> Sale:
    return replace(sale, facts=sales.hear(sale.facts, event, proof))


def _same_city(one: Place, other: Place) -> bool:
    return one.city_key != "" and one.city_key == other.city_key
