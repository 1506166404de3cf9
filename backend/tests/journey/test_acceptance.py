"""The eighteen checks by which a marketplace for Bangladesh is accepted, one test each, by number and sentence.

What services test of themselves is not repeated: here all of them run together, asked over their public API.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from bdcommerce.demo.products import Goods, draft_of, offer_of
from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import taka
from bdcommerce.kernel.text import fold, grouped, nfc, show
from bdcommerce.payments.domain.bank_file import routing_number
from journey.town import NOON, Town, anna, bela, town
from orders.market import ADDRESS

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def world(postgres_url: str) -> AsyncIterator[Town]:
    """One town for all eighteen."""
    with pytest.MonkeyPatch.context() as patch:
        async with town(postgres_url, patch) as there:
            yield there


@pytest_asyncio.fixture(loop_scope="module")
async def here(world: Town) -> AsyncIterator[Town]:
    """The town at noon, with nothing armed; afterwards the books hold."""
    world.watch.at = NOON
    for party in world.parties.values():
        party.faults.disarm()
    yield world
    await world.books_hold()


async def test_01_paying_twice_the_same_bkash_payment_gives_one_ledger_entry(here: Town) -> None:
    buyer = here.somebody()
    placed = await here.check_out(await here.shop(), buyer)
    back = await here.pay(placed)
    replies = await asyncio.gather(*(here.come_back(back) for _ in range(4)))
    assert {reply.status_code for reply in replies} == {303}
    await here.sweep()
    await here.come_back(back)
    await here.settle()
    order = await here.order(placed["order"]["id"], buyer)
    assert (order["status"], await here.entries(order["id"])) == ("confirmed", ["prepaid_captured"])


async def test_02_an_sns_message_with_a_certificate_outside_amazonaws_is_refused(here: Town) -> None:
    deps = here.market.assembly.wired["payments"].deps
    await here.http.put(f"{here.bkash.url}/webhook", json={"url": f"{deps.shop_url}/api/v1/hooks/bkash"})
    await here.bkash.topic.telling.quiet()
    here.bkash.topic.telling.log.clear()
    for host in ("sns.evil.example", "sns.ap-southeast-1.amazonaws.com.evil.example", "evilamazonaws.com"):
        here.parties["bkash"].faults.arm("webhook_hostile_host", 9, host)
        buyer = here.somebody()
        placed = await here.check_out(await here.shop(), buyer)
        await here.come_back(await here.pay(placed))
        await here.bkash.topic.telling.quiet()
    assert {each.status for each in here.bkash.topic.telling.log} == {403}


async def test_03_an_ipn_with_the_right_hash_and_a_wrong_amount_never_marks_paid(here: Town) -> None:
    buyer = here.somebody()
    placed = await here.check_out(await here.shop(), buyer, "sslcommerz")
    here.parties["sslcommerz"].faults.arm("ipn_wrong_amount", 1, "1.00")
    here.parties["sslcommerz"].faults.arm("wrong_amount", 1, "1.00")
    await here.pay_by_card(placed)
    assert [each.status for each in here.ssl.telling.log[-1:]] == [200]
    await here.sweep()
    order_id = placed["order"]["id"]
    assert (await here.order(order_id, buyer))["status"] == "awaiting_payment"
    assert await here.entries(order_id) == []


FACTS = (
    "title", "description", "measurement", "colour", "material", "brand", "model", "country_of_origin",
    "delivery_time", "images", "health_hazard_warning", "return_terms", "warranty",
)  # fmt: skip
LOCALIZED = {"title", "description", "delivery_time", "health_hazard_warning", "return_terms", "warranty"}
RICE = Goods(
    category="", title_en="Rice", title_bn="চাল", brand="Test", measurement="1 kg", material="rice",
    colour="white", weight_grams=1000, price=100000, stock=5,
)  # fmt: skip


async def drafted(here: Town, *, perishable: bool = False, **variant: Any) -> tuple[dict[str, Any], str]:
    """A product as its vendor wrote it, and the vendor's token."""
    vendor = (await here.shop())["vendor"]
    named = {"slug": f"c{ids.new_id('cat')[-9:]}", "name": {"en": "Food"}, "perishable": perishable}
    category = await here.ok("POST", "/admin/categories", named)
    draft = draft_of(RICE, category["id"])
    draft["variants"][0] |= variant
    return await here.ok("POST", "/vendor/products", draft, as_=vendor), vendor


async def test_04_no_product_is_published_without_the_facts_that_the_guidelines_want(here: Town) -> None:
    product, vendor = await drafted(here, perishable=True)
    path, version = f"/vendor/products/{product['id']}", product["version"]
    wrong = await here.refused("POST", f"{path}/publish", as_=vendor)
    missing = {each["field"] for each in wrong["errors"]}
    assert missing == {"facts.ingredients", "facts.manufactured_on", "facts.expires_on", "offers"}
    await here.ok("POST", "/vendor/offers", offer_of(product["variants"][0]["id"], RICE), as_=vendor)
    dates = {"ingredients": "Rice", "manufactured_on": "2026-11-01", "expires_on": "2027-11-01"}
    whole = product["facts"] | dates | {"images": draft_of(RICE, "")["facts"]["images"]}
    for name in FACTS:
        nothing: Any = {"en": "", "bn": ""} if name in LOCALIZED else [] if name == "images" else ""
        body = {"version": version, "facts": dates | {name: nothing}}
        version = (await here.ok("PATCH", path, body, as_=vendor))["version"]
        wrong = await here.refused("POST", f"{path}/publish", as_=vendor)
        assert [each["field"] for each in wrong["errors"]] == [f"facts.{name}"]
        body = {"version": version, "facts": {name: whole[name]}}
        version = (await here.ok("PATCH", path, body, as_=vendor))["version"]
    assert (await here.ok("POST", f"{path}/publish", as_=vendor))["status"] == "published"


async def test_05_an_order_of_goods_that_are_not_ready_takes_no_more_than_ten_per_cent(here: Town) -> None:
    buyer, shop = here.somebody(), await here.shop(price=123450)
    await here.ok("PATCH", f"/vendor/offers/{shop['id']}", {"version": 1, "ready_to_ship": False}, as_=here.owner(shop))
    placed = await here.check_out(shop, buyer)
    order = placed["order"]
    assert order["advance"]["amount"] == 12345
    await here.come_back(await here.pay(placed))
    await here.settle()
    paid = await here.ok("GET", f"/payments/{order['id']}", as_=buyer.token)
    assert (paid["captured"]["amount"], paid["outstanding"]["amount"]) == (12345, 0)
    more = await here.refused("POST", f"/payments/{order['id']}/attempts", {"method": "bkash"}, as_=buyer.token)
    assert more["code"] == "payment_closed"
    booked = (await here.ok("GET", f"/admin/ledger/entries?reference={order['id']}"))["items"]
    taken = sum(line["amount"]["amount"] for entry in booked for line in entry["lines"] if line["side"] == "credit")
    assert taken * 10 <= 123450


def dhaka(year: int, month: int, day: int) -> datetime:
    """The beginning of a day in Bangladesh."""
    return datetime(year, month, day, tzinfo=clock.DHAKA)


async def due(here: Town, kind: str, **of: str) -> datetime:
    """When the clock of a kind is due, over an order or a complaint."""
    found = (await here.ok("GET", f"/admin/clocks?kind={kind}&limit=100"))["items"]
    ((name, value),) = of.items()
    return next(datetime.fromisoformat(each["due_at"]) for each in found if each[name] == value)


async def test_06_the_statutory_clocks_run_by_the_calendar_of_dhaka(here: Town) -> None:
    near, far = await here.shop(), await here.shop(upazila_id="chattogram/panchlaish")
    await here.sign_in(buyer := here.somebody())
    here.watch.at = dhaka(2026, 11, 22) + timedelta(hours=23)  # in Dhaka still the 22nd, in UTC too
    one, other = await here.paid(near, buyer), await here.paid(far, buyer)
    began = here.watch.at
    assert await due(here, "handover", order_id=one["id"]) == began + timedelta(hours=48)
    assert await due(here, "delivery", order_id=one["id"]) == dhaka(2026, 11, 28)
    assert await due(here, "delivery", order_id=other["id"]) == dhaka(2026, 12, 3)
    said = {"category": "damaged", "text": "The box was open.", "order_number": one["number"]}
    complaint = (await here.ok("POST", "/complaints", said, as_=buyer.token))["complaint"]
    await here.settle()
    assert await due(here, "complaint", subject_id=complaint["id"]) == began + timedelta(hours=72)
    await here.pass_(hours=2)  # the 23rd in Dhaka, and the 22nd in UTC
    late = await here.paid(near, buyer)
    assert await due(here, "delivery", order_id=late["id"]) == dhaka(2026, 11, 29)
    await here.ok("POST", f"/orders/{other['id']}/cancel", {"code": "changed_mind"}, as_=buyer.token)
    await here.settle()
    assert await due(here, "refund", order_id=other["id"]) == dhaka(2026, 11, 27)  # 3 days for what was paid digitally
    await here.sweep()
    await here.delivered(near, one, buyer)
    assert await due(here, "payout", order_id=one["id"]) == dhaka(2026, 12, 4)


async def test_07_no_payout_before_the_proof_of_delivery(here: Town) -> None:
    buyer, shop = here.somebody(), await here.shop()
    order = await here.paid(shop, buyer)
    draft = {"vendor_ids": [shop["vendor_id"]]}
    assert (await here.refused("POST", "/admin/payouts", draft))["code"] == "nothing_to_pay"
    shipment = await here.pack(shop, order)
    await here.ride(shipment, "pick-up", "out-for-delivery")
    await here.pass_(days=9)
    assert (await here.refused("POST", "/admin/payouts", draft))["code"] == "nothing_to_pay"
    await here.hand_over(shipment, buyer)
    kept = {"vendor_order_id": order["vendor_orders"][0]["id"]}
    await here.ok("POST", f"/orders/{order['id']}/accept", kept, as_=buyer.token)
    await here.settle()
    batch = (await here.ok("POST", "/admin/payouts", draft))["batch"]
    assert batch["total"]["amount"] == 100000 - 10000 - 1500
    await here.ok("POST", f"/admin/payouts/{batch['batch_id']}/discard")


async def test_08_a_payout_to_a_wallet_above_50000_taka_a_day_is_split(here: Town) -> None:
    buyer, shop = here.somebody(), await here.shop(price=14_000_000)
    path = f"/admin/vendors/{shop['vendor_id']}/payout-method"
    asked = await here.ok("POST", path, {"rail": "bkash", "wallet": "01770618575"})
    seen = {"asked_at": asked["asked"]["asked_at"]}
    await here.ok("POST", f"{path}/accept", seen, as_=bela())
    await here.delivered(shop, await here.paid(shop, buyer), buyer)
    owed = (await here.ok("GET", "/vendor/balance", as_=here.owner(shop)))["balance"]["amount"]
    paid: list[int] = []
    while sum(paid) < owed and len(paid) < 9:
        here.payouts.token_calls.clear()
        batch = (await here.ok("POST", "/admin/payouts", {"vendor_ids": [shop["vendor_id"]]}))["batch"]
        await here.ok("POST", f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
        await here.sweep()
        paid.append(batch["total"]["amount"])
        again = {"vendor_ids": [shop["vendor_id"]]}
        assert (await here.refused("POST", "/admin/payouts", again))["status"] == 409
        await here.pass_(days=1)
    assert (sum(paid), max(paid), set(paid[:-1])) == (owed, 5_000_000, {5_000_000})
    assert sum(each.amount for each in here.payouts.payouts.values()) * 100 == owed


async def test_09_invoice_numbers_have_no_gap_under_concurrency_and_begin_again_on_1_july(here: Town) -> None:
    shop = await here.shop()
    buyers = [here.somebody() for _ in range(6)]
    parcels = [await here.pack(shop, await here.paid(shop, buyer)) for buyer in buyers[:5]]
    await asyncio.gather(*(here.ok("POST", f"/admin/shipments/{parcel}/pick-up") for parcel in parcels))
    await asyncio.gather(here.settle(), here.market.assembly.worker().settle())
    here.watch.at = dhaka(2027, 7, 1)
    late = await here.pack(shop, await here.paid(shop, buyers[5]))
    await here.ride(late, "pick-up")
    found = (await here.ok("GET", f"/admin/invoices?vendor={shop['vendor_id']}&limit=100"))["items"]
    numbers = sorted(each["number"] for each in found if each["kind"] == "vat")
    assert numbers == [*(f"M63-2627-{number:07}" for number in range(1, 6)), "M63-2728-0000001"]


async def test_10_a_credit_note_never_exceeds_what_was_charged(here: Town) -> None:
    buyer, shop = here.somebody(), await here.shop()
    order = await here.paid(shop, buyer, quantity=2)
    await here.ride(await here.pack(shop, order), "pick-up")
    (found,) = (await here.ok("GET", f"/admin/invoices?vendor={shop['vendor_id']}"))["items"]
    invoice = await here.ok("GET", f"/admin/invoices/{found['id']}")
    path, line = f"/admin/invoices/{invoice['id']}/tax-notes", order["vendor_orders"][0]["lines"][0]
    assert invoice["lines"][0]["total_with_tax"]["amount"] == 200000

    async def credit(total: int) -> dict[str, Any]:
        lines = [{"line_id": line["id"], "total": total}]
        body = {"kind": "credit", "lines": lines, "explanation": "a lower price was agreed"}
        reply = await here.market.call("POST", path, body, as_=anna())
        return {"status": reply.status_code, **reply.json()}

    assert (await credit(200001))["code"] == "note_too_large"
    both = await asyncio.gather(credit(150000), credit(150000))
    assert sorted(each["status"] for each in both) == [201, 409]
    assert (await credit(50001))["code"] == "note_too_large"
    assert (await credit(50000))["status"] == 201
    assert (await credit(1))["code"] == "note_too_large"


async def test_11_routing_numbers_of_banks_are_told_from_others_by_their_check_digit() -> None:
    good = ("085260728", "125274182", "225261732", "010010048", "010260014", "85260728")
    assert {number: routing_number(number) for number in good} == {number: number.zfill(9) for number in good}
    bad = ("010260000", "010260015", "08526072", "0852607280")
    assert {routing_number(number) for number in bad} == {None}


async def test_12_a_phone_is_one_number_however_it_is_typed() -> None:
    for typed in ("01712345678", "+880 1712-345678", "8801712345678", "০১৭১২৩৪৫৬৭৮", "1712345678", "+88001712345678"):
        assert phone.normalise(typed) == "+8801712345678"
    for typed in ("01212345678", "0171234567"):
        with pytest.raises(Invalid):
            phone.normalise(typed)


GROUPED = {
    "999": "999.00", "1000": "1,000.00", "100000": "1,00,000.00", "12345678.90": "1,23,45,678.90",
    "1000000000": "1,00,00,00,000.00", "-1234567.50": "-12,34,567.50",
}  # fmt: skip
STORED = {
    "\u09dc": "\u09a1\u09bc", "\u09dd": "\u09a2\u09bc", "\u09df": "\u09af\u09bc", "\u09c7\u09be": "\u09cb",
    "\u09c7\u09d7": "\u09cc",
}  # fmt: skip


async def test_13_digits_are_grouped_by_thousand_lakh_and_crore() -> None:
    assert {amount: grouped(taka(amount)) for amount in GROUPED} == GROUPED
    assert show(taka("12345678.90"), "bn") == "৳১,২৩,৪৫,৬৭৮.৯০"


async def test_14_bangla_letters_have_one_stored_form_and_one_search_key() -> None:
    assert {typed: nfc(typed) for typed in STORED} == STORED
    assert all(fold(f"ক{typed}ল") == fold(f"ক{stored}ল") for typed, stored in STORED.items())


async def test_15_who_withdrew_the_consent_gets_no_marketing_sms_in_the_next_sending(here: Town) -> None:
    people = [here.somebody(), here.somebody()]
    signed_in = [await here.sign_in(each) for each in people]
    version = (await here.ok("GET", "/me/consents", as_=signed_in[0]))["items"][0]["current_version"]

    async def choose(token: str, *, granted: bool) -> None:
        said = {"purpose": "marketing_sms", "granted": granted, "policy_version": version}
        await here.ok("PUT", "/me/consents", {"consents": [said], "channel": "web"}, as_=token)
        await here.settle()

    for token in signed_in:
        await choose(token, granted=True)
    words = {"en": "Winter sale: 20% off", "bn": "শীতের ছাড়: ২০%"}
    body = {"name": "Winter", "channel": "sms", "subject": words, "text": words, "per_minute": 600}
    campaign = await here.ok("POST", "/admin/campaigns", body)
    here.watch.advance(seconds=1)
    await choose(signed_in[1], granted=False)
    start = {"version": campaign["version"], "starts_at": None}
    await here.ok("POST", f"/admin/campaigns/{campaign['id']}/schedule", start)
    await here.run_campaigns()
    heard = [any(each.text == words["en"] for each in here.phones.of(person.number_abroad)) for person in people]
    assert heard == [True, False]


async def test_16_gift_cards_and_wallets_are_off_by_default(here: Town) -> None:
    buyer, shop = here.somebody(), await here.shop()
    cart = (await here.ok("POST", "/carts", as_=buyer.token))["id"]
    await here.ok("POST", f"/carts/{cart}/lines", {"offer_id": shop["id"], "quantity": 1}, as_=buyer.token)
    for method in ("wallet", "gift_card", "store_credit"):
        form = {"cart_id": cart, "payment_method": method, "expected_total": {"amount": 106000}, "address": ADDRESS}
        assert (await here.refused("POST", "/checkout", form, as_=buyer.token))["status"] in (400, 422)

    for kind in ("gift_card", "wallet", "store_credit"):
        sold = {"slug": kind.replace("_", "-"), "name": {"en": kind}, "money_substitute": kind}
        refusal = await here.refused("POST", "/admin/categories", sold)
        assert [each["field"] for each in refusal["errors"]] == ["prohibited"]
    cards = {"slug": "credit", "name": {"en": "Credit"}, "money_substitute": "store_credit", "prohibited": True}
    banned = await here.ok("POST", "/admin/categories", cards)
    path = f"/admin/categories/{banned['id']}"
    assert (await here.refused("PATCH", path, {"version": 1, "prohibited": False}))["status"] == 422
    await permit(here, "dc.permit_store_credit")
    assert (await here.ok("PATCH", path, {"version": 1, "prohibited": False}))["prohibited"] is False


async def permit(here: Town, key: str) -> None:
    """One member of staff proposes it, another agrees."""
    wanted = {
        "key": key, "value": "1", "effective_from": clock.today().isoformat(), "source": "a letter of Bangladesh Bank",
        "reason": "the permission has come",
    }  # fmt: skip
    change = await here.ok("POST", "/admin/rule-changes", wanted)
    await here.ok("POST", f"/admin/rule-changes/{change['id']}/approve", {"note": "seen"}, as_=bela())


async def test_17_a_price_above_the_printed_one_is_refused(here: Town) -> None:
    product, vendor = await drafted(here, mrp={"amount": 100000, "currency": "BDT"})
    offer = offer_of(product["variants"][0]["id"], RICE)
    dear = offer | {"price": {"amount": 100001, "currency": "BDT"}}
    refusal = await here.refused("POST", "/vendor/offers", dear, as_=vendor)
    assert (refusal["status"], [each["field"] for each in refusal["errors"]]) == (422, ["price"])
    made = await here.ok("POST", "/vendor/offers", offer, as_=vendor)
    raised = {"version": made["version"], "price": dear["price"]}
    assert (await here.refused("PATCH", f"/vendor/offers/{made['id']}", raised, as_=vendor))["status"] == 422


async def test_18_an_expired_batch_is_not_sold(here: Town) -> None:
    shop = await here.shop(units=0)
    batch = {"quantity": 5, "reason": "delivery", "batch_no": "L1", "expires_on": "2026-12-10"}
    await here.ok("POST", f"/vendor/stock/{shop['id']}/receive", batch, as_=here.owner(shop))
    await here.settle()
    await here.check_out(shop, here.somebody())
    buyer = here.somebody()
    cart = (await here.ok("POST", "/carts", as_=buyer.token))["id"]
    await here.ok("POST", f"/carts/{cart}/lines", {"offer_id": shop["id"], "quantity": 1}, as_=buyer.token)
    here.watch.at = dhaka(2026, 12, 7)  # three days before, by the rule book
    await here.settle()
    (stock,) = (await here.ok("GET", "/vendor/stock", as_=here.owner(shop)))["items"]
    assert (stock["blocked"], stock["available"]) == (stock["on_hand"], 0)
    total = {"amount": 106000, "currency": "BDT"}
    form = {"cart_id": cart, "payment_method": "cod", "expected_total": total, "address": buyer.address}
    assert (await here.refused("POST", "/checkout", form, as_=buyer.token))["code"] == "out_of_stock"
