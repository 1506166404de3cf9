"""Changes of the rule book: proposed by one, decided by another, with a look at what they would have changed."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.contracts.compliance import RuleChanged
from bdcommerce.kernel import clock
from compliance.hands import Hands
from compliance.heard import DAY, HOUR, NOON, delivered, picked_up
from compliance.test_complaints import bought
from compliance.test_invoices import OPERATOR, earn
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, vendor_order
from support.tokens import customer, staff, vendor

WORDS = {"note": "read and found right"}


def anna() -> str:
    return staff("rules.manage", "rules.approve", "invoices.manage", user_id="usr_anna")


def bela() -> str:
    return staff("rules.manage", "rules.approve", user_id="usr_bela")


def wish(key: str, value: str, begins: date | None = None, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "value": value,
        "effective_from": (begins or clock.today()).isoformat(),
        "source": "Finance Act 2027",
        "reason": "The law has changed.",
    } | more


async def propose(service: Harness, key: str, value: str, begins: date | None = None, **more: Any) -> dict[str, Any]:
    reply = await service.post("/admin/rule-changes", wish(key, value, begins, **more), as_=anna())
    assert reply.status_code == 201, reply.text
    proposed: dict[str, Any] = reply.json()
    return proposed


async def decide(service: Harness, change: dict[str, Any], how: str, as_: str = "") -> Any:
    body = None if how == "withdraw" else WORDS
    return await service.post(f"/admin/rule-changes/{change['id']}/{how}", body, as_=as_ or bela())


async def value(service: Harness, key: str, on: date | None = None) -> Decimal:
    (rule,) = await service.face.rules([key], on or clock.today())
    return Decimal(rule.value)


async def preview(service: Harness, change: dict[str, Any], query: str = "") -> dict[str, Any]:
    reply = await service.get(f"/admin/rule-changes/{change['id']}/preview?{query}", as_=bela())
    assert reply.status_code == 200, reply.text
    shown: dict[str, Any] = reply.json()
    return shown


async def test_a_proposal_changes_nothing_until_a_second_person_approves(compliance: Harness, hands: Hands) -> None:
    change = await propose(compliance, "cod.max_order", "7000000")
    assert (change["status"], change["proposed_by"], change["decided_by"]) == ("proposed", "usr_anna", "")
    assert await value(compliance, "cod.max_order") == 5000000
    assert await compliance.told(RuleChanged) == []

    own = await decide(compliance, change, "approve", as_=anna())
    assert (own.status_code, own.json()["code"]) == (403, "second_person_needed")
    approved = await decide(compliance, change, "approve")

    assert (approved.json()["status"], approved.json()["decided_by"]) == ("approved", "usr_bela")
    assert approved.json()["rule_id"].startswith("rul_")
    assert await value(compliance, "cod.max_order") == 7000000
    assert [event.rule_key for event in await compliance.told(RuleChanged)] == ["cod.max_order"]


async def test_what_is_decided_stays_decided(compliance: Harness, hands: Hands) -> None:
    approved, refused, withdrawn = [await propose(compliance, "cod.max_order", f"{n}") for n in (1, 2, 3)]
    assert (await decide(compliance, refused, "refuse", as_=anna())).status_code == 403
    assert (await decide(compliance, withdrawn, "withdraw")).json()["code"] == "second_person_needed"
    await decide(compliance, approved, "approve")
    assert (await decide(compliance, refused, "refuse")).json()["status"] == "refused"
    assert (await decide(compliance, withdrawn, "withdraw", as_=anna())).json()["status"] == "withdrawn"

    for change in (approved, refused, withdrawn):
        for how, who in (("approve", bela()), ("refuse", bela()), ("withdraw", anna())):
            reply = await decide(compliance, change, how, as_=who)
            assert (reply.status_code, reply.json()["code"]) == (409, "rule_change_closed")
    assert await value(compliance, "cod.max_order") == 1
    for statement in (
        "UPDATE rule_change SET status = 'proposed', decided_at = NULL, rule_id = ''",
        "UPDATE rule_change SET value = 9",
        "DELETE FROM rule_change",
    ):
        with pytest.raises(IntegrityError, match="stays"):
            async with compliance.database.transaction() as tx:
                await tx.execute(text(statement))


async def test_days_that_have_passed_are_changed_only_if_that_is_said(compliance: Harness, hands: Hands) -> None:
    begins = clock.today() - timedelta(days=30)
    silent = await compliance.post("/admin/rule-changes", wish("dc.refund_days", "7", begins), as_=anna())
    assert (silent.status_code, silent.json()["code"]) == (422, "backdated_rule")

    change = await propose(compliance, "dc.refund_days", "7", begins, retroactive=True)
    assert (await decide(compliance, change, "approve")).status_code == 200

    assert await value(compliance, "dc.refund_days", begins) == 7
    assert await value(compliance, "dc.refund_days", begins - timedelta(days=1)) == 10


async def test_a_proposal_whose_day_has_passed_meanwhile_has_to_be_made_again(
    compliance: Harness, hands: Hands
) -> None:
    change = await propose(compliance, "dc.refund_days", "7")
    hands.at += DAY

    late = await decide(compliance, change, "approve")

    assert (late.status_code, late.json()["code"]) == (422, "backdated_rule")
    assert await value(compliance, "dc.refund_days") == 10


async def test_changes_are_listed_by_status_and_rule(compliance: Harness, hands: Hands) -> None:
    first = await propose(compliance, "cod.max_order", "1")
    hands.at += HOUR
    second = await propose(compliance, "dc.refund_days", "7")
    await decide(compliance, first, "refuse")

    for query, wanted in (
        ("", [second, first]),
        ("status=proposed", [second]),
        ("key=cod.max_order", [first]),
        ("status=approved&key=cod.max_order", []),
    ):
        items = (await compliance.get(f"/admin/rule-changes?{query}", as_=anna())).json()["items"]
        assert [item["id"] for item in items] == [each["id"] for each in wanted], query
    page = (await compliance.get("/admin/rule-changes?limit=1", as_=anna())).json()
    rest = (await compliance.get(f"/admin/rule-changes?cursor={page['next_cursor']}", as_=anna())).json()
    assert [item["id"] for item in rest["items"]] == [first["id"]]
    assert (await compliance.get(f"/admin/rule-changes/{first['id']}", as_=anna())).json()["note"] == WORDS["note"]
    assert (await compliance.get("/admin/rule-changes/chg_none", as_=anna())).json()["code"] == "unknown_rule_change"


async def test_a_preview_of_a_clock_counts_the_deadlines_and_breaches_there_would_have_been(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    seller = vendors.vendor()
    for hours in (10, 30, 47, 50):
        part = vendor_order(Bought(unit_price=5000), vendor_id=seller)
        order = await bought(compliance, orders, part)
        hands.at = max(hands.at, NOON + hours * HOUR)
        await compliance.publish(picked_up(order, part, NOON + hours * HOUR))
    change = await propose(compliance, "dc.handover_hours", "24")
    span = "from=2026-11-01&to=2026-11-30"

    shown = await preview(compliance, change, span)

    assert (shown["recomputed"], shown["complete"], shown["vat"]) == ("clocks", True, None)
    clocks = shown["clocks"]
    assert (clocks["considered"], clocks["earlier"], clocks["later"]) == (4, 4, 0)
    assert (clocks["breaches"], clocks["would_be_breaches"]) == (1, 3)
    assert clocks["samples"][0]["would_be"] == "2026-11-23T06:00:00Z"
    assert (await preview(compliance, change, "from=2026-10-01&to=2026-10-31"))["clocks"]["considered"] == 0
    share = await propose(compliance, "clock.at_risk_pct", "50")
    at_risk = (await preview(compliance, share, span))["clocks"]
    assert (at_risk["at_risk"], at_risk["would_be_at_risk"]) == (2, 3)
    assert at_risk["breaches"] == at_risk["would_be_breaches"]


async def test_a_preview_of_days_is_about_the_deliveries_that_they_are_for(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    part = vendor_order(Bought(unit_price=5000), vendor_id=vendors.vendor())
    order = await bought(compliance, orders, part)
    hands.at = NOON + 4 * DAY
    await compliance.publish(delivered(order, part, NOON + 4 * DAY))
    same_city = await propose(compliance, "dc.delivery_days_same_city", "3")
    other = await propose(compliance, "dc.delivery_days_other", "3")
    span = "from=2026-11-22&to=2026-11-22"

    assert (await preview(compliance, same_city, span))["clocks"]["would_be_breaches"] == 1
    assert (await preview(compliance, other, span))["clocks"]["considered"] == 0


async def test_a_preview_of_vat_sums_what_invoices_would_have_said(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    seller = vendors.vendor()
    part = vendor_order(Bought(unit_price=11500), Bought(unit_price=23000), vendor_id=seller)
    order = await bought(compliance, orders, part)
    await compliance.publish(picked_up(order, part, NOON))
    await compliance.put("/admin/operator-profile", OPERATOR, as_=anna())
    await earn(compliance, orders, seller, NOON)
    await hands.move(compliance, NOON + 20 * DAY)
    standard = await propose(compliance, "vat.standard", "7.5")
    commission = await propose(compliance, "vat.marketplace_commission", "5")
    threshold = await propose(compliance, "vat.invoice_buyer_bin_over", "300")
    span = "from=2026-11-01&to=2026-12-31"

    vat = (await preview(compliance, standard, span))["vat"]
    assert (vat["invoices"], vat["lines"]) == (1, 2)
    assert (vat["vat"]["amount"], vat["would_be_vat"]["amount"]) == (4500, 802 + 1605)
    fee = (await preview(compliance, commission, span))["vat"]
    assert (fee["vat"]["amount"], fee["would_be_vat"]["amount"]) == (1500, 500)
    buyers = (await preview(compliance, threshold, span))["buyers"]
    assert buyers == {"invoices": 1, "with_address": 0, "would_be_with_address": 1}


async def test_of_other_rules_there_is_no_preview(compliance: Harness, hands: Hands) -> None:
    change = await propose(compliance, "cod.max_order", "1")

    shown = await preview(compliance, change)

    assert (shown["recomputed"], shown["clocks"], shown["vat"]) == ("nothing", None, None)
    assert (shown["first_day"], shown["last_day"]) == ("2026-10-23", "2026-11-21")
    path = f"/admin/rule-changes/{change['id']}/preview"
    for query in ("from=2025-01-01&to=2026-11-01", "from=2026-11-02&to=2026-11-01", "to=1990-01-01"):
        assert (await compliance.get(f"{path}?{query}", as_=anna())).status_code == 422


async def test_the_book_is_exported_whole(compliance: Harness, hands: Hands) -> None:
    await decide(compliance, await propose(compliance, "cod.max_order", "7000000"), "approve")

    reply = await compliance.get("/admin/rules/export", as_=anna())

    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    newest = [row for row in rows if row["key"] == "cod.max_order"][-1]
    assert (newest["value"], newest["verified_by"], newest["effective_to"]) == ("7000000", "usr_bela", "")
    assert {row["key"] for row in rows} > {"vat.standard", "dc.handover_hours"}
    assert (await compliance.get("/admin/rules/export?format=xlsx", as_=anna())).content[:2] == b"PK"


async def test_who_may_propose_may_not_for_that_approve(compliance: Harness, hands: Hands) -> None:
    change = await propose(compliance, "cod.max_order", "1")
    base = f"/admin/rule-changes/{change['id']}"

    for token in ("", customer(), vendor("ven_1"), staff("rules.manage", user_id="usr_other")):
        refused = 403 if token else 401
        assert (await compliance.post(f"{base}/approve", WORDS, as_=token)).status_code == refused
        assert (await compliance.post(f"{base}/refuse", WORDS, as_=token)).status_code == refused
    for path in ("", f"/{change['id']}", f"/{change['id']}/preview"):
        assert (await compliance.get(f"/admin/rule-changes{path}", as_=staff("audit.read"))).status_code == 403
    for wrong in ({"reason": "short"}, {"key": "VAT"}, {"value": "-1"}, {"retroactive": "maybe"}):
        reply = await compliance.post("/admin/rule-changes", wish("own.rule", "1") | wrong, as_=anna())
        assert reply.status_code in {400, 422}
