"""Statutory clocks as pure decisions: when they are due, at the boundaries, and that facts may come in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.compliance.domain import clocks, complaints, deadlines, sales
from bdcommerce.compliance.domain.clocks import Clock, Wanted
from bdcommerce.compliance.domain.complaints import Complaint
from bdcommerce.compliance.domain.debts import refundable
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.contracts.compliance import (
    BreachWithdrawn,
    ClockKind,
    DeadlineAtRisk,
    DisputeDecided,
    DisputeOpened,
    RuleBreached,
    UnknownRule,
)
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderAmended, VendorOrderTerms
from bdcommerce.kernel.money import Money
from compliance.heard import (
    DAY,
    HOUR,
    NOON,
    book,
    cancelled,
    completed,
    delivered,
    given_back,
    lost,
    order_of,
    paid_out,
    picked_up,
    prepaid,
    proof,
    refunded,
    released,
)
from support.purchases import Bought, vendor_order

SECOND = timedelta(seconds=1)


def after(terms: VendorOrderTerms, *events: Any, near: bool = True) -> Sale:
    """What is known of a vendor order once these events were heard, in this order."""
    known = Sale(vendor_order_id=terms.vendor_order_id, order_id="ord_1", vendor_id=terms.vendor_id)
    for event in events:
        if isinstance(event, OrderConfirmed):
            known = sales.confirm(known, event, proof(event), same_city=near)
        else:
            known = replace(known, facts=sales.hear(known.facts, event, proof(event)))
    return known


def wanted(sale: Sale, kind: ClockKind, payout: Any = None) -> Wanted:
    (found,) = [each for each in deadlines.wanted(sale, book(), payout and proof(payout)) if each.kind == kind]
    return found


def judged(wish: Wanted, now: datetime, before: Clock | None = None) -> tuple[Clock, list[Any]]:
    clock, told = clocks.judge(clocks.follow(before, wish, "clk_1"), now)
    return clock, list(told)


@pytest.fixture
def terms() -> VendorOrderTerms:
    return vendor_order(Bought(unit_price=125000, quantity=2))


def test_the_vendor_has_48_hours_to_hand_over(terms: VendorOrderTerms) -> None:
    wish = wanted(after(terms, order_of(terms)), "handover")

    assert wish.due.at == NOON + 48 * HOUR
    assert wish.due.rule_key == "dc.handover_hours"
    assert wish.at_risk_at == NOON + 36 * HOUR


@pytest.mark.parametrize("near, days, key", [(True, 5, "same_city"), (False, 10, "other")])
def test_delivery_has_five_days_in_the_same_city_and_ten_elsewhere(
    terms: VendorOrderTerms, near: bool, days: int, key: str
) -> None:
    wish = wanted(after(terms, order_of(terms), near=near), "delivery")

    assert wish.due.at == datetime(2026, 11, 22, 18, tzinfo=UTC) + days * DAY  # midnight in Dhaka
    assert wish.due.rule_key == f"dc.delivery_days_{key}"


@pytest.mark.parametrize(
    "began, ends",
    [
        (datetime(2026, 11, 22, 17, 59, 59, tzinfo=UTC), datetime(2026, 11, 27, 18, tzinfo=UTC)),
        (datetime(2026, 11, 22, 18, 0, 0, tzinfo=UTC), datetime(2026, 11, 28, 18, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_in_dhaka(terms: VendorOrderTerms, began: datetime, ends: datetime) -> None:
    assert wanted(after(terms, order_of(terms, at=began)), "delivery").due.at == ends


def test_a_rule_holds_as_it_did_when_the_clock_began(terms: VendorOrderTerms) -> None:
    early = order_of(terms, at=datetime(2021, 7, 3, 17, 0, tzinfo=UTC))

    with pytest.raises(UnknownRule):
        deadlines.wanted(after(terms, early), book())


def test_at_the_due_instant_the_deadline_is_met_and_a_moment_later_it_is_not(terms: VendorOrderTerms) -> None:
    order, due = order_of(terms), NOON + 48 * HOUR

    in_time, told = judged(wanted(after(terms, order, picked_up(order, terms, due)), "handover"), due + DAY)
    late, breached = judged(wanted(after(terms, order, picked_up(order, terms, due + SECOND)), "handover"), due + DAY)

    assert (in_time.state, told) == ("stopped", [])
    assert late.state == "breached"
    assert [type(event) for event in breached] == [RuleBreached]
    assert breached[0].rule_key == "dc.handover_hours"


@pytest.mark.parametrize(
    "elapsed, state, says",
    [
        (36 * HOUR - SECOND, "running", []),
        (36 * HOUR, "at_risk", [DeadlineAtRisk]),
        (48 * HOUR, "at_risk", [DeadlineAtRisk]),
        (48 * HOUR + SECOND, "breached", [RuleBreached]),
    ],
)
def test_time_makes_a_clock_at_risk_and_then_breached(
    terms: VendorOrderTerms, elapsed: timedelta, state: str, says: list[type]
) -> None:
    clock, told = judged(wanted(after(terms, order_of(terms)), "handover"), NOON + elapsed)

    assert clock.state == state
    assert [type(event) for event in told] == says


def complaint_at(at: datetime) -> Wanted:
    unhappy = Complaint(
        id="cmp_1",
        number="CM-1",
        status="open",
        category="other",
        customer=Customer(customer_id="usr_1"),
        order_id="",
        order_number="",
        vendor_order_id="",
        vendor_id="",
        opened_at=at,
    )
    return complaints.clock_of(unhappy, book())


@pytest.mark.parametrize(
    "kind, last_instant",
    [
        ("handover", NOON + 48 * HOUR),
        ("delivery", datetime(2026, 11, 27, 18, tzinfo=UTC)),
        ("refund", datetime(2026, 11, 25, 18, tzinfo=UTC)),
        ("payout", datetime(2026, 12, 2, 18, tzinfo=UTC)),
        ("complaint", NOON + 72 * HOUR),
    ],
)
def test_every_deadline_is_met_until_its_last_instant_and_breached_after_it(
    terms: VendorOrderTerms, kind: ClockKind, last_instant: datetime
) -> None:
    order = prepaid(order_of(terms))
    heard = [order, completed(order, terms, NOON)] if kind != "refund" else [order, cancelled(order, terms, NOON)]
    wish = complaint_at(NOON) if kind == "complaint" else wanted(after(terms, *heard), kind)
    stop = Evidence(event="a proof", event_id="evt_1", at=last_instant)

    assert wish.due.at == last_instant
    assert judged(wish, last_instant)[0].state == "at_risk"
    assert judged(wish, last_instant + SECOND)[0].state == "breached"
    assert judged(replace(wish, stopped=stop), last_instant + DAY)[0].state == "stopped"
    assert judged(replace(wish, stopped=replace(stop, at=last_instant + SECOND)), last_instant)[0].state == "breached"


def test_each_thing_is_told_once(terms: VendorOrderTerms) -> None:
    wish = wanted(after(terms, order_of(terms)), "handover")
    risky, _ = judged(wish, NOON + 40 * HOUR)
    again, silent = judged(wish, NOON + 41 * HOUR, risky)
    breached, told = judged(wish, NOON + 49 * HOUR, again)
    _, nothing = judged(wish, NOON + 99 * HOUR, breached)

    assert silent == nothing == []
    assert [type(event) for event in told] == [RuleBreached]


def test_a_clock_is_looked_at_when_it_may_be_at_risk_and_just_after_it_is_due(terms: VendorOrderTerms) -> None:
    wish = wanted(after(terms, order_of(terms)), "handover")
    fresh, _ = judged(wish, NOON)
    risky, _ = judged(wish, NOON + 36 * HOUR, fresh)
    breached, _ = judged(wish, NOON + 49 * HOUR, risky)

    assert fresh.wake_at == wish.at_risk_at
    assert risky.wake_at == wish.due.at + SECOND
    assert breached.wake_at is None


def test_a_proof_from_before_the_deadline_that_is_heard_after_it_withdraws_the_breach(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    breached, _ = judged(wanted(after(terms, order), "handover"), NOON + 50 * HOUR)

    wish = wanted(after(terms, order, picked_up(order, terms, NOON + 47 * HOUR)), "handover")
    clock, told = judged(wish, NOON + 51 * HOUR, breached)
    _, again = judged(wish, NOON + 52 * HOUR, clock)

    assert clock.state == "stopped"
    assert told == [
        BreachWithdrawn(
            clock_id="clk_1",
            kind="handover",
            subject_id=terms.vendor_order_id,
            vendor_id=terms.vendor_id,
            order_id="ord_1",
            met_at=NOON + 47 * HOUR,
        )
    ]
    assert again == []


def test_a_late_stop_leaves_the_breach_and_says_what_ended_it(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    breached, _ = judged(wanted(after(terms, order), "handover"), NOON + 50 * HOUR)

    clock, told = judged(
        wanted(after(terms, order, picked_up(order, terms, NOON + 60 * HOUR)), "handover"), NOON + 60 * HOUR, breached
    )

    assert (clock.state, told) == ("breached", [])
    assert clock.stopped
    assert clock.stopped.reference == f"shp_{terms.vendor_order_id}"


@pytest.mark.parametrize("ending", [cancelled, lost])
def test_what_will_not_be_delivered_needs_no_hand_over(terms: VendorOrderTerms, ending: Any) -> None:
    order = order_of(terms)
    sale = after(terms, order, ending(order, terms, NOON + HOUR))

    assert judged(wanted(sale, "handover"), NOON + 99 * HOUR)[0].state == "stopped"
    assert judged(wanted(sale, "delivery"), NOON + 99 * DAY)[0].state == "stopped"


def test_nothing_has_to_be_refunded_where_nothing_was_paid(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    sale = after(terms, order, cancelled(order, terms, NOON + HOUR))

    assert "refund" not in {each.kind for each in deadlines.wanted(sale, book())}


@pytest.mark.parametrize(
    "by, when, due, key",
    [
        # DC-REF-01: ten days from the payment; DC-REF-07: three days from the cancellation; the sooner one counts.
        ("customer", NOON + HOUR, datetime(2026, 11, 25, 18, tzinfo=UTC), "bb.refund_days_digital"),
        ("customer", NOON + 9 * DAY, datetime(2026, 12, 2, 18, tzinfo=UTC), "dc.refund_days"),
        # DC-REF-06: what cannot be supplied, 72 hours after the customer was told.
        ("vendor", NOON + HOUR, NOON + 73 * HOUR, "dc.no_stock_refund_hours"),
    ],
)
def test_a_refund_is_due_by_the_soonest_of_the_rules(
    terms: VendorOrderTerms, by: str, when: datetime, due: datetime, key: str
) -> None:
    order = prepaid(order_of(terms))
    wish = wanted(after(terms, order, cancelled(order, terms, when, by)), "refund")

    assert (wish.due.at, wish.due.rule_key) == (due, key)
    assert wish.at_risk_at <= wish.due.at


def test_a_refund_is_done_when_all_of_it_is_back(terms: VendorOrderTerms) -> None:
    order = prepaid(order_of(terms))
    heard = [order, cancelled(order, terms, NOON + HOUR), refunded(order, terms, terms.total.amount - 1, NOON + DAY)]
    assert wanted(after(terms, *heard), "refund").stopped is None

    last = refunded(order, terms, 1, NOON + 2 * DAY)
    assert wanted(after(terms, *heard, last), "refund").stopped == proof(last)


def dispute(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> DisputeOpened:
    return DisputeOpened(
        dispute_id="dsp_1",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        at=at,
    )


def decision(order: OrderConfirmed, terms: VendorOrderTerms, refund: int, at: datetime) -> DisputeDecided:
    return DisputeDecided(
        dispute_id="dsp_1",
        order_id=order.order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        outcome="split",
        refund=Money(refund),
        at=at,
    )


def test_a_decided_dispute_starts_a_refund_of_its_own(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, delivered(order, terms, NOON + DAY), decision(order, terms, 5000, NOON + 3 * DAY)]
    wish = wanted(after(terms, *heard), "refund")

    assert (wish.subject_id, wish.due.at) == ("dsp_1", datetime(2026, 12, 5, 18, tzinfo=UTC))
    assert wanted(after(terms, *heard, refunded(order, terms, 5000, NOON + 4 * DAY)), "refund").stopped


def test_refunds_from_before_a_decision_do_not_count_for_it(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [delivered(order, terms, NOON), refunded(order, terms, 5000, NOON + DAY)]

    assert wanted(after(terms, order, *heard, decision(order, terms, 5000, NOON + 3 * DAY)), "refund").stopped is None


def test_who_pays_says_that_nothing_is_left_to_pay_and_so_ends_the_clock(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, delivered(order, terms, NOON), decision(order, terms, 5000, NOON + DAY)]
    part = replace(refunded(order, terms, 3000, NOON + 2 * DAY), dispute_id="dsp_1", left=Money(2000))
    assert wanted(after(terms, *heard, part), "refund").stopped is None
    last = replace(part, refund_id="ref_last", amount=Money(1000), left=Money(0), at=NOON + 3 * DAY)
    assert wanted(after(terms, *heard, part, last), "refund").stopped == proof(last)


def test_what_is_owed_already_is_not_given_again(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, delivered(order, terms, NOON), decision(order, terms, 5000, NOON + DAY)]
    left = terms.total.amount - 5000
    assert refundable(after(terms, *heard).facts) == left
    back = replace(given_back(order, terms, NOON + DAY), amount=Money(1000))
    assert refundable(after(terms, *heard, back).facts) == left - 1000
    assert refundable(after(terms, *heard, back, refunded(order, terms, 5000, NOON + 2 * DAY)).facts) == left - 1000


def test_what_went_back_for_cancelled_goods_does_not_count_against_the_rest(terms: VendorOrderTerms) -> None:
    order = prepaid(order_of(terms))
    fewer = replace(terms, total=terms.total - Money(1000))
    amended = VendorOrderAmended(order_id="ord_1", terms=fewer, cancelled_lines=[], reason="", at=NOON + HOUR)
    assert refundable(after(terms, order, amended).facts) == fewer.total.amount
    back = refunded(order, terms, 1000, NOON + 2 * HOUR)
    assert refundable(after(terms, order, amended, back).facts) == fewer.total.amount


def test_the_vendor_is_paid_within_ten_days_of_completion(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, completed(order, terms, NOON), released(order, terms, NOON + DAY)]
    payout = paid_out(terms.vendor_id, NOON + 5 * DAY)

    assert wanted(after(terms, *heard), "payout").due.at == datetime(2026, 12, 2, 18, tzinfo=UTC)
    assert wanted(after(terms, *heard), "payout").stopped is None
    assert wanted(after(terms, *heard), "payout", payout).stopped == proof(payout)


def test_nothing_has_to_be_paid_out_where_nothing_is_left_for_the_vendor(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    sale = after(terms, order, completed(order, terms, NOON), released(order, terms, NOON + DAY, amount=0))

    assert wanted(sale, "payout").stopped


def test_a_dispute_holds_the_payout_and_its_decision_starts_the_ten_days(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, delivered(order, terms, NOON), completed(order, terms, NOON), dispute(order, terms, NOON + HOUR)]
    decided = decision(order, terms, 5000, NOON + 3 * DAY)

    assert wanted(after(terms, *heard), "payout").stopped
    assert wanted(after(terms, *heard, decided), "payout").stopped is None
    assert wanted(after(terms, *heard, decided), "payout").due.at == datetime(2026, 12, 5, 18, tzinfo=UTC)
    everything = decision(order, terms, terms.total.amount, NOON + 3 * DAY)
    assert wanted(after(terms, *heard, everything), "payout").stopped


def test_a_later_deadline_is_a_new_one(terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    heard = [order, completed(order, terms, NOON)]
    breached, _ = judged(wanted(after(terms, *heard), "payout"), NOON + 20 * DAY)
    held = [*heard, dispute(order, terms, NOON + 9 * DAY), decision(order, terms, 0, NOON + 19 * DAY)]

    again, told = judged(wanted(after(terms, *held), "payout"), NOON + 20 * DAY, breached)
    late, second = judged(wanted(after(terms, *held), "payout"), NOON + 40 * DAY, again)

    assert (again.state, told) == ("running", [])
    assert late.state == "breached"
    assert [type(event) for event in second] == [RuleBreached]


@given(st.data())
def test_whatever_the_order_and_however_often_it_is_heard_the_clocks_are_the_same(data: st.DataObject) -> None:
    terms = vendor_order(Bought(unit_price=125000))
    order = order_of(terms)
    life = [
        order,
        picked_up(order, terms, NOON + 20 * HOUR),
        delivered(order, terms, NOON + 60 * HOUR),
        completed(order, terms, NOON + 4 * DAY),
        dispute(order, terms, NOON + 5 * DAY),
        decision(order, terms, 2000, NOON + 6 * DAY),
        refunded(order, terms, 1500, NOON + 7 * DAY),
        refunded(order, terms, 500, NOON + 8 * DAY),
        released(order, terms, NOON + 9 * DAY),
        cancelled(order, terms, NOON + 30 * DAY),
    ]
    mixed = data.draw(st.permutations([*life, *data.draw(st.lists(st.sampled_from(life)))]))

    assert deadlines.wanted(after(terms, *mixed), book()) == deadlines.wanted(after(terms, *life), book())
