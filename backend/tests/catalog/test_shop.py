from typing import Any

import pytest

from catalog.market import FACTS, Market, ok, refused, taka
from support import tokens


async def test_a_card_shows_the_buy_box(market: Market) -> None:
    owner, rival = await market.vendor("Rahim Stores"), await market.vendor("Karim Traders")
    clothing = await market.category("Clothing")
    panjabi = await market.category("Panjabi", clothing)
    product, dear = await market.on_sale(owner, panjabi, price=1250, stock=3)
    cheap = await market.offer(rival, product["variants"][0]["id"], price=1200)

    (card,) = await market.list()
    assert card == {
        "id": product["id"],
        "slug": "cotton-panjabi",
        "title": FACTS["title"],
        "image": {
            "url": FACTS["images"][0]["url"],
            "alt": {"en": "Front", "bn": ""},
            "width": None,
            "height": None,
            "colour": "",
            "sizes": [],
        },
        "price": taka(1250),  # the rival's is cheaper, but not in stock
        "in_stock": True,
        "vendor": {"id": owner, "name": {"en": "Rahim Stores", "bn": ""}, "slug": "rahim-stores"},
        "category_path": [clothing, panjabi],
        "brand": {"id": product["brand_id"], "name": {"en": "Nakshi", "bn": ""}, "slug": "nakshi"},
        "rating": None,
        "reviews": 0,
        "matching_price": None,
        "promotion": None,
    }
    await market.stock(cheap["id"], 1)
    (card,) = await market.list()
    assert (card["price"], card["vendor"]["id"]) == (taka(1200), rival)
    page = await market.page("cotton-panjabi")
    assert page["buy_box"] == cheap["id"]
    assert [each["id"] for each in page["variants"][0]["offers"]] == [cheap["id"], dear["id"]]


async def test_a_page_tells_all_that_the_law_wants_and_the_stock_of_this_moment(market: Market) -> None:
    vendor_id = await market.vendor()
    clothing = await market.category("Clothing")
    panjabi = await market.category("Panjabi", clothing)
    product, offer = await market.on_sale(vendor_id, panjabi, stock=3)
    page = await market.page(product["slug"])
    assert {name: page["facts"][name] for name in FACTS if name != "health_hazard_warning"}["model"] == "PJ-42"
    assert page["facts"]["health_hazard_warning"]["en"] == "none"
    assert [each["name"]["en"] for each in page["categories"]] == ["Clothing", "Panjabi"]
    await market.stock(offer["id"], 2)  # no border is crossed, the number is shown all the same
    (shown,) = (await market.page(product["slug"]))["variants"][0]["offers"]
    assert (shown["available"], shown["in_stock"]) == (2, True)
    await market.stock(offer["id"], 0)
    (shown,) = (await market.page(product["slug"]))["variants"][0]["offers"]
    assert (shown["available"], shown["in_stock"]) == (0, False)
    (card,) = await market.list()
    assert not card["in_stock"]
    refused(await market.harness.get("/products/no-such-thing"), 404, "unknown_product")


async def test_what_a_suspended_vendor_sells_disappears_and_comes_back(market: Market) -> None:
    vendor_id = await market.vendor()
    product, _ = await market.on_sale(vendor_id, await market.category())
    await market.suspend(vendor_id)
    assert await market.list() == []
    page = await market.page(product["slug"])
    assert (page["buy_box"], page["variants"][0]["offers"]) == (None, [])
    await market.reinstate(vendor_id)
    assert [each["id"] for each in await market.list()] == [product["id"]]


async def test_a_vendor_that_was_never_approved_sells_nothing(market: Market) -> None:
    await market.on_sale("ven_00000000000000000000000009", await market.category(), stock=0)
    assert await market.list() == []


async def test_a_hidden_product_and_a_sleeping_offer_are_not_listed(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    product, _ = await market.on_sale(vendor_id, category_id)
    other, offer = await market.on_sale(vendor_id, category_id)
    as_ = tokens.vendor(vendor_id)
    ok(await market.harness.post(f"/vendor/products/{product['id']}/unpublish", as_=as_))
    ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", {"version": 1, "active": False}, as_=as_))
    assert await market.list() == []
    refused(await market.harness.get(f"/products/{product['slug']}"), 404, "unknown_product")
    assert (await market.page(other["slug"]))["buy_box"] is None
    await market.publish(vendor_id, product["id"])
    assert [each["id"] for each in await market.list()] == [product["id"]]


async def test_a_category_that_becomes_prohibited_takes_its_products_away(market: Market) -> None:
    vendor_id, root = await market.vendor(), await market.category("Root")
    inner = await market.category("Inner", root)
    product, _ = await market.on_sale(vendor_id, inner)
    as_ = tokens.staff("catalog.manage")
    path = f"/admin/categories/{root}"
    ok(await market.harness.patch(path, {"version": 1, "prohibited": True}, as_=as_))
    assert await market.list() == []
    refused(await market.harness.get(f"/products/{product['slug']}"), 404, "unknown_product")
    ok(await market.harness.patch(path, {"version": 2, "prohibited": False}, as_=as_))
    assert len(await market.list()) == 1


async def shelves(market: Market) -> dict[str, Any]:
    """Six products of two vendors in two categories, at 100 to 600 taka; the two dearest are out of stock."""
    rahim, karim = await market.vendor("Rahim Stores"), await market.vendor("Karim Traders")
    shirts, shoes = await market.category("Shirts"), await market.category("Shoes")
    made = []
    for number, (vendor_id, category_id) in enumerate([(rahim, shirts), (karim, shoes)] * 3, 1):
        facts = {"title": {"en": f"Thing {number}", "bn": f"জিনিস {number}"}, "brand": f"Brand {number % 3}"}
        stock = 1 if number < 5 else 0
        product, _ = await market.on_sale(vendor_id, category_id, price=number * 100, stock=stock, facts=facts)
        made.append(product["id"])
    return {"made": made, "rahim": rahim, "karim": karim, "shirts": shirts, "shoes": shoes}


async def test_lists_are_filtered_and_sorted(market: Market) -> None:
    world = await shelves(market)

    async def found(**query: Any) -> list[int]:
        named = {name: world.get(value, value) for name, value in query.items()}
        return [world["made"].index(each["id"]) + 1 for each in await market.list(**named)]

    assert await found() == [6, 5, 4, 3, 2, 1]
    assert await found(sort="price_asc") == [1, 2, 3, 4, 5, 6]
    assert await found(sort="price_desc", limit=2) == [6, 5]
    assert await found(category="shirts") == [5, 3, 1]
    assert await found(vendor="karim", sort="price_asc") == [2, 4, 6]
    assert await found(vendor="karim", category="shirts") == []
    assert await found(vendor="rahim", category="shirts", max_price=30000) == [3, 1]
    assert await found(min_price=20000, max_price=40000) == [4, 3, 2]
    assert await found(in_stock="true") == [4, 3, 2, 1]
    assert await found(category="cat_00000000000000000000000000") == []


@pytest.mark.parametrize("query", [{}, {"category": "shirts"}])
@pytest.mark.parametrize("sort", ["newest", "price_asc", "popular"])
async def test_pages_join_without_gap_or_repeat(market: Market, sort: str, query: dict[str, str]) -> None:
    world = await shelves(market)
    wanted = {name: world.get(value, value) for name, value in query.items()} | {"sort": sort}
    whole = [each["id"] for each in await market.list(**wanted)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = ok(await market.harness.get("/products", params=wanted | {"limit": 1, "cursor": cursor}))
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == whole


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "cheapest"},
        {"limit": 0},
        {"limit": 101},
        {"min_price": -1},
        {"max_price": 10**13},
        {"category": "a b"},
        {"cursor": "nonsense"},
        {"cursor": "WyJwcmljZV9hc2MiLDEsInByZF94Il0"},  # of another order, and no product
        {"cursor": "WyJuZXdlc3QiLDk5OTk5OTk5OTk5OTk5OTk5OTk5LCJwcmRfMDFoNDU1dmI0cGV4NXZzems0c24wMnEiXQ"},
        {"in_stock": "perhaps"},
    ],
)
async def test_a_list_that_cannot_be_is_refused(market: Market, query: dict[str, Any]) -> None:
    reply = await market.harness.get("/products", params=query)
    assert reply.status_code in {400, 422}, reply.text
    assert reply.json()["errors"], reply.text


async def test_two_vendors_are_found_under_both_names(market: Market) -> None:
    owner, rival = await market.vendor(), await market.vendor("Karim Traders")
    product, _ = await market.on_sale(owner, await market.category())
    await market.offer(rival, product["variants"][0]["id"], price=1300)
    for vendor_id in (owner, rival):
        (card,) = await market.list(vendor=vendor_id)
        assert (card["id"], card["price"]) == (product["id"], taka(1250))
    await market.suspend(rival)
    assert await market.list(vendor=rival) == []


@pytest.mark.parametrize("slug", ["a%00b", "%FF", "a" * 200, "..%2F..", "' OR 1=1 --"])
async def test_strange_paths_lead_nowhere(market: Market, slug: str) -> None:
    assert (await market.harness.get(f"/products/{slug}")).status_code in {404, 422}
