"""Promotions over HTTP: made, started, used, sold out, stopped; and what the catalog and the customer are told."""

import asyncio
import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bdcommerce.contracts.catalog import PromotionPrice
from bdcommerce.contracts.orders import OrderConfirmed, PromotionScheduled, PromotionWithdrawn
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from orders.market import Market
from support import tokens

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def bdt(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "BDT"}


def terms(**changes: Any) -> dict[str, Any]:
    now = clock.now()
    return {
        "name": {"en": "Ten off", "bn": "দশ ভাগ ছাড়"},
        "benefit": {"kind": "percentage", "percent": "10"},
        "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(days=1)).isoformat(),
        **changes,
    }


def manager() -> str:
    return tokens.staff("promotions.manage")


async def draft(market: Market, **changes: Any) -> Any:
    reply = await market.service.post("/admin/promotions", terms(**changes), as_=manager())
    assert reply.status_code == 201, reply.text
    return reply.json()


async def act(market: Market, promotion: Any, step: str) -> Any:
    path = f"/admin/promotions/{promotion['id']}/{step}"
    reply = await market.service.post(path, as_=manager())
    assert reply.status_code == 200, reply.text
    return reply.json()


async def running(market: Market, **changes: Any) -> Any:
    return await act(market, await draft(market, **changes), "start")


async def read(market: Market, promotion: Any) -> Any:
    return (await market.service.get(f"/admin/promotions/{promotion['id']}", as_=manager())).json()


async def quoted(market: Market, *wanted: tuple[str, int]) -> Any:
    return await market.quote(await market.cart(*wanted, as_=market.customer), as_=market.customer)


def reprice(market: Market, name: str, promotion: Any, price: int, ends_at: datetime | None = None) -> None:
    """What the catalog does when it hears of a promotional price."""
    offer = market.catalog._terms[market.offers[name]]
    was = offer.promotion.was if offer.promotion else offer.price
    ends = ends_at or clock.now() + timedelta(days=1)
    shown = PromotionPrice(promotion_id=promotion["id"], was=was, funded_by="", ends_at=ends)
    market.catalog.put(replace(offer, price=Money(price), promotion=shown))


async def flash_sale(market: Market, **limits: Any) -> Any:
    """The panjabi, at 1,250.00, for 1,000.00."""
    sale = await running(
        market,
        level="catalogue",
        name={"en": "Flash sale"},
        benefit={"kind": "fixed_price", "price": bdt(100000)},
        scope={"offer_ids": [market.offers["panjabi"]]},
        limits=limits,
    )
    reprice(market, "panjabi", sale, 100000)
    return sale


async def checkouts(market: Market, how_many: int, *wanted: tuple[str, int]) -> list[Any]:
    """So many customers, all at the same moment."""

    async def prepared() -> tuple[dict[str, Any], str]:
        token = tokens.customer(market.accounts.person())
        return await market.order_form(await market.cart(*wanted, as_=token), as_=token), token

    forms = [await prepared() for _ in range(how_many)]
    return await asyncio.gather(*(market.service.post("/checkout", form, as_=token) for form, token in forms))


async def test_a_draft_changes_nothing_and_a_started_promotion_is_explained_to_the_customer(market: Market) -> None:
    made = await draft(market)
    assert (made["status"], made["used"], made["owner"], made["funder"]) == ("draft", 0, None, {"kind": "operator"})
    assert (await quoted(market, ("sari", 1)))["promotions"] == []
    assert (await act(market, made, "start"))["status"] == "active"
    quote = await quoted(market, ("sari", 1))
    assert quote["promotions"] == [
        {
            "promotion_id": made["id"],
            "name": {"en": "Ten off", "bn": "দশ ভাগ ছাড়"},
            "kind": "percentage",
            "code": "",
            "goods": bdt(8990),
            "delivery": bdt(0),
        }
    ]
    assert quote["total"]["amount"] == 89900 - 8990 + 6000


async def test_a_cart_says_what_is_missing_for_free_delivery(market: Market) -> None:
    await running(market, benefit={"kind": "free_delivery"}, conditions={"min_goods": bdt(101900)})
    cart_id = await market.cart(("sari", 1), as_=market.customer)
    cart = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()
    (near,) = cart["nearly"]
    assert (near["goods"], near["hint"]["en"]) == (bdt(12000), "Add ৳120.00 for free delivery")
    await market.fill(cart_id, ("mug", 1), as_=market.customer)
    quote = await market.quote(cart_id, as_=market.customer)
    assert [(part["delivery"]["amount"], part["delivery_waived"]["amount"]) for part in quote["vendor_orders"]] == [
        (0, 6000),
        (0, 12000),
    ]
    assert quote["nearly"] == []


async def test_an_order_freezes_what_a_promotion_gave_and_who_pays(market: Market) -> None:
    half = {"kind": "split", "vendor_id": market.vendor_ids["b"], "vendor_percent": "50"}
    made = await running(market, benefit={"kind": "amount", "amount": bdt(101)}, funder=half)
    order = await market.buy(("panjabi", 1), ("sari", 1))
    (confirmed,) = await market.service.told(OrderConfirmed)
    a, b = (terms.lines[0] for terms in confirmed.vendor_orders)
    assert (a.vendor_discount, a.operator_discount) == (Money(0), Money(0))
    assert (b.vendor_discount, b.operator_discount) == (Money(51), Money(50))
    shown = await read(market, made)
    assert (shown["used"], shown["spent"]["amount"]) == (1, 101)
    assert order["vendor_orders"][1]["total"]["amount"] == 89900 - 101 + 6000


async def test_a_first_order_gets_it_once_even_when_two_are_placed_at_once(market: Market) -> None:
    await running(market, conditions={"first_order": True})
    forms = [
        await market.order_form(await market.cart(("mug", 1), as_=market.customer), as_=market.customer)
        for _ in range(2)
    ]
    replies = await asyncio.gather(*(market.service.post("/checkout", form, as_=market.customer) for form in forms))
    assert sorted(reply.status_code for reply in replies) == [201, 409]
    (late,) = [reply.json()["code"] for reply in replies if reply.status_code == 409]
    assert late in ("promotion_sold_out", "cart_changed")
    assert (await quoted(market, ("mug", 1)))["promotions"] == []
    cart_id, guest = await market.guest_cart(("mug", 1))
    assert (await market.quote(cart_id, guest=guest))["promotions"] == []


async def test_a_list_of_customers_gets_what_others_do_not(market: Market) -> None:
    body = {"name": "VIP", "customer_ids": [market.customer_id]}
    unknown = await market.service.post("/admin/promotions", terms(conditions={"list_id": "vip"}), as_=manager())
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_customer_list")
    assert (await market.service.get("/admin/customer-lists/vip", as_=manager())).status_code == 404
    put = await market.service.put("/admin/customer-lists/vip", body, as_=manager())
    assert (put.status_code, put.json()["customers"]) == (200, 1)
    await running(market, conditions={"list_id": "vip"})
    assert len((await quoted(market, ("mug", 1)))["promotions"]) == 1
    stranger = tokens.customer("usr_stranger")
    cart_id = await market.cart(("mug", 1), as_=stranger)
    assert (await market.quote(cart_id, as_=stranger))["promotions"] == []


async def test_a_district_is_known_when_there_is_an_address(market: Market) -> None:
    await running(market, conditions={"districts": ["gazipur"]})
    assert (await quoted(market, ("mug", 1)))["promotions"] == []
    await running(market, conditions={"districts": ["dhaka"]})
    assert len((await quoted(market, ("mug", 1)))["promotions"]) == 1


async def test_a_vendor_runs_promotions_of_its_own_goods_and_pays_for_them(market: Market) -> None:
    who = market.staff_of("b", "manager")
    made = (await market.service.post("/vendor/promotions", terms(), as_=who)).json()
    assert (made["funder"], made["scope"]["vendor_ids"]) == (
        {"kind": "vendor", "vendor_id": market.vendor_ids["b"]},
        [market.vendor_ids["b"]],
    )
    await market.service.post(f"/vendor/promotions/{made['id']}/start", as_=who)
    quote = await quoted(market, ("panjabi", 1), ("sari", 1))
    assert [part["discount"]["amount"] for part in quote["vendor_orders"]] == [0, 8990]
    staff = await market.service.put(f"/admin/promotions/{made['id']}", terms(), as_=manager())
    assert (staff.status_code, staff.json()["code"]) == (409, "promotion_fixed")
    assert (await act(market, made, "pause"))["status"] == "paused"
    assert (await quoted(market, ("sari", 1)))["promotions"] == []


async def test_a_vendor_promises_nothing_of_others(market: Market) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"scope": {"offer_ids": [market.offers["panjabi"]]}}, "scope.offer_ids"),
        ({"conditions": {"list_id": "vip"}}, "conditions.list_id"),
        ({"stacking": {"priority": 1}}, "stacking.priority"),
        ({"funder": {"kind": "operator"}}, "funder"),
    ]
    for changes, field in refused:
        reply = await market.service.post("/vendor/promotions", terms(**changes), as_=market.staff_of("b"))
        assert reply.status_code in (400, 422), (changes, reply.text)
        assert field in reply.text, changes


NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({"benefit": {"kind": "lottery", "odds": "0.1"}}, "benefit"),
    ({"benefit": {"kind": "percentage", "percent": "0"}}, "percent"),
    ({"benefit": {"kind": "amount", "amount": bdt(0)}}, "benefit.amount"),
    ({"benefit": {"kind": "fixed_price", "price": bdt(1)}}, "benefit.kind"),
    ({"benefit": {"kind": "buy_x_get_y", "buy": 0, "get": 1}}, "buy"),
    ({"benefit": {"kind": "buy_x_get_y", "buy": 1, "get": 1, "get_scope": {}}}, "benefit.get_scope"),
    ({"benefit": {"kind": "bundle", "price": bdt(1), "parts": []}}, "parts"),
    ({"level": "catalogue", "benefit": {"kind": "free_delivery"}}, "benefit.kind"),
    ({"level": "catalogue", "conditions": {"first_order": True}}, "conditions"),
    ({"level": "catalogue", "code": "SALE"}, "code"),
    ({"level": "catalogue", "limits": {"per_offer": 5}}, "scope.offer_ids"),
    ({"limits": {"per_offer": 5}}, "limits.per_offer"),
    ({"limits": {"budget": bdt(0)}}, "limits.budget"),
    ({"ends_at": "2020-01-01T00:00:00Z"}, "ends_at"),
    ({"funder": {"kind": "split", "vendor_id": "ven_1", "vendor_percent": "101"}}, "vendor_percent"),
]


async def test_terms_that_make_no_sense_are_refused_by_name(market: Market) -> None:
    market.vendors.vendor(vendor_id="ven_1")
    for changes, field in NONSENSE:
        reply = await market.service.post("/admin/promotions", terms(**changes), as_=manager())
        assert reply.status_code in (400, 422), (changes, reply.text)
        assert field in reply.text, changes


async def test_the_catalog_is_told_when_a_price_starts_changes_and_stops(market: Market) -> None:
    made = await flash_sale(market)
    path = f"/admin/promotions/{made['id']}"
    running_still = await market.service.put(path, terms(level="catalogue"), as_=manager())
    assert (running_still.status_code, running_still.json()["code"]) == (409, "promotion_fixed")
    await act(market, made, "pause")
    other = terms(level="catalogue", benefit={"kind": "fixed_price", "price": bdt(90000)}, stacking={"priority": 7})
    assert (await market.service.put(path, other, as_=manager())).status_code == 200
    await act(market, made, "start")
    await act(market, made, "end")
    first, second = await market.service.told(PromotionScheduled)
    assert (first.fixed_price, first.percent, first.amount_off, first.funded_by) == (Money(100000), None, None, "")
    assert first.scope.offer_ids == [market.offers["panjabi"]]
    assert (second.promotion_id, second.fixed_price, second.priority) == (made["id"], Money(90000), 7)
    assert [each.reason for each in await market.service.told(PromotionWithdrawn)] == ["paused", "ended"]
    again = await market.service.post(f"{path}/start", as_=manager())
    assert (again.status_code, again.json()["code"]) == (409, "promotion_over")


async def test_a_flash_sale_lowers_the_line_and_shows_what_it_cost_before(market: Market) -> None:
    made = await flash_sale(market)
    cart_id = await market.cart(("panjabi", 2), as_=market.customer)
    (line,) = (await market.service.get(f"/carts/{cart_id}", as_=market.customer)).json()["lines"]
    assert (line["unit_price"], line["was"], line["line_total"]) == (bdt(100000), bdt(125000), bdt(200000))
    form = await market.order_form(cart_id, as_=market.customer)
    assert form["expected_total"] == bdt(206000)
    assert (await market.service.post("/checkout", form, as_=market.customer)).status_code == 201
    (confirmed,) = await market.service.told(OrderConfirmed)
    (sold,) = confirmed.vendor_orders[0].lines
    assert (sold.list_price, sold.vendor_discount, sold.operator_discount) == (Money(250000), Money(0), Money(50000))
    shown = await read(market, made)
    assert (shown["used"], shown["spent"]) == (2, bdt(50000))


async def test_what_the_promotions_own_book_does_not_know_is_sold_at_the_vendors_price(market: Market) -> None:
    made = await flash_sale(market)
    await act(market, made, "pause")
    cart_id = await market.cart(("panjabi", 1), as_=market.customer)
    quote = await market.quote(cart_id, as_=market.customer)
    assert quote["total"] == bdt(131000)
    assert [(each["code"], each["was"], each["now"]) for each in quote["problems"]] == [
        ("price_changed", bdt(100000), bdt(125000))
    ]


async def test_a_customer_gets_as_many_units_at_the_price_as_they_may(market: Market) -> None:
    await flash_sale(market, per_customer=2)
    quote = await quoted(market, ("panjabi", 3))
    (line,) = quote["vendor_orders"][0]["lines"]
    assert (line["sale"]["units"], line["to_pay"]) == (2, bdt(2 * 100000 + 125000))
    await market.buy(("panjabi", 1))
    (line,) = (await quoted(market, ("panjabi", 3)))["vendor_orders"][0]["lines"]
    assert line["sale"]["units"] == 1


def orders_made(replies: Sequence[Any]) -> int:
    return sum(reply.status_code == 201 for reply in replies)


async def test_sixty_buyers_of_twenty_units_get_exactly_twenty(market: Market) -> None:
    made = await flash_sale(market, total=20, per_customer=1)
    replies = await checkouts(market, 60, ("panjabi", 1))
    assert {reply.status_code for reply in replies} == {201, 409}
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} <= {
        "promotion_sold_out",
        "cart_changed",
    }
    assert orders_made(replies) == 20
    shown = await read(market, made)
    assert (shown["used"], shown["spent"]) == (20, bdt(20 * 25000))
    assert market.inventory.available(market.offers["panjabi"]) == 80
    assert [each.reason for each in await market.service.told(PromotionWithdrawn)] == ["sold_out"]
    loser = next(reply for reply in replies if reply.status_code == 409)
    assert loser.json()["status"] == 409
    assert (await quoted(market, ("panjabi", 1)))["total"] == bdt(131000)


async def test_a_cancelled_unit_is_on_sale_again_and_the_catalog_hears_of_it(market: Market) -> None:
    made = await flash_sale(market, total=2)
    order = await market.buy(("panjabi", 2), ("sari", 1))
    assert len(await market.service.told(PromotionWithdrawn)) == 1
    part = order["vendor_orders"][0]
    body = {"reason": "changed my mind", "vendor_order_id": part["id"]}
    await market.service.post(f"/orders/{order['id']}/cancel", body, as_=market.customer)
    assert len(await market.service.told(PromotionScheduled)) == 2
    shown = await read(market, made)
    assert (shown["used"], shown["spent"]) == (0, bdt(0))
    assert (await market.buy(("panjabi", 1)))["vendor_orders"][0]["total"] == bdt(106000)


async def test_a_sale_that_was_sold_out_goes_on_with_a_higher_limit(market: Market) -> None:
    made = await flash_sale(market, total=2)
    await market.buy(("panjabi", 2))
    await act(market, made, "pause")
    more = terms(
        level="catalogue",
        benefit={"kind": "fixed_price", "price": bdt(100000)},
        scope={"offer_ids": [market.offers["panjabi"]]},
        limits={"total": 3},
    )
    revised = await market.service.put(f"/admin/promotions/{made['id']}", more, as_=manager())
    assert revised.status_code == 200, revised.text
    await act(market, made, "start")
    assert len(await market.service.told(PromotionScheduled)) == 2
    (line,) = (await quoted(market, ("panjabi", 2)))["vendor_orders"][0]["lines"]
    assert line["sale"]["units"] == 1


async def test_each_offer_of_a_flash_sale_has_a_quota_and_sells_out_alone(market: Market) -> None:
    offers = [market.offers["panjabi"], market.offers["sari"]]
    made = await running(
        market,
        level="catalogue",
        benefit={"kind": "amount", "amount": bdt(1000)},
        scope={"offer_ids": offers},
        limits={"per_offer": 3},
    )
    reprice(market, "panjabi", made, 124000)
    reprice(market, "sari", made, 88900)
    replies = await checkouts(market, 8, ("panjabi", 1))
    assert orders_made(replies) == 3
    assert (await market.service.told(PromotionScheduled))[-1].scope.offer_ids == [market.offers["sari"]]
    assert await market.service.told(PromotionWithdrawn) == []
    await market.buy(("sari", 3))
    assert [each.reason for each in await market.service.told(PromotionWithdrawn)] == ["sold_out"]


async def test_a_budget_is_never_overspent(market: Market) -> None:
    made = await running(market, limits={"budget": bdt(4 * 8990 + 8000)})
    replies = await checkouts(market, 12, ("sari", 1))
    assert orders_made(replies) == 4
    assert (await read(market, made))["spent"] == bdt(4 * 8990)
    assert (await quoted(market, ("sari", 1)))["promotions"] == []


async def test_without_limits_everybody_gets_it_and_it_is_counted(market: Market) -> None:
    made = await running(market)
    replies = await checkouts(market, 10, ("sari", 1))
    assert {reply.status_code for reply in replies} == {201}
    shown = await read(market, made)
    assert (shown["used"], shown["spent"]) == (10, bdt(10 * 8990))


async def test_codes_of_their_own_work_once_each_and_leave_as_a_file(market: Market) -> None:
    made = await draft(market, unique_codes=True)
    path = f"/admin/promotions/{made['id']}"
    none = await market.service.post(f"{path}/start", as_=manager())
    assert (none.status_code, none.json()["code"]) == (409, "promotion_fixed")
    reply = await market.service.post(f"{path}/codes", {"how_many": 3, "prefix": "eid-"}, as_=manager())
    assert (reply.status_code, reply.json()) == (201, {"made": 3})
    await act(market, made, "start")
    page = (await market.service.get(f"{path}/codes?limit=2", as_=manager())).json()
    rest = (await market.service.get(f"{path}/codes?limit=2&cursor={page['next_cursor']}", as_=manager())).json()
    codes = [each["code"] for each in [*page["items"], *rest["items"]]]
    assert len(set(codes)) == 3
    assert all(code.startswith("EID-") for code in codes)

    async def order_with(code: str) -> Any:
        token = tokens.customer(market.accounts.person())
        cart_id = await market.cart(("mug", 1), as_=token)
        entered = await market.service.post(f"/carts/{cart_id}/coupon", {"code": code}, as_=token)
        assert entered.status_code == 200, entered.text
        return await market.order_form(cart_id, as_=token), token

    forms = [await order_with(codes[0].lower()) for _ in range(4)]
    replies = await asyncio.gather(*(market.service.post("/checkout", form, as_=token) for form, token in forms))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409]
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} <= {
        "coupon_exhausted",
        "cart_changed",
    }
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    entered = await market.service.post(f"/carts/{cart_id}/coupon", {"code": codes[0]}, as_=market.customer)
    assert (entered.status_code, entered.json()["data"]["reason"]) == (409, "used_up")
    sheet = await market.service.get(f"{path}/codes?format=csv", as_=manager())
    assert "attachment" in sheet.headers["content-disposition"]
    assert sheet.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    used = [row for row in rows if row["order"]]
    assert (len(rows), [row["code"] for row in used]) == (3, [codes[0]])
    assert (await market.service.get(f"{path}/codes?format=xlsx", as_=manager())).content[:2] == b"PK"


async def test_a_code_of_a_paused_promotion_does_not_work(market: Market) -> None:
    made = await running(market, code="TEA10")
    cart_id = await market.cart(("mug", 1), as_=market.customer)
    await market.service.post(f"/carts/{cart_id}/coupon", {"code": "TEA10"}, as_=market.customer)
    await act(market, made, "pause")
    quote = await market.quote(cart_id, as_=market.customer)
    assert [each["reason"] for each in quote["problems"]] == ["paused"]
    again = await market.service.post(f"/carts/{cart_id}/coupon", {"code": "TEA10"}, as_=market.customer)
    assert again.json()["data"]["reason"] == "paused"
    page = (await market.service.get("/admin/coupons", as_=tokens.staff("coupons.manage"))).json()
    assert page["items"] == []


async def test_a_window_opens_and_closes_by_itself(market: Market) -> None:
    with clock.frozen(AT):
        made = await running(market, starts_at=(AT + timedelta(hours=1)).isoformat())
        assert made["status"] == "scheduled"
        assert (await quoted(market, ("mug", 1)))["promotions"] == []
    with clock.frozen(AT + timedelta(hours=1)):
        assert (await read(market, made))["status"] == "active"
        assert len((await quoted(market, ("mug", 1)))["promotions"]) == 1
    with clock.frozen(AT + timedelta(days=1)):
        assert (await read(market, made))["status"] == "ended"
        assert (await quoted(market, ("mug", 1)))["promotions"] == []


async def test_a_preview_shows_prices_and_carts_before_anybody_gets_them(market: Market) -> None:
    start = (clock.now() + timedelta(days=3)).isoformat()
    end = (clock.now() + timedelta(days=4)).isoformat()
    sale = await draft(
        market,
        level="catalogue",
        benefit={"kind": "percentage", "percent": "20"},
        scope={"offer_ids": [market.offers["panjabi"]]},
        starts_at=start,
        ends_at=end,
    )
    body = {
        "lines": [
            {"offer_id": market.offers["panjabi"], "quantity": 2},
            {"offer_id": market.offers["mug"], "quantity": 1},
        ],
        "upazila_id": "dhaka/dhanmondi",
    }
    seen = (await market.service.post(f"/admin/promotions/{sale['id']}/preview", body, as_=manager())).json()
    prices = {each["offer_id"]: (each["was"]["amount"], each["price"]["amount"]) for each in seen["prices"]}
    assert prices == {market.offers["panjabi"]: (125000, 100000), market.offers["mug"]: (33333, 33333)}
    assert (seen["goods"]["amount"], seen["total"]["amount"]) == (233333, 233333 + 6000 + 12000)
    free = await draft(market, benefit={"kind": "free_delivery"}, conditions={"min_goods": bdt(500000)})
    seen = (await market.service.post(f"/admin/promotions/{free['id']}/preview", body, as_=manager())).json()
    assert (seen["refused"], seen["nearly"][0]["goods"]["amount"]) == ("below_minimum", 500000 - 250000 - 33333)
    assert await market.service.told(PromotionScheduled) == []
    unknown = {"lines": [{"offer_id": "off_none", "quantity": 1}]}
    reply = await market.service.post(f"/admin/promotions/{free['id']}/preview", unknown, as_=manager())
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid")


async def test_an_unknown_promotion_is_named(market: Market) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "", terms()),
        ("POST", "/start", None),
        ("POST", "/preview", {}),
        ("GET", "/codes", None),
    ):
        reply = await market.service.call(method, f"/admin/promotions/prm_none{path}", body, as_=manager())
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_promotion"), path


async def test_promotions_are_listed_the_latest_first(market: Market) -> None:
    made = [(await draft(market))["id"] for _ in range(3)]
    page = (await market.service.get("/admin/promotions?limit=2", as_=manager())).json()
    rest = (await market.service.get(f"/admin/promotions?cursor={page['next_cursor']}", as_=manager())).json()
    assert [each["id"] for each in [*page["items"], *rest["items"]]] == made[::-1]
