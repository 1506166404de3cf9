"""Disputes between customer and vendor: opened by either, answered, decided by staff, large refunds by two of them."""

from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.contracts.compliance import DisputeDecided, DisputeOpened
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderTerms
from bdcommerce.kernel.money import Money
from compliance.hands import Hands
from compliance.heard import DAY, HOUR, NOON, completed, delivered, escalated, order_of, refunded
from compliance.test_complaints import bought, picture
from support.faces.accounts import FakeAccounts
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, vendor_order
from support.tokens import customer, staff, vendor

TEXT = "It is not the colour that was shown."


def anna() -> str:
    return staff("disputes.decide", "clocks.read", user_id="usr_anna")


def bela() -> str:
    return staff("disputes.decide", user_id="usr_bela")


@pytest.fixture
def terms(vendors: FakeVendors) -> VendorOrderTerms:
    return vendor_order(Bought(unit_price=115000), vendor_id=vendors.vendor())


@pytest.fixture
async def order(compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms) -> OrderConfirmed:
    """Delivered and paid at the door: 1,150 taka and 60 for the way."""
    made = await bought(compliance, orders, terms)
    await compliance.publish(delivered(made, terms, NOON))
    return made


def claim(order: OrderConfirmed, terms: VendorOrderTerms, **more: Any) -> dict[str, Any]:
    return {
        "order_number": order.number,
        "vendor_order_id": terms.vendor_order_id,
        "reason": "not_as_described",
        "text": TEXT,
        "asked": 50000,
    } | more


async def dispute(service: Harness, order: OrderConfirmed, terms: VendorOrderTerms) -> dict[str, Any]:
    reply = await service.post("/disputes", claim(order, terms), as_=customer(order.customer_id))
    assert reply.status_code == 201, reply.text
    opened: dict[str, Any] = reply.json()["dispute"]
    return opened


async def say(service: Harness, opened: dict[str, Any], terms: VendorOrderTerms, text: str = "It is.") -> Any:
    path = f"/vendor/disputes/{opened['id']}/messages"
    return await service.post(path, {"text": text}, as_=vendor(terms.vendor_id))


async def decide(service: Harness, opened: dict[str, Any], outcome: str, refund: int, as_: str = "") -> Any:
    body = {"outcome": outcome, "refund": refund, "text": "So we decide."}
    return await service.post(f"/admin/disputes/{opened['id']}/decision", body, as_=as_ or anna())


async def clock_states(service: Harness, kind: str) -> list[str]:
    items = (await service.get(f"/admin/clocks?kind={kind}", as_=anna())).json()["items"]
    return [item["state"] for item in items]


async def test_a_dispute_is_told_and_holds_the_payout(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    await compliance.publish(completed(order, terms, NOON))
    assert await clock_states(compliance, "payout") == ["running"]

    opened = await dispute(compliance, order, terms)

    assert (opened["status"], opened["opened_by"], opened["asked"]["amount"]) == ("open", "customer", 50000)
    assert opened["number"].startswith("DS-261122-")
    assert opened["answer_due_at"] == "2026-11-24T06:00:00Z"
    (told,) = await compliance.told(DisputeOpened)
    assert (told.dispute_id, told.vendor_order_id) == (opened["id"], terms.vendor_order_id)
    assert await clock_states(compliance, "payout") == ["stopped"]


async def test_staff_decide_after_the_answer_and_the_refund_has_its_clock(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    early = await decide(compliance, opened, "split", 40000)
    assert (early.status_code, early.json()["code"]) == (409, "answer_pending")
    await say(compliance, opened, terms)

    decided = (await decide(compliance, opened, "split", 40000)).json()

    assert (decided["dispute"]["status"], decided["dispute"]["refund"]["amount"]) == ("decided", 40000)
    (told,) = await compliance.told(DisputeDecided)
    assert (told.outcome, told.refund, told.vendor_id) == ("split", Money(40000), terms.vendor_id)
    assert await clock_states(compliance, "refund") == ["running"]
    await compliance.publish(refunded(order, terms, 40000, NOON + HOUR))
    assert await clock_states(compliance, "refund") == ["stopped"]
    seen = (await compliance.get(f"/disputes/{opened['id']}", as_=customer(order.customer_id))).json()
    assert [letter["side"] for letter in seen["letters"]] == ["customer", "vendor", "staff"]
    again = await decide(compliance, opened, "for_vendor", 0)
    assert (again.status_code, again.json()["code"]) == (409, "dispute_closed")


async def test_who_does_not_answer_in_time_is_decided_upon_all_the_same(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    hands.at = NOON + 48 * HOUR
    assert (await decide(compliance, opened, "for_vendor", 0)).status_code == 409
    hands.at = NOON + 48 * HOUR + timedelta(seconds=1)

    assert (await decide(compliance, opened, "for_vendor", 0)).json()["dispute"]["outcome"] == "for_vendor"


async def test_no_more_goes_back_than_was_paid_and_the_outcome_fits_the_amount(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    await say(compliance, opened, terms)
    await compliance.publish(refunded(order, terms, 21000, NOON))
    detail = (await compliance.get(f"/admin/disputes/{opened['id']}", as_=anna())).json()
    assert detail["refundable"]["amount"] == 100000

    for outcome, refund, code in (
        ("for_customer", 100001, "refund_too_large"),
        ("for_customer", 0, "invalid"),
        ("for_vendor", 1, "invalid"),
        ("split", 0, "invalid"),
        ("split", 100000, "invalid"),
    ):
        assert (await decide(compliance, opened, outcome, refund)).json()["code"] == code, (outcome, refund)
    assert (await decide(compliance, opened, "for_customer", 100000)).status_code == 200


async def test_a_large_refund_takes_two_people(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    costly = vendor_order(Bought(unit_price=900000), vendor_id=vendors.vendor("Phones"))
    order = await bought(compliance, orders, costly)
    await compliance.publish(delivered(order, costly, NOON))
    opened = await dispute(compliance, order, costly)
    await say(compliance, opened, costly)
    path, words = f"/admin/disputes/{opened['id']}", {"text": "I see it the same way."}

    assert (await compliance.post(f"{path}/approve", words, as_=bela())).json()["code"] == "nothing_proposed"
    proposed = (await decide(compliance, opened, "split", 500001)).json()
    assert (proposed["dispute"]["status"], proposed["dispute"]["refund"]["amount"]) == ("proposed", 0)
    assert proposed["decision"]["refund"]["amount"] == 500001
    assert await compliance.told(DisputeDecided) == []
    own = await compliance.post(f"{path}/approve", words, as_=anna())
    assert (own.status_code, own.json()["code"]) == (403, "second_person_needed")
    assert (await compliance.post(f"{path}/send-back", words, as_=anna())).status_code == 403
    back = await compliance.post(f"{path}/send-back", {"text": "Too much."}, as_=bela())
    assert (back.json()["dispute"]["status"], back.json()["decision"]) == ("answered", None)
    await decide(compliance, opened, "split", 600000)

    approved = await compliance.post(f"{path}/approve", words, as_=bela())

    assert approved.json()["dispute"]["refund"]["amount"] == 600000
    assert approved.json()["decision"]["approved_by"] == "usr_bela"
    assert [event.refund.amount for event in await compliance.told(DisputeDecided)] == [600000]
    seen = (await compliance.get(f"/disputes/{opened['id']}", as_=customer(order.customer_id))).json()
    assert [letter["text"] for letter in seen["letters"] if letter["side"] == "staff"] == [words["text"]]


async def test_up_to_the_amount_of_the_rule_one_is_enough(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors
) -> None:
    costly = vendor_order(Bought(unit_price=900000), vendor_id=vendors.vendor("Phones"))
    order = await bought(compliance, orders, costly)
    await compliance.publish(delivered(order, costly, NOON))
    opened = await dispute(compliance, order, costly)
    await say(compliance, opened, costly)

    assert (await decide(compliance, opened, "split", 500000)).json()["dispute"]["status"] == "decided"


async def test_the_window_ends_some_days_after_the_delivery(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    hands.at = NOON + 7 * DAY + 12 * HOUR
    late = await compliance.post("/disputes", claim(order, terms), as_=customer(order.customer_id))
    assert (late.status_code, late.json()["code"]) == (409, "dispute_window_over")
    hands.at -= timedelta(seconds=1)
    assert await dispute(compliance, order, terms)


async def test_there_is_one_dispute_over_a_vendor_order_unless_it_was_withdrawn(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    second = await compliance.post("/disputes", claim(order, terms), as_=customer(order.customer_id))
    assert (second.status_code, second.json()["code"]) == (409, "dispute_exists")
    path, mine = f"/disputes/{opened['id']}/withdraw", customer(order.customer_id)

    theirs = await compliance.post(f"/vendor{path}", as_=vendor(terms.vendor_id))
    assert theirs.json()["code"] == "dispute_closed"
    assert (await compliance.post(path, as_=mine)).json()["status"] == "withdrawn"
    assert (await compliance.post(path, as_=mine)).status_code == 409

    (told,) = await compliance.told(DisputeDecided)
    assert (told.outcome, told.refund) == ("for_vendor", Money(0))
    assert await dispute(compliance, order, terms)


async def test_a_vendor_disputes_and_the_customers_word_is_the_answer(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms, vendors: FakeVendors
) -> None:
    body = {"vendor_order_id": terms.vendor_order_id, "reason": "customer_conduct", "text": "The seal was changed."}
    foreign = await compliance.post("/vendor/disputes", body, as_=vendor(vendors.vendor("Nosy")))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown_order")
    assert (await compliance.post("/vendor/disputes", body, as_=vendor(terms.vendor_id, "packer"))).status_code == 403
    opened = (await compliance.post("/vendor/disputes", body, as_=vendor(terms.vendor_id))).json()
    assert opened["opened_by"] == "vendor"

    await say(compliance, opened, terms, "And the box too.")
    mine = customer(order.customer_id)
    assert (await compliance.get("/disputes?status=open", as_=mine)).json()["items"][0]["id"] == opened["id"]
    await compliance.post(f"/disputes/{opened['id']}/messages", {"text": "No."}, as_=mine)

    assert (await compliance.get("/vendor/disputes?status=answered", as_=vendor(terms.vendor_id))).json()["items"]


async def test_a_guest_disputes_and_joins_what_the_vendor_has_opened(
    compliance: Harness, hands: Hands, orders: FakeOrders, accounts: FakeAccounts, vendors: FakeVendors
) -> None:
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=vendors.vendor(f"Shop {n}")) for n in range(2)]
    order = await bought(compliance, orders, *parts, customer_id="", number="BD-261122-000779")
    proof = {"order_number": order.number, "phone_proof": accounts.prove("01712345678")}
    body = claim(order, parts[0], phone_proof=proof["phone_proof"])

    made = (await compliance.post("/disputes", body)).json()
    assert (await compliance.get(f"/disputes/{made['dispute']['id']}", guest=made["guest_token"])).status_code == 200
    assert (await compliance.post("/disputes", body | {"phone_proof": ""})).status_code == 404
    theirs = {"vendor_order_id": parts[1].vendor_order_id, "reason": "other", "text": "Never reachable."}
    opened = (await compliance.post("/vendor/disputes", theirs, as_=vendor(parts[1].vendor_id))).json()
    joined = (await compliance.post("/guest/cases", proof)).json()
    assert {each["id"] for each in joined["disputes"]} == {made["dispute"]["id"], opened["id"]}
    answered = await compliance.post(
        f"/disputes/{opened['id']}/messages", {"text": "I was at home."}, guest=joined["guest_token"]
    )
    assert answered.status_code == 201
    assert (await compliance.get(f"/vendor/disputes/{opened['id']}", as_=vendor(parts[1].vendor_id))).json()["dispute"][
        "status"
    ] == "answered"


async def test_photos_are_evidence_of_both_sides(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    path = f"/disputes/{opened['id']}/photos"
    sides = (("", customer(order.customer_id)), ("/vendor", vendor(terms.vendor_id)))
    names = []
    for number, (base, token) in enumerate(sides, 1):
        sent = await compliance.post(f"{base}{path}", as_=token, content=picture(size=(number * 10, 9)))
        assert sent.status_code == 201, sent.text
        names.append(sent.json()["photo"])

    for base, token in (*sides, ("/admin", anna())):
        for name in names:
            assert (await compliance.get(f"{base}{path}/{name}", as_=token)).status_code == 200
    stranger = await compliance.get(f"{path}/{names[0]}", as_=customer("usr_stranger"))
    assert stranger.json()["code"] == "unknown_dispute"


async def test_staff_ask_both_and_keep_notes_to_themselves(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    opened = await dispute(compliance, order, terms)
    path = f"/admin/disputes/{opened['id']}/messages"
    await compliance.post(path, {"text": "Which colour was it?"}, as_=anna())
    await compliance.post(path, {"text": "Third time with this vendor.", "internal": True}, as_=anna())

    seen = (await compliance.get(f"/vendor/disputes/{opened['id']}", as_=vendor(terms.vendor_id))).json()
    assert [letter["text"] for letter in seen["letters"]] == [TEXT, "Which colour was it?"]
    detail = (await compliance.get(f"/admin/disputes/{opened['id']}", as_=anna())).json()
    assert len(detail["letters"]) == 3
    assert detail["dispute"]["status"] == "open"


async def test_disputes_are_for_their_two_sides_and_for_staff_who_may(
    compliance: Harness, hands: Hands, order: OrderConfirmed, terms: VendorOrderTerms, vendors: FakeVendors
) -> None:
    opened = await dispute(compliance, order, terms)
    path = f"/disputes/{opened['id']}"

    for base, token in (("", customer("usr_stranger")), ("/vendor", vendor(vendors.vendor("Nosy")))):
        for reply in (
            await compliance.get(f"{base}{path}", as_=token),
            await compliance.post(f"{base}{path}/messages", {"text": "x"}, as_=token),
            await compliance.post(f"{base}{path}/withdraw", as_=token),
            await compliance.post(f"{base}{path}/photos", as_=token, content=picture()),
        ):
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_dispute")
        assert (await compliance.get(f"{base}/disputes", as_=token)).json()["items"] == []
    foreign = await compliance.post("/disputes", claim(order, terms), as_=customer("usr_stranger"))
    assert foreign.json()["code"] == "unknown_order"
    for token in ("", customer(), vendor(terms.vendor_id), staff("complaints.manage")):
        assert (await compliance.get(f"/admin{path}", as_=token)).status_code == (403 if token else 401)
    assert (await compliance.get("/admin/disputes/dsp_none", as_=anna())).json()["code"] == "unknown_dispute"
    listed = (await compliance.get(f"/admin/disputes?vendor={terms.vendor_id}&status=open", as_=anna())).json()
    assert [each["id"] for each in listed["items"]] == [opened["id"]]


async def test_an_order_that_is_not_confirmed_is_not_disputed(
    compliance: Harness, hands: Hands, terms: VendorOrderTerms
) -> None:
    unheard = order_of(terms)
    reply = await compliance.post("/disputes", claim(unheard, terms), as_=customer(unheard.customer_id))

    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_order")


async def test_a_return_whose_refusal_is_contradicted_is_a_dispute_of_its_own(
    compliance: Harness, hands: Hands, orders: FakeOrders, order: OrderConfirmed, terms: VendorOrderTerms
) -> None:
    beside = await dispute(compliance, order, terms)
    event = escalated(order, terms, NOON + HOUR)
    await compliance.publish(event)
    await compliance.publish(event)
    mine = (await compliance.get("/disputes", as_=customer(order.customer_id))).json()["items"]
    (opened,) = [each for each in mine if each["id"] != beside["id"]]
    assert (opened["return_id"], opened["reason"], opened["asked"]["amount"]) == ("ret_1", "not_as_described", 50000)
    told = await compliance.get(f"/disputes/{opened['id']}", as_=customer(order.customer_id))
    assert [each["text"] for each in told.json()["letters"]] == ["It was never worn."]
    await say(compliance, opened, terms)
    assert (await decide(compliance, opened, "for_customer", 50000)).status_code == 200
    assert (await compliance.told(DisputeDecided))[0].return_id == "ret_1"
    clocks = (await compliance.get("/admin/clocks?kind=refund", as_=anna())).json()["items"]
    assert clocks == []
