"""What a placed order becomes when staff change it: without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts import orders as contract
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money, included, percentage
from bdcommerce.orders import events
from bdcommerce.orders.domain import announcements, decisions, editing
from bdcommerce.orders.domain.editing import Added, Changes
from bdcommerce.orders.domain.order import Order, fold
from bdcommerce.orders.domain.pricing import Item
from bdcommerce.orders.domain.promotions.returns import claimed_more, given_back
from bdcommerce.orders.domain.reasons import Why
from bdcommerce.orders.errors import EditPending, OrderMoved, UnknownEdit, WrongState
from bdcommerce.orders.events import Conditions, PromotionTerms, Proposal, Sale
from orders.made import (
    COURIER,
    CUSTOMER,
    DHANMONDI,
    NOON,
    STAFF,
    VENDOR,
    after,
    amount_off,
    evaluated,
    item,
    percent_off,
    placed,
    priced,
)

A, B = "vor_ven_a", "vor_ven_b"
ITEMS = [item("a1", "ven_a", 125000, 2), item("a2", "ven_a", 50000), item("b1", "ven_b", 89900)]


def order_of(items: Sequence[Item] = ITEMS, promotions: Sequence[PromotionTerms] = ()) -> Order:
    applied = evaluated(items, promotions).applied
    order = fold([placed(priced(items, promotions), applied), events.Confirmed(order_id="ord_1", by=COURIER, at=NOON)])
    assert order
    return order


def renamed(order: Order) -> Order:
    """Its own hold has another name than that of an edit with the same number."""
    return replace(order, hold_id="hld_order")


def wanted(quantities: Mapping[str, int] | None = None, **changes: Any) -> Changes:
    return Changes(
        **{
            "edit_id": "edt_1",
            "reason": "asked for by phone",
            "quantities": quantities or {},
            "fees": {},
            "place": DHANMONDI,
            "quotes": {},
            **changes,
        }
    )


def proposed(order: Order, changes: Changes) -> Proposal:
    editing.editable(order, changes)
    return editing.propose(order, changes)


def edited(order: Order, changes: Changes) -> Order:
    return after(order, editing.carry_out(order, proposed(order, changes), order.version, STAFF, NOON))


def freed(before: Order, happened: Sequence[object]) -> dict[str, dict[str, int]]:
    """Units by hold and offer that go back to stock."""
    found: dict[str, dict[str, int]] = {}
    for event, _ in announcements.timers(after(before, happened), happened, before):
        assert isinstance(event, events.StockFreed)
        for line in event.lines:
            units = found.setdefault(event.hold_id, {})
            units[line.offer_id] = units.get(line.offer_id, 0) + line.quantity
    return found


def test_fewer_units_cost_less_at_the_price_they_were_bought_for() -> None:
    order = order_of()
    changes = wanted({"a1": 1})
    proposal = proposed(order, changes)
    assert (proposal.was, proposal.total, proposal.hold_id) == (order.total, order.total - Money(125000), "")
    happened = editing.carry_out(order, proposal, order.version, STAFF, NOON)
    became = after(order, happened)
    assert [line.quantity for line in became.vendor_order(A).live_lines] == [1, 1]
    assert became.vendor_order(A).terms.sums.commission == Money(17500)
    assert freed(order, happened) == {"hld_1": {"off_a1": 1}}
    (told,) = announcements.told(became, happened)
    assert isinstance(told, contract.VendorOrderAmended)
    assert (told.cancelled_lines, told.terms.total) == ([], Money(175000 + 6000))


def test_a_line_that_is_taken_out_stays_visible_as_cancelled() -> None:
    order = order_of()
    proposal = proposed(order, wanted({"a2": 0}))
    happened = editing.carry_out(order, proposal, order.version, STAFF, NOON)
    part = after(order, happened).vendor_order(A)
    assert ([line.line_id for line in part.terms.lines], part.cancelled_lines) == (["a1", "a2"], ("a2",))
    (told,) = announcements.told(after(order, happened), happened)
    assert isinstance(told, contract.VendorOrderAmended)
    assert told.cancelled_lines == ["a2"]
    assert freed(order, happened) == {"hld_1": {"off_a2": 1}}


def test_added_units_and_lines_come_from_the_hold_of_the_edit_and_go_back_there() -> None:
    order = renamed(order_of())
    added = Added(item=item("a3", "ven_a", 30000, 2), commission_percent=Decimal(20))
    changes = wanted({"a1": 5}, added=[added])
    proposal = proposed(order, changes)
    stock = {line.offer_id: line.quantity for line in editing.extra_stock(order, proposal)}
    assert (proposal.hold_id, stock) == ("hld_1", {"off_a1": 3, "off_a3": 2})
    became = after(order, editing.carry_out(order, proposal, order.version, STAFF, NOON))
    sums = became.vendor_order(A).terms.sums
    assert sums.goods == Money(5 * 125000 + 50000 + 60000)
    assert sums.commission.amount == percentage(5 * 125000 + 50000, Decimal(10)) + percentage(60000, Decimal(20))


def test_units_are_freed_hold_by_hold_and_never_twice() -> None:
    order = renamed(order_of())
    more = edited(order, wanted({"a1": 5}))
    less = wanted({"a1": 1}, edit_id="edt_2")
    proposal = proposed(more, less)
    happened = editing.carry_out(more, proposal, more.version, STAFF, NOON)
    assert freed(more, happened) == {"hld_order": {"off_a1": 1}, "hld_1": {"off_a1": 3}}
    rest = decisions.cancel_order(after(more, happened), Why("changed_mind"), CUSTOMER, NOON)
    assert freed(after(more, happened), rest) == {"hld_order": {"off_a1": 1, "off_a2": 1, "off_b1": 1}}
    cancelled = decisions.cancel_lines(more, A, ["a1"], why=Why("out_of_stock"), by=VENDOR, at=NOON)
    assert freed(more, cancelled) == {"hld_order": {"off_a1": 2}, "hld_1": {"off_a1": 3}}


def test_promotions_are_worked_out_again_under_the_orders_own_terms() -> None:
    tenth = percent_off(10, conditions=Conditions(min_goods=Money(300000)))
    order = order_of(promotions=[tenth])
    assert order.vendor_order(A).terms.sums.operator_discount == Money(30000)
    more = edited(order, wanted({"a2": 2}))
    assert more.vendor_order(A).terms.sums.operator_discount == Money(35000)
    assert [(claim.uses, claim.amount) for claim in claimed_more(order, more)] == [(0, Money(5000))]
    less = edited(order, wanted({"a1": 1}))
    assert (less.promotions, less.vendor_order(B).terms.sums.operator_discount) == ((), Money(0))
    assert [(claim.uses, claim.amount) for claim in given_back(order, less)] == [(1, Money(38990))]


def test_units_that_are_added_are_not_sold_at_another_days_promotional_price() -> None:
    sale = Sale(promotion_id="prm_s", name=ITEMS[0].title, unit_cut=Money(25000), units=2, vendor_percent=Decimal(100))
    order = order_of([replace(ITEMS[0], sale=sale), *ITEMS[1:]])
    more = edited(order, wanted({"a1": 3}))
    assert more.vendor_order(A).live_lines[0].goods == Money(2 * 100000 + 125000)
    less = edited(order, wanted({"a1": 1}))
    assert less.vendor_order(A).live_lines[0].goods == Money(100000)
    assert [(claim.uses, claim.units) for claim in given_back(order, less)] == [(1, {"off_a1": 1})]


def test_another_fee_carries_the_vat_of_the_day_of_the_order() -> None:
    order = order_of()
    became = edited(order, wanted(fees={A: Money(0), B: Money(9000)}))
    assert became.vendor_order(A).terms.sums.delivery == Money(0)
    sums = became.vendor_order(B).terms.sums
    assert (sums.delivery, sums.delivery_vat) == (Money(9000), Money(included(9000, Decimal(15))))
    changes = proposed(order, wanted(fees={A: Money(0)})).changes
    assert [(each.kind, each.was, each.now) for each in changes] == [("delivery", 6000, 0)]


def test_what_is_not_there_or_would_leave_nothing_is_refused_by_name() -> None:
    order = order_of()
    stranger = Added(item=item("x", "ven_x", 100), commission_percent=Decimal(10))
    twice = Added(item=replace(item("x", "ven_a", 100), offer_id="off_a1"), commission_percent=Decimal(10))
    for changes in (
        wanted({"zz": 1}),
        wanted({"b1": 0}),
        wanted({"a1": 2}),
        wanted(added=[stranger]),
        wanted(added=[twice]),
    ):
        with pytest.raises(Invalid):
            proposed(order, changes)


def test_a_cancelled_line_is_not_changed_any_more() -> None:
    order = order_of()
    order = after(order, decisions.cancel_lines(order, A, ["a2"], why=Why("changed_mind"), by=CUSTOMER, at=NOON))
    with pytest.raises(WrongState):
        proposed(order, wanted({"a2": 3}))


def packed(order: Order) -> Order:
    order = after(order, decisions.accept(order, B, VENDOR, NOON))
    return after(order, decisions.pack(order, B, VENDOR, NOON))


def test_a_packed_parcel_stays_what_it_is_and_the_other_may_change() -> None:
    order = packed(order_of())
    with pytest.raises(WrongState):
        proposed(order, wanted({"b1": 2}))
    with pytest.raises(WrongState):
        proposed(order, wanted(address_changed=True))
    became = edited(order, wanted({"a2": 0}))
    assert became.vendor_order(B) == order.vendor_order(B)
    assert became.total == order.total - Money(50000)


def test_a_promotion_that_a_packed_parcel_shares_cannot_be_worked_out_again() -> None:
    with pytest.raises(WrongState):
        proposed(packed(order_of(promotions=[amount_off(10000)])), wanted({"a2": 0}))
    theirs = packed(order_of(promotions=[percent_off(10, "ven_a"), percent_off(10, "ven_b")]))
    became = edited(theirs, wanted({"a2": 0}))
    assert {each.terms.promotion_id for each in became.promotions} == {"prm_percent_ven_a", "prm_percent_ven_b"}
    assert became.vendor_order(B) == theirs.vendor_order(B)


def waiting() -> tuple[Order, Proposal]:
    order = order_of()
    proposal = proposed(order, wanted({"a1": 3}))
    expires = NOON + timedelta(hours=24)
    happened = editing.offer_it(order, proposal, version=order.version, expires_at=expires, by=STAFF, at=NOON)
    return after(order, happened), proposal


def test_what_costs_more_waits_for_the_customer_and_changes_nothing_before() -> None:
    order, proposal = waiting()
    assert order.pending
    assert (proposal.total - proposal.was, order.total) == (Money(125000), proposal.was)
    with pytest.raises(EditPending):
        editing.editable(order, wanted({"a1": 1}, edit_id="edt_2"))
    accepted = after(order, decisions.accept(order, A, VENDOR, NOON))
    with pytest.raises(EditPending):
        decisions.pack(accepted, A, VENDOR, NOON)
    with pytest.raises(OrderMoved):
        editing.carry_out(accepted, proposal, None, STAFF, NOON)
    agreed = after(accepted, editing.agree(accepted, "edt_1", CUSTOMER, NOON))
    assert editing.agree(agreed, "edt_1", CUSTOMER, NOON) == []
    became = after(agreed, editing.carry_out(agreed, proposal, None, STAFF, NOON))
    assert (became.total, became.pending, became.edits) == (proposal.total, None, ("edt_1",))
    assert editing.carry_out(became, proposal, None, STAFF, NOON) == []


def test_a_proposal_ends_once() -> None:
    order, _ = waiting()
    dropped = editing.refuse(order, "edt_1", "declined", CUSTOMER, NOON)
    (abandoned,) = [event for event, _ in announcements.timers(after(order, dropped), dropped, order)]
    assert abandoned == events.HoldAbandoned(order_id="ord_1", hold_id="hld_1", reason="declined")
    free = after(order, dropped)
    for refused in (editing.agree, lambda *about: editing.refuse(about[0], about[1], "expired", about[2], about[3])):
        with pytest.raises(UnknownEdit):
            refused(free, "edt_1", CUSTOMER, NOON)
    assert editing.drop(free, "edt_1", "expired", CUSTOMER, NOON) == []


def test_a_cancellation_overtakes_what_waits() -> None:
    order, _ = waiting()
    happened = decisions.cancel_lines(order, A, ["a2"], why=Why("changed_mind"), by=CUSTOMER, at=NOON)
    assert [type(event).__name__ for event in happened] == ["EditDropped", "LineCancelled"]
    assert after(order, happened).pending is None


def test_an_order_that_moved_on_is_not_overwritten() -> None:
    order = order_of()
    proposal = proposed(order, wanted({"a1": 1}))
    moved = after(order, decisions.accept(order, A, VENDOR, NOON))
    with pytest.raises(OrderMoved):
        editing.carry_out(moved, proposal, order.version, STAFF, NOON)


QUANTITIES = st.dictionaries(st.sampled_from(["a1", "a2", "b1"]), st.integers(0, 6), min_size=1)
PROMOTIONS = st.lists(
    st.sampled_from(
        [
            percent_off(10),
            percent_off(7, "ven_a"),
            amount_off(10_000, conditions=Conditions(min_goods=Money(200_000))),
            percent_off(5, name="many", conditions=Conditions(min_quantity=5)),
        ]
    ),
    unique_by=lambda terms: terms.promotion_id,
)


@given(PROMOTIONS, st.lists(QUANTITIES, min_size=1, max_size=4))
def test_money_and_stock_add_up_after_any_edits(promotions: list[PromotionTerms], steps: list[dict[str, int]]) -> None:
    order = renamed(order_of(promotions=promotions))
    held: dict[str, int] = {"off_a1": 2, "off_a2": 1, "off_b1": 1}
    for number, quantities in enumerate(steps):
        live = {line.line_id for part in order.vendor_orders for line in part.live_lines}
        changes = wanted({line: units for line, units in quantities.items() if line in live}, edit_id=f"edt_x{number}")
        try:
            proposal = proposed(order, changes)
        except Invalid:
            continue
        happened = editing.carry_out(order, proposal, order.version, STAFF, NOON)
        for extra in editing.extra_stock(order, proposal):
            held[extra.offer_id] += extra.quantity
        for by_offer in freed(order, happened).values():
            for offer_id, units in by_offer.items():
                held[offer_id] -= units
        order = after(order, happened)
        assert order.total == proposal.total
    for part in order.vendor_orders:
        sums = part.terms.sums
        assert sums.goods == sum((line.goods for line in part.live_lines), Money(0))
        assert sums.total >= Money(0)
        for line in part.live_lines:
            assert held.pop(line.offer_id) == line.quantity
            assert line.to_pay >= Money(0)
            assert not line.holds or sum(each.quantity for each in line.holds) == line.quantity
    assert set(held.values()) <= {0}
