"""Messages from an event to the outbox and the inbox, by what people want and staff wrote."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from sqlalchemy import text

from bdcommerce.contracts.compliance import ComplaintMoved, DeadlineAtRisk, DisputeOpened
from bdcommerce.contracts.fulfilment import GoodsCameBack
from bdcommerce.contracts.inventory import BackInStock, StockLow
from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import (
    OrderEditProposed,
    ReturnEnded,
    ReturnMoved,
    ReturnRequested,
    VendorOrderAmended,
)
from bdcommerce.contracts.payments import PayoutFailed, PayoutPaid, PayoutReturned, RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, show
from bdcommerce.notifications.jobs import send_digests
from support import tokens
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order

DAY, NIGHT = datetime(2026, 11, 22, 6, tzinfo=UTC), datetime(2026, 11, 22, 17, tzinfo=UTC)
STAFF = ("messages.read", "messages.manage")
PHONE = "+8801712345678"


async def outbox(notifications: Harness, query: str = "") -> list[dict[str, Any]]:
    reply = await notifications.get(f"/admin/messages?{query}", as_=tokens.staff(*STAFF))
    assert reply.status_code == 200, reply.text
    return list(reply.json()["items"])


async def inbox(notifications: Harness, token: str, path: str = "/me/inbox", **options: Any) -> dict[str, Any]:
    reply = await notifications.get(path, as_=token, **options)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def send(notifications: Harness, template: str, owner_id: str = "", **params: str) -> None:
    message = Message(key=new_id("key"), template=template, to=PHONE, language="en", params=params, owner_id=owner_id)
    await notifications.face.send(message)


async def ordered(notifications: Harness, orders: FakeOrders, customer_id: str) -> None:
    order = confirmed(vendor_order(Bought(unit_price=100000)))
    orders.deliver_to("", order.order_id, customer_id=customer_id, language="bn")
    await notifications.publish(order)


async def wish(notifications: Harness, token: str, path: str = "/me/notification-preferences", **wishes: Any) -> None:
    reply = await notifications.put(path, {"version": 0} | wishes, as_=token)
    assert reply.status_code == 200, reply.text


async def test_a_customer_reads_of_an_order_by_sms_and_in_the_inbox(notifications: Harness, orders: FakeOrders) -> None:
    with clock.frozen(DAY):
        await ordered(notifications, orders, "usr_1")
        [sent] = await outbox(notifications)
        assert (sent["template"], sent["language"], sent["fate"]) == ("order_confirmed", "bn", "sent")
        mine = await inbox(notifications, tokens.customer("usr_1"), headers={"Accept-Language": "en"})
    assert mine["unread"] == 1
    assert mine["items"][0]["text"].startswith("Your order BD-261122-000123")
    assert (await inbox(notifications, tokens.customer("usr_2")))["items"] == []


async def test_a_guest_gets_the_sms_and_has_no_inbox(notifications: Harness, orders: FakeOrders) -> None:
    await ordered(notifications, orders, "")
    assert len(await outbox(notifications)) == 1
    async with notifications.database.transaction() as tx:
        assert await tx.scalar(text("SELECT count(*) FROM inbox_item")) == 0


async def test_the_same_key_sends_nothing_again_not_even_to_the_inbox(notifications: Harness) -> None:
    message = Message(
        key="one", template="back_in_stock", to=PHONE, language="en", params={"title": "Rice"}, owner_id="usr_1"
    )
    await asyncio.gather(*(notifications.face.send(message) for _ in range(5)))
    assert len(await outbox(notifications)) == 1
    assert len((await inbox(notifications, tokens.customer("usr_1")))["items"]) == 1


async def test_what_waits_for_the_morning_is_sent_then(notifications: Harness) -> None:
    with clock.frozen(NIGHT):
        await send(notifications, "back_in_stock", title="Rice")
        [waiting] = await outbox(notifications)
        assert (waiting["fate"], waiting["due_at"]) == ("waiting", "2026-11-23T02:00:00Z")
        await notifications.settle()
        assert (await outbox(notifications))[0]["fate"] == "waiting"
    with clock.frozen(NIGHT + timedelta(hours=9)):
        await notifications.settle()
        assert (await outbox(notifications))[0]["fate"] == "sent"


async def test_wishes_are_kept_and_done(notifications: Harness, orders: FakeOrders) -> None:
    me = tokens.customer("usr_1")
    first = (await notifications.get("/me/notification-preferences", as_=me)).json()
    assert first == {
        "topics": {key: ["direct", "inbox", "push"] for key in ("orders", "feedback", "business")},
        "quiet": {"begin": "22:00:00", "end": "08:00:00"},
        "digest": "off",
        "version": 0,
    }
    await wish(notifications, me, topics={"orders": ["inbox"]}, quiet=None)
    kept = (await notifications.get("/me/notification-preferences", as_=me)).json()
    assert (kept["topics"]["orders"], kept["quiet"], kept["version"]) == (["inbox"], None, 1)
    await ordered(notifications, orders, "usr_1")
    assert [each["fate"] for each in await outbox(notifications)] == ["unwanted"]
    assert len((await inbox(notifications, me))["items"]) == 1


async def test_wishes_of_two_windows_do_not_undo_each_other(notifications: Harness) -> None:
    me = tokens.customer("usr_1")
    await wish(notifications, me)
    reply = await notifications.put("/me/notification-preferences", {"version": 0}, as_=me)
    assert (reply.status_code, reply.json()["code"]) == (409, "stale")


@pytest.mark.parametrize(
    "wishes",
    [
        {"topics": {"security": []}},
        {"topics": {"orders": ["pigeon"]}},
        {"quiet": {"begin": "25:00:00", "end": "08:00:00"}},
        {"quiet": {"begin": "22:00:00"}},
        {"digest": "hourly"},
    ],
)
async def test_wishes_nobody_can_do_are_refused(notifications: Harness, wishes: dict[str, Any]) -> None:
    body = {"version": 0} | wishes
    reply = await notifications.put("/me/notification-preferences", body, as_=tokens.customer("usr_1"))
    assert reply.status_code == 422


async def test_messages_are_read_one_by_one_or_all_at_once(notifications: Harness) -> None:
    me = tokens.customer("usr_1")
    for title in ("Rice", "Oil", "Salt"):
        await send(notifications, "back_in_stock", "usr_1", title=title)
    first = await inbox(notifications, me, "/me/inbox?limit=2")
    rest = await inbox(notifications, me, f"/me/inbox?limit=2&cursor={first['next_cursor']}")
    assert [each["text"].split()[0] for each in first["items"] + rest["items"]] == ["Salt", "Oil", "Rice"]
    left = await notifications.post("/me/inbox/read", {"ids": [first["items"][0]["id"]]}, as_=me)
    assert left.json() == {"unread": 2}
    stranger = await notifications.post(
        "/me/inbox/read", {"ids": [rest["items"][0]["id"]]}, as_=tokens.customer("usr_2")
    )
    assert stranger.json() == {"unread": 0}
    assert len((await inbox(notifications, me, "/me/inbox?unread=true"))["items"]) == 2
    assert (await notifications.post("/me/inbox/read", {}, as_=me)).json() == {"unread": 0}


async def test_a_vendor_hears_of_its_stock_deadlines_disputes_and_payouts(
    notifications: Harness, vendors: FakeVendors, orders: FakeOrders, catalog: FakeCatalog
) -> None:
    vendor_id = vendors.vendor("Rahim Stores")
    offer = catalog.put(offer_terms(vendor_id=vendor_id))
    orders.deliver_to("vor_1", "ord_1")
    with clock.frozen(DAY):
        at_risk = {"clock_id": "clk_1", "subject_id": "vor_1", "vendor_id": vendor_id, "order_id": "ord_1"}
        await notifications.publish(
            StockLow(offer_id=offer.offer_id, vendor_id=vendor_id, available=3, threshold=5),
            DeadlineAtRisk(kind="handover", due_at=DAY, **at_risk),
            DisputeOpened(dispute_id="dsp_1", order_id="ord_1", vendor_order_id="vor_1", vendor_id=vendor_id, at=DAY),
            PayoutPaid(payout_id="pay_1", batch_id="bat_1", vendor_id=vendor_id, amount=Money(100), at=DAY),
        )
    owner = tokens.vendor(vendor_id, "packer")
    found = {each["template"]: each["text"] for each in (await inbox(notifications, owner, "/vendor/inbox"))["items"]}
    assert set(found) == {"stock_low", "deadline_at_risk", "dispute_opened", "payout_paid"}
    assert "3 units" in found["stock_low"]
    assert "hand-over of order BD-261122-000001 is due by 22/11/2026 12:00" in found["deadline_at_risk"]
    other = tokens.vendor(vendors.vendor("Karim"), "owner")
    assert (await inbox(notifications, other, "/vendor/inbox"))["items"] == []


async def test_who_has_paid_is_not_asked_for_cash_and_hears_of_the_money_that_comes_back(
    notifications: Harness, orders: FakeOrders
) -> None:
    order = confirmed(vendor_order(Bought(unit_price=100000)))
    orders.deliver_to("", order.order_id, customer_id="usr_1", language="en")
    back = RefundCompleted(
        refund_id="ref_1", order_id=order.order_id, vendor_order_id="vor_1", amount=Money(50000), at=DAY
    )
    with clock.frozen(DAY):
        await notifications.publish(replace(order, payment_method="bkash"), back, back)
        told = {each["template"]: each["text"] for each in await outbox(notifications)}
    assert set(told) == {"order_confirmed_paid", "refund_completed"}
    assert "cash" not in told["order_confirmed_paid"]
    assert "500.00" in told["refund_completed"]


async def test_customer_and_vendor_hear_of_every_turn_of_a_return(
    notifications: Harness, orders: FakeOrders, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim Stores")
    orders.deliver_to("", "ord_1", customer_id="usr_1", language="en")
    of: dict[str, Any] = {
        "return_id": "ret_1", "order_id": "ord_1", "vendor_order_id": "vor_1", "vendor_id": vendor_id,
        "number": "BD-261122-000001",
    }  # fmt: skip
    asked = ReturnRequested(**of, code="damaged", units=1, answer_by=DAY + timedelta(days=2), at=DAY)
    moves = [
        ReturnMoved(**of, status=status, reason="", code="damaged", worth=Money(1), at=DAY)
        for status in get_args(get_type_hints(ReturnMoved)["status"])
    ]
    ended = ReturnEnded(**of, outcome="rejected", at=DAY)
    with clock.frozen(DAY):
        await notifications.publish(asked, *moves, ended)
        told = {each["template"]: each["params"] for each in await outbox(notifications)}
    assert set(told) == {
        "return_requested", "return_to_answer", "return_approved", "return_refused", "return_escalated",
        "return_received", "return_ended", "return_not_accepted",
    }  # fmt: skip
    assert told["return_to_answer"]["due"] == "24/11/2026 12:00"


async def test_who_has_paid_an_advance_hears_what_is_left_to_pay_at_the_door(
    notifications: Harness, orders: FakeOrders
) -> None:
    order = confirmed(vendor_order(Bought(unit_price=100000)))
    orders.deliver_to("", order.order_id, customer_id="usr_1", language="en")
    with clock.frozen(DAY):
        await notifications.publish(replace(order, payment_method="cod", advance=Money(10000)))
        told = {each["template"]: each["text"] for each in await outbox(notifications)}
    assert set(told) == {"order_confirmed_advance"}
    assert show(order.total - Money(10000)) in told["order_confirmed_advance"]


async def test_a_vendor_is_asked_what_was_kept_of_a_parcel(
    notifications: Harness, orders: FakeOrders, vendors: FakeVendors
) -> None:
    orders.deliver_to("", "ord_1", customer_id="usr_1", number="BD-261122-000001")
    back = GoodsCameBack(
        shipment_id="shp_1", order_id="ord_1", vendor_order_id="vor_1", vendor_id=vendors.vendor("Rahim Stores"),
        courier="pathao", reason="", at=DAY,
    )  # fmt: skip
    with clock.frozen(DAY):
        await notifications.publish(back)
    (told,) = await outbox(notifications)
    assert (told["template"], told["params"]["number"]) == ("rest_came_back", "BD-261122-000001")


async def test_a_vendor_hears_of_a_payout_that_did_not_arrive(notifications: Harness, vendors: FakeVendors) -> None:
    vendor_id = vendors.vendor("Rahim Stores")
    failed = PayoutFailed(
        payout_id="pay_1", batch_id="bat_1", vendor_id=vendor_id, amount=Money(100), reason="closed", at=DAY
    )
    with clock.frozen(DAY):
        await notifications.publish(failed)
    assert [each["template"] for each in await outbox(notifications)] == ["payout_failed"]


async def test_a_vendor_hears_by_what_its_bank_knows_a_payout_and_that_it_came_back(
    notifications: Harness, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim Stores")
    about: dict[str, Any] = {
        "payout_id": "pay_1",
        "batch_id": "bat_1",
        "vendor_id": vendor_id,
        "amount": Money(100),
        "at": DAY,
    }
    paid = PayoutPaid(**about, rail="bkash", reference="BKA1B2C3D4")
    returned = PayoutReturned(**about, reason="R02 account closed")
    with clock.frozen(DAY):
        await notifications.publish(paid, returned, returned)
    told = {each["template"]: each["text"] for each in await outbox(notifications)}
    assert set(told) == {"payout_paid", "payout_returned"}
    assert "pay_1 (bKash BKA1B2C3D4)" in told["payout_paid"]


async def test_the_operators_own_clocks_are_not_told_to_vendors(notifications: Harness, vendors: FakeVendors) -> None:
    event = DeadlineAtRisk(
        clock_id="clk_1", kind="payout", subject_id="x", vendor_id=vendors.vendor(), order_id="", due_at=DAY
    )
    await notifications.publish(event)
    assert await outbox(notifications) == []


async def test_who_asked_hears_that_it_can_be_bought_again(notifications: Harness, accounts: FakeAccounts) -> None:
    user_id = accounts.person(number=PHONE)
    with clock.frozen(DAY):
        back = BackInStock(offer_id="off_1", user_id=user_id, title=Localized("Rice", "চাল"), slug="rice")
        await notifications.publish(back, back)
    assert [each["template"] for each in await outbox(notifications)] == ["back_in_stock"]


@pytest.mark.parametrize("status", ["open", "answered", "resolved", "escalated"])
async def test_who_complained_hears_of_every_step(notifications: Harness, accounts: FakeAccounts, status: Any) -> None:
    user_id = accounts.person(number=PHONE)
    moved = ComplaintMoved(complaint_id="cmp_1", number="C-1", user_id=user_id, order_id="ord_1", status=status, at=DAY)
    await notifications.publish(moved)
    [sent] = await outbox(notifications)
    assert "C-1" in sent["text"]


async def test_mail_is_gathered_and_goes_out_once_in_the_morning(notifications: Harness, vendors: FakeVendors) -> None:
    vendor_id = vendors.vendor("Rahim Stores")
    owner = tokens.vendor(vendor_id, "owner")
    await wish(notifications, owner, "/vendor/notification-preferences", digest="daily")
    with clock.frozen(DAY):
        for number in range(3):
            paid = PayoutPaid(
                payout_id=f"pay_{number}", batch_id="bat_1", vendor_id=vendor_id, amount=Money(100), at=DAY
            )
            await notifications.publish(paid)
        assert {each["fate"] for each in await outbox(notifications)} == {"gathered"}
        await send_digests(notifications.deps)
        assert await outbox(notifications, "template=digest") == []
    with clock.frozen(DAY + timedelta(hours=20, minutes=5)):
        await asyncio.gather(*(send_digests(notifications.deps) for _ in range(3)))
        [digest] = await outbox(notifications, "template=digest")
    assert digest["params"]["count"] == "3"
    assert digest["text"].count("pay_") == 3
    assert len((await inbox(notifications, owner, "/vendor/inbox"))["items"]) == 3


# --- texts of staff


async def template(notifications: Harness, name: str = "otp") -> dict[str, Any]:
    reply = await notifications.get(f"/admin/templates/{name}", as_=tokens.staff(*STAFF))
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def write(notifications: Harness, name: str, version: int, en: str, bn: str = "{title}।") -> tuple[int, Any]:
    body = {"en": en, "bn": bn, "version": version, "note": "shorter"}
    reply = await notifications.put(f"/admin/templates/{name}", body, as_=tokens.staff(*STAFF, user_id="usr_ed"))
    return reply.status_code, reply.json()


async def test_a_text_of_staff_is_what_is_sent_and_the_old_one_stays_where_it_was(notifications: Harness) -> None:
    await send(notifications, "back_in_stock", "usr_1", title="Rice")
    status, written = await write(notifications, "back_in_stock", 0, "Hurry: {title}!")
    assert (status, written["version"], written["edited_by"]) == (200, 1, "usr_ed")
    await send(notifications, "back_in_stock", "usr_1", title="Oil")
    assert [each["text"] for each in await outbox(notifications)] == ["Hurry: Oil!", "Rice can be bought again."]
    mine = await inbox(notifications, tokens.customer("usr_1"))
    assert [each["text"] for each in mine["items"]] == ["Hurry: Oil!", "Rice can be bought again."]


async def test_a_text_that_has_changed_meanwhile_is_not_written_over(notifications: Harness) -> None:
    await write(notifications, "back_in_stock", 0, "{title}!")
    status, problem = await write(notifications, "back_in_stock", 0, "{title}!!")
    assert (status, problem["code"]) == (409, "stale")
    outcomes = await asyncio.gather(*(write(notifications, "back_in_stock", 1, f"{{title}} {n}") for n in range(4)))
    assert sorted(status for status, _ in outcomes) == [200, 409, 409, 409]


async def test_what_was_shipped_comes_back_with_its_history(notifications: Harness) -> None:
    await write(notifications, "back_in_stock", 0, "{title}!")
    path = "/admin/templates/back_in_stock/revert"
    reply = await notifications.post(path, {"version": 1}, as_=tokens.staff(*STAFF))
    found = reply.json()
    assert (found["text"], found["version"]) == (found["shipped"], 2)
    assert [each["version"] for each in found["history"]] == [2, 1]
    listed = (await notifications.get("/admin/templates", as_=tokens.staff(*STAFF))).json()["items"]
    assert next(each["version"] for each in listed if each["name"] == "back_in_stock") == 2


async def test_a_preview_shows_both_languages_and_keeps_nothing(notifications: Harness) -> None:
    path = "/admin/templates/otp/preview"
    body = {"en": "{code} for {minutes} min", "bn": "{minutes} মিনিটের কোড {code}"}
    shown = (await notifications.post(path, body, as_=tokens.staff(*STAFF))).json()
    assert shown["en"] == {"text": "482913 for 5 min", "sms": {"encoding": "gsm7", "units": 16, "parts": 1}}
    assert shown["bn"]["text"] == "৫ মিনিটের কোড 482913"
    assert shown["bn"]["sms"]["encoding"] == "ucs2"
    assert (await template(notifications))["version"] == 0
    assert (await notifications.post("/admin/templates/payout_paid/preview", {}, as_=tokens.staff(*STAFF))).json()[
        "en"
    ]["sms"] is None


async def test_a_preview_of_what_cannot_be_sent_names_the_language(notifications: Harness) -> None:
    reply = await notifications.post("/admin/templates/otp/preview", {"bn": "কোড"}, as_=tokens.staff(*STAFF))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "text.bn")


@pytest.mark.parametrize("name, to", [("otp", "01712345678"), ("payout_paid", "me@operator.example")])
async def test_staff_send_themselves_a_text(notifications: Harness, name: str, to: str) -> None:
    path, body = f"/admin/templates/{name}/test", {"to": to, "language": "bn"}
    assert (await notifications.post(path, body, as_=tokens.staff(*STAFF))).status_code == 204
    [sent] = await outbox(notifications)
    assert (sent["template"], sent["language"]) == (name, "bn")


@pytest.mark.parametrize("name, to", [("otp", "me@operator.example"), ("payout_paid", "01712345678")])
async def test_a_text_goes_where_its_channel_leads(notifications: Harness, name: str, to: str) -> None:
    reply = await notifications.post(f"/admin/templates/{name}/test", {"to": to}, as_=tokens.staff(*STAFF))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "to")


async def test_a_template_that_is_not_there_is_not_found(notifications: Harness) -> None:
    reply = await notifications.get("/admin/templates/nothing", as_=tokens.staff(*STAFF))
    assert (reply.status_code, reply.json()["code"]) == (404, "no_such_template")


async def test_who_only_reads_messages_writes_no_texts(notifications: Harness) -> None:
    body = {"en": "{title}", "bn": "{title}", "version": 0, "note": "none"}
    path = "/admin/templates/back_in_stock"
    assert (await notifications.put(path, body, as_=tokens.staff("messages.read"))).status_code == 403


async def test_nothing_personal_lies_open_in_the_database(notifications: Harness) -> None:
    await send(notifications, "back_in_stock", "usr_1", title="a private thing")
    async with notifications.database.transaction() as tx:
        stored = str([*await tx.rows(text("SELECT * FROM message")), *await tx.rows(text("SELECT * FROM inbox_item"))])
    assert "a private thing" not in stored
    assert "1712345678" not in stored


async def test_a_customer_is_asked_about_a_dearer_order_and_told_of_each_change(
    notifications: Harness, orders: FakeOrders
) -> None:
    parcel = vendor_order(Bought(unit_price=100000))
    orders.deliver_to("", "ord_1", customer_id="usr_1", language="en")
    proposed = OrderEditProposed(
        order_id="ord_1",
        edit_id="edt_1",
        number="BD-261122-000123",
        customer_id="usr_1",
        was=Money(106000),
        total=Money(206000),
        expires_at=DAY + timedelta(hours=24),
        at=DAY,
    )
    with clock.frozen(DAY):
        await notifications.publish(proposed)
        for minute, gone, code in ((1, [], ""), (2, [], ""), (3, ["lin_1"], "out_of_stock")):
            at = DAY + timedelta(minutes=minute)
            await notifications.publish(
                VendorOrderAmended(order_id="ord_1", terms=parcel, cancelled_lines=gone, reason="", at=at, code=code)
            )
        told = await outbox(notifications)
    assert sorted(message["template"] for message in told) == [
        "order_amended",
        "order_changed",
        "order_changed",
        "order_edit_proposed",
    ]
    [asked] = [message for message in told if message["template"] == "order_edit_proposed"]
    assert asked["params"]["until"] == "23/11/2026 12:00"
