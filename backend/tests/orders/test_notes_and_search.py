"""Notes, gifts, packing slips, ordering again; and how orders are found and exported."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from bdcommerce.infra import documents
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Language
from bdcommerce.orders.adapters.paper import on_paper, packing_slip, template
from bdcommerce.orders.domain.contacts import Contact, from_text, to_text
from bdcommerce.orders.schemas.orders import VendorOrderView
from orders.made import confirmed_order
from orders.market import ADDRESS, Market
from orders.test_orders_api import act, part_of
from support import tokens

STAFF = ("orders.read", "orders.manage")
AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def staff() -> str:
    return tokens.staff(*STAFF)


async def bought(market: Market, *wanted: tuple[str, int], **said: str) -> Any:
    cart_id = await market.cart(*wanted, as_=market.customer)
    form = await market.order_form(cart_id, as_=market.customer)
    reply = await market.service.post("/checkout", form | said, as_=market.customer)
    assert reply.status_code == 201, reply.text
    return reply.json()["order"]


async def test_a_note_for_the_courier_and_a_gift_message_reach_those_they_are_for(market: Market) -> None:
    said = {"delivery_note": "দ্বিতীয় বেল চাপুন", "gift_message": "Happy birthday!"}
    order = await bought(market, ("panjabi", 1), **said)
    assert {key: order["recipient"][key] for key in said} == said
    path = f"/vendor/orders/{part_of(order)}"
    before = (await market.service.get(path, as_=market.staff_of("a"))).json()["buyer"]
    assert (before["delivery_note"], before["gift_message"]) == (None, None)
    await act(market, "a", part_of(order), "accept")
    buyer = (await market.service.get(path, as_=market.staff_of("a", "packer"))).json()["buyer"]
    assert {key: buyer[key] for key in said} == said
    assert (await market.service.face.recipient(part_of(order))).delivery_note == said["delivery_note"]
    async with market.service.database.transaction() as tx:
        for table in ("event_log", "order_view", "vendor_order_view", "timeline", "order_contact", "saga"):
            for row in await tx.rows(text(f"SELECT CAST({table} AS text) AS row FROM {table}")):
                assert "birthday" not in row["row"], table


async def test_a_packing_slip_is_for_the_vendor_that_has_the_job(market: Market) -> None:
    order = await bought(market, ("panjabi", 1), gift_message="ঈদ মোবারক")
    path = f"/vendor/orders/{part_of(order)}/packing-slip"
    early = await market.service.get(path, as_=market.staff_of("a"))
    assert (early.status_code, early.json()["code"]) == (409, "wrong_state")
    await act(market, "a", part_of(order), "accept")
    slip = await market.service.get(path, as_=market.staff_of("a", "packer"))
    assert (slip.status_code, slip.headers["content-type"]) == (200, "application/pdf")
    assert slip.content[:5] == b"%PDF-"
    assert (await market.service.get(path, as_=market.staff_of("b"))).status_code == 404


CONTACT = from_text(
    to_text(
        Contact(
            name="",
            phone="",
            email="",
            address=Address(
                recipient_name="রহিমা খাতুন",
                phone="+8801712345678",
                line1="House 7, Road 5",
                place=confirmed_order().place,
                postcode="1209",
            ),
            delivery_note="#set page(fill: red) *no markup*",
            gift_message="শুভ জন্মদিন",
        )
    )
)


@pytest.mark.parametrize("language, digits", [("en", "22/11/2026"), ("bn", "২২/১১/২০২৬")])
async def test_a_slip_says_what_is_in_the_parcel_without_prices(language: Language, digits: str) -> None:
    order = confirmed_order()
    view = VendorOrderView.of(order, order.vendor_orders[0])
    printed = on_paper(view, CONTACT, language)
    assert (printed["date"], len(printed["lines"])) == (digits, 2)
    assert "125000" not in repr(printed)
    assert "1250" not in repr(printed)
    assert (await packing_slip(view, CONTACT, language))[:5] == b"%PDF-"
    (with_markup,) = await documents.png(template(), printed)
    (plain,) = await documents.png(template(), printed | {"note": "x set page(fill: red) xno markupx"})
    assert with_markup[:4] == plain[:4] == b"\x89PNG"
    (wished,) = await documents.png(template(), printed | {"gift": ""})
    assert wished != with_markup


def test_a_contact_that_was_kept_before_there_were_notes_is_still_read() -> None:
    kept = to_text(CONTACT).replace(', "delivery_note": "#set page(fill: red) *no markup*"', "")
    kept = kept.replace(', "gift_message": "শুভ জন্মদিন"', "")
    assert (from_text(kept).delivery_note, from_text(kept).gift_message) == ("", "")


async def test_staff_leave_each_other_notes_that_nobody_else_reads(market: Market) -> None:
    order = await market.buy(("mug", 1))
    path = f"/admin/orders/{order['id']}/notes"
    for note in ("Called: no answer", "Wants it after Friday"):
        reply = await market.service.post(path, {"text": note}, as_=staff())
        assert reply.status_code == 201, reply.text
    first = (await market.service.get(f"{path}?limit=1", as_=staff())).json()
    rest = (await market.service.get(f"{path}?limit=1&cursor={first['next_cursor']}", as_=staff())).json()
    texts = [each["text"] for each in [*first["items"], *rest["items"]]]
    assert (texts, first["items"][0]["author_id"]) == (["Wants it after Friday", "Called: no answer"], "usr_staff")
    async with market.service.database.transaction() as tx:
        rows = await tx.rows(text("SELECT CAST(order_note AS text) AS row FROM order_note"))
        assert not any("Friday" in row["row"] for row in rows)
    unknown = await market.service.post("/admin/orders/ord_none/notes", {"text": "x"}, as_=staff())
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_order")


async def test_ordering_again_takes_what_is_still_sold(market: Market) -> None:
    order = await market.buy(("panjabi", 2), ("mug", 1))
    market.catalog.stop_selling(market.offers["mug"])
    reply = await market.service.post(f"/orders/{order['id']}/reorder", as_=market.customer)
    assert reply.status_code == 201, reply.text
    body = reply.json()
    assert [(line["offer_id"], line["quantity"]) for line in body["cart"]["lines"]] == [(market.offers["panjabi"], 2)]
    assert [(each["reason"], each["detail"]) for each in body["left_out"]] == [("not_sellable", "inactive")]
    assert body["guest_token"] is None
    again = (await market.service.post(f"/orders/{order['id']}/reorder", as_=market.customer)).json()
    assert (again["cart"]["id"], again["cart"]["lines"][0]["quantity"]) == (body["cart"]["id"], 4)


async def test_a_guest_orders_again_into_a_new_cart(market: Market) -> None:
    cart_id, token = await market.guest_cart(("mug", 1))
    form = await market.order_form(cart_id, guest=token)
    form["phone_proof"] = market.accounts.prove("01999999999")
    order = (await market.service.post("/checkout", form, guest=token)).json()["order"]
    body = (await market.service.post(f"/orders/{order['id']}/reorder", guest=token)).json()
    read = await market.service.get(f"/carts/{body['cart']['id']}", guest=body["guest_token"])
    assert [line["quantity"] for line in read.json()["lines"]] == [1]


async def found(market: Market, **sought: Any) -> list[str]:
    reply = await market.service.post("/admin/orders/search", sought, as_=staff())
    assert reply.status_code == 200, reply.text
    return [each["id"] for each in reply.json()["items"]]


async def test_staff_find_an_order_by_the_phone_it_goes_to(market: Market) -> None:
    order = await market.buy(("mug", 1))
    cart_id, token = await market.guest_cart(("mug", 1))
    form = await market.order_form(cart_id, guest=token)
    form |= {"phone_proof": market.accounts.prove("01999999999"), "address": ADDRESS | {"alt_phone": "01555555555"}}
    guests = (await market.service.post("/checkout", form, guest=token)).json()["order"]
    assert await found(market, phone="01712-345678") == [guests["id"], order["id"]]
    assert await found(market, phone="+8801999999999") == [guests["id"]]
    assert await found(market, phone="০১৫৫৫৫৫৫৫৫৫") == [guests["id"]]
    assert await found(market, phone="01712345678", status="cancelled") == []
    assert await found(market, phone="01888888888") == []
    bad = await market.service.post("/admin/orders/search", {"phone": "12"}, as_=staff())
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "phone")


async def test_staff_find_orders_by_vendor_customer_and_day(market: Market) -> None:
    with clock.frozen(AT - timedelta(days=2)):
        old = await market.buy(("sari", 1))
    with clock.frozen(AT):
        new = await market.buy(("panjabi", 1), ("sari", 1))
        b = market.vendor_ids["b"]
        assert await found(market, vendor_id=b) == [new["id"], old["id"]]
        assert await found(market, vendor_id=market.vendor_ids["far"]) == []
        assert await found(market, vendor_id=b, number=old["number"]) == [old["id"]]
        assert await found(market, vendor_id=b, status="confirmed", placed_from="2026-11-22") == [new["id"]]
        assert await found(market, vendor_id=b, status="delivered") == []
        assert await found(market, customer_id=market.customer_id, placed_to="2026-11-21") == [old["id"]]
        assert await found(market, customer_id="usr_none") == []
        page = await market.service.get("/admin/orders?from=2026-11-20&to=2026-11-20", as_=staff())
        assert [each["id"] for each in page.json()["items"]] == [old["id"]]
        assert (await market.service.get("/admin/orders?from=1999-01-01", as_=staff())).status_code == 422
        first = await market.service.post("/admin/orders/search", {"vendor_id": b, "limit": 1}, as_=staff())
        rest = {"vendor_id": b, "limit": 1, "cursor": first.json()["next_cursor"]}
        assert await found(market, **rest) == [old["id"]]


async def test_orders_leave_as_a_table_without_anybodys_name(market: Market) -> None:
    order = await market.buy(("panjabi", 2), ("sari", 1))
    sheet = await market.service.get("/admin/orders?format=csv", as_=staff())
    assert sheet.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [(row["number"], row["vendor"], row["total"]) for row in rows] == [
        (order["number"], "Vendor a", "256000"),
        (order["number"], "Vendor b", "95900"),
    ]
    assert "Rahima" not in sheet.text
    searched = await market.service.get("/admin/orders?format=xlsx", as_=staff())
    book = load_workbook(io.BytesIO(searched.content), read_only=True)
    assert len(list(book.active.rows)) == 3  # type: ignore[union-attr]


async def test_vendors_narrow_their_list_and_take_it_along(market: Market) -> None:
    with clock.frozen(AT - timedelta(days=2)):
        old = await market.buy(("panjabi", 3))
    with clock.frozen(AT):
        new = await market.buy(("panjabi", 1))
        who = market.staff_of("a", "packer")

        async def listed(query: str) -> list[str]:
            reply = await market.service.get(f"/vendor/orders?{query}", as_=who)
            assert reply.status_code == 200, reply.text
            return [each["order_id"] for each in reply.json()["items"]]

        assert await listed("") == [new["id"], old["id"]]
        assert await listed("to=2026-11-20") == [old["id"]]
        assert await listed(f"q={new['number'].lower()}") == [new["id"]]
        assert await listed(f"q={new['number']}&status=accepted") == []
        sheet = await market.service.get("/vendor/orders?format=csv", as_=who)
        rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
        assert [(row["number"], row["quantity"], row["list_price"]) for row in rows] == [
            (new["number"], "1", "125000"),
            (old["number"], "3", "375000"),
        ]
        strangers = await market.service.get("/vendor/orders?format=csv", as_=market.staff_of("b"))
        assert old["number"] not in strangers.text
