"""What is known of whoever orders, read alike from PostgreSQL and from its twin in memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bdcommerce.kernel.work import Works
from bdcommerce.orders import events
from bdcommerce.orders.adapters.memory import MemoryWorks
from bdcommerce.orders.bootstrap import SERVICE
from bdcommerce.orders.domain.carts import Cart, CartLine
from bdcommerce.orders.domain.returned import Which
from bdcommerce.orders.domain.returns import Wanted
from bdcommerce.orders.domain.risk.listings import Listing, Verdict
from bdcommerce.orders.events import Confirmed, InspectedUnits, ReturnedUnits, ShipmentNews
from bdcommerce.orders.handlers import orders, returns
from bdcommerce.orders.ports import RiskBook, Standing, Work
from orders.made import COURIER, NOON, STAFF, item, placed, priced
from orders.test_returns import TERMS
from support.harness import service_harness

SINCE, LATER = NOON - timedelta(days=1), NOON + timedelta(hours=1)


class Shelf:
    """A book, and the orders that it is about."""

    def __init__(self, works: Works[Work], book: RiskBook) -> None:
        self.works, self.book, self.placed = works, book, 0

    async def order(self, *news: tuple[ShipmentNews, str], phones: tuple[str, ...] = ("anna",)) -> None:
        """An order of these phones whose parcel fared so."""
        self.placed += 1
        order_id, cart = f"ord_{self.placed}", Cart(cart_id=f"crt_{self.placed}", customer_id="usr_1")
        line = CartLine(line_id="cln_1", offer_id="off_1", quantity=1, price_seen=item("a1", "ven_a", 100).unit_price)
        async with self.works() as work:
            await work.carts.add(cart)
            filled = replace(cart.with_units(line, 99), version=1)
            await work.carts.save(filled)
            await work.carts.close(replace(filled.checked_out(order_id), version=2))
            await work.purchases.claim(cart.cart_id, order_id, "sealed", phones)
            await work.risk.trace(order_id, ["device", "address"], NOON)
            parts = priced([item("a1", "ven_a", 100)]).vendor_orders
            (part,) = (replace(each, vendor_order_id=f"vor_{self.placed}") for each in parts)
            number = f"BD-261122-{self.placed:06d}"
            beginning = replace(
                placed(priced([item("a1", "ven_a", 100)])), order_id=order_id, cart_id=cart.cart_id, number=number,
                customer_id="usr_1", vendor_orders=(part,),
            )  # fmt: skip
            await orders.place(work, beginning)
        async with self.works() as work:
            order = await orders.load(work, order_id)
            moved = [
                events.ShipmentMovedOn(
                    order_id=order_id, vendor_order_id=part.vendor_order_id, shipment_id="shp_1", news=each, reason="",
                    by=COURIER, at=NOON, cause=cause,
                )
                for each, cause in news
            ]  # fmt: skip
            await orders.record(work, order, [Confirmed(order_id=order_id, by=COURIER, at=NOON), *moved])

    async def standing(self, *phones: str, customer_id: str = "") -> Standing:
        return await self.book.standing(phones, customer_id, device="device", address="address", since=SINCE, now=LATER)


@pytest.fixture(params=["memory", "postgres"])
async def shelf(request: pytest.FixtureRequest, postgres_url: str) -> AsyncIterator[Shelf]:
    if request.param == "memory":
        works = MemoryWorks()
        yield Shelf(works, works.risk_book)
        return
    async with service_harness(postgres_url, SERVICE) as service:
        yield Shelf(service.deps.works, service.deps.risk)


GONE: tuple[tuple[ShipmentNews, str], ...] = (("attempt_failed", "nobody_home"), ("returning", ""))


async def test_parcels_are_counted_by_how_they_ended(shelf: Shelf) -> None:
    await shelf.order(("picked_up", ""), ("delivered", ""))
    await shelf.order(*GONE, ("returned", ""))
    await shelf.order(*GONE, ("delivered", ""))
    await shelf.order(("attempt_failed", "refused"), ("returned", ""), phones=("anna", "bela"))
    await shelf.order(("returned", ""))
    await shelf.order(("picked_up", ""))
    seen = await shelf.standing("anna")
    assert (seen.delivered, seen.refused, seen.absent, seen.returned) == (2, 1, 1, 1)
    assert (seen.known, seen.from_phone, seen.from_device, seen.to_address) == (True, 6, 6, 6)
    assert (await shelf.standing("bela")).refused == 1
    assert (await shelf.standing("nobody")).known is False
    assert (await shelf.standing("nobody", customer_id="usr_1")).from_phone == 6
    long_ago = await shelf.book.standing(
        ("anna",), "", device="", address="", since=LATER, now=NOON + timedelta(days=2)
    )
    assert long_ago == Standing(known=True)


async def test_a_parcel_that_was_given_back_whole_for_no_fault_counts_against_its_phone(shelf: Shelf) -> None:
    for code in ("changed_mind", "damaged"):
        await shelf.order(("picked_up", ""), ("delivered", ""))
        order_id, part_id = f"ord_{shelf.placed}", f"vor_{shelf.placed}"
        async with shelf.works() as work:
            order = await orders.load(work, order_id)
            wanted = Wanted(units=(ReturnedUnits(line_id="a1", quantity=1),), code=code, reason="")
            await returns.ask(work, order, part_id, wanted, TERMS, by=STAFF)
        async with shelf.works() as work:
            order = await orders.load(work, order_id)
            which = Which(part_id, order.vendor_order(part_id).returns[0].id)
            found = [InspectedUnits(line_id="a1", as_described=1, damaged=0, missing=0)]
            await returns.receive(work, order, which, found, "", by=STAFF)
    seen = await shelf.standing("anna")
    assert (seen.delivered, seen.given_back) == (1, 1)


@pytest.mark.parametrize("verdicts, seen", [(["allowed"], "allowed"), (["allowed", "blocked"], "blocked"), ([], "")])
async def test_a_blocked_phone_outweighs_an_allowed_one(shelf: Shelf, verdicts: list[Verdict], seen: str) -> None:
    async with shelf.works() as work:
        for each in verdicts:
            listing = Listing(
                listing_id=f"lph_{each}", blind=each, sealed="sealed", verdict=each, reason="because",
                listed_by="usr_1", at=NOON, expires_at=NOON + timedelta(days=1),
            )  # fmt: skip
            await work.risk.list_phone(listing)
    assert (await shelf.standing("blocked", "allowed")).listed == seen
    late = await shelf.book.standing(
        ("blocked", "allowed"), "", device="", address="", since=SINCE, now=NOON + timedelta(days=1)
    )
    assert late.listed == ""
