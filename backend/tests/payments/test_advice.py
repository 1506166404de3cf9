"""Remittance advice: what a payout is made of adds up to it, whatever happened before; and a debt is netted first."""

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bdcommerce.contracts.orders import VendorOrderTerms
from bdcommerce.kernel.text import Localized
from bdcommerce.payments.adapters import advice as paper
from bdcommerce.payments.domain.postings import vendor_share
from bdcommerce.payments.queries import advice as queries
from support import tokens
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna
from support.purchases import Bought, vendor_order

PARTS = ("goods_bdt", "commission_bdt", "commission_vat_bdt", "withheld_tax_bdt")


async def rows_of(payments: Harness, vendor_id: str, payout_id: str) -> list[dict[str, str]]:
    path = f"/vendor/payouts/{payout_id}/advice?format=csv"
    reply = await payments.get(path, as_=tokens.vendor(vendor_id))
    assert reply.status_code == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


def poisha(text: str) -> int:
    return round(float(text) * 100) if text else 0


async def sell(books: Books, vendor_id: str, price: int, quantity: int = 1) -> VendorOrderTerms:
    terms = vendor_order(Bought(unit_price=price, quantity=quantity), vendor_id=vendor_id)
    await books.sell(terms)
    return terms


async def refund(payments: Harness, terms: VendorOrderTerms) -> None:
    asked = {"vendor_order_id": terms.vendor_order_id, "line_id": terms.lines[0].line_id, "quantity": 1}
    assert (await payments.post("/admin/refunds", asked | {"reason": "torn"}, as_=anna())).status_code == 201


@pytest.fixture
async def rahim(books: Books, vendors: FakeVendors) -> str:
    return vendors.vendor("Rahim Stores")


async def test_it_lists_orders_and_refunds_with_what_was_taken_from_each(
    payments: Harness, books: Books, rahim: str
) -> None:
    await sell(books, rahim, 100000)
    sold = await sell(books, rahim, 50000, 2)
    await refund(payments, sold)
    (item,) = (await books.pay(rahim))["items"]
    rows = await rows_of(payments, rahim, item["payout_id"])
    assert [row["kind"] for row in rows] == [
        "brought_forward", "released", "released", "refund_owed", "paid", "carried_forward",
    ]  # fmt: skip
    for row in rows[1:4]:
        assert sum(poisha(row[part]) for part in PARTS) == poisha(row["amount_bdt"])
    assert poisha(rows[2]["goods_bdt"]) == sold.goods.amount == -2 * poisha(rows[3]["goods_bdt"])
    assert sum(poisha(row["amount_bdt"]) for row in rows) == 0


@given(st.lists(st.tuples(st.sampled_from(["sell", "refund", "pay", "bounce"]), st.integers(1, 90000)), max_size=10))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_advice_adds_up_follows_the_one_before_and_nets_what_is_owed_back(
    payments: Harness, books: Books, vendors: FakeVendors, steps: list[tuple[str, int]]
) -> None:
    vendor_id = vendors.vendor("Rahim")
    account = f"liability:vendor:{vendor_id}"
    sold: list[VendorOrderTerms] = []
    owed = 0
    for step, amount in [*steps, ("pay", 0)]:
        if step == "sell":
            sold.append(await sell(books, vendor_id, amount + 1000))
            owed += vendor_share(sold[-1]).amount
        elif step == "refund" and sold:
            terms = sold.pop()
            await refund(payments, terms)
            owed -= vendor_share(terms).amount
        elif step in {"pay", "bounce"}:
            made = await payments.post("/admin/payouts", {"vendor_ids": [vendor_id]}, as_=anna())
            assert (made.status_code == 201) == (owed > 0), "nobody is paid who owes, and everybody who is owed"
            if owed <= 0:
                continue
            batch = made.json()["batch"]
            assert batch["total"]["amount"] == owed, "a debt is netted before anything is paid"
            await settle(payments, books, batch, step)
            owed = 0 if step == "pay" else owed
        assert (await books.balances()).get(account, 0) == owed


async def settle(payments: Harness, books: Books, batch: dict[str, Any], step: str) -> None:
    """The batch is paid, or bounces; what it is made of adds up to it."""
    (item,) = batch["items"]
    await books.approve_and_send(batch["batch_id"])
    how, body = ("paid", {"bank_charge": {"amount": 0}}) if step == "pay" else ("failed", {"reason": "R02 closed"})
    path = f"/admin/payouts/{batch['batch_id']}/payouts/{item['payout_id']}"
    assert (await payments.post(f"{path}/{how}", body, as_=anna())).status_code == 200
    found = await queries.advice(payments.deps.reads, item["payout_id"])
    if step == "bounce":
        assert found is None
        return
    assert found is not None
    moved = sum(line.amount.amount for line in found.lines)
    assert found.brought_forward.amount + moved == item["amount"]["amount"] + found.carried_forward.amount
    assert found.carried_forward.amount == 0


async def test_it_is_the_vendors_own_and_of_what_was_made(
    payments: Harness, books: Books, vendors: FakeVendors, rahim: str
) -> None:
    await sell(books, rahim, 100000)
    batch = await books.draft(rahim)
    (item,) = batch["items"]
    own, other = tokens.vendor(rahim), tokens.vendor(vendors.vendor("Karim"))
    path = f"/vendor/payouts/{item['payout_id']}/advice"
    assert (await payments.get(path, as_=own)).status_code == 404
    await books.approve_and_send(batch["batch_id"])
    paid = f"/admin/payouts/{batch['batch_id']}/payouts/{item['payout_id']}"
    await payments.post(f"{paid}/paid", {"bank_charge": {"amount": 500}}, as_=anna())
    reply = await payments.get(path, as_=own)
    assert (reply.status_code, reply.content[:5]) == (200, b"%PDF-")
    assert (await payments.get(path, as_=other)).status_code == 404
    assert (await payments.get(f"{paid}/advice?format=xlsx", as_=anna())).status_code == 200
    assert (
        await payments.get(f"/admin/payouts/bat_1/payouts/{item['payout_id']}/advice", as_=anna())
    ).status_code == 404


@pytest.mark.parametrize("language, words", [("bn", ("রেমিট্যান্স", "৮৭৫")), ("en", ("Remittance advice", "875"))])
async def test_it_is_in_the_language_of_whoever_asks(
    payments: Harness, books: Books, rahim: str, language: Any, words: tuple[str, str]
) -> None:
    await sell(books, rahim, 100000)
    (item,) = (await books.pay(rahim, bank_charge=500))["items"]
    found = await queries.advice(payments.deps.reads, item["payout_id"])
    assert found is not None
    texts = paper.texts(found, Localized("Rahim Stores", "রহিম স্টোর্স"), language)
    title, paid = words
    assert title in texts["title"]
    assert paid in texts["sums"][1]["amount"]
    assert "5" in texts["footer"] or "৫" in texts["footer"]
