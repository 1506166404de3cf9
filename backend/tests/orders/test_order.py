from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from bdcommerce.contracts import orders as contract
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import Conflict, Invalid
from bdcommerce.kernel.money import Money, percentage
from bdcommerce.orders import events
from bdcommerce.orders.domain import announcements, decisions
from bdcommerce.orders.domain.order import Order, evolve, fold
from bdcommerce.orders.domain.reasons import Why
from bdcommerce.orders.domain.transitions import NEWS, By, Status
from bdcommerce.orders.errors import NotCancellable, WrongState
from bdcommerce.orders.events import PromotionTerms
from orders.made import (
    COURIER,
    CUSTOMER,
    NOON,
    STAFF,
    VENDOR,
    after,
    confirmed_order,
    item,
    percent_off,
    placed,
    priced,
)

A, B = "vor_ven_a", "vor_ven_b"
WHY = Why("other", "a test")
SHIPPED = ("accept", "pack", "make_ready")


def at_step(order: Order, *steps: str) -> Order:
    """The order with vendor A's part taken through these steps."""
    for step in steps:
        if step in NEWS:
            happened = decisions.hear_shipment(order, A, shipment_id="shp_1", news=step, reason="", by=COURIER, at=NOON)
        elif step == "make_ready":
            happened = decisions.make_ready(order, A, None, VENDOR, NOON)
        else:
            happened = getattr(decisions, step)(order, A, VENDOR, NOON)
        order = after(order, happened)
    return order


def test_a_confirmed_order_tells_the_frozen_terms_of_every_part() -> None:
    order = confirmed_order()
    (told,) = announcements.told(order, [events.Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
    assert isinstance(told, contract.OrderConfirmed)
    assert [terms.total for terms in told.vendor_orders] == [Money(306000), Money(95900)]
    assert told.total == Money(401900)


def test_cancel_after_shipping_is_refused() -> None:
    order = at_step(confirmed_order(), *SHIPPED, "picked_up")
    for by in (CUSTOMER, VENDOR, STAFF, system("deadline")):
        with pytest.raises(NotCancellable):
            decisions.cancel_vendor_order(order, A, WHY, by, NOON)


def test_a_customer_cancels_until_the_parcel_is_packed_and_the_vendor_until_it_is_handed_over() -> None:
    packed = at_step(confirmed_order(), "accept", "pack")
    with pytest.raises(NotCancellable):
        decisions.cancel_vendor_order(packed, A, WHY, CUSTOMER, NOON)
    cancelled = after(packed, decisions.cancel_vendor_order(packed, A, WHY, VENDOR, NOON))
    assert cancelled.vendor_order(A).status == "cancelled"


def test_a_cancelled_line_takes_its_money_along_and_nothing_else() -> None:
    purchase = priced(
        [item("a1", "ven_a", 125000, 2), item("a2", "ven_a", 33333)],
        [percent_off(10), percent_off(5, "ven_a")],
    )
    order = fold([placed(purchase), events.Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
    assert order
    kept = order.vendor_order(A).terms.lines[0]
    order = after(order, decisions.cancel_lines(order, A, ["a2"], why=WHY, by=VENDOR, at=NOON))
    sums = order.vendor_order(A).terms.sums
    assert (sums.goods, sums.operator_discount) == (kept.goods, kept.operator_discount)
    assert sums.commission.amount == percentage(kept.goods.amount, Decimal(10))
    assert sums.delivery == Money(6000)
    assert order.total == kept.to_pay + Money(6000)


def test_with_its_last_line_the_vendor_order_is_cancelled() -> None:
    order = confirmed_order()
    order = after(order, decisions.cancel_lines(order, A, ["a1"], why=WHY, by=CUSTOMER, at=NOON))
    happened = decisions.cancel_lines(order, A, ["a2"], why=WHY, by=CUSTOMER, at=NOON)
    assert after(order, happened).vendor_order(A).status == "cancelled"
    assert after(order, happened).total == order.vendor_order(B).owed


def test_a_line_is_cancelled_once() -> None:
    order = confirmed_order()
    order = after(order, decisions.cancel_lines(order, A, ["a1"], why=WHY, by=CUSTOMER, at=NOON))
    with pytest.raises(Invalid):
        decisions.cancel_lines(order, A, ["a1"], why=WHY, by=CUSTOMER, at=NOON)


def test_a_closed_parcel_loses_no_line() -> None:
    order = at_step(confirmed_order(), "accept", "pack")
    with pytest.raises(NotCancellable):
        decisions.cancel_lines(order, A, ["a1"], why=WHY, by=VENDOR, at=NOON)


def test_an_order_is_cancelled_whole_or_not_at_all() -> None:
    order = at_step(confirmed_order(), "accept", "pack")
    with pytest.raises(NotCancellable) as refused:
        decisions.cancel_order(order, WHY, CUSTOMER, NOON)
    assert refused.value.data["vendor_orders"] == {A: "packed"}
    happened = decisions.cancel_order(order, WHY, STAFF, NOON)
    told = announcements.told(after(order, happened), happened)
    assert [type(each).__name__ for each in told] == ["VendorOrderCancelled", "VendorOrderCancelled", "OrderCancelled"]


def test_a_cancelled_order_cannot_be_cancelled_again() -> None:
    order = confirmed_order()
    order = after(order, decisions.cancel_order(order, WHY, CUSTOMER, NOON))
    with pytest.raises(NotCancellable):
        decisions.cancel_order(order, WHY, STAFF, NOON)


def test_freed_stock_names_every_live_line_once() -> None:
    order = confirmed_order()
    first = decisions.cancel_lines(order, A, ["a1"], why=WHY, by=CUSTOMER, at=NOON)
    order = after(order, first)
    second = decisions.cancel_vendor_order(order, A, WHY, CUSTOMER, NOON)
    freed = [timer for timer, _ in announcements.timers(after(order, second), [*first, *second])]
    lines = [line for timer in freed if isinstance(timer, events.StockFreed) for line in timer.lines]
    assert [(line.key, line.quantity) for line in lines] == [(f"{A}/a1", 2), (f"{A}/a2", 1)]


def test_delivery_starts_the_return_window_of_that_order() -> None:
    order = replace(at_step(confirmed_order(), *SHIPPED), return_window_days=3)
    happened = decisions.hear_shipment(order, A, shipment_id="shp_1", news="delivered", reason="", by=COURIER, at=NOON)
    ((timer, due),) = announcements.timers(after(order, happened), happened)
    assert timer == events.ReturnWindowEnded(order_id="ord_1", vendor_order_id=A)
    assert due == NOON + timedelta(days=3)


def test_the_return_window_ends_quietly_when_the_customer_was_quicker() -> None:
    order = at_step(confirmed_order(), *SHIPPED, "delivered")
    order = after(order, decisions.accept_goods(order, A, CUSTOMER, NOON))
    assert decisions.end_return_window(order, A, system("return-window"), NOON) == []


def test_goods_that_have_not_arrived_cannot_be_accepted() -> None:
    with pytest.raises(WrongState):
        decisions.accept_goods(at_step(confirmed_order(), *SHIPPED), A, CUSTOMER, NOON)


def test_an_order_is_complete_when_its_last_part_ends_and_one_was_delivered() -> None:
    order = at_step(confirmed_order(), *SHIPPED, "delivered")
    completed = decisions.accept_goods(order, A, CUSTOMER, NOON)
    order = after(order, completed)
    assert contract.OrderCompleted(order_id="ord_1") not in announcements.told(order, completed)
    cancelled = decisions.cancel_vendor_order(order, B, WHY, CUSTOMER, NOON)
    told = announcements.told(after(order, cancelled), cancelled)
    assert told[-1] == contract.OrderCompleted(order_id="ord_1")


def test_news_that_does_not_fit_is_noted_and_moves_nothing() -> None:
    order = at_step(confirmed_order(), *SHIPPED)
    order = after(order, decisions.cancel_vendor_order(order, A, WHY, VENDOR, NOON))
    (noted,) = decisions.hear_shipment(order, A, shipment_id="shp_1", news="delivered", reason="", by=COURIER, at=NOON)
    assert isinstance(noted, events.ShipmentNewsNoted)
    assert noted.status == "cancelled"
    assert evolve(order, noted).vendor_orders == order.vendor_orders


def test_a_parcel_weighs_what_is_left_in_it_unless_the_vendor_says_otherwise() -> None:
    order = confirmed_order()
    order = after(order, decisions.cancel_lines(order, A, ["a2"], why=WHY, by=VENDOR, at=NOON))
    order = at_step(order, "accept", "pack")
    (ready,) = decisions.make_ready(order, A, None, VENDOR, NOON)
    (weighed,) = decisions.make_ready(order, A, 777, VENDOR, NOON)
    assert isinstance(ready, events.MadeReadyToShip)
    assert isinstance(weighed, events.MadeReadyToShip)
    assert (ready.weight_grams, weighed.weight_grams) == (200, 777)


def test_a_checkout_that_failed_leaves_a_cancelled_order_that_nobody_was_promised() -> None:
    order = fold([placed(priced([item("a1", "ven_a", 100)]))])
    assert order
    happened = decisions.fail(order, "hold_gone", system("checkout"), NOON)
    assert announcements.timers(after(order, happened), happened) == []
    assert announcements.told(after(order, happened), happened) == [
        contract.OrderCancelled(order_id="ord_1", reason="hold_gone")
    ]
    with pytest.raises(WrongState):
        decisions.confirm(after(order, happened), COURIER, NOON)


ACTORS: dict[By, Actor] = {"customer": CUSTOMER, "vendor": VENDOR, "staff": STAFF, "system": system("deadline")}


class Purchase(RuleBasedStateMachine):
    """Any commands in any order: each is refused by name or leads to a state that holds together."""

    parts = Bundle("parts")

    def __init__(self) -> None:
        super().__init__()
        self.history: list[object] = []
        self.told: list[object] = []

    @property
    def order(self) -> Order:
        order = fold(self.history)
        assert order
        return order

    @initialize(discounts=st.lists(st.builds(percent_off, st.integers(1, 100)), max_size=1))
    def place(self, discounts: list[PromotionTerms]) -> None:
        items = [item("a1", "ven_a", 99999, 3), item("a2", "ven_a", 1), item("b1", "ven_b", 12345)]
        self.history = [placed(priced(items, discounts))]

    def happens(self, decision: Callable[..., Any], *arguments: object, **named: object) -> None:
        before = self.order
        try:
            happened = decision(before, *arguments, **named)
        except (Conflict, Invalid):
            return
        self.history += happened
        self.told += announcements.told(self.order, happened)

    @rule()
    def confirm(self) -> None:
        self.happens(decisions.confirm, COURIER, NOON)

    @rule()
    def fail(self) -> None:
        self.happens(decisions.fail, "hold_gone", COURIER, NOON)

    @rule(part=st.sampled_from([A, B]), step=st.sampled_from(["accept", "pack", "accept_goods", "end_return_window"]))
    def step(self, part: str, step: str) -> None:
        self.happens(getattr(decisions, step), part, VENDOR, NOON)

    @rule(part=st.sampled_from([A, B]))
    def make_ready(self, part: str) -> None:
        self.happens(decisions.make_ready, part, None, VENDOR, NOON)

    @rule(part=st.sampled_from([A, B]), news=st.sampled_from(NEWS))
    def hear(self, part: str, news: str) -> None:
        self.happens(decisions.hear_shipment, part, shipment_id="shp", news=news, reason="", by=COURIER, at=NOON)

    @rule(by=st.sampled_from(sorted(ACTORS)))
    def cancel_order(self, by: By) -> None:
        self.happens(decisions.cancel_order, WHY, ACTORS[by], NOON)

    @rule(part=st.sampled_from([A, B]), by=st.sampled_from(sorted(ACTORS)))
    def cancel_part(self, part: str, by: By) -> None:
        self.happens(decisions.cancel_vendor_order, part, WHY, ACTORS[by], NOON)

    @rule(part=st.sampled_from([A, B]), line=st.sampled_from(["a1", "a2", "b1"]), by=st.sampled_from(sorted(ACTORS)))
    def cancel_line(self, part: str, line: str, by: By) -> None:
        self.happens(decisions.cancel_lines, part, [line], why=WHY, by=ACTORS[by], at=NOON)

    @invariant()
    def replay_gives_the_state_and_its_version(self) -> None:
        if self.history:
            assert self.order.version == len(self.history)
            assert all(part.status in get_args(Status) for part in self.order.vendor_orders)

    @invariant()
    def money_adds_up(self) -> None:
        if not self.history:
            return
        for part in self.order.vendor_orders:
            sums = part.terms.sums
            assert sums.goods.amount == sum(line.goods.amount for line in part.live_lines)
            assert sums.operator_discount.amount == sum(line.operator_discount.amount for line in part.live_lines)
            assert sums.total == sums.goods + sums.delivery - sums.operator_discount >= Money(0)
            assert part.live_lines
        assert self.order.total.amount == sum(part.owed.amount for part in self.order.vendor_orders)

    @invariant()
    def an_end_is_told_once_and_only_when_it_is_one(self) -> None:
        ends = [each for each in self.told if isinstance(each, contract.OrderCompleted | contract.OrderCancelled)]
        assert len(ends) <= 1
        if ends:
            assert self.order.ended
        elif self.history and self.order.ended:
            assert {part.status for part in self.order.vendor_orders} <= {"returned", "lost", "cancelled"}
            assert self.order.status in ("returned", "lost")


TestPurchase = Purchase.TestCase
TestPurchase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
