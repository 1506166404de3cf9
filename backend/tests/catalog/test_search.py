"""Search over HTTP: what is found, narrowed, paged and suggested, and how it follows what happens to products."""

from typing import Any

from sqlalchemy import text

from bdcommerce.catalog.jobs import keep_search
from bdcommerce.catalog.projections import SHOP
from bdcommerce.infra import projections
from bdcommerce.infra.http import paging
from catalog.market import STAFF, Market, ok, refused, taka
from support import tokens

GROCER: dict[str, Any] = {"en": "Miniket rice 5 kg", "bn": "মিনিকেট চাল ৫ কেজি"}


async def search(market: Market, q: str, **query: Any) -> Any:
    return ok(await market.harness.get("/search", params={"q": q} | query))


async def found(market: Market, q: str, **query: Any) -> list[str]:
    """The English titles of what is found, best first."""
    return [item["title"]["en"] for item in (await search(market, q, **query))["items"]]


async def shop(market: Market) -> dict[str, str]:
    """A panjabi, two sarees and rice, in their categories; ids by name."""
    rahim, karim = await market.vendor(), await market.vendor("Karim Traders")
    clothing = await market.category("Clothing")
    saree = await market.category("Saree", clothing)
    panjabi = await market.category("Panjabi", clothing)
    rice = await market.category("Rice")
    red = {"title": {"en": "Red cotton saree", "bn": "লাল সুতি শাড়ি"}, "colour": "Red", "brand": "Deshal"}
    silk = {
        "title": {"en": "Blue silk saree", "bn": "নীল সিল্ক শাড়ী"},
        "colour": "Blue",
        "brand": "Aarong",
        "material": "Silk",
    }
    chal = {"title": GROCER, "measurement": "5 kg", "brand": "Pran", "colour": "White", "material": "Rice"}
    ids = {"rahim": rahim, "karim": karim, "saree": saree, "clothing": clothing}
    for name, vendor, category, price, stock, facts in (
        ("panjabi", rahim, panjabi, 1250, 5, {}),
        ("red", karim, saree, 1650, 5, red),
        ("silk", karim, saree, 7200, 0, silk),
        ("rice", rahim, rice, 420, 5, chal),
    ):
        product, offer = await market.on_sale(vendor, category, price=price, stock=stock, facts=facts)
        ids |= {name: product["id"], f"{name}_offer": offer["id"], f"{name}_version": product["version"]}
    return ids


async def test_one_thing_is_found_in_three_scripts_however_it_is_spelled(market: Market) -> None:
    await shop(market)
    for q in ("panjabi", "punjabi", "পাঞ্জাবী", "পাঞ্জাবি", "panjbi", "পাঞাবি", "PANJABI"):
        assert (await found(market, q))[0] == "Cotton panjabi", q
    for q in ("rice", "চাল", "chal", "chaul", "rixe", "৫ কেজি চাল", "5kg rice", "rice 5 kg", "5000 gm chal"):
        assert (await found(market, q))[0] == "Miniket rice 5 kg", q
    for q in ("lal shari", "লাল শাড়ি", "red saree", "deshal saree"):
        assert (await found(market, q))[0] == "Red cotton saree", q


async def test_what_was_understood_is_told(market: Market) -> None:
    await shop(market)
    page = await search(market, "shari 2000 takar niche")
    assert [item["title"]["en"] for item in page["items"]] == ["Red cotton saree"]
    assert page["understood"] == {
        "min_price": None, "max_price": 200_000, "corrected": "", "ignored": [], "relaxed": False,
    }  # fmt: skip
    assert (await search(market, "sarre"))["understood"]["corrected"] == "saree"
    page = await search(market, "saree qqqqzz")
    assert page["understood"]["ignored"] == ["qqqqzz"]
    assert len(page["items"]) == 2
    page = await search(market, "blue cotton saree panjabi")
    assert page["understood"]["relaxed"]
    assert (await search(market, "৫০০ টাকার নিচে"))["items"][0]["title"]["en"] == "Miniket rice 5 kg"


async def test_nothing_is_found_for_what_nobody_sells(market: Market) -> None:
    await shop(market)
    for q in ("qwxyz", "!!!", "   ", "'); DROP TABLE search_entry; --", "a:* & b", "' | '"):
        assert await found(market, q) == [], q


async def test_results_are_narrowed_and_sorted_like_lists(market: Market) -> None:
    ids = await shop(market)
    red, silk = "Red cotton saree", "Blue silk saree"
    assert await found(market, "saree") == [red, silk], "what is in stock comes first"
    assert await found(market, "saree", in_stock="true") == [red]
    assert await found(market, "saree", min_price=500_000) == [silk]
    assert await found(market, "saree", max_price=500_000) == [red]
    assert await found(market, "saree", vendor=ids["rahim"]) == []
    assert await found(market, "cotton", category=ids["saree"]) == [red]
    assert await found(market, "cotton", category=ids["clothing"], sort="price_asc") == ["Cotton panjabi", red]
    assert await found(market, "saree", sort="price_desc") == [silk, red]
    assert await found(market, "saree", sort="price_asc") == [red, silk]
    assert await found(market, "saree", sort="newest") == [silk, red]
    assert (
        set(await found(market, "saree", sort="rating"))
        == set(await found(market, "saree", sort="popular"))
        == {red, silk}
    )
    assert await found(market, "saree", rating=4) == []
    assert await found(market, "saree", on_sale="true") == []
    (brand,) = [item["brand"]["id"] for item in (await search(market, "deshal"))["items"]]
    assert await found(market, "saree", brand=brand) == [red]


async def test_facets_count_what_was_found(market: Market) -> None:
    ids = await shop(market)
    facets = (await search(market, "saree", facets="true"))["facets"]
    assert facets["counted"] == 2
    assert facets["complete"]
    assert [each["id"] for each in facets["categories"]] == [ids["clothing"]]
    assert {(each["name"]["en"], each["count"]) for each in facets["brands"]} == {("Deshal", 1), ("Aarong", 1)}
    assert sum(each["count"] for each in facets["prices"]) == 2
    assert (await search(market, "qwxyz", facets="true"))["facets"]["counted"] == 0


async def test_results_are_sifted_by_attributes_of_one_variant(market: Market) -> None:
    vendor, shirts = await market.vendor(), await market.category("Shirts")
    colour = {
        "name": {"en": "Colour", "bn": "রং"}, "type": "choice", "level": "variant", "filterable": True,
        "choices": [{"value": each, "label": {"en": each.title()}} for each in ("red", "blue")],
    }  # fmt: skip
    size = colour | {
        "name": {"en": "Size"}, "choices": [{"value": each, "label": {"en": each.upper()}} for each in ("m", "xl")],
    }  # fmt: skip
    for version, (key, attribute) in enumerate((("colour", colour), ("size", size)), 1):
        path = f"/admin/categories/{shirts}/attributes/{key}"
        ok(await market.harness.put(path, attribute | {"version": version}, as_=STAFF))
    product = await market.draft(
        vendor,
        shirts,
        facts={"title": {"en": "Linen shirt"}},
        variants=[
            {"weight_grams": 200, "attributes": {"colour": "red", "size": "m"}},
            {"weight_grams": 200, "attributes": {"colour": "blue", "size": "xl"}},
        ],
    )
    for number, variant in enumerate(product["variants"]):
        await market.offer(vendor, variant["id"], 900, sku=f"S{number}")
    await market.publish(vendor, product["id"])
    wanted = {"category": shirts, "attr.colour": "blue"}
    assert await found(market, "shirt", **wanted, **{"attr.size": "xl"}) == ["Linen shirt"]
    assert await found(market, "shirt", **wanted, **{"attr.size": "m"}) == []
    assert await found(market, "xl shirt") == ["Linen shirt"]
    refused(await market.harness.get("/search", params={"q": "shirt", "attr.smell": "good"}), 422, "invalid")


async def test_pages_join_without_gap_or_repeat(market: Market) -> None:
    vendor, category = await market.vendor(), await market.category("Saree")
    for number in range(5):
        title = {"en": f"Saree number {number}"}
        await market.on_sale(vendor, category, price=1000 + number % 2, stock=number % 2, facts={"title": title})
    for sort in ("relevance", "newest", "price_asc", "price_desc", "popular", "rating"):
        whole = await found(market, "saree", sort=sort)
        assert len(whole) == 5
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await search(market, "saree", sort=sort, limit=2, cursor=cursor)
            seen += [item["title"]["en"] for item in page["items"]]
            cursor = page["next_cursor"]
        assert seen == whole, sort


async def test_a_search_that_cannot_be_is_refused(market: Market) -> None:
    for query in (
        {},
        {"q": ""},
        {"q": "x" * 201},
        {"q": "a\0b"},
        {"q": "a", "sort": "cheapest"},
        {"q": "a", "limit": 0},
        {"q": "a", "category": "a b"},
        {"q": "a", "cursor": "nonsense"},
        {"q": "a", "cursor": paging.encode("newest", 0, 1, "prd_01h455vb4pex5vsknk084sn02q")},
        {"q": "a", "cursor": paging.encode("relevance", 9999, 1, "prd_01h455vb4pex5vsknk084sn02q")},
        {"q": "a", "cursor": paging.encode("relevance", 0, 1, "cat_01h455vb4pex5vsknk084sn02q")},
    ):
        reply = await market.harness.get("/search", params=query)
        assert reply.status_code in {400, 422}, (query, reply.text)
        assert reply.json()["errors"], reply.text


async def test_search_follows_what_happens_to_products(market: Market) -> None:
    ids = await shop(market)
    rahim, karim = tokens.vendor(ids["rahim"]), tokens.vendor(ids["karim"])
    await market.trust(ids["rahim"])
    change = {"version": ids["rice_version"], "facts": {"title": {"en": "Basmati rice"}}}
    ok(await market.harness.patch(f"/vendor/products/{ids['rice']}", change, as_=rahim))
    assert await found(market, "basmati") == ["Basmati rice"]
    assert await found(market, "miniket") == []
    offer = {"version": 1, "price": taka(1800)}
    ok(await market.harness.patch(f"/vendor/offers/{ids['red_offer']}", offer, as_=karim))
    assert await found(market, "saree under 1700") == []
    await market.stock(ids["silk_offer"], 7)
    await market.stock(ids["red_offer"], 0)
    assert await found(market, "saree") == ["Blue silk saree", "Red cotton saree"]
    ok(await market.harness.post(f"/vendor/products/{ids['silk']}/unpublish", as_=karim))
    assert await found(market, "saree") == ["Red cotton saree"]
    await market.suspend(ids["karim"])
    assert await found(market, "saree") == []
    await market.reinstate(ids["karim"])
    assert await found(market, "saree") == ["Red cotton saree"]


async def test_products_of_a_renamed_category_are_found_by_its_new_name(market: Market) -> None:
    vendor, category = await market.vendor(), await market.category("Clothing")
    await market.on_sale(vendor, category)
    body = {"version": 1, "name": {"en": "Festive wear", "bn": "উৎসবের সাজ"}}
    ok(await market.harness.patch(f"/admin/categories/{category}", body, as_=STAFF))
    await market.harness.settle()
    assert await found(market, "festive") == await found(market, "উৎসব") == ["Cotton panjabi"]
    assert await found(market, "clothing") == []


async def test_a_product_is_suggested_in_every_script_as_one_types(market: Market) -> None:
    await shop(market)
    for typed in ("panj", "পাঞ্জ", "পান", "cotton pan", "সুতি পা"):
        suggested = ok(await market.harness.get("/search/suggest", params={"q": typed}))
        assert "Cotton panjabi" in {each["text"]["en"] for each in suggested}, typed


async def test_what_is_mistyped_is_suggested_as_it_was_probably_meant(market: Market) -> None:
    await shop(market)
    for typed in ("pamjabi", "coton pajabi", "পাঞ্চাবি", "panjbi"):
        suggested = ok(await market.harness.get("/search/suggest", params={"q": typed}))
        assert "Cotton panjabi" in {each["text"]["en"] for each in suggested}, typed
    for typed in ("qwxyzv", "qzw"):
        assert ok(await market.harness.get("/search/suggest", params={"q": typed})) == []


async def test_categories_brands_and_popular_searches_are_suggested_first(market: Market) -> None:
    ids = await shop(market)
    for _ in range(5):
        await search(market, "deshal red saree")
        await search(market, "desparate qwxyz")
    ok(await market.harness.get("/admin/search/popular", as_=tokens.staff("search.manage")))
    await keep_search(market.harness.deps)
    suggested = ok(await market.harness.get("/search/suggest", params={"q": "des"}))
    assert [(each["kind"], each["text"]["en"]) for each in suggested] == [
        ("query", "deshal red saree"),
        ("brand", "Deshal"),
    ]
    suggested = ok(await market.harness.get("/search/suggest", params={"q": "SAR"}))
    assert ("category", ids["saree"]) in {(each["kind"], each["target"]) for each in suggested}
    assert len(ok(await market.harness.get("/search/suggest", params={"q": "s", "limit": 1}))) <= 1
    assert ok(await market.harness.get("/search/suggest", params={"q": "!"})) == []


async def test_documents_that_a_former_release_indexed_are_indexed_again(market: Market) -> None:
    await shop(market)
    async with market.harness.database.transaction() as tx:
        await tx.execute(text("UPDATE search_entry SET rules = 0, words = ''"))
    assert await found(market, "panjabi") == []
    staff = tokens.staff("search.manage")
    assert ok(await market.harness.get("/admin/search/index", as_=staff))["outdated"] == 4
    await keep_search(market.harness.deps)
    assert await found(market, "panjabi") == ["Cotton panjabi"]
    shown = ok(await market.harness.get("/admin/search/index", as_=staff))
    assert (shown["outdated"], shown["documents"]) == (0, 4)


async def test_the_index_is_the_same_when_it_is_built_again_from_the_log(market: Market) -> None:
    async def kept() -> list[list[str]]:
        async with market.harness.database.transaction() as tx:
            return [
                [row["kept"] for row in await tx.rows(text(f"SELECT kept::text FROM {table} kept ORDER BY product_id"))]
                for table in ("search_entry", "search_document")
            ]

    ids = await shop(market)
    ok(await market.harness.post(f"/vendor/products/{ids['silk']}/unpublish", as_=tokens.vendor(ids["karim"])))
    await market.stock(ids["red_offer"], 0)
    await market.suspend(ids["rahim"])
    await market.reinstate(ids["rahim"])
    body = {"version": 1, "name": {"en": "Sarees", "bn": "শাড়ি"}}
    ok(await market.harness.patch(f"/admin/categories/{ids['saree']}", body, as_=STAFF))
    await market.harness.settle()
    live = await kept()
    assert [len(each) for each in live] == [3, 3]
    async for _ in projections.rebuild(market.harness.database, SHOP):
        pass
    assert await kept() == live
    assert await found(market, "saree") == ["Red cotton saree"]
