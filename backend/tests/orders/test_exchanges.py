"""Exchanges as decisions: what replaces goods that came back, what their parcels mean, and who bears a pick-up."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import ReturnLeg, ReturnParcelMoved, ShipmentStatus
from bdcommerce.contracts.orders import ReturnCode
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders import events
from bdcommerce.orders.domain import announcements, exchanges, returns
from bdcommerce.orders.domain.decisions import Events
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.returned import Return, Which
from bdcommerce.orders.domain.returns import Terms, Wanted
from bdcommerce.orders.errors import NotReturnable, WrongReturnState
from bdcommerce.orders.events import ExchangeDue, ReturnedUnits, StockFreed
from orders.made import COURIER, CUSTOMER, NOON, VENDOR, after
from orders.test_returns import WEEK, A, asked, back, delivered
from support.faces.catalog import offer_terms

TERMS = Terms(
    answer_hours=48, silence_approves=True, escalate_hours=72, send_days=10, pickup_fee=Money(6000),
    pickup_vat_percent=Decimal(15),
)  # fmt: skip
OTHER = events.Swap(line_id="a1", offer_id="off_other", title=Localized("red"), sku="red")


def wanted(
    quantity: int = 1, code: ReturnCode = "damaged", *, wish: events.ReturnWish = "exchange", fetch: bool = False
) -> Wanted:
    units = (ReturnedUnits(line_id="a1", quantity=quantity),)
    swaps = (OTHER,) if wish == "exchange" else ()
    return Wanted(units=units, code=code, reason="", wish=wish, swaps=swaps, fetch=fetch)


def approved(want: Wanted, terms: Terms = TERMS) -> tuple[Order, Which]:
    order, which = asked(delivered(), want, terms=terms)
    return after(order, returns.approve(order, which, "", by=VENDOR, at=NOON)), which


def one(order: Order) -> Return:
    return order.vendor_order(A).returns[-1]


def received(order: Order, which: Which, *, missing: int = 0) -> Order:
    happened = returns.receive(order, which, back(order, which, missing=missing), "", by=VENDOR, at=NOON)
    return after(order, happened)


def due(order: Order, which: Which) -> ExchangeDue:
    return ExchangeDue(
        order_id=order.order_id, vendor_order_id=A, return_id=which.return_id, hold_id=one(order).hold_id,
        replacements=one(order).replacements, place=order.place,
    )  # fmt: skip


def taken(order: Order, which: Which, *, gone: bool = False) -> Events:
    return exchanges.replace_it(order, due(order, which), gone=gone, by=COURIER, at=NOON)


def parcel(order: Order, which: Which, leg: ReturnLeg, status: ShipmentStatus) -> Events:
    moved = ReturnParcelMoved(
        shipment_id="shp_1", return_id=which.return_id, leg=leg, order_id=order.order_id, vendor_order_id=A,
        vendor_id="ven_a", status=status, reason="", at=NOON,
    )  # fmt: skip
    return exchanges.hear_parcel(order, moved, by=COURIER)


def told(order: Order, happened: Events) -> list[object]:
    return announcements.told(after(order, happened), happened)


def test_what_came_back_is_replaced_and_nothing_is_paid_back() -> None:
    order, which = approved(wanted(2))
    happened = returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON)
    assert [type(each) for each in told(order, happened)] == [contract.ReturnMoved]
    order = after(order, happened)
    assert (one(order).status, one(order).open, order.vendor_order(A).shown) == ("exchanging", True, "return_received")
    ((timer, _),) = [each for each in announcements.timers(order, happened, order) if isinstance(each[0], ExchangeDue)]
    assert timer == due(order, which)
    assert one(order).replacements == (events.Replacement(line_id="a1", offer_id="off_other", quantity=2),)

    sent = taken(order, which)
    (parcel_wanted,) = told(order, sent)
    assert isinstance(parcel_wanted, contract.ReturnParcelWanted)
    assert (parcel_wanted.leg, parcel_wanted.weight_grams) == ("replacement", 200)
    order = after(order, sent)
    assert taken(order, which) == []

    arrived = parcel(order, which, "replacement", "delivered")
    assert [type(each) for each in told(order, arrived)] == [contract.ReturnEnded]
    order = after(order, arrived)
    assert (one(order).status, one(order).open, one(order).amount) == ("exchanged", False, Money(0))
    assert parcel(order, which, "replacement", "delivered")[1:] == []


def test_units_that_were_all_replaced_make_the_vendor_order_an_exchanged_one() -> None:
    order, which = approved(wanted(2))
    order = received(order, which)
    order = after(order, taken(order, which))
    order = after(order, parcel(order, which, "replacement", "delivered"))
    assert order.vendor_order(A).shown == "delivered"
    rest = Wanted(units=(ReturnedUnits(line_id="a2", quantity=1),), code="damaged", reason="", wish="exchange")
    order, which = asked(order, rest)
    order = after(order, returns.approve(order, which, "", by=VENDOR, at=NOON))
    order = received(order, which)
    order = after(order, taken(order, which))
    order = after(order, parcel(order, which, "replacement", "delivered"))
    assert order.vendor_order(A).shown == "exchanged"
    with pytest.raises(NotReturnable):
        asked(order, wanted(1))


def test_what_did_not_come_back_is_not_replaced() -> None:
    order, which = approved(wanted(2))
    order = received(order, which, missing=1)
    assert [each.quantity for each in one(order).replacements] == [1]


@pytest.mark.parametrize("status, restocked", [("returned", True), ("cancelled", True), ("lost", False)])
def test_a_replacement_that_does_not_arrive_is_paid_back_instead(status: ShipmentStatus, *, restocked: bool) -> None:
    order, which = approved(wanted(2))
    order = received(order, which)
    order = after(order, taken(order, which))
    happened = parcel(order, which, "replacement", status)
    kinds = [type(each) for each in told(order, happened)]
    assert kinds == [contract.ReturnAccepted, contract.ReturnEnded]
    freed = [
        each for each, _ in announcements.timers(after(order, happened), happened, order)
        if isinstance(each, StockFreed)
    ]  # fmt: skip
    assert [(each.hold_id, each.lines[0].offer_id) for each in freed] == (
        [(one(order).hold_id, "off_other")] if restocked else []
    )
    order = after(order, happened)
    assert (one(order).status, one(order).amount) == ("received", Money(250000))


def test_where_there_is_no_stock_the_customer_is_paid_back() -> None:
    order, which = approved(wanted(1))
    order = received(order, which)
    happened = taken(order, which, gone=True)
    assert [type(each) for each in told(order, happened)] == [contract.ReturnAccepted, contract.ReturnEnded]
    order = after(order, happened)
    assert (one(order).wish, one(order).amount) == ("refund", Money(125000))


def test_who_prefers_the_money_says_so_until_the_goods_were_looked_at() -> None:
    order, which = approved(wanted(1))
    order = after(order, exchanges.prefer_refund(order, which, by=CUSTOMER, at=NOON))
    assert exchanges.prefer_refund(order, which, by=CUSTOMER, at=NOON) == []
    assert one(received(order, which)).amount == Money(125000)
    order, which = approved(wanted(1))
    order = received(order, which)
    with pytest.raises(WrongReturnState):
        exchanges.prefer_refund(order, which, by=CUSTOMER, at=NOON)


def test_an_exchange_keeps_the_vendor_order_from_its_end_until_it_is_done() -> None:
    order, which = approved(wanted(1))
    order = received(order, which)
    order = after(order, taken(order, which))
    late = ReturnParcelMoved(
        shipment_id="shp_1", return_id=which.return_id, leg="replacement", order_id=order.order_id, vendor_order_id=A,
        vendor_id="ven_a", status="delivered", reason="", at=NOON + 2 * WEEK,
    )  # fmt: skip
    done = exchanges.hear_parcel(order, late, by=COURIER)
    assert [type(each) for each in told(order, done)] == [contract.ReturnEnded, contract.VendorOrderCompleted]


def test_another_variant_is_the_same_product_of_the_same_vendor_at_the_same_price() -> None:
    bought = offer_terms(price=Money(1000))
    same = replace(bought, offer_id="off_2", price=Money(1000))
    assert exchanges.swap("a1", bought, same).offer_id == "off_2"
    for other in (
        replace(same, price=Money(1001)),
        replace(same, product_id="prd_x"),
        replace(same, vendor_id="ven_x"),
        replace(same, vat_rule="vat.books"),
        replace(same, sellable=False),
    ):
        with pytest.raises(Invalid):
            exchanges.swap("a1", bought, other)


def test_a_pick_up_is_asked_for_once_the_return_is_approved_and_moves_it() -> None:
    order, which = asked(delivered(), wanted(1, fetch=True), terms=TERMS)
    approving = returns.approve(order, which, "", by=VENDOR, at=NOON)
    moved, fetch = told(order, approving)
    assert isinstance(moved, contract.ReturnMoved)
    assert isinstance(fetch, contract.ReturnParcelWanted)
    assert (fetch.leg, fetch.weight_grams) == ("pickup", 100)
    order = after(order, approving)
    for status, then in (("booked", "approved"), ("picked_up", "picked_up"), ("delivered", "arrived")):
        order = after(order, parcel(order, which, "pickup", status))  # type: ignore[arg-type]
        assert one(order).status == then
    with pytest.raises(WrongReturnState):
        returns.withdraw(order, which, by=CUSTOMER, at=NOON)
    never_sent = events.ReturnDue(order_id=order.order_id, vendor_order_id=A, return_id=which.return_id, wait="goods")
    assert returns.miss(order, never_sent, COURIER, NOON + timedelta(days=20)) == []
    assert one(received(order, which)).status == "exchanging"


def test_where_nobody_fetches_the_goods_are_sent_and_nobody_bears_a_fee() -> None:
    order, which = approved(wanted(1, "changed_mind", wish="refund", fetch=True))
    order = after(order, parcel(order, which, "pickup", "cancelled"))
    assert (one(order).status, one(order).fetch) == ("approved", False)
    assert one(received(order, which)).amount == Money(125000)


@pytest.mark.parametrize(
    "code, amount, fee, charged",
    [("changed_mind", 119000, 6000, []), ("damaged", 125000, 0, [(6000, 783)])],
)
def test_a_change_of_mind_bears_its_pick_up_and_a_fault_is_its_vendors(
    code: ReturnCode, amount: int, fee: int, charged: list[tuple[int, int]]
) -> None:
    order, which = approved(wanted(1, code, wish="refund", fetch=True))
    order = after(order, parcel(order, which, "pickup", "picked_up"))
    happened = returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON)
    said = told(order, happened)
    (accepted,) = [each for each in said if isinstance(each, contract.ReturnAccepted)]
    assert (accepted.amount, accepted.pickup_fee) == (Money(amount), Money(fee))
    assert accepted.pickup_fee_vat == Money(783 if fee else 0)
    bills = [each for each in said if isinstance(each, contract.ReturnPickupCharged)]
    assert [(each.fee.amount, each.fee_vat.amount) for each in bills] == charged


def test_by_the_rule_book_the_operator_may_bear_either() -> None:
    terms = replace(TERMS, customer_pays_pickup=False, vendor_pays_pickup=False)
    assert (terms.payer("changed_mind"), terms.payer("damaged")) == ("", "")


def test_goods_that_our_courier_loses_on_their_way_back_are_paid_back() -> None:
    order, which = approved(wanted(2, fetch=True))
    order = after(order, parcel(order, which, "pickup", "picked_up"))
    happened = parcel(order, which, "pickup", "lost")
    assert contract.ReturnAccepted in [type(each) for each in told(order, happened)]
    assert one(after(order, happened)).amount == Money(250000)
