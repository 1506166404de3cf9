"""What a vendor sees of its money: its own, all of it, to the poisha."""

from datetime import UTC, datetime, timedelta

from bdcommerce.kernel import clock
from bdcommerce.payments.domain.postings import vendor_share
from support import tokens
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, bela
from support.purchases import Bought, vendor_order

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_the_balance_is_what_was_released_and_not_paid(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim")
    me = tokens.vendor(vendor_id, "manager")
    assert (await payments.get("/vendor/balance", as_=me)).json() == {
        "balance": {"amount": 0, "currency": "BDT"},
        "on_its_way": {"amount": 0, "currency": "BDT"},
        "due_on": None,
    }
    first, second = (vendor_order(Bought(unit_price=price), vendor_id=vendor_id) for price in (100000, 300000))
    for day, terms in enumerate((first, second)):
        with clock.frozen(MONDAY + timedelta(days=day)):
            await books.sell(terms)
    me = tokens.vendor(vendor_id, "manager")
    owed = (await payments.get("/vendor/balance", as_=me)).json()
    assert owed["balance"]["amount"] == vendor_share(first).amount + vendor_share(second).amount
    assert owed["due_on"] == "2026-12-03"
    made = (await payments.post("/admin/payouts", {"up_to": "2026-11-23"}, as_=anna())).json()["batch"]
    await payments.post(f"/admin/payouts/{made['batch_id']}/approve", as_=bela())
    rest = (await payments.get("/vendor/balance", as_=me)).json()
    assert rest["balance"]["amount"] == vendor_share(second).amount
    assert rest["on_its_way"]["amount"] == vendor_share(first).amount
    assert rest["due_on"] == "2026-12-04"


async def test_the_statement_runs_from_its_opening_to_its_closing_balance(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    vendor_id = vendors.vendor("Rahim")
    sold = [vendor_order(Bought(unit_price=price), vendor_id=vendor_id) for price in (100000, 200000, 300000)]
    for day, terms in enumerate(sold):
        with clock.frozen(MONDAY + timedelta(days=day)):
            await books.sell(terms)
    with clock.frozen(MONDAY + timedelta(days=2, hours=1)):
        batch = await books.draft()
        await payments.post(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    shares = [vendor_share(terms).amount for terms in sold]
    path = "/vendor/statements?from=2026-11-24&to=2026-11-25&limit=2"
    me = tokens.vendor(vendor_id)
    page = (await payments.get(path, as_=me)).json()
    rest = (await payments.get(f"{path}&cursor={page['next_cursor']}", as_=me)).json()
    assert (page["opening"]["amount"], page["closing"]["amount"]) == (shares[0], 0)
    lines = page["items"] + rest["items"]
    assert [line["kind"] for line in lines] == ["released", "released", "payout"]
    assert [line["amount"]["amount"] for line in lines] == [shares[1], shares[2], -sum(shares)]
    assert [line["balance"]["amount"] for line in lines] == [sum(shares[:2]), sum(shares), 0]
    assert [line["vendor_order_id"] for line in lines[:2]] == [terms.vendor_order_id for terms in sold[1:]]
    assert (lines[2]["batch_id"], rest["next_cursor"]) == (batch["batch_id"], None)


async def test_a_vendor_sees_nothing_of_another_one(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    rahim, karim = vendors.vendor("Rahim"), vendors.vendor("Karim")
    await books.sell(vendor_order(Bought(unit_price=100000), vendor_id=rahim))
    await books.pay(rahim)
    me = tokens.vendor(karim)
    statement = (await payments.get("/vendor/statements", as_=me)).json()
    assert (statement["items"], statement["opening"]["amount"]) == ([], 0)
    assert (await payments.get("/vendor/payouts", as_=me)).json()["items"] == []
    mine = (await payments.get("/vendor/payouts", as_=tokens.vendor(rahim))).json()["items"]
    assert [item["status"] for item in mine] == ["paid"]


async def test_a_draft_is_not_shown_to_the_vendor(payments: Harness, books: Books, vendors: FakeVendors) -> None:
    vendor_id = vendors.vendor("Rahim")
    await books.sell(vendor_order(Bought(unit_price=100000), vendor_id=vendor_id))
    await books.draft(vendor_id)
    assert (await payments.get("/vendor/payouts", as_=tokens.vendor(vendor_id))).json()["items"] == []


async def test_days_that_run_backwards_are_refused(payments: Harness) -> None:
    reply = await payments.get("/vendor/statements?from=2026-11-24&to=2026-11-23", as_=tokens.vendor("ven_1"))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "from")


async def test_a_cursor_of_another_list_is_refused(payments: Harness) -> None:
    for path in ("/vendor/statements", "/vendor/payouts"):
        reply = await payments.get(f"{path}?cursor=WzFd", as_=tokens.vendor("ven_1"))
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "cursor")
