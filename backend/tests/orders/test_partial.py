"""Parcels of which customers keep a part: what is bought then, what goes to stock, what others hear."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import GoodsCameBack
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.domain import announcements, decisions, partial, returns
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.errors import NotReturnable, WrongState
from bdcommerce.orders.events import KeptUnits
from orders.made import COURIER, CUSTOMER, NOON, VENDOR, after
from orders.market import Market
from orders.test_orders_api import act, delivered, part_of
from orders.test_returns import TERMS, A, wanted
from orders.test_returns import delivered as arrived
from support import tokens


def partly() -> Order:
    """Two of a1 at 1,250.00 and one of a2 at 500.00; the customer has paid for some of it."""
    kept = events.PartlyDelivered(
        order_id="ord_1", vendor_order_id=A, shipment_id="shp_1", collected=Money(131000), by=COURIER, at=NOON
    )
    return after(arrived(), [kept])


def kept(a1: int, a2: int, damaged: int = 0) -> list[KeptUnits]:
    return [KeptUnits(line_id="a1", kept=a1, damaged=damaged), KeptUnits(line_id="a2", kept=a2, damaged=0)]


def test_what_was_kept_is_what_was_bought() -> None:
    order = partly()
    happened = partial.record_kept(order, A, kept(1, 0), "", by=VENDOR, at=NOON)
    became = after(order, happened)
    assert became.vendor_order(A).owed == Money(131000)
    assert became.vendor_order(A).cancelled_lines == ("a2",)
    (told,) = announcements.told(became, happened)
    assert isinstance(told, contract.VendorOrderAmended)
    assert [(line.line_id, line.quantity) for line in told.terms.lines] == [("a1", 1)]
    assert (told.terms.goods, told.terms.commission, told.cancelled_lines) == (Money(125000), Money(12500), ["a2"])
    (stock,) = [each for each, _ in announcements.timers(became, happened, order)]
    assert isinstance(stock, events.StockFreed)
    assert [(line.offer_id, line.quantity) for line in stock.lines] == [("off_a1", 1), ("off_a2", 1)]


def test_what_nobody_can_sell_any_more_stays_out_of_stock() -> None:
    order = partly()
    happened = partial.record_kept(order, A, kept(1, 1, damaged=1), "", by=VENDOR, at=NOON)
    assert announcements.timers(after(order, happened), happened, order) == []


def test_every_line_is_told_of_once_and_something_was_kept() -> None:
    order = partly()
    wrong = (kept(0, 0), kept(3, 0), kept(2, 0, damaged=1), kept(1, 0)[:1], kept(1, 0) * 2)
    for units in wrong:
        with pytest.raises(Invalid):
            partial.record_kept(order, A, units, "", by=VENDOR, at=NOON)
    known = after(order, partial.record_kept(order, A, kept(1, 0), "", by=VENDOR, at=NOON))
    with pytest.raises(WrongState):
        partial.record_kept(known, A, kept(1, 0), "", by=VENDOR, at=NOON)


def test_until_it_is_known_nothing_is_returned_and_nothing_completed() -> None:
    order, over = partly(), NOON + timedelta(days=7)
    with pytest.raises(NotReturnable):
        returns.ask(order, A, wanted(("a1", 1)), TERMS, by=CUSTOMER, at=NOON)
    with pytest.raises(WrongState):
        decisions.accept_goods(order, A, CUSTOMER, NOON)
    assert decisions.end_return_window(order, A, COURIER, over) == []
    late = after(order, partial.record_kept(order, A, kept(1, 1), "", by=VENDOR, at=over))
    assert late.vendor_order(A).status == "completed"


def test_a_kept_unit_can_be_returned_afterwards_and_no_other() -> None:
    order = partly()
    order = after(order, partial.record_kept(order, A, kept(1, 0), "", by=VENDOR, at=NOON))
    returns.ask(order, A, wanted(("a1", 1)), TERMS, by=CUSTOMER, at=NOON)
    for units in (("a1", 2), ("a2", 1)):
        with pytest.raises(Invalid):
            returns.ask(order, A, wanted(units), TERMS, by=CUSTOMER, at=NOON)


async def test_a_parcel_kept_in_part_from_the_door_to_what_was_bought(market: Market) -> None:
    order = await market.buy(("panjabi", 2))
    await act(market, "a", part_of(order), "accept", "pack", "dispatch")
    stock = market.inventory.on_hand[market.offers["panjabi"]]
    came = delivered(order)
    await market.service.publish(replace(came, partial=True, collected=Money(131000), proof="courier"))
    vendors = f"/vendor/orders/{part_of(order)}"
    seen = (await market.service.get(vendors, as_=market.staff_of("a"))).json()
    assert (seen["status"], seen["partly_delivered"]) == ("delivered", True)
    await market.service.publish(
        GoodsCameBack(
            shipment_id="shp_1", order_id=order["id"], vendor_order_id=part_of(order), vendor_id=came.vendor_id,
            courier="pathao", reason="customer kept one", at=clock.now(),
        )
    )  # fmt: skip
    line = {"line_id": order["vendor_orders"][0]["lines"][0]["id"], "kept": 1}
    body = {"lines": [line], "note": "one was kept"}
    other = await market.service.post(f"{vendors}/kept", body, as_=market.staff_of("b"))
    assert other.status_code == 404
    said = await market.service.post(f"{vendors}/kept", body, as_=market.staff_of("a"))
    assert said.status_code == 200, said.text
    assert (said.json()["goods"]["amount"], said.json()["partly_delivered"]) == (125000, False)
    await market.service.settle()
    assert market.inventory.on_hand[market.offers["panjabi"]] == stock + 1
    (told,) = await market.service.told(contract.VendorOrderAmended)
    assert (told.terms.total, told.reason) == (Money(131000), "one was kept")
    staff = tokens.staff("orders.read", "orders.manage")
    again = {"vendor_order_id": part_of(order), **body}
    refused = await market.service.post(f"/admin/orders/{order['id']}/kept", again, as_=staff)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    kinds = [
        each["kind"]
        for each in (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    ]
    assert kinds[-3:] == ["partly_delivered", "rest_came_back", "part_kept"]
