"""Returns as decisions: who may ask for what until when, what is paid back, and what others hear of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.orders import ReturnCode
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import Conflict, Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders import events
from bdcommerce.orders.domain import announcements, decisions, returns
from bdcommerce.orders.domain.order import Order, fold
from bdcommerce.orders.domain.return_reasons import RETURN_LABELS, RETURN_REASONS
from bdcommerce.orders.domain.returned import Which
from bdcommerce.orders.domain.returns import Terms, Wanted
from bdcommerce.orders.errors import NotReturnable, UnknownReturn, WrongReturnState
from bdcommerce.orders.events import InspectedUnits, ReturnedUnits, ShipmentMovedOn
from orders.made import (
    COURIER,
    CUSTOMER,
    NOON,
    STAFF,
    VENDOR,
    after,
    amount_off,
    confirmed_order,
    evaluated,
    item,
    percent_off,
    placed,
    priced,
)

A, B = "vor_ven_a", "vor_ven_b"
TERMS = Terms(answer_hours=48, silence_approves=True, escalate_hours=72, send_days=10)
WEEK = timedelta(days=7)


def delivered(order: Order | None = None) -> Order:
    """Every part of an order has arrived at noon."""
    order = order or confirmed_order()
    arrived = [
        ShipmentMovedOn(
            order_id=order.order_id, vendor_order_id=part.id, shipment_id=f"shp_{part.id}", news="delivered",
            reason="", by=COURIER, at=NOON,
        )
        for part in order.vendor_orders
    ]  # fmt: skip
    return after(order, arrived)


def wanted(*units: tuple[str, int], code: ReturnCode = "damaged") -> Wanted:
    lines = tuple(ReturnedUnits(line_id=line_id, quantity=quantity) for line_id, quantity in units)
    return Wanted(units=lines, code=code, reason="")


def asked(order: Order, want: Wanted, by: Actor = CUSTOMER, terms: Terms = TERMS) -> tuple[Order, Which]:
    """An order with a return asked for."""
    happened = returns.ask(order, A, want, terms, by=by, at=NOON)
    order = after(order, happened)
    return order, Which(A, order.vendor_order(A).returns[-1].id)


def approved(order: Order, want: Wanted) -> tuple[Order, Which]:
    order, which = asked(order, want)
    return after(order, returns.approve(order, which, "", by=VENDOR, at=NOON)), which


def back(order: Order, which: Which, worse: int = 0, missing: int = 0) -> list[InspectedUnits]:
    """What the units of a return were found to be, the first line's as told."""
    one = order.vendor_order(A).returns[-1]
    found = []
    for units in one.units:
        found.append(
            InspectedUnits(
                line_id=units.line_id,
                as_described=units.quantity - worse - missing,
                damaged=worse,
                missing=missing,
            )
        )
        worse = missing = 0
    return found


def money_back(which: Which, amount: int, left: int = 0) -> RefundCompleted:
    return RefundCompleted(
        refund_id="ref_1", order_id="ord_1", vendor_order_id=which.vendor_order_id, amount=Money(amount), at=NOON,
        return_id=which.return_id, left=Money(left),
    )  # fmt: skip


def test_a_return_goes_from_the_wish_to_the_money() -> None:
    order, which = approved(delivered(), wanted(("a1", 1)))
    assert order.vendor_order(A).shown == order.status == "return_approved"
    happened = returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON)
    order = after(order, happened)
    assert order.vendor_order(A).shown == "return_received"
    told = announcements.told(order, happened)
    assert [type(each) for each in told] == [contract.ReturnMoved, contract.ReturnAccepted, contract.ReturnEnded]
    accepted = told[1]
    assert isinstance(accepted, contract.ReturnAccepted)
    assert accepted.amount == Money(125000)
    assert accepted.delivery == Money(0)
    paid = returns.refunded(order, which, money_back(which, 125000), by=COURIER, at=NOON)
    order = after(order, paid)
    assert order.vendor_order(A).returns[0].status == "refunded"
    assert order.vendor_order(A).shown == "delivered"
    assert returns.refunded(order, which, money_back(which, 125000), by=COURIER, at=NOON) == []


def test_the_worked_example_gives_back_what_was_paid_for_one_of_two_units() -> None:
    """Vendor A's 2 x 1,250.00 at 10 % off, and 100.00 of the operator's off the whole, split by goods."""
    items = (item("a1", "ven_a", 125000, 2), item("b1", "ven_b", 89900))
    promotions = [percent_off(10, "ven_a"), amount_off(10000)]
    purchase = priced(items, promotions)
    order = fold(
        [
            placed(purchase, evaluated(items, promotions).applied),
            events.Confirmed(order_id="ord_1", by=COURIER, at=NOON),
        ]
    )
    order, which = approved(delivered(order), wanted(("a1", 1), code="changed_mind"))
    part = order.vendor_order(A)
    assert (part.terms.sums.goods, part.terms.sums.operator_discount) == (Money(225000), Money(7145))
    order = after(order, returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON))
    (units,) = order.vendor_order(A).returns[0].granted
    assert (units.goods, units.operator_discount, units.amount) == (Money(112500), Money(3573), Money(108927))


def test_everything_by_the_vendors_fault_brings_the_delivery_fee_back_too() -> None:
    order, which = approved(delivered(), wanted(("a1", 2), ("a2", 1)))
    order = after(order, returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON))
    assert order.vendor_order(A).returns[0].amount == order.vendor_order(A).terms.sums.total
    order = after(order, returns.refunded(order, which, money_back(which, 306000), by=COURIER, at=NOON))
    assert order.vendor_order(A).shown == "refunded"


def test_a_return_that_is_paid_in_parts_ends_with_the_last_one() -> None:
    order, which = approved(delivered(), wanted(("a1", 1)))
    order = after(order, returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON))
    order = after(order, returns.refunded(order, which, money_back(which, 100000, 25000), by=COURIER, at=NOON))
    one = order.vendor_order(A).returns[0]
    assert (one.status, one.paid) == ("received", Money(100000))


def test_everything_by_a_change_of_mind_leaves_the_delivery_fee() -> None:
    order, which = approved(delivered(), wanted(("a1", 2), ("a2", 1), code="changed_mind"))
    order = after(order, returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON))
    assert order.vendor_order(A).returns[0].amount == Money(300000)


@pytest.mark.parametrize("code, quantity", [("damaged", 1), ("changed_mind", 0)])
def test_what_came_back_worse_is_paid_only_if_that_is_the_reason_and_missing_never(
    code: ReturnCode, quantity: int
) -> None:
    order, which = approved(delivered(), wanted(("a1", 2), code=code))
    happened = returns.receive(order, which, back(order, which, worse=1, missing=1), "", by=VENDOR, at=NOON)
    order = after(order, happened)
    one = order.vendor_order(A).returns[0]
    assert sum(units.quantity for units in one.granted) == quantity
    assert one.status == ("received" if quantity else "rejected")


def test_only_what_came_back_as_it_was_goes_to_stock_again() -> None:
    order, which = approved(delivered(), wanted(("a1", 2), ("a2", 1)))
    happened = returns.receive(order, which, back(order, which, worse=1), "", by=VENDOR, at=NOON)
    freed = [each for each, _ in announcements.timers(after(order, happened), happened, order)]
    (stock,) = [each for each in freed if isinstance(each, events.StockFreed)]
    assert [(line.offer_id, line.quantity) for line in stock.lines] == [("off_a1", 1), ("off_a2", 1)]
    assert len({line.key for line in stock.lines}) == 2


def test_an_inspection_tells_of_every_unit_once() -> None:
    order, which = approved(delivered(), wanted(("a1", 2)))
    short = [InspectedUnits(line_id="a1", as_described=1, damaged=0, missing=0)]
    twice = back(order, which) * 2
    other = [InspectedUnits(line_id="a2", as_described=2, damaged=0, missing=0)]
    for inspected in (short, twice, other, []):
        with pytest.raises(Invalid):
            returns.receive(order, which, inspected, "", by=VENDOR, at=NOON)


@pytest.mark.parametrize("units", [(), (("a1", 3),), (("a1", 1), ("a1", 1)), (("b1", 1),), (("nothing", 1),)])
def test_only_units_that_were_bought_can_be_returned(units: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(Invalid):
        asked(delivered(), wanted(*units))


def test_units_of_another_return_cannot_be_returned_again_unless_it_came_to_nothing() -> None:
    order, which = asked(delivered(), wanted(("a1", 2)))
    with pytest.raises(NotReturnable):
        asked(order, wanted(("a1", 1)))
    order = after(order, returns.withdraw(order, which, by=CUSTOMER, at=NOON))
    asked(order, wanted(("a1", 1)))


def test_a_return_is_asked_for_within_the_window_but_by_staff_later_too() -> None:
    order = delivered()
    late = NOON + WEEK
    with pytest.raises(NotReturnable):
        returns.ask(order, A, wanted(("a1", 1)), TERMS, by=CUSTOMER, at=late)
    order = after(order, returns.ask(order, A, wanted(("a1", 1)), TERMS, by=STAFF, at=late))
    assert order.vendor_order(A).shown == "return_approved"
    with pytest.raises(NotReturnable):
        asked(confirmed_order(), wanted(("a1", 1)))


def test_who_has_accepted_the_goods_can_return_what_is_wrong_with_them() -> None:
    order = delivered()
    order = after(order, decisions.accept_goods(order, A, CUSTOMER, NOON))
    with pytest.raises(NotReturnable):
        asked(order, wanted(("a1", 1), code="size"))
    order, _ = approved(order, wanted(("a1", 1), code="defective"))
    assert order.vendor_order(A).shown == "return_approved"


def test_silence_is_a_yes_or_brings_in_staff_as_the_rule_book_says() -> None:
    due = NOON + timedelta(hours=48)
    for silence_approves, status in ((True, "approved"), (False, "escalated")):
        terms = Terms(answer_hours=48, silence_approves=silence_approves, escalate_hours=72, send_days=10)
        happened = returns.ask(delivered(), A, wanted(("a1", 1)), terms, by=CUSTOMER, at=NOON)
        order = after(delivered(), happened)
        ((timer, at),) = announcements.timers(order, happened)
        assert at == due
        assert isinstance(timer, events.ReturnDue)
        order = after(order, returns.miss(order, timer, COURIER, due))
        assert order.vendor_order(A).returns[0].status == status
        assert returns.miss(order, timer, COURIER, due) == []


def test_a_refusal_stands_unless_it_is_contradicted() -> None:
    order, which = asked(delivered(), wanted(("a1", 1)))
    refused = returns.refuse(order, which, "it was worn", by=VENDOR, at=NOON)
    order = after(order, refused)
    ((timer, at),) = announcements.timers(order, refused)
    assert isinstance(timer, events.ReturnDue)
    stands = after(order, returns.miss(order, timer, COURIER, at))
    assert stands.vendor_order(A).returns[0].status == "rejected"
    assert stands.vendor_order(A).shown == "delivered"
    contradicted = after(order, returns.escalate(order, which, "it was not", by=CUSTOMER, at=NOON))
    assert returns.miss(contradicted, timer, COURIER, at) == []
    for for_customer, status in ((True, "approved"), (False, "rejected")):
        happened = returns.decide(contradicted, which, for_customer=for_customer, by=STAFF, at=NOON)
        assert after(contradicted, happened).vendor_order(A).returns[0].status == status


def test_goods_that_never_come_back_end_the_return() -> None:
    order, which = asked(delivered(), wanted(("a1", 1)))
    happened = returns.approve(order, which, "", by=VENDOR, at=NOON)
    order = after(order, happened)
    ((timer, at),) = announcements.timers(order, happened)
    assert isinstance(timer, events.ReturnDue)
    assert returns.miss(order, timer, COURIER, NOON) == []
    late = returns.miss(order, timer, COURIER, at)
    order = after(order, late)
    assert order.vendor_order(A).returns[0].status == "lapsed"
    assert order.vendor_order(A).status == "completed"
    assert [type(each) for each in announcements.told(order, late)] == [
        contract.ReturnEnded,
        contract.VendorOrderCompleted,
    ]


def test_an_open_return_keeps_the_vendor_order_from_its_end() -> None:
    order, which = asked(delivered(), wanted(("a1", 1)))
    with pytest.raises(Conflict):
        decisions.accept_goods(order, A, CUSTOMER, NOON)
    over = NOON + WEEK
    assert decisions.end_return_window(order, A, COURIER, over) == []
    order = after(order, returns.withdraw(order, which, by=CUSTOMER, at=over))
    assert order.vendor_order(A).status == "completed"


def test_each_step_has_its_state() -> None:
    order, which = asked(delivered(), wanted(("a1", 1)))
    with pytest.raises(WrongReturnState):
        returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON)
    with pytest.raises(WrongReturnState):
        returns.escalate(order, which, "", by=CUSTOMER, at=NOON)
    with pytest.raises(UnknownReturn):
        returns.approve(order, Which(B, which.return_id), "", by=VENDOR, at=NOON)
    order = after(order, returns.refuse(order, which, "worn", by=VENDOR, at=NOON))
    with pytest.raises(WrongReturnState):
        returns.approve(order, which, "", by=VENDOR, at=NOON)


def test_every_reason_and_every_end_has_words_in_both_languages() -> None:
    assert all(reason.label.bn for reason in RETURN_REASONS)
    assert all(label.bn for label in RETURN_LABELS.values())


@given(
    prices=st.lists(st.integers(100, 300_000), min_size=1, max_size=3),
    quantities=st.lists(st.integers(1, 6), min_size=3, max_size=3),
    percent=st.integers(0, 60),
    off=st.integers(0, 20_000),
    data=st.data(),
)
def test_returns_in_any_portions_give_back_what_was_paid_and_never_more(
    prices: list[int], quantities: list[int], percent: int, off: int, data: st.DataObject
) -> None:
    items = [item(f"a{n}", "ven_a", price, quantities[n]) for n, price in enumerate(prices)]
    promotions = [*([percent_off(percent, "ven_a")] if percent else []), *([amount_off(off)] if off else [])]
    applied = evaluated(items, promotions).applied
    first = [placed(priced(items, promotions), applied), events.Confirmed(order_id="ord_1", by=COURIER, at=NOON)]
    order = delivered(fold(first))
    paid = order.vendor_order(A).terms.sums
    for each in data.draw(st.permutations(items)):
        left = each.quantity
        while left:
            quantity = data.draw(st.integers(1, left))
            order, which = approved(order, wanted((each.line_id, quantity), code="damaged"))
            order = after(order, returns.receive(order, which, back(order, which), "", by=VENDOR, at=NOON))
            left -= quantity
            given_back = sum(one.amount.amount for one in order.vendor_order(A).returns)
            assert given_back <= paid.total.amount
    granted = [units for one in order.vendor_order(A).returns for units in one.granted]
    assert sum(units.goods.amount for units in granted) == paid.goods.amount
    assert sum(units.operator_discount.amount for units in granted) == paid.operator_discount.amount
    assert sum(one.amount.amount for one in order.vendor_order(A).returns) == paid.total.amount
