"""Statutory clocks on PostgreSQL: started and stopped by what is heard, woken by timers, shown to those concerned."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.handlers import sales
from bdcommerce.contracts.compliance import BreachWithdrawn, DeadlineAtRisk, RuleBreached
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderTerms
from bdcommerce.contracts.payments import PayoutFailed, PayoutReturned
from compliance.hands import Hands
from compliance.heard import (
    DAY,
    HOUR,
    NOON,
    cancelled,
    completed,
    delivered,
    given_back,
    order_of,
    paid_out,
    picked_up,
    prepaid,
    proof,
    refunded,
    released,
)
from support.faces.vendors import CUMILLA, FakeVendors
from support.harness import Harness
from support.purchases import Bought, vendor_order
from support.tokens import customer, staff, vendor


@pytest.fixture
def terms(vendors: FakeVendors) -> VendorOrderTerms:
    return vendor_order(Bought(unit_price=125000, quantity=2), vendor_id=vendors.vendor())


def watcher() -> str:
    return staff("clocks.read")


async def shown(service: Harness, query: str = "", as_: str = "") -> list[dict[str, Any]]:
    reply = await service.get(f"/admin/clocks?{query}", as_=as_ or watcher())
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


async def states(service: Harness) -> dict[str, str]:
    return {item["kind"]: item["state"] for item in await shown(service)}


async def test_a_confirmed_order_starts_two_clocks_per_vendor(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms, vendors: FakeVendors
) -> None:
    far = vendor_order(Bought(unit_price=90000), vendor_id=vendors.vendor("Far Shop", dispatch=CUMILLA))

    await compliance.publish(order_of(terms, far))

    found = {(item["vendor_id"], item["kind"]): item["due_at"] for item in await shown(compliance)}
    assert found == {
        (terms.vendor_id, "handover"): "2026-11-24T06:00:00Z",
        (terms.vendor_id, "delivery"): "2026-11-27T18:00:00Z",
        (far.vendor_id, "handover"): "2026-11-24T06:00:00Z",
        (far.vendor_id, "delivery"): "2026-12-02T18:00:00Z",
    }


async def test_a_hand_over_in_time_is_evidence(compliance: Harness, hands: Hands, terms: VendorOrderTerms) -> None:
    order = order_of(terms)
    await compliance.publish(order, picked_up(order, terms, NOON + HOUR))

    (handover,) = await shown(compliance, "kind=handover")
    detail = (await compliance.get(f"/admin/clocks/{handover['id']}", as_=watcher())).json()

    assert detail["clock"]["state"] == "stopped"
    assert detail["stopped"]["event"] == "fulfilment.ShipmentMoved"
    assert detail["stopped"]["event_id"].startswith("evt_")
    assert detail["stopped"]["reference"] == f"shp_{terms.vendor_order_id}"
    assert detail["started"]["event"] == "orders.OrderConfirmed"
    assert detail["needed"][0] == "fulfilment.ShipmentMoved: picked_up"
    assert detail["rule"]["value"] == "48"
    assert "Guidelines 2021" in detail["rule"]["source"]


async def test_time_is_told_of_before_and_after_it_has_run_out_and_once(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    await compliance.publish(order_of(terms))
    await hands.move(compliance, NOON + 36 * HOUR - timedelta(seconds=1))
    assert await compliance.told(DeadlineAtRisk) == []

    await hands.move(compliance, NOON + 36 * HOUR)
    await hands.move(compliance, NOON + 37 * HOUR)
    (warned,) = await compliance.told(DeadlineAtRisk)
    assert (warned.kind, warned.subject_id, warned.due_at) == ("handover", terms.vendor_order_id, NOON + 48 * HOUR)

    await hands.move(compliance, NOON + 48 * HOUR)
    assert await compliance.told(RuleBreached) == []
    await hands.move(compliance, NOON + 48 * HOUR + timedelta(seconds=1))
    await hands.move(compliance, NOON + 60 * HOUR)
    (breached,) = await compliance.told(RuleBreached)
    assert (breached.rule_key, breached.vendor_id) == ("dc.handover_hours", terms.vendor_id)
    assert (await states(compliance))["handover"] == "breached"


async def test_after_a_night_without_power_each_breach_is_told_once_and_no_warning_comes_late(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    await compliance.publish(order_of(terms))

    await hands.move(compliance, NOON + 30 * DAY)
    await hands.move(compliance, NOON + 31 * DAY)

    assert sorted(event.kind for event in await compliance.told(RuleBreached)) == ["delivery", "handover"]
    assert await compliance.told(DeadlineAtRisk) == []


async def test_a_proof_that_comes_late_withdraws_the_breach(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    order = order_of(terms)
    await compliance.publish(order)
    await hands.move(compliance, NOON + 50 * HOUR)

    await compliance.publish(picked_up(order, terms, NOON + 47 * HOUR))

    (withdrawn,) = await compliance.told(BreachWithdrawn)
    assert (withdrawn.kind, withdrawn.met_at) == ("handover", NOON + 47 * HOUR)
    assert (await states(compliance))["handover"] == "stopped"


async def test_a_stop_may_come_before_its_start_and_twice(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    order = order_of(terms)
    moved = picked_up(order, terms, NOON + HOUR)
    await compliance.publish(moved, moved, delivered(order, terms, NOON + 2 * HOUR))
    assert await shown(compliance) == []

    await compliance.publish(order)

    assert await states(compliance) == {"handover": "stopped", "delivery": "stopped"}
    await hands.move(compliance, NOON + 30 * DAY)
    assert await compliance.told(RuleBreached) == []
    assert await compliance.told(DeadlineAtRisk) == []


async def test_a_cancelled_prepaid_order_starts_a_refund_that_its_completion_stops(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    order = prepaid(order_of(terms))
    confirmed: OrderConfirmed = order
    async with compliance.deps.works() as work:  # the only way today: no payment before delivery is offered yet
        book = await compliance.deps.rule_book.book()
        await sales.confirm(work, book, confirmed, proof(confirmed), {terms.vendor_id: order.place})
    await compliance.publish(cancelled(order, terms, NOON + HOUR))
    (refund,) = await shown(compliance, "kind=refund")
    assert (refund["state"], refund["rule_key"]) == ("running", "bb.refund_days_digital")

    await compliance.publish(refunded(order, terms, terms.total.amount, NOON + 2 * HOUR))

    assert (await states(compliance))["refund"] == "stopped"


async def test_goods_that_came_back_start_a_refund_that_its_completion_stops(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    order = order_of(terms)
    back = given_back(order, terms, NOON + 2 * DAY)
    await compliance.publish(order, delivered(order, terms, NOON + DAY), back, back)
    (refund,) = await shown(compliance, "kind=refund")
    assert (refund["state"], refund["rule_key"], refund["subject_id"]) == ("running", "dc.refund_days", "ret_1")
    await compliance.publish(refunded(order, terms, back.amount.amount, NOON + 3 * DAY))
    (refund,) = await shown(compliance, "kind=refund")
    assert refund["state"] == "stopped"


@pytest.mark.parametrize("payout_first", [True, False])
async def test_a_payout_stops_the_clocks_of_all_that_it_covers(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms, payout_first: bool
) -> None:
    later = vendor_order(Bought(unit_price=5000), vendor_id=terms.vendor_id)
    order = order_of(terms, later)
    hands.at = NOON + 5 * DAY
    payout = paid_out(terms.vendor_id, NOON + 4 * DAY, until=NOON + 2 * DAY)
    if payout_first:
        await compliance.publish(payout)
    for part, day in ((terms, 1), (later, 3)):
        await compliance.publish(completed(order, part, NOON + DAY), released(order, part, NOON + day * DAY))
    if not payout_first:
        await compliance.publish(payout)

    found = {item["subject_id"]: item["state"] for item in await shown(compliance, "kind=payout")}
    assert found == {terms.vendor_order_id: "stopped", later.vendor_order_id: "running"}


@pytest.mark.parametrize("news", [PayoutReturned, PayoutFailed])
async def test_a_payout_that_comes_back_sets_the_clocks_going_until_another_covers_them(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms, news: type[PayoutReturned | PayoutFailed]
) -> None:
    order, day = order_of(terms), DAY
    hands.at = NOON + 3 * day
    await compliance.publish(completed(order, terms, NOON), released(order, terms, NOON))
    payout = paid_out(terms.vendor_id, NOON + 2 * day)
    back = news(
        payout_id=payout.payout_id, batch_id=payout.batch_id, vendor_id=terms.vendor_id, amount=payout.amount,
        reason="account closed", at=NOON + 3 * day,
    )  # fmt: skip
    await compliance.publish(payout)
    assert [item["state"] for item in await shown(compliance, "kind=payout")] == ["stopped"]

    await compliance.publish(back, back)

    assert [item["state"] for item in await shown(compliance, "kind=payout")] == ["running"]
    hands.at = NOON + 12 * day
    await compliance.settle()
    assert [item["state"] for item in await shown(compliance, "kind=payout")] == ["breached"]
    (told,) = await compliance.told(RuleBreached)
    assert (told.kind, told.rule_key) == ("payout", "dc.seller_payout_days")


async def test_another_payout_that_covers_the_same_release_keeps_its_clock_stopped(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    order = order_of(terms)
    hands.at = NOON + 5 * DAY
    await compliance.publish(completed(order, terms, NOON), released(order, terms, NOON))
    first, second = (paid_out(terms.vendor_id, NOON + days * DAY) for days in (1, 4))
    await compliance.publish(first, second)
    back = PayoutReturned(
        payout_id=first.payout_id, batch_id=first.batch_id, vendor_id=terms.vendor_id, amount=first.amount,
        reason="account closed", at=NOON + 5 * DAY,
    )  # fmt: skip
    await compliance.publish(back)
    (clock,) = await shown(compliance, "kind=payout")
    assert (clock["state"], clock["stopped_at"]) == ("stopped", second.at.isoformat().replace("+00:00", "Z"))


async def test_a_release_and_its_payout_heard_at_the_same_moment_find_each_other(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=terms.vendor_id) for _ in range(10)]
    order = order_of(*parts)
    hands.at = NOON + 3 * DAY
    everything = [event for part in parts for event in (completed(order, part, NOON), released(order, part, NOON))]

    await compliance.publish(*everything[:10], paid_out(terms.vendor_id, NOON + DAY), *everything[10:])

    assert {item["state"] for item in await shown(compliance, "kind=payout")} == {"stopped"}


async def test_a_clock_of_less_than_all_its_time_is_at_risk_by_rule(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    await compliance.publish(order_of(terms))

    (handover,) = await shown(compliance, "kind=handover")

    assert handover["at_risk_at"] == "2026-11-23T18:00:00Z"


async def test_lists_are_filtered_and_paged_by_what_is_due_first(
    compliance: Harness, hands: Hands, vendors: FakeVendors
) -> None:
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=vendors.vendor(f"Shop {n}")) for n in range(3)]
    for hours, part in enumerate(parts):
        order = order_of(part, at=NOON + hours * HOUR)
        await compliance.publish(order, *([picked_up(order, part, NOON + 3 * HOUR)] if hours == 0 else []))

    assert [item["vendor_id"] for item in await shown(compliance, "kind=handover&state=running")] == [
        parts[1].vendor_id,
        parts[2].vendor_id,
    ]
    assert {item["kind"] for item in await shown(compliance, f"vendor={parts[0].vendor_id}")} == {
        "handover",
        "delivery",
    }
    assert len(await shown(compliance, "from=2026-11-25")) == 3
    seen, cursor = [], ""
    while True:
        page = (await compliance.get(f"/admin/clocks?limit=4&cursor={cursor}", as_=watcher())).json()
        seen += [item["due_at"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert len(seen) == 6
    assert seen == sorted(seen)


async def test_clocks_are_exported(compliance: Harness, hands: Hands, terms: VendorOrderTerms) -> None:
    await compliance.publish(order_of(terms))

    reply = await compliance.get("/admin/clocks?format=csv", as_=watcher())

    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert reply.headers["content-type"].startswith("text/csv")
    assert [row["kind"] for row in rows] == ["handover", "delivery"]
    assert (await compliance.get("/admin/clocks?format=xlsx", as_=watcher())).content[:2] == b"PK"


async def test_a_vendor_sees_its_own_clocks_and_no_others(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms, vendors: FakeVendors
) -> None:
    other = vendor_order(Bought(unit_price=5000), vendor_id=vendors.vendor("Another"))
    await compliance.publish(order_of(terms, other))
    (foreign,) = await shown(compliance, f"vendor={other.vendor_id}&kind=handover")
    token = vendor(terms.vendor_id)

    items = (await compliance.get("/vendor/clocks", as_=token)).json()["items"]
    assert {item["vendor_id"] for item in items} == {terms.vendor_id}
    assert (await compliance.get(f"/vendor/clocks/{items[0]['id']}", as_=token)).status_code == 200
    assert (await compliance.get(f"/vendor/clocks/{foreign['id']}", as_=token)).json()["code"] == "unknown_clock"


async def test_strangers_see_no_clocks(compliance: Harness) -> None:
    for path in ("/admin/clocks", "/admin/clocks/clk_1", "/vendor/clocks", "/vendor/clocks/clk_1"):
        wrong = vendor("ven_1") if path.startswith("/admin") else watcher()
        for token in ("", customer(), wrong):
            assert (await compliance.get(path, as_=token)).status_code == (403 if token else 401)


async def test_a_question_about_clocks_that_makes_no_sense_is_bad_input(compliance: Harness) -> None:
    for query in ("state=late", "kind=x", "from=1999-01-01", "cursor=x", "limit=0", "format=pdf"):
        assert (await compliance.get(f"/admin/clocks?{query}", as_=watcher())).status_code in {400, 422}, query


async def test_the_database_keeps_no_clock_that_cannot_be(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    await compliance.publish(order_of(terms))

    for change in (
        "state = 'stopped'",
        "state = 'breached', breach_told_at = NULL",
        "state = 'sleeping'",
        "at_risk_at = due_at + interval '1 second'",
    ):
        with pytest.raises(IntegrityError, match="clock_"):
            async with compliance.database.transaction() as tx:
                await tx.execute(text(f"UPDATE clock SET {change}"))
