"""What couriers say they hand over goes by way of fulfilment, which keeps their cash; the rest is posted here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderTerms
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.jobs import close_settlements
from payments.settling import Settling, outcomes, parcel
from support.faces.fulfilment import FakeFulfilment
from support.harness import Harness
from support.money import Books, anna, claimed, delivered, settled
from support.purchases import Bought, confirmed, vendor_order


@pytest.fixture
def settling(payments: Harness) -> Settling:
    return Settling(payments)


def delivered_by(courier: str, order: OrderConfirmed, terms: VendorOrderTerms) -> ShipmentDelivered:
    return replace(delivered(order, terms), courier=courier)


class Road:
    """Parcels that were delivered, as payments and fulfilment know them."""

    def __init__(self, books: Books, fulfilment: FakeFulfilment) -> None:
        self.books, self.fulfilment = books, fulfilment

    async def deliver(self, consignment: str, *, cash: bool = True) -> str:
        """A parcel of 1,000 taka; its vendor order."""
        terms = vendor_order(Bought(unit_price=100000), delivery=0)
        order = confirmed(terms)
        await self.books.hear(order)
        shipment_id = f"shp_{terms.vendor_order_id}"
        self.fulfilment.collect(consignment, shipment_id, terms.vendor_order_id, Money(100000) if cash else None)
        if cash:
            await self.books.hear(delivered_by("pathao", order, terms))
        return terms.vendor_order_id

    async def told(self) -> None:
        """Fulfilment tells what it has recorded."""
        for reference in self.fulfilment.handed:
            await self.books.hear(self.fulfilment.told(reference, "pathao"))


@pytest.fixture
def road(books: Books, fulfilment: FakeFulfilment) -> Road:
    return Road(books, fulfilment)


async def test_what_a_courier_remits_is_handed_over_in_fulfilment_and_posted_once(
    settling: Settling, road: Road, books: Books
) -> None:
    for consignment in ("DP1", "DP2"):
        await road.deliver(consignment)
    statement = await settling.statement(
        parcel("DP1", 1000, 70), parcel("DP2", 1000, 80), kind="courier", source="pathao"
    )
    assert outcomes(statement) == {"settled": 2}
    assert len(road.fulfilment.handed) == 1
    await road.told()
    balances = await books.balances()
    assert balances["asset:bank:main"] == -185000 == -statement["net"]["amount"]
    assert (balances["expense:courier"], balances["asset:courier:pathao"]) == (-15000, 0)
    again = await settling.statement(parcel("DP2", 1000, 80), parcel("DP1", 1000, 70), kind="courier", source="pathao")
    assert (again["lines"], again["known"]) == (0, 2)
    assert await settling.differences() == []


async def test_short_cash_waits_for_somebody_and_may_be_written_off(
    settling: Settling, road: Road, books: Books, fulfilment: FakeFulfilment
) -> None:
    vendor_order_id = await road.deliver("DP1")
    await settling.statement(parcel("DP1", 1000, 70, paid=830), kind="courier", source="pathao")
    await road.told()
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("short_cod", 10000)
    assert difference["item_id"] == vendor_order_id
    assert (await books.balances())["asset:courier:pathao"] == -10000
    reply = await settling.resolve(difference["difference_id"], "write_off")
    assert reply.json()["difference"]["status"] == "resolved"
    assert fulfilment.settled == {f"shp_{vendor_order_id}": "written_off"}


async def test_short_cash_that_is_settled_in_fulfilment_ends_the_difference(
    settling: Settling, road: Road, books: Books
) -> None:
    terms = vendor_order(Bought(unit_price=100000), delivery=0)
    order = confirmed(terms)
    road.fulfilment.collect("DP9", f"shp_{terms.vendor_order_id}", terms.vendor_order_id, Money(100000))
    await books.hear(order, delivered_by("pathao", order, terms))
    await settling.statement(parcel("DP9", 1000, 70, paid=830), kind="courier", source="pathao")
    await road.told()
    (difference,) = await settling.differences()
    assert (await settling.resolve(difference["difference_id"], "claim")).json()["difference"]["status"] == "claimed"
    await books.hear(replace(settled(terms, 10000), courier="pathao"))
    assert await settling.differences() == []
    assert (await books.balances())["asset:courier:pathao"] == 0


@pytest.mark.parametrize("cash", [True, False])
async def test_what_a_courier_pays_for_a_claim_reaches_the_bank(
    settling: Settling, road: Road, books: Books, cash: bool
) -> None:
    terms = vendor_order(Bought(unit_price=100000), delivery=0)
    order, amount = confirmed(terms), Money(100000) if cash else None
    road.fulfilment.collect("DP1", f"shp_{terms.vendor_order_id}", terms.vendor_order_id, amount)
    await books.hear(order, *([delivered_by("pathao", order, terms)] if cash else []))
    if cash:
        await settling.statement(parcel("DP1", 1000, 70), kind="courier", source="pathao")
        await road.told()
    await books.hear(replace(claimed(terms, 60000), courier="pathao"))
    with clock.frozen(clock.now() + timedelta(days=30)):
        await close_settlements(settling.payments.deps)
        (difference,) = await settling.differences()
        assert (difference["reason"], difference["amount"]["amount"]) == ("missing_at_them", 60000)
        before = (await books.balances())["asset:bank:main"] if cash else 0
        paid = await settling.resolve(difference["difference_id"], "paid")
        assert paid.json()["difference"]["status"] == "resolved", paid.text
        balances = await books.balances()
    assert (balances["asset:courier:pathao"], balances["asset:bank:main"]) == (0, before - 60000)
    escrow = await settling.payments.get(f"/admin/escrows/{terms.vendor_order_id}", as_=anna())
    assert escrow.json()["accounted"]["amount"] == (100000 if cash else 0)


async def test_more_than_was_collected_is_named(settling: Settling, road: Road, books: Books) -> None:
    await road.deliver("DP1")
    statement = await settling.statement(parcel("DP1", 1050, 70), kind="courier", source="pathao")
    assert outcomes(statement) == {"amount": 1}
    await road.told()
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["amount"]["amount"]) == ("amount", -5000)
    balances = await books.balances()
    assert balances["asset:bank:main"] == -statement["net"]["amount"]
    assert balances["asset:courier:pathao"] == 5000
    assert (await settling.resolve(difference["difference_id"], "write_off")).status_code == 200
    assert (await books.balances())["asset:courier:pathao"] == 0


async def test_a_charge_for_a_prepaid_parcel_is_taken_from_the_cash_of_others(
    settling: Settling, road: Road, books: Books
) -> None:
    await road.deliver("DP1")
    await road.deliver("DP2", cash=False)
    statement = await settling.statement(
        parcel("DP1", 1000, 70), parcel("DP2", 0, 60), parcel("DP3", 0, 50), kind="courier", source="pathao"
    )
    assert outcomes(statement) == {"charged": 2, "settled": 1}
    await road.told()
    balances = await books.balances()
    assert balances["asset:bank:main"] == -82000 == -statement["net"]["amount"]
    assert (balances["expense:courier"], balances["asset:courier:pathao"]) == (-18000, 0)
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["reference"]) == ("fee", "DP3")


async def test_cash_of_a_parcel_that_we_do_not_know_delivered_is_assigned_once_it_is(
    settling: Settling, road: Road, books: Books
) -> None:
    await road.deliver("DP1", cash=False)
    statement = await settling.statement(
        parcel("DP1", 1000, 70), parcel("LOST", 300, 30), kind="courier", source="pathao"
    )
    assert outcomes(statement) == {"missing_at_us": 1, "unknown": 1}
    assert (await books.balances())["asset:courier:pathao"] == 130000
    first, second = await settling.differences()
    early = await settling.resolve(first["difference_id"], "assign")
    assert (early.status_code, early.json()["code"]) == (404, "nothing_open")
    await road.deliver("DP1")
    assert (await settling.resolve(first["difference_id"], "assign")).status_code == 200
    await road.told()
    balances = await books.balances()
    assert balances["asset:courier:pathao"] == 30000
    assert balances["asset:bank:main"] == -statement["net"]["amount"]
    assert second["reason"] == "unknown_reference"


async def test_a_parcel_twice_is_handed_over_once(settling: Settling, road: Road, books: Books) -> None:
    await road.deliver("DP1")
    statement = await settling.statement(
        parcel("DP1", 1000, 70), parcel("DP1", 1000, 70), kind="courier", source="pathao"
    )
    assert outcomes(statement) == {"duplicate": 1, "settled": 1}
    await road.told()
    assert (await books.balances())["asset:courier:pathao"] == 0


async def test_a_parcel_without_a_known_reference_is_found_by_amount_and_day(
    settling: Settling, road: Road, books: Books
) -> None:
    await road.deliver("DP1")
    statement = await settling.statement(parcel("", 1000, 70), kind="courier", source="pathao")
    assert outcomes(statement) == {"settled": 1}
    await road.told()
    assert (await books.balances())["asset:courier:pathao"] == 0


@pytest.mark.parametrize("how, ends, charged", [("write_off", "written_off", 0), ("paid", "", 100000)])
async def test_cash_that_no_statement_speaks_of_is_settled_by_way_of_fulfilment(
    *, settling: Settling, road: Road, books: Books, how: str, ends: str, charged: int
) -> None:
    with clock.frozen(datetime(2026, 11, 1, 6, tzinfo=UTC)):
        vendor_order_id = await road.deliver("DP1")
    await close_settlements(settling.payments.deps)
    (difference,) = await settling.differences()
    assert (difference["reason"], difference["item_id"]) == ("missing_at_them", vendor_order_id)
    reply = await settling.resolve(difference["difference_id"], how)
    if how == "write_off":
        assert reply.json()["difference"]["status"] == "proposed"
        reply = await settling.second(difference["difference_id"])
    assert reply.json()["difference"]["status"] == "resolved"
    assert road.fulfilment.settled == ({f"shp_{vendor_order_id}": ends} if ends else {})
    await road.told()
    assert (await books.balances()).get("asset:bank:main", 0) == -charged
