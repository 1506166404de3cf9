"""Why orders are cancelled, by whom, until when; and what comes back when they are."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from bdcommerce.contracts import orders as contract
from bdcommerce.contracts.fulfilment import ShipmentLost, ShipmentMoved
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import system
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain import announcements, decisions
from bdcommerce.orders.domain.promotions.returns import given_back, live_claims
from bdcommerce.orders.domain.reasons import CODES, LABELS, REASONS, CancelCode, Why, checked
from bdcommerce.orders.domain.transitions import By
from bdcommerce.orders.events import AcceptanceDue, Confirmed
from bdcommerce.orders.schemas.labels import LABELS as KINDS
from orders.made import (
    COURIER,
    CUSTOMER,
    NOON,
    STAFF,
    VENDOR,
    after,
    confirmed_order,
    evaluated,
    item,
    percent_off,
    placed,
    priced,
)
from orders.market import Market
from support import tokens

A = "vor_ven_a"
AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def test_every_code_has_words_in_both_languages_and_somebody_to_give_it() -> None:
    assert {reason.code for reason in REASONS} == set(CODES) == set(LABELS)
    assert all(reason.label.bn and reason.by for reason in REASONS)
    assert {by for reason in REASONS for by in reason.by} == set(get_args(By))
    assert all(label.bn for label in KINDS.values())


@pytest.mark.parametrize(
    "code, note, by, field",
    [
        ("out_of_stock", "", "customer", "code"),
        ("changed_mind", "", "vendor", "code"),
        ("not_accepted_in_time", "", "staff", "code"),
        ("other", "", "customer", "reason"),
        ("other", " a ", "staff", "reason"),
    ],
)
def test_a_reason_is_for_those_it_is_meant_for_and_says_something(
    code: CancelCode, note: str, by: By, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        checked(Why(code, note), by)
    assert list(refused.value.data["fields"]) == [field]


def test_several_lines_are_cancelled_together_and_each_is_told() -> None:
    order = confirmed_order(*(item(line, "ven_a", 10000) for line in ("a1", "a2", "a3")))
    happened = decisions.cancel_lines(order, A, {"a3", "a1"}, why=Why("out_of_stock"), by=VENDOR, at=NOON)
    left = after(order, happened)
    heard = announcements.told(left, happened)
    told = [each for each in heard if isinstance(each, contract.VendorOrderAmended)]
    assert len(told) == len(heard)
    assert [(each.cancelled_lines, each.code, each.reason) for each in told] == [
        (["a1"], "out_of_stock", "Out of stock"),
        (["a3"], "out_of_stock", "Out of stock"),
    ]
    assert left.total == Money(16000)
    everything = decisions.cancel_lines(order, A, {"a1", "a2", "a3"}, why=Why("out_of_stock"), by=VENDOR, at=NOON)
    assert after(order, everything).vendor_order(A).status == "cancelled"


def test_a_vendor_that_is_slow_loses_the_order_and_one_that_was_quicker_does_not() -> None:
    order = confirmed_order()
    (cancelled,) = decisions.miss_acceptance(order, A, system("acceptance-deadline"), NOON)
    assert after(order, [cancelled]).vendor_order(A).status == "cancelled"
    accepted = after(order, decisions.accept(order, A, VENDOR, NOON))
    assert decisions.miss_acceptance(accepted, A, system("acceptance-deadline"), NOON) == []


def test_a_confirmed_order_sets_a_timer_for_every_vendor() -> None:
    from dataclasses import replace

    order = replace(confirmed_order(), accept_hours=24)
    confirmed = Confirmed(order_id="ord_1", by=COURIER, at=NOON)
    due = announcements.timers(order, [confirmed])
    assert due == [
        (AcceptanceDue(order_id="ord_1", vendor_order_id=part), NOON + timedelta(hours=24))
        for part in ("vor_ven_a", "vor_ven_b")
    ]
    assert announcements.timers(confirmed_order(), [confirmed]) == []


def test_a_cancelled_line_gives_back_its_share_of_a_promotion_and_the_last_one_its_use() -> None:
    items = [item("a1", "ven_a", 10000), item("a2", "ven_a", 20000)]
    applied = evaluated(items, [percent_off(10)]).applied
    order = after(
        _folded(placed(priced(items, [percent_off(10)]), applied)),
        [Confirmed(order_id="ord_1", by=COURIER, at=NOON)],
    )
    assert [(claim.uses, claim.amount) for claim in live_claims(order).values()] == [(1, Money(3000))]
    one = after(order, decisions.cancel_lines(order, A, ["a1"], why=Why("changed_mind"), by=CUSTOMER, at=NOON))
    assert [(claim.uses, claim.amount) for claim in given_back(order, one)] == [(0, Money(1000))]
    gone = after(one, decisions.cancel_order(one, Why("suspected_fraud"), STAFF, NOON))
    assert [(claim.uses, claim.amount) for claim in given_back(one, gone)] == [(1, Money(2000))]


def _folded(event: Any) -> Any:
    from bdcommerce.orders.domain.order import evolve

    return evolve(None, event)


def part_of(order: Any, at: int = 0) -> str:
    return str(order["vendor_orders"][at]["id"])


async def statuses(market: Market, order: Any) -> list[str]:
    read = (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()
    return [part["status"] for part in read["vendor_orders"]]


async def test_a_reason_is_chosen_from_a_list_and_told_to_all(market: Market) -> None:
    listed = (await market.service.get("/cancellation-reasons")).json()
    assert {
        "code": "changed_mind",
        "label": {"en": "I changed my mind", "bn": "মত পরিবর্তন করেছি"},
        "by": ["customer", "staff"],
    } in listed
    order = await market.buy(("panjabi", 1))
    body = {"code": "changed_mind"}
    reply = await market.service.post(f"/orders/{order['id']}/cancel", body, as_=market.customer)
    assert reply.status_code == 200, reply.text
    (told,) = await market.service.told(contract.VendorOrderCancelled)
    assert (told.code, told.reason, told.by) == ("changed_mind", "I changed my mind", "customer")
    events = (await market.service.get(f"/orders/{order['id']}/events", as_=market.customer)).json()["items"]
    assert (events[-1]["code"], events[-1]["why"]["en"], events[-1]["reason"]) == (
        "changed_mind",
        "I changed my mind",
        "",
    )


async def test_somebody_elses_reason_is_refused(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    reply = await market.service.post(f"/orders/{order['id']}/cancel", {"code": "out_of_stock"}, as_=market.customer)
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "code")
    path = f"/vendor/orders/{part_of(order)}/cancel"
    reply = await market.service.post(path, {"code": "changed_mind"}, as_=market.staff_of("a"))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "code")
    reply = await market.service.post(path, {"code": "nonsense"}, as_=market.staff_of("a"))
    assert reply.status_code in (400, 422)


async def test_an_order_nobody_accepts_is_cancelled_when_its_hours_are_over(market: Market) -> None:
    with clock.frozen(AT):
        market.compliance.set_rule("order.accept_hours", 12)
        quick, slow = await market.buy(("panjabi", 1)), await market.buy(("sari", 2))
        await market.service.post(f"/vendor/orders/{part_of(quick)}/accept", as_=market.staff_of("a"))
    with clock.frozen(AT + timedelta(hours=12) - timedelta(seconds=1)):
        await market.service.settle()
        assert [await statuses(market, order) for order in (quick, slow)] == [["accepted"], ["confirmed"]]
    with clock.frozen(AT + timedelta(hours=12, seconds=1)):
        await market.service.settle()
        assert [await statuses(market, order) for order in (quick, slow)] == [["accepted"], ["cancelled"]]
    (told,) = await market.service.told(contract.VendorOrderCancelled)
    assert (told.by, told.code) == ("system", "not_accepted_in_time")
    assert market.inventory.available(market.offers["sari"]) == 100


async def test_a_vendor_cancels_lines_before_packing(market: Market) -> None:
    market.sell("cap", "a", 20000)
    market.sell("belt", "a", 30000)
    order = await market.buy(("panjabi", 1), ("cap", 1), ("belt", 1))
    lines = [line["id"] for line in order["vendor_orders"][0]["lines"]]
    body = {"code": "out_of_stock", "line_ids": lines[1:]}
    path = f"/vendor/orders/{part_of(order)}/cancel"
    reply = await market.service.post(path, body, as_=market.staff_of("a"))
    assert [line["cancelled"] for line in reply.json()["lines"]] == [False, True, True]
    stranger = {"code": "out_of_stock", "line_ids": ["lin_none"]}
    assert (await market.service.post(path, stranger, as_=market.staff_of("a"))).status_code == 422
    await market.service.settle()
    assert market.inventory.available(market.offers["cap"]) == 100


async def test_a_lost_parcel_ends_the_vendor_order_and_nothing_is_owed(market: Market) -> None:
    order = await market.buy(("panjabi", 1))
    for step in ("accept", "pack", "dispatch"):
        await market.service.post(f"/vendor/orders/{part_of(order)}/{step}", as_=market.staff_of("a"))
    about: dict[str, Any] = {
        "shipment_id": "shp_1",
        "order_id": order["id"],
        "vendor_order_id": part_of(order),
        "vendor_id": market.vendor_ids["a"],
        "at": clock.now(),
    }
    await market.service.publish(ShipmentMoved(**about, status="picked_up", reason=""))
    await market.service.publish(ShipmentLost(**about, courier="own"), ShipmentLost(**about, courier="own"))
    read = (await market.service.get(f"/orders/{order['id']}", as_=market.customer)).json()
    assert (read["status"], read["total"]["amount"]) == ("lost", 0)
    assert market.inventory.available(market.offers["panjabi"]) == 99
    everything = (await market.service.get(f"/admin/orders/{order['id']}", as_=tokens.staff("orders.read"))).json()
    assert [event["kind"] for event in everything["events"]].count("shipment_lost") == 1
