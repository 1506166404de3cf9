"""Late refunds over HTTP and the ledger."""

import asyncio
from typing import Any

import pytest

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel.money import Money
from support.harness import Harness
from support.money import Books, anna, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order


@pytest.fixture
async def sold(books: Books) -> VendorOrderTerms:
    terms = vendor_order(Bought(unit_price=33333, quantity=3), operator_discount=1000)
    await books.sell(terms)
    return terms


async def refund(payments: Harness, terms: VendorOrderTerms, **changes: Any) -> tuple[int, dict[str, Any]]:
    body = {
        "vendor_order_id": terms.vendor_order_id,
        "line_id": terms.lines[0].line_id,
        "quantity": 1,
        "reason": "torn",
    }
    reply = await payments.post("/admin/refunds", body | changes, as_=anna())
    return reply.status_code, reply.json()


async def test_before_the_release_a_refund_is_refused_and_explained(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    await books.hear(order, delivered(order, terms), remitted(terms))
    status, problem = await refund(payments, terms)
    assert (status, problem["code"]) == (409, "not_released")
    assert "still in escrow" in problem["detail"]


async def test_all_units_one_by_one_give_back_exactly_what_was_paid(
    payments: Harness, books: Books, sold: VendorOrderTerms
) -> None:
    made = [await refund(payments, sold) for _ in range(4)]
    assert [status for status, _ in made] == [201, 201, 201, 409]
    assert sum(item["amount"]["amount"] for _, item in made[:3]) == (sold.goods - sold.operator_discount).amount
    sums = await books.balances()
    accounts = (f"liability:vendor:{sold.vendor_id}", "income:commission", "liability:tds", "expense:promotion")
    assert [sums[account] for account in accounts] == [0, 0, 0, 0]
    assert sums["liability:vat"] == sold.delivery_vat.amount


async def test_the_last_unit_is_refunded_once_however_many_ask(
    payments: Harness, books: Books, sold: VendorOrderTerms
) -> None:
    replies = await asyncio.gather(*(refund(payments, sold, quantity=3) for _ in range(5)))
    assert sorted(status for status, _ in replies) == [201, 409, 409, 409, 409]
    assert (await books.balances())["liability:refund_payable"] == (sold.goods - sold.operator_discount).amount


async def test_a_refund_is_owed_until_it_is_paid_and_paid_once(
    payments: Harness, books: Books, sold: VendorOrderTerms
) -> None:
    _, granted = await refund(payments, sold, quantity=2)
    listed = (await payments.get("/admin/refunds?status=owed", as_=anna())).json()
    assert [item["refund_id"] for item in listed["items"]] == [granted["refund_id"]]
    path = f"/admin/refunds/{granted['refund_id']}/paid"
    replies = await asyncio.gather(*(payments.post(path, as_=anna()) for _ in range(3)))
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409]
    assert (await payments.get("/admin/refunds?status=owed", as_=anna())).json()["items"] == []
    (told,) = await payments.told(RefundCompleted)
    assert told.amount == Money(granted["amount"]["amount"])
    (paid,) = (await payments.get("/admin/refunds", as_=anna())).json()["items"]
    assert paid["paid_by"] == "usr_anna"
    assert (await books.balances())["liability:refund_payable"] == 0


async def test_what_does_not_exist_is_not_refunded(payments: Harness, sold: VendorOrderTerms) -> None:
    assert (await refund(payments, sold, vendor_order_id="vor_none"))[1]["code"] == "unknown_escrow"
    assert (await refund(payments, sold, line_id="lin_none"))[1]["code"] == "unknown_line"
    reply = await payments.post("/admin/refunds/ref_none/paid", as_=anna())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_refund")


@pytest.mark.parametrize(
    "field, value",
    [
        ("quantity", 0),
        ("quantity", 10**30),
        ("reason", ""),
        ("reason", "a\u0000b"),
        ("line_id", "x" * 65),
        ("extra", 1),
    ],
)
async def test_a_wrong_field_is_named(payments: Harness, field: str, value: object) -> None:
    body = {"vendor_order_id": "vor_1", "line_id": "lin_1", "quantity": 1, "reason": "torn"} | {field: value}
    reply = await payments.post("/admin/refunds", body, as_=anna())
    assert reply.status_code in {400, 422}
    assert field in reply.text


async def test_refunds_are_listed_page_by_page(payments: Harness, sold: VendorOrderTerms) -> None:
    made = [(await refund(payments, sold))[1]["refund_id"] for _ in range(3)]
    first = (await payments.get("/admin/refunds?limit=2", as_=anna())).json()
    rest = (await payments.get(f"/admin/refunds?limit=2&cursor={first['next_cursor']}", as_=anna())).json()
    assert [item["refund_id"] for item in first["items"] + rest["items"]] == made[::-1]
