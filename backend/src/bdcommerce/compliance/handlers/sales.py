"""What is heard of vendor orders: facts add up, clocks follow them, and what they make due is put in hand.

Locks are taken in one order: sales, then the vendor as a payee, then clocks. So two events never wait for each other
in a circle, and what one of them does not see yet the other one sees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bdcommerce.compliance.domain import deadlines, sales
from bdcommerce.compliance.domain.clocks import Wanted
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.handlers import clocks, commissions, notes
from bdcommerce.compliance.handlers.invoices import prepare
from bdcommerce.compliance.ports import Work
from bdcommerce.contracts.orders import OrderConfirmed
from bdcommerce.kernel.address import Place

Change = Callable[[Sale], Sale]


async def confirm(
    work: Work, book: Book, event: OrderConfirmed, proof: Evidence, dispatch: Mapping[str, Place]
) -> None:
    """An order binds: hand-over and delivery begin for every vendor's part. `dispatch`: where vendors send from.

    Nearly always this is the first that is heard of a vendor order: then one statement keeps it.
    """
    changes: dict[str, Change] = {}
    for terms in event.vendor_orders:
        near = _same_city(dispatch[terms.vendor_id], event.place)
        changes[terms.vendor_order_id] = partial(sales.confirm, event=event, proof=proof, same_city=near)
    blanks = [
        Sale(vendor_order_id=terms.vendor_order_id, order_id=event.order_id, vendor_id=terms.vendor_id)
        for terms in event.vendor_orders
    ]
    fresh = [(blank, changes[blank.vendor_order_id](blank)) for blank in blanks]
    begun = await work.sales.begin([new for _, new in fresh])
    await _follow(work, book, [each for each in fresh if each[1].vendor_order_id in begun], fresh=True)
    await _learn(work, book, [blank for blank in blanks if blank.vendor_order_id not in begun], changes)


async def hear(work: Work, book: Book, event: Any, proof: Evidence) -> None:
    """Something happened to a vendor order."""
    terms = getattr(event, "terms", event)
    vendor_id = getattr(terms, "vendor_id", "")  # a refund does not say it
    blank = Sale(vendor_order_id=terms.vendor_order_id, order_id=event.order_id, vendor_id=vendor_id)
    await _learn(work, book, [blank], {blank.vendor_order_id: partial(_heard, event=event, proof=proof)})


async def _learn(work: Work, book: Book, known: Sequence[Sale], changes: Mapping[str, Change]) -> None:
    older = await work.sales.lock(known) if known else []
    changed = [(old, new) for old in older if (new := changes[old.vendor_order_id](old)) != old]
    await work.sales.save([new for _, new in changed])
    await _follow(work, book, changed, fresh=False)


async def _follow(work: Work, book: Book, changed: Sequence[tuple[Sale, Sale]], *, fresh: bool) -> None:
    if changed:
        wanted = [each for _, new in changed for each in await _wanted(work, book, new)]
        await clocks.run(work, wanted, fresh=fresh)
    for old, new in changed:
        await prepare(work, old, new)
        await notes.prepare(work, old, new)
        await commissions.owe(work, old, new)


async def _wanted(work: Work, book: Book, sale: Sale) -> list[Wanted]:
    released = sale.facts.released
    if released is None:
        return deadlines.wanted(sale, book)
    await work.payouts.lock(sale.vendor_id)
    return deadlines.wanted(sale, book, await work.payouts.covering(sale.vendor_id, released.at))


def _heard(sale: Sale, event: Any, proof: Evidence) -> Sale:
    return replace(sale, facts=sales.hear(sale.facts, event, proof))


def _same_city(one: Place, other: Place) -> bool:
    return one.city_key != "" and one.city_key == other.city_key
