"""The books as staff read them: balances as of a day, entries by account or by any id, cash in couriers' hands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bdcommerce.kernel import clock
from bdcommerce.payments.domain.postings import vendor_share
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna, completed, delivered, remitted
from support.purchases import Bought, confirmed, vendor_order

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def entries(payments: Harness, **query: Any) -> list[dict[str, Any]]:
    """All pages of the list of entries."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        params = query | {"limit": 2, "cursor": cursor}
        page = (await payments.get("/admin/ledger/entries", params=params, as_=anna())).json()
        found += page["items"]
        cursor = page["next_cursor"]
    return found


async def test_balances_are_those_of_the_end_of_a_day_in_bangladesh(payments: Harness, books: Books) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms)
    with clock.frozen(MONDAY.replace(hour=17, minute=59)):  # one minute to midnight in Dhaka
        await books.hear(order, delivered(order, terms))
    with clock.frozen(MONDAY.replace(hour=18)):
        await books.hear(remitted(terms))
    of_monday = (await payments.get("/admin/ledger/trial-balance?as_of=2026-11-23", as_=anna())).json()
    assert {item["account"]: item["balance"]["amount"] for item in of_monday["accounts"]} == {
        "asset:courier:own": -terms.total.amount,
        "liability:customer_funds": terms.total.amount,
    }
    assert (await payments.get("/admin/ledger/trial-balance?as_of=2026-11-22", as_=anna())).json()["accounts"] == []
    assert (await books.balances())["asset:bank:main"] == -terms.total.amount


async def test_the_face_says_the_same_as_the_trial_balance(payments: Harness, books: Books) -> None:
    await books.sell(vendor_order(Bought(unit_price=50000)))
    asked = {item.account: item.balance.amount for item in await payments.face.trial_balance()}
    assert asked == await books.balances()
    verdict = await payments.face.verify_ledger()
    assert (verdict.holds, verdict.entries, verdict.problems) == (True, 3, [])


async def test_entries_are_found_by_account_by_any_id_and_by_both(
    payments: Harness, books: Books, vendors: FakeVendors
) -> None:
    mine, other = (vendor_order(Bought(unit_price=50000), vendor_id=vendors.vendor(name)) for name in ("A", "B"))
    order = await books.sell(mine)
    await books.sell(other)
    batch = await books.pay(mine.vendor_id)
    newest_first = ["payout_confirmed", "payout", "released", "cod_remitted", "cod_collected"]
    assert [item["kind"] for item in await entries(payments)][:2] == newest_first[:2]
    assert len(await entries(payments)) == 8
    of_vendor = await entries(payments, account=f"liability:vendor:{mine.vendor_id}")
    assert [item["kind"] for item in of_vendor] == ["payout", "released"]
    assert [item["kind"] for item in await entries(payments, reference=mine.vendor_order_id)] == newest_first[2:]
    assert [item["kind"] for item in await entries(payments, reference=order.order_id)] == ["released", "cod_collected"]
    for reference in (batch["batch_id"], batch["items"][0]["payout_id"]):
        assert [item["kind"] for item in await entries(payments, reference=reference)] == newest_first[:2]
    both = await entries(payments, reference=mine.vendor_order_id, account="asset:bank:main")
    assert [item["kind"] for item in both] == ["cod_remitted"]
    released = of_vendor[1]
    assert released["lines"][1] == {
        "account": f"liability:vendor:{mine.vendor_id}",
        "side": "credit",
        "amount": {"amount": vendor_share(mine).amount, "currency": "BDT"},
        "vendor_order_id": mine.vendor_order_id,
        "batch_id": None,
    }


@pytest.mark.parametrize(
    "query",
    ["account=asset:shoebox", "reference=a'b", "reference=%00", "cursor=nonsense", "limit=0", "as_of=yesterday"],
)
async def test_a_wrong_parameter_is_named(payments: Harness, query: str) -> None:
    path = "/admin/ledger/trial-balance" if query.startswith("as_of") else "/admin/ledger/entries"
    reply = await payments.get(f"{path}?{query}", as_=anna())
    assert reply.status_code in {400, 422}
    assert query.partition("=")[0] in reply.text


async def test_cash_in_a_couriers_hands_is_shown_parcel_by_parcel_until_all_of_it_is_accounted_for(
    payments: Harness, books: Books
) -> None:
    whole, short, out = (vendor_order(Bought(unit_price=price)) for price in (50000, 60000, 70000))
    order = confirmed(whole, short, out)
    with clock.frozen(MONDAY):
        await books.hear(order, *(delivered(order, terms) for terms in (whole, short, out)))
        await books.hear(remitted(whole), remitted(short, short=2500), completed(order, short))
    view = (await payments.get("/admin/cod?courier=own&limit=1", as_=anna())).json()
    assert view["couriers"] == [
        {"courier": "own", "outstanding": {"amount": 2500 + out.total.amount, "currency": "BDT"}, "parcels": 2}
    ]
    rest = (await payments.get(f"/admin/cod?limit=1&cursor={view['next_cursor']}", as_=anna())).json()
    parcels = view["parcels"] + rest["parcels"]
    assert rest["next_cursor"] is None
    assert {item["vendor_order_id"]: item["outstanding"]["amount"] for item in parcels} == {
        short.vendor_order_id: 2500,
        out.vendor_order_id: out.total.amount,
    }
    assert parcels[0]["collected_at"] == "2026-11-23T12:00:00Z"
    nobody = (await payments.get("/admin/cod?courier=other", as_=anna())).json()
    assert nobody == {"couriers": [], "parcels": [], "next_cursor": None}
    assert (await payments.get("/admin/cod?courier=A%20b", as_=anna())).status_code == 422


async def test_a_courier_whose_name_begins_like_anothers_is_kept_apart(payments: Harness, books: Books) -> None:
    one, other = (vendor_order(Bought(unit_price=50000)) for _ in range(2))
    order = confirmed(one, other)
    parcel = delivered(order, other)
    await books.hear(order, delivered(order, one), type(parcel)(**{**vars(parcel), "courier": "own-2"}))
    view = (await payments.get("/admin/cod?courier=own", as_=anna())).json()
    assert [item["courier"] for item in view["couriers"]] == ["own"]
    everybody = (await payments.get("/admin/cod", as_=anna())).json()
    assert [item["courier"] for item in everybody["couriers"]] == ["own", "own-2"]


async def test_yesterdays_entries_come_after_todays(payments: Harness, books: Books) -> None:
    for day in range(3):
        with clock.frozen(MONDAY + timedelta(days=day)):
            await books.sell(vendor_order(Bought(unit_price=50000)))
    times = [item["at"] for item in await entries(payments, account="liability:customer_funds")]
    assert times == sorted(times, reverse=True)
    assert len(times) == 6
