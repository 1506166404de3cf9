"""Complaints: opened by customers and guests, answered within 72 hours, escalated, and what an authority is shown."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from bdcommerce.contracts.compliance import ComplaintMoved, DeadlineAtRisk, RuleBreached
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderTerms
from compliance.hands import Hands
from compliance.heard import DAY, HOUR, NOON, order_of, picked_up
from support.faces.accounts import FakeAccounts
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, vendor_order
from support.tokens import customer, staff, vendor

TEXT = "The rice came open and half of it was gone."


def anna() -> str:
    return staff("complaints.manage", user_id="usr_anna")


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at my home"
    Image.new("RGB", size, "red").save(drawn, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return drawn.getvalue()


@pytest.fixture
def terms(vendors: FakeVendors) -> VendorOrderTerms:
    return vendor_order(Bought(unit_price=115000), vendor_id=vendors.vendor())


async def bought(service: Harness, orders: FakeOrders, *parts: VendorOrderTerms, **changed: Any) -> OrderConfirmed:
    order = order_of(*parts, **changed)
    for part in parts:
        orders.deliver_to(part.vendor_order_id, order.order_id, customer_id=order.customer_id, number=order.number)
    await service.publish(order)
    return order


async def complain(service: Harness, order: OrderConfirmed, **more: Any) -> dict[str, Any]:
    body = {"category": "damaged", "text": TEXT, "order_number": order.number} | more
    reply = await service.post("/complaints", body, as_=customer(order.customer_id))
    assert reply.status_code == 201, reply.text
    opened: dict[str, Any] = reply.json()["complaint"]
    return opened


async def desk(service: Harness, complaint: dict[str, Any]) -> dict[str, Any]:
    reply = await service.get(f"/admin/complaints/{complaint['id']}", as_=anna())
    assert reply.status_code == 200, reply.text
    detail: dict[str, Any] = reply.json()
    return detail


async def answer(service: Harness, complaint: dict[str, Any], **body: Any) -> Any:
    body = body or {"text": "We send another one."}
    return await service.post(f"/admin/complaints/{complaint['id']}/messages", body, as_=anna())


async def test_a_complaint_has_72_hours(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)

    opened = await complain(compliance, order)

    assert (opened["status"], opened["order_id"]) == ("open", order.order_id)
    assert opened["number"].startswith("CM-261122-")
    detail = await desk(compliance, opened)
    assert detail["clock"]["due_at"] == "2026-11-25T06:00:00Z"
    assert detail["complaint"]["vendor_id"] == terms.vendor_id
    assert [letter["text"] for letter in detail["letters"]] == [TEXT]
    (told,) = await compliance.told(ComplaintMoved)
    assert (told.status, told.user_id, told.number) == ("open", order.customer_id, opened["number"])


async def test_nobody_acting_for_72_hours_is_a_breach(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    opened = await complain(compliance, await bought(compliance, orders, terms))
    await hands.move(compliance, NOON + 54 * HOUR)
    assert opened["id"] in [event.subject_id for event in await compliance.told(DeadlineAtRisk)]

    await hands.move(compliance, NOON + 73 * HOUR)

    (breached,) = [event for event in await compliance.told(RuleBreached) if event.kind == "complaint"]
    assert (breached.rule_key, breached.subject_id) == ("dc.complaint_hours", opened["id"])


async def test_the_first_answer_stops_the_clock_and_the_talk_goes_on(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    opened = await complain(compliance, order)
    mine = customer(order.customer_id)
    path = f"/complaints/{opened['id']}"

    noted = (await answer(compliance, opened, text="Looks like the courier.", internal=True)).json()
    assert (noted["complaint"]["status"], noted["clock"]["state"]) == ("open", "running")
    answered = (await answer(compliance, opened)).json()
    assert (answered["complaint"]["status"], answered["clock"]["state"]) == ("answered", "stopped")
    assert (answered["complaint"]["assigned_to"], answered["complaint"]["waits_for_staff"]) == ("usr_anna", False)
    await compliance.post(f"{path}/messages", {"text": "When?"}, as_=mine)

    seen = (await compliance.get(path, as_=mine)).json()
    assert [(letter["side"], letter["text"]) for letter in seen["letters"]] == [
        ("customer", TEXT),
        ("staff", "We send another one."),
        ("customer", "When?"),
    ]
    assert (await desk(compliance, opened))["complaint"]["waits_for_staff"] is True
    assert [event.status for event in await compliance.told(ComplaintMoved)] == ["open", "answered"]
    await hands.move(compliance, NOON + 9 * DAY)
    assert not [event for event in await compliance.told(RuleBreached) if event.kind == "complaint"]


async def test_a_resolved_complaint_takes_no_more_words_but_may_go_to_an_authority(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    opened = await complain(compliance, order)
    path = f"/admin/complaints/{opened['id']}"

    resolved = await compliance.post(f"{path}/resolve", {"text": "Refunded."}, as_=anna())
    assert (resolved.status_code, resolved.json()["complaint"]["status"]) == (200, "resolved")
    for reply in (
        await answer(compliance, opened),
        await compliance.post(f"{path}/resolve", {"text": "again"}, as_=anna()),
        await compliance.post(f"/complaints/{opened['id']}/messages", {"text": "x"}, as_=customer(order.customer_id)),
    ):
        assert (reply.status_code, reply.json()["code"]) == (409, "complaint_closed")
    body = {"authority": "dncrp", "text": "The customer went to DNCRP."}
    escalated = await compliance.post(f"{path}/escalate", body, as_=anna())
    assert escalated.json()["complaint"]["status"] == "escalated"
    assert (await compliance.post(f"{path}/escalate", body, as_=anna())).status_code == 409
    referred = await compliance.put(f"{path}/external-reference", {"reference": "DNCRP-77"}, as_=anna())
    assert referred.json()["complaint"]["external_reference"] == "DNCRP-77"
    assert [event.status for event in await compliance.told(ComplaintMoved)] == ["open", "resolved", "escalated"]


async def test_its_author_may_say_that_it_is_settled(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    opened = await complain(compliance, order)

    settled = await compliance.post(f"/complaints/{opened['id']}/resolve", as_=customer(order.customer_id))

    assert (settled.status_code, settled.json()["status"]) == (200, "resolved")
    assert (await desk(compliance, opened))["clock"]["state"] == "stopped"


async def test_a_guest_complains_with_the_orders_number_and_phone_and_comes_back_with_a_token(
    compliance: Harness, hands: Hands, orders: FakeOrders, accounts: FakeAccounts, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms, customer_id="", number="BD-261122-000778")
    proof = {"order_number": order.number, "phone_proof": accounts.prove("01712345678")}
    body = {"category": "late_delivery", "text": TEXT}

    for wrong, status in (
        ({}, 422),
        ({"order_number": order.number}, 404),
        (proof | {"phone_proof": accounts.prove("01999999999")}, 404),
        (proof | {"phone_proof": "made-up"}, 401),
        (proof | {"vendor_order_id": "vor_else"}, 404),
    ):
        assert (await compliance.post("/complaints", body | wrong)).status_code == status, wrong
    opened = (await compliance.post("/complaints", body | proof)).json()
    path, token = f"/complaints/{opened['complaint']['id']}", opened["guest_token"]

    assert (await compliance.get(path, guest=token)).status_code == 200
    assert (await compliance.post(f"{path}/messages", {"text": "Still nothing"}, guest=token)).status_code == 201
    for stranger in ("", "another-token"):
        assert (await compliance.get(path, guest=stranger)).json()["code"] == "unknown_complaint"
    again = (await compliance.post("/guest/cases", proof)).json()
    assert [each["id"] for each in again["complaints"]] == [opened["complaint"]["id"]]
    assert (await compliance.get(path, guest=again["guest_token"])).status_code == 200
    assert (await compliance.get(path, guest=token)).status_code == 404


async def test_a_customer_complains_of_an_order_of_theirs_or_of_none(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors, terms: VendorOrderTerms
) -> None:
    other = vendor_order(Bought(unit_price=5000), vendor_id=vendors.vendor("Another"))
    order = await bought(compliance, orders, terms, other)
    body = {"category": "other", "text": TEXT, "order_number": order.number}

    foreign = await compliance.post("/complaints", body, as_=customer("usr_stranger"))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown_order")
    whole = await complain(compliance, order)
    assert (await desk(compliance, whole))["complaint"]["vendor_id"] == ""
    hands.at += HOUR
    part = await complain(compliance, order, vendor_order_id=other.vendor_order_id)
    assert (await desk(compliance, part))["complaint"]["vendor_id"] == other.vendor_id
    hands.at += HOUR
    general = await complain(compliance, order, order_number="")
    assert general["order_id"] == ""
    mine = (await compliance.get("/complaints", as_=customer(order.customer_id))).json()["items"]
    assert [each["id"] for each in mine] == [general["id"], part["id"], whole["id"]]
    assert (await compliance.get("/complaints", as_=customer("usr_stranger"))).json()["items"] == []
    stranger = await compliance.get(f"/complaints/{whole['id']}", as_=customer("usr_stranger"))
    assert stranger.json()["code"] == "unknown_complaint"


async def test_photos_are_kept_without_what_they_say_of_the_place_and_shown_to_both_sides(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    opened = await complain(compliance, order)
    path, mine = f"/complaints/{opened['id']}/photos", customer(order.customer_id)

    sent = await compliance.post(path, as_=mine, content=picture(), headers={"Content-Type": "image/jpeg"})
    assert sent.status_code == 201, sent.text
    name = sent.json()["photo"]
    for token, base in ((mine, ""), (anna(), "/admin")):
        shown = await compliance.get(f"{base}{path}/{name}", as_=token)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        assert b"taken at my home" not in shown.content
    form = await compliance.post(path, as_=mine, files={"file": ("a.png", picture("PNG"), "image/png")})
    assert form.status_code == 201, form.text
    assert (await compliance.get(f"{path}/{'0' * 64}.webp", as_=mine)).json()["code"] == "unknown_file"
    assert (await compliance.get(f"{path}/{name}", as_=customer("usr_stranger"))).status_code == 404


async def test_what_is_no_picture_is_refused_and_ten_are_enough(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    opened = await complain(compliance, order)
    path, mine = f"/complaints/{opened['id']}/photos", customer(order.customer_id)

    for content in (b"", b"no picture", b"<svg/>", picture("GIF"), picture()[:200], picture("PNG", (9000, 5000))):
        reply = await compliance.post(path, as_=mine, content=content, headers={"Content-Type": "image/png"})
        assert (reply.status_code, reply.json()["code"]) == (422, "bad_photo"), content[:20]
    for number in range(10):
        await compliance.post(path, as_=mine, content=picture(size=(10 + number, 10)))
    reply = await compliance.post(path, as_=mine, content=picture(size=(5, 5)))
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_photos")


async def test_staff_have_a_queue_with_filters_and_give_complaints_to_each_other(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    first = await complain(compliance, order)
    hands.at = NOON + HOUR
    second = await complain(compliance, order, category="refund")
    assigned = await compliance.put(f"/admin/complaints/{second['id']}/assignee", {"to": "usr_bela"}, as_=anna())
    assert assigned.json()["complaint"]["assigned_to"] == "usr_bela"
    await answer(compliance, second)

    for query, wanted in (
        ("", [first, second]),
        ("status=open", [first]),
        ("category=refund", [second]),
        ("assigned_to=usr_bela", [second]),
        ("assigned_to=usr_bela&status=open", []),
        (f"vendor={terms.vendor_id}&limit=1", [first]),
        ("vendor=ven_else", []),
    ):
        page = (await compliance.get(f"/admin/complaints?{query}", as_=anna())).json()
        assert [each["id"] for each in page["items"]] == [each["id"] for each in wanted], query
    page = (await compliance.get("/admin/complaints?limit=1", as_=anna())).json()
    rest = (await compliance.get(f"/admin/complaints?cursor={page['next_cursor']}", as_=anna())).json()
    assert [each["id"] for each in rest["items"]] == [second["id"]]


async def test_answers_that_are_given_often_are_templates(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    opened = await complain(compliance, await bought(compliance, orders, terms))
    body = {"title": "Late parcel", "en": "About {order}: it comes.", "bn": "{number}: আসছে।"}
    made = (await compliance.post("/admin/answer-templates", body, as_=anna())).json()
    path = f"/admin/answer-templates/{made['id']}"
    changed = await compliance.put(path, body | {"title": "Late", "category": "late_delivery"}, as_=anna())
    assert changed.json()["category"] == "late_delivery"
    assert [
        each["title"] for each in (await compliance.get("/admin/answer-templates", as_=anna())).json()["items"]
    ] == ["Late"]

    answered = (await answer(compliance, opened, template_id=made["id"], language="bn")).json()
    assert answered["letters"][-1]["text"] == f"{opened['number']}: আসছে।"
    english = (await answer(compliance, opened, template_id=made["id"], language="en")).json()
    assert english["letters"][-1]["text"] == f"About {opened['order_number']}: it comes."

    assert (await compliance.delete(path, as_=anna())).status_code == 204
    assert (await compliance.delete(path, as_=anna())).json()["code"] == "unknown_answer_template"
    assert (await compliance.put(path, body, as_=anna())).status_code == 404
    assert (await answer(compliance, opened, template_id=made["id"])).status_code == 404
    assert (await answer(compliance, opened, template_id=made["id"], text="both")).status_code == 422
    assert (await answer(compliance, opened, text="")).status_code == 422


async def test_an_authority_is_shown_everything_that_is_known(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await bought(compliance, orders, terms)
    await compliance.publish(picked_up(order, terms, NOON))
    opened = await complain(compliance, order)
    sent = await compliance.post(
        f"/complaints/{opened['id']}/photos", as_=customer(order.customer_id), content=picture()
    )
    await answer(compliance, opened, text="only among us", internal=True)

    reply = await compliance.get(f"/admin/complaints/{opened['id']}/evidence", as_=anna())

    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/zip"), sent.text
    with zipfile.ZipFile(io.BytesIO(reply.content)) as packed:
        assert sorted(packed.namelist()) == ["case.json", "invoices/M63-2627-0000001.pdf", "photos/01.webp"]
        case = json.loads(packed.read("case.json"))
    assert case["complaint"]["number"] == opened["number"]
    assert [letter["text"] for letter in case["messages"]] == [TEXT, ""]
    assert case["order"][0]["proofs"]["handed_over"]["event"] == "fulfilment.ShipmentMoved"
    assert {each["kind"] for each in case["clocks"]} == {"handover", "delivery", "complaint"}
    assert datetime.fromisoformat(case["invoices"][0]["issued_at"]) == NOON


async def test_what_is_written_is_sealed(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    await complain(compliance, await bought(compliance, orders, terms))

    async with compliance.database.transaction() as tx:
        kept = await tx.rows(text("SELECT letter::text FROM letter UNION ALL SELECT data::text FROM event_log"))

    assert len(kept) > 1
    assert not any("half of it" in row["letter"] for row in kept)


async def test_complaints_are_for_their_authors_and_for_staff_who_may(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    opened = await complain(compliance, await bought(compliance, orders, terms))

    for path in ("/admin/complaints", f"/admin/complaints/{opened['id']}", "/admin/answer-templates"):
        for token in ("", customer(), vendor(terms.vendor_id), staff("clocks.read")):
            assert (await compliance.get(path, as_=token)).status_code == (403 if token else 401)
    assert (await compliance.get("/complaints")).status_code == 401
    assert (await compliance.get("/admin/complaints/cmp_none", as_=anna())).json()["code"] == "unknown_complaint"
    assert (await compliance.post("/complaints", {"category": "other", "text": ""}, as_=customer())).status_code == 422
