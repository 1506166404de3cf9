"""VAT invoices on PostgreSQL: issued at hand-over, numbered without a gap, never changed, shown to those concerned."""

import asyncio
import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.events import InvoiceDue
from bdcommerce.compliance.handlers import invoices, sales
from bdcommerce.contracts.orders import OrderConfirmed, VendorOrderAmended, VendorOrderTerms
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from compliance.hands import Hands
from compliance.heard import DAY, HOUR, NOON, delivered, order_of, picked_up, proof, released
from support.faces.accounts import FakeAccounts
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, vendor_order, without_line
from support.tokens import customer, staff, vendor

OPERATOR = {
    "name": "BDCommerce Limited",
    "bin": "0012345670101",
    "address": "Level 4, Gulshan Avenue, Dhaka 1212",
    "officer": "Salma Akter",
    "designation": "Head of Finance",
}


def reader() -> str:
    return staff("invoices.read", "invoices.manage")


@pytest.fixture
def seller(vendors: FakeVendors) -> str:
    return vendors.vendor("Rahim Stores")


@pytest.fixture
def terms(seller: str) -> VendorOrderTerms:
    return vendor_order(Bought(unit_price=115000, quantity=2), Bought(unit_price=9900), vendor_id=seller)


async def buy(service: Harness, orders: FakeOrders, *parts: VendorOrderTerms, **changed: Any) -> OrderConfirmed:
    """A purchase of these, its recipient known to orders."""
    order = order_of(*parts, **changed)
    for part in parts:
        orders.deliver_to(part.vendor_order_id, order.order_id, customer_id=order.customer_id, number=order.number)
    await service.publish(order)
    return order


async def hand_over(service: Harness, order: OrderConfirmed, *parts: VendorOrderTerms, at: datetime = NOON) -> None:
    await service.publish(*(picked_up(order, part, at) for part in parts))


async def of_order(service: Harness, order: OrderConfirmed) -> list[dict[str, Any]]:
    reply = await service.get(f"/orders/{order.order_id}/invoices", as_=customer(order.customer_id))
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


async def listed(service: Harness, query: str = "") -> list[dict[str, Any]]:
    reply = await service.get(f"/admin/invoices?limit=100&{query}", as_=reader())
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


async def test_goods_that_leave_the_vendor_get_their_invoice(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    assert await of_order(compliance, order) == []

    await hand_over(compliance, order, terms)

    (invoice,) = await of_order(compliance, order)
    assert (invoice["kind"], invoice["number"], invoice["fiscal_year"]) == ("vat", "M63-2627-0000001", "2026-27")
    assert invoice["issuer"] == {
        "id": terms.vendor_id,
        "name": "Rahim Stores",
        "bin": "001745707-0402",
        "address": invoice["issuer"]["address"],
        "officer": invoice["issuer"]["officer"],
        "designation": invoice["issuer"]["designation"],
    }
    first, second = invoice["lines"]
    assert (first["quantity"], first["unit"], first["vat_percent"]) == (2, "piece", "15")
    assert [first[name]["amount"] for name in ("unit_price", "total_price", "vat", "total_with_tax")] == [
        100000,
        200000,
        30000,
        230000,
    ]
    assert second["vat"]["amount"] == 1291
    assert invoice["vat"]["amount"] == 31291
    assert invoice["total_with_tax"]["amount"] == 239900
    assert invoice["in_words"]["en"] == "Taka two thousand three hundred ninety-nine only"
    assert invoice["supplementary_duty"]["amount"] == 0
    assert datetime.fromisoformat(invoice["supplied_at"]) == NOON


async def test_an_invoice_is_issued_once_whatever_is_heard_and_in_which_order(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = order_of(terms)
    orders.deliver_to(terms.vendor_order_id, order.order_id)
    await compliance.publish(delivered(order, terms, NOON + DAY), picked_up(order, terms, NOON))
    assert await listed(compliance) == []

    await compliance.publish(order, picked_up(order, terms, NOON), delivered(order, terms, NOON + DAY))

    assert [item["number"] for item in await listed(compliance)] == ["M63-2627-0000001"]


async def test_what_was_changed_before_the_hand_over_is_on_the_invoice_and_later_changes_are_not(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    left = without_line(terms, terms.lines[1].line_id)
    amended = VendorOrderAmended(
        order_id=order.order_id, terms=left, cancelled_lines=[terms.lines[1].line_id], reason="sold out", at=NOON
    )
    await compliance.publish(amended)
    await hand_over(compliance, order, terms, at=NOON + HOUR)
    await compliance.publish(replace(amended, terms=terms, at=NOON + DAY))

    (invoice,) = await of_order(compliance, order)
    assert len(invoice["lines"]) == 1
    assert invoice["total_with_tax"]["amount"] == 230000


async def test_a_vendor_without_a_bin_issues_a_plain_bill(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors, terms: VendorOrderTerms
) -> None:
    vendors.set_issuer(terms.vendor_id, bin="")
    order = await buy(compliance, orders, terms)
    await hand_over(compliance, order, terms)

    (bill,) = await of_order(compliance, order)
    assert (bill["kind"], bill["number"]) == ("bill", "BILL-2627-0000001")
    assert bill["vat"]["amount"] == 0
    assert bill["total_price"] == bill["total_with_tax"]


async def test_the_buyers_address_is_on_invoices_above_the_threshold_of_the_rule_book(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    small = vendor_order(Bought(unit_price=2_500_000), vendor_id=seller)
    large = vendor_order(Bought(unit_price=2_500_001), vendor_id=seller)
    order = await buy(compliance, orders, small, large)
    await hand_over(compliance, order, small, large)

    buyers = {item["vendor_order_id"]: item["buyer"] for item in await of_order(compliance, order)}
    assert buyers[small.vendor_order_id] == {"name": "Rahima Khatun", "address": "", "bin": ""}
    assert buyers[large.vendor_order_id]["address"] == "House 7, Road 5, Dhanmondi, Dhanmondi, Dhaka, 1209"


async def test_numbers_of_a_vendor_have_no_gap_under_concurrency(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors, seller: str
) -> None:
    other = vendors.vendor("Another")
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=who) for who in [seller] * 16 + [other] * 2]
    order = await buy(compliance, orders, *parts)

    await compliance.publish(*(picked_up(order, part, NOON) for part in parts))

    numbers = sorted(item["number"] for item in await listed(compliance, f"vendor={seller}"))
    assert numbers == [f"M63-2627-{seq:07d}" for seq in range(1, 17)]
    assert len(await listed(compliance, f"vendor={other}")) == 2


async def test_a_transaction_that_fails_burns_no_number(
    compliance: Harness, hands: Hands, vendors: FakeVendors, seller: str
) -> None:
    issuer = await vendors.issuer(seller)
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=seller) for _ in range(8)]
    order = order_of(*parts)
    book = await compliance.deps.rule_book.book()
    orders = FakeOrders()

    async def issue(number: int, part: VendorOrderTerms) -> None:
        recipient = orders.deliver_to(part.vendor_order_id, order.order_id)
        async with compliance.deps.works() as work:
            await sales.confirm(work, book, order_of(part), proof(order), {seller: order.place})
            await sales.hear(work, book, picked_up(order, part, NOON), proof(picked_up(order, part, NOON)))
            due = InvoiceDue(vendor_order_id=part.vendor_order_id, order_id=order.order_id, vendor_id=seller)
            await invoices.issue(work, due, book=book, issuer=issuer, recipient=recipient)
            if number % 2:
                raise RuntimeError("the power fails")

    outcomes = await asyncio.gather(*(issue(n, part) for n, part in enumerate(parts)), return_exceptions=True)

    assert sum(isinstance(outcome, RuntimeError) for outcome in outcomes) == 4
    assert sorted(item["number"] for item in await listed(compliance)) == [f"M63-2627-{n:07d}" for n in range(1, 5)]


async def test_a_series_begins_again_on_the_first_of_july_in_dhaka(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=seller) for _ in range(3)]
    order = await buy(compliance, orders, *parts)
    last_second, first = datetime(2027, 6, 30, 17, 59, 59, tzinfo=UTC), datetime(2027, 6, 30, 18, 0, tzinfo=UTC)
    for part, at in zip(parts, (NOON, last_second, first), strict=True):
        hands.at = at
        await hand_over(compliance, order, part, at=at)

    assert [item["number"] for item in reversed(await listed(compliance))] == [
        "M63-2627-0000001",
        "M63-2627-0000002",
        "M63-2728-0000001",
    ]


async def test_the_database_lets_nobody_touch_an_invoice_or_leave_a_gap(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    await hand_over(compliance, order, terms)
    copied = (
        "INSERT INTO invoice SELECT 'inv_x', kind, issuer_id, fiscal_year, number, vendor_id, customer_id, order_id,"
        " order_number, destination, parties_sealed, seq + {step}, operator_discount, net, vat, gross{more},"
        " issued_at, supplied_at, 'vor_x', month, lines FROM invoice"
    )
    for statement, why in (
        ("UPDATE invoice SET gross = 0", "stays"),
        ("DELETE FROM invoice", "stays"),
        ("TRUNCATE invoice CASCADE", "stays"),
        ("UPDATE invoice_series SET last_seq = 9", "stays"),
        ("DELETE FROM invoice_series", "stays"),
        (copied.format(step=2, more=""), "gap"),
        (copied.format(step=0, more=""), "gap"),
        (copied.format(step=1, more=" + 1"), "sums"),
    ):
        with pytest.raises(IntegrityError, match=why):
            async with compliance.database.transaction() as tx:
                await tx.execute(text(statement))


async def test_names_are_sealed(compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms) -> None:
    order = await buy(compliance, orders, terms)
    await hand_over(compliance, order, terms)

    async with compliance.database.transaction() as tx:
        rows = await tx.rows(
            text("SELECT invoice::text AS row, (SELECT string_agg(data::text, ' ') FROM event_log) AS log FROM invoice")
        )

    assert rows
    assert not any("Rahima" in str(row["row"]) or "Rahima" in str(row["log"]) for row in rows)


async def test_an_invoice_is_for_its_customer_its_vendor_and_staff(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    await hand_over(compliance, order, terms)
    (invoice,) = await of_order(compliance, order)
    path, mine = invoice["id"], terms.vendor_id

    for base, token in (("", customer(order.customer_id)), ("/vendor", vendor(mine)), ("/admin", reader())):
        assert (await compliance.get(f"{base}/invoices/{path}", as_=token)).json() == invoice
        paper = await compliance.get(f"{base}/invoices/{path}/pdf?language=en", as_=token)
        assert paper.headers["content-type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    foreign = await compliance.get(f"/orders/{order.order_id}/invoices", as_=customer("usr_stranger"))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown_order")
    for base, token in (("", customer("usr_stranger")), ("/vendor", vendor(vendors.vendor("Nosy")))):
        for tail in ("", "/pdf"):
            reply = await compliance.get(f"{base}/invoices/{path}{tail}", as_=token)
            assert (reply.status_code, reply.json()["code"]) == (404, "unknown_invoice")
    assert (await compliance.get(f"/vendor/invoices/{path}", as_=vendor(mine, "packer"))).status_code == 403
    for token in ("", customer(), vendor(mine), staff("clocks.read")):
        assert (await compliance.get("/admin/invoices", as_=token)).status_code == (403 if token else 401)


async def test_a_guest_sees_the_invoice_with_the_number_of_the_order_and_its_phone(
    compliance: Harness, hands: Hands, orders: FakeOrders, accounts: FakeAccounts, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms, customer_id="", number="BD-261122-000777")
    await hand_over(compliance, order, terms)
    body = {"order_number": order.number, "phone_proof": accounts.prove("01712345678")}

    (invoice,) = (await compliance.post("/guest/invoices", body)).json()["items"]
    assert invoice["total_with_tax"]["amount"] == 239900
    paper = await compliance.post(f"/guest/invoices/{invoice['id']}/pdf", body)
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    for wrong, code in (
        ({"phone_proof": accounts.prove("01999999999")}, "unknown_order"),
        ({"order_number": "BD-261122-000778"}, "unknown_order"),
        ({"phone_proof": "made-up"}, "bad_phone_proof"),
    ):
        for path in ("/guest/invoices", f"/guest/invoices/{invoice['id']}/pdf"):
            assert (await compliance.post(path, body | wrong)).json()["code"] == code
    assert (await compliance.post("/guest/invoices/inv_x/pdf", body)).json()["code"] == "unknown_invoice"


async def test_an_order_of_somebody_with_an_account_is_not_shown_for_a_phone(
    compliance: Harness, hands: Hands, orders: FakeOrders, accounts: FakeAccounts, terms: VendorOrderTerms
) -> None:
    order = await buy(compliance, orders, terms)
    await hand_over(compliance, order, terms)

    reply = await compliance.post(
        "/guest/invoices", {"order_number": order.number, "phone_proof": accounts.prove("01712345678")}
    )

    assert reply.json()["code"] == "unknown_order"


async def earn(service: Harness, orders: FakeOrders, seller: str, at: datetime, count: int = 1) -> list[Any]:
    """Vendor orders of 1,000 taka each are released; the operator's share is a tenth."""
    parts = [vendor_order(Bought(unit_price=100000), vendor_id=seller) for _ in range(count)]
    order = await buy(service, orders, *parts)
    await service.publish(*(released(order, part, at) for part in parts))
    return parts


async def test_a_months_commission_is_invoiced_to_the_vendor_when_the_month_is_over(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    saved = await compliance.put("/admin/operator-profile", OPERATOR, as_=reader())
    assert (saved.status_code, saved.json()["profile"]["bin"]) == (200, "001234567-0101")
    await earn(compliance, orders, seller, NOON, 2)
    await earn(compliance, orders, seller, datetime(2026, 11, 30, 17, 59, tzinfo=UTC))
    hands.at = datetime(2026, 11, 30, 18, 30, tzinfo=UTC)
    await earn(compliance, orders, seller, hands.at)
    assert await listed(compliance) == []

    await hands.move(compliance, datetime(2026, 12, 1, 0, 0, tzinfo=UTC))

    (heading,) = (await compliance.get("/vendor/invoices?kind=commission", as_=vendor(seller))).json()["items"]
    invoice = (await compliance.get(f"/vendor/invoices/{heading['id']}", as_=vendor(seller))).json()
    assert (invoice["number"], invoice["month"], invoice["issuer"]["id"]) == (
        "M63C-2627-0000001",
        "2026-11-01",
        "operator",
    )
    assert invoice["buyer"]["name"] == "Rahim Stores"
    assert [line["total_price"]["amount"] for line in invoice["lines"]] == [10000, 10000, 10000]
    assert (invoice["total_price"]["amount"], invoice["vat"]["amount"]) == (30000, 4500)

    await hands.move(compliance, datetime(2027, 1, 1, 0, 0, tzinfo=UTC))
    numbers = [item["number"] for item in await listed(compliance, "kind=commission")]
    assert numbers == ["M63C-2627-0000002", "M63C-2627-0000001"]


async def test_a_release_that_is_heard_of_late_is_invoiced_by_itself(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    await compliance.put("/admin/operator-profile", OPERATOR, as_=reader())
    await earn(compliance, orders, seller, NOON)
    await hands.move(compliance, NOON + 20 * DAY)
    assert len(await listed(compliance)) == 1

    await earn(compliance, orders, seller, NOON)

    assert len(await listed(compliance)) == 2


async def test_commission_waits_for_the_operators_identity(
    compliance: Harness, hands: Hands, orders: FakeOrders, seller: str
) -> None:
    missing = await compliance.get("/admin/operator-profile", as_=reader())
    assert (missing.status_code, missing.json()["code"]) == (409, "no_operator_profile")
    await earn(compliance, orders, seller, NOON)
    await hands.move(compliance, NOON + 20 * DAY)
    assert await listed(compliance) == []

    saved = await compliance.put("/admin/operator-profile", OPERATOR, as_=reader())
    await compliance.settle()

    assert saved.json()["months_invoiced"] == 1
    assert len(await listed(compliance, "kind=commission")) == 1
    assert (await compliance.get("/admin/operator-profile", as_=reader())).json()["name"] == "BDCommerce Limited"


async def test_an_identity_that_cannot_be_is_bad_input(compliance: Harness) -> None:
    for wrong in ({"bin": "123"}, {"name": ""}, {"name": "   "}, {"officer": "x\ny"}, {"tin": "1"}):
        reply = await compliance.put("/admin/operator-profile", OPERATOR | wrong, as_=reader())
        assert reply.status_code in {400, 422}, wrong
    no_right = staff("invoices.read")
    assert (await compliance.put("/admin/operator-profile", OPERATOR, as_=no_right)).status_code == 403


async def test_the_sales_register_has_the_columns_of_mushak_6_2(
    compliance: Harness, hands: Hands, orders: FakeOrders, terms: VendorOrderTerms
) -> None:
    formula = replace(terms, lines=[replace(terms.lines[0], title=Localized("=1+1 rice"))], goods=Money(230000))
    order = await buy(compliance, orders, formula)
    await hand_over(compliance, order, formula)
    span = "from=2026-11-01&to=2026-11-30"

    reply = await compliance.get(f"/vendor/sales-register?{span}", as_=vendor(terms.vendor_id))

    (row,) = csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig")))
    assert len(row) == 21
    assert (row["serial"], row["challan_number"], row["challan_date"]) == ("1", "M63-2627-0000001", "2026-11-22")
    assert (row["taxable_value"], row["vat"], row["quantity"]) == ("2000.00", "300.00", "2")
    assert row["description"] == "'=1+1 rice"
    assert (row["buyer_name"], row["opening_stock_value"]) == ("Rahima Khatun", "")
    same = await compliance.get(f"/admin/sales-register?{span}&issuer={terms.vendor_id}&format=xlsx", as_=reader())
    assert same.content[:2] == b"PK"
    late = await compliance.get("/admin/sales-register?from=2026-01-01&to=2026-12-31", as_=reader())
    assert (late.status_code, late.json()["errors"][0]["field"]) == (422, "to")


async def test_staff_find_invoices_by_vendor_kind_days_and_number(
    compliance: Harness, hands: Hands, orders: FakeOrders, vendors: FakeVendors, seller: str
) -> None:
    other = vendors.vendor("Another")
    parts = [vendor_order(Bought(unit_price=5000), vendor_id=who) for who in (seller, seller, other)]
    order = await buy(compliance, orders, *parts)
    for days, part in enumerate(parts):
        hands.at = NOON + days * DAY
        await hand_over(compliance, order, part)

    assert [item["issuer_id"] for item in await listed(compliance)] == [other, seller, seller]
    assert len(await listed(compliance, f"vendor={seller}&kind=vat&from=2026-11-23")) == 1
    assert len(await listed(compliance, "number=M63-2627-0000001")) == 2
    page = (await compliance.get("/admin/invoices?limit=2", as_=reader())).json()
    rest = (await compliance.get(f"/admin/invoices?limit=2&cursor={page['next_cursor']}", as_=reader())).json()
    assert [len(page["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
    numbered = (await compliance.get("/admin/invoices?limit=1&number=M63-2627-0000001", as_=reader())).json()
    after = f"/admin/invoices?limit=1&number=M63-2627-0000001&cursor={numbered['next_cursor']}"
    assert (await compliance.get(after, as_=reader())).json()["items"] != numbered["items"]
    sheet = await compliance.get("/admin/invoices?format=csv", as_=reader())
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert [row["total_with_tax"] for row in rows] == ["5000", "5000", "5000"]
