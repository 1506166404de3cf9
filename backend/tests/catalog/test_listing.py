"""Lists are sifted by attributes, brands, ratings and stock, sorted by what is bought, and their facets counted."""

from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.catalog.jobs import count_popularity
from bdcommerce.kernel import clock
from catalog.market import Market, ok, refused, taka
from support import tokens

COLOURS, SIZES = ["blue", "red"], ["s", "xl"]


class Wardrobe:
    """Shirts in blue and red, small and XL, not every combination in every shirt, and one phone."""

    def __init__(self, market: Market) -> None:
        self.market, self.made = market, dict[str, Any]()

    async def fill(self) -> None:
        market = self.market
        self.vendor_id = await market.vendor()
        self.clothing = await market.category("Clothing")
        self.shirts = await market.category("Shirts", self.clothing)
        self.phones = await market.category("Phones")
        await market.attribute(self.clothing, "colour", type="choice", level="variant", choices=COLOURS)
        await market.attribute(self.shirts, "size", type="choice", level="variant", choices=SIZES)
        await market.attribute(self.shirts, "note", type="text")
        await market.attribute(self.phones, "ram", type="number", unit="GB")
        await self.shirt("mixed", {("blue", "s"): 500, ("red", "xl"): 900}, brand="Aarong")
        await self.shirt("whole", {("blue", "s"): 600, ("blue", "xl"): 1000}, brand="Aarong")
        await self.shirt("dear", {("blue", "xl"): 3000}, brand="Yellow", stock=0)
        phone: dict[str, Any] = {"facts": {"title": {"en": "Phone"}, "brand": "Walton"}, "attributes": {"ram": 8}}
        self.made["phone"] = (await market.on_sale(self.vendor_id, self.phones, price=15000, **phone))[0]["id"]

    async def shirt(self, name: str, prices: dict[tuple[str, str], int], brand: str, stock: int = 5) -> None:
        variants = [{"weight_grams": 200, "attributes": {"colour": colour, "size": size}} for colour, size in prices]
        facts = {"title": {"en": name}, "brand": brand}
        product = await self.market.draft(self.vendor_id, self.shirts, variants=variants, facts=facts)
        for variant, price in zip(product["variants"], prices.values(), strict=True):
            offer = await self.market.offer(self.vendor_id, variant["id"], price)
            if stock:
                await self.market.stock(offer["id"], stock)
        await self.market.publish(self.vendor_id, product["id"])
        self.made[name] = product["id"]

    async def found(self, **query: Any) -> list[str]:
        names = {product_id: name for name, product_id in self.made.items()}
        params = {key.replace("__", "."): value for key, value in query.items()}
        return [names[each["id"]] for each in await self.market.list(**params)]

    async def facets(self, **query: Any) -> Any:
        params = {key.replace("__", "."): value for key, value in query.items()} | {"facets": "true"}
        return ok(await self.market.harness.get("/products", params=params))["facets"]


@pytest.fixture
async def wardrobe(market: Market) -> Wardrobe:
    filled = Wardrobe(market)
    await filled.fill()
    return filled


async def test_what_is_asked_of_attributes_must_be_said_of_one_variant(wardrobe: Wardrobe) -> None:
    found, shirts = wardrobe.found, wardrobe.shirts
    assert await found(attr__colour="blue", attr__size="xl") == ["dear", "whole"]  # mixed has both, in two variants
    assert await found(attr__colour="blue") == ["dear", "whole", "mixed"]
    assert await found(category=shirts, attr__size="XL,s") == ["dear", "whole", "mixed"]
    assert await found(category=shirts, attr__size="xl", max_price=95000) == ["mixed"]
    assert await found(attr__colour="blue", attr__size="xl", in_stock="true") == ["whole"]
    assert await found(attr__size="xl", sort="price_asc") == ["mixed", "whole", "dear"]
    assert await found(attr__size="xl", vendor="ven_00000000000000000000000000") == []
    assert await found(attr__ram="4..8") == ["phone"]
    assert await found(attr__ram="9..") == []
    (card,) = await wardrobe.market.list(**{"attr.size": "xl", "max_price": 95000})
    assert (card["price"], card["matching_price"]) == (taka(500), taka(900))


async def test_several_brands_go_together(wardrobe: Wardrobe) -> None:
    cards = await wardrobe.market.list()
    brands = {card["brand"]["name"]["en"]: card["brand"]["id"] for card in cards}
    assert await wardrobe.found(brand=brands["Aarong"]) == ["whole", "mixed"]
    assert await wardrobe.found(brand=f"{brands['Aarong']},{brands['Walton']}") == ["phone", "whole", "mixed"]
    both = f"{brands['Aarong']},{brands['Yellow']}"
    assert await wardrobe.found(brand=both, category=wardrobe.clothing, attr__size="xl", sort="price_desc") == [
        "dear", "whole", "mixed",
    ]  # fmt: skip
    assert await wardrobe.found(brand=brands["Yellow"], category=wardrobe.phones) == []
    assert await wardrobe.found(rating=1) == []
    assert await wardrobe.found(on_sale="true") == []


async def test_sifted_pages_join_without_gap_or_repeat(wardrobe: Wardrobe) -> None:
    for sort in ("newest", "price_asc", "price_desc", "popular", "rating"):
        whole = await wardrobe.found(attr__colour="blue", sort=sort)
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            query = {"attr.colour": "blue", "sort": sort, "limit": 1, "cursor": cursor}
            page = ok(await wardrobe.market.harness.get("/products", params=query))
            seen += [each["title"]["en"] for each in page["items"]]
            cursor = page["next_cursor"]
        assert seen == whole
        assert len(seen) == 3


async def test_facets_ignore_what_is_chosen_of_themselves(wardrobe: Wardrobe) -> None:
    facets = await wardrobe.facets(category=wardrobe.clothing)
    assert (facets["counted"], facets["complete"]) == (3, True)
    assert [(each["id"], each["count"]) for each in facets["categories"]] == [(wardrobe.shirts, 3)]
    assert [(each["name"]["en"], each["count"]) for each in facets["brands"]] == [("Aarong", 2), ("Yellow", 1)]
    assert facets["ratings"] == []

    def values(facets: Any) -> dict[str, dict[str, int]]:
        return {each["key"]: {one["value"]: one["count"] for one in each["values"]} for each in facets["attributes"]}

    assert values(facets) == {"colour": {"blue": 3, "red": 1}, "size": {"xl": 3, "s": 2}}
    assert facets["attributes"][0]["values"][0]["label"] == {"en": "Blue", "bn": ""}
    xl = await wardrobe.facets(category=wardrobe.clothing, attr__size="xl")
    assert xl["counted"] == 3
    assert values(xl) == {"colour": {"blue": 2, "red": 1}, "size": {"xl": 3, "s": 2}}
    blue_xl = await wardrobe.facets(category=wardrobe.clothing, attr__size="xl", attr__colour="blue")
    assert values(blue_xl) == {"colour": {"blue": 2, "red": 1}, "size": {"s": 2, "xl": 2}}
    ranges = [(each["start"], each["end"], each["count"]) for each in xl["prices"]]
    assert ranges == [(50_000, 100_000, 1), (100_000, 200_000, 1), (200_000, 500_000, 1)]
    cheap = await wardrobe.facets(category=wardrobe.clothing, attr__size="xl", max_price=95000)
    assert (cheap["counted"], cheap["prices"]) == (1, xl["prices"])
    assert [each["name"]["en"] for each in cheap["brands"]] == ["Aarong"]
    aarong = facets["brands"][0]["id"]
    chosen = await wardrobe.facets(category=wardrobe.clothing, brand=aarong)
    assert (chosen["counted"], [each["count"] for each in chosen["brands"]]) == (2, [2, 1])
    whole_shop = await wardrobe.facets()
    assert (whole_shop["counted"], len(whole_shop["brands"])) == (4, 3)
    assert values(whole_shop)["ram"] == {"8": 1}
    assert (await wardrobe.facets(category="cat_00000000000000000000000000"))["counted"] == 0


async def test_what_is_nothing_to_sift_by_is_refused(wardrobe: Wardrobe) -> None:
    async def refusal(**query: Any) -> set[str]:
        return set(refused(await wardrobe.market.harness.get("/products", params=query), 422, "invalid"))

    assert await refusal(**{"attr.note": "x"}) == {"attr.note"}
    assert await refusal(**{"attr.ram": "8", "category": wardrobe.clothing}) == {"attr.ram"}
    assert await refusal(**{"attr.size": ""}) == {"attr.size"}
    assert await refusal(brand="brd_1,x") == {"brand"}
    assert await refusal(rating=6) == {"rating"}


async def test_what_a_change_takes_away_is_sifted_no_more(wardrobe: Wardrobe) -> None:
    market, as_ = wardrobe.market, tokens.vendor(wardrobe.vendor_id)
    path = f"/vendor/products/{wardrobe.made['dear']}"
    read = ok(await market.harness.get(path, as_=as_))
    variants = [{"id": read["variants"][0]["id"], "weight_grams": 1, "attributes": {"colour": "red", "size": "xl"}}]
    ok(await market.harness.patch(path, {"version": read["version"], "variants": variants}, as_=as_))
    assert await wardrobe.found(attr__colour="blue", attr__size="xl") == ["whole"]
    ok(await market.harness.post(f"{path}/unpublish", as_=as_))
    assert await wardrobe.found(attr__size="xl") == ["whole", "mixed"]


async def test_what_is_bought_comes_first_for_thirty_days(wardrobe: Wardrobe) -> None:
    market, made = wardrobe.market, wardrobe.made
    now = clock.now()
    await market.bought(made["mixed"], 2)
    await market.bought(made["phone"], 1)
    await market.bought(made["mixed"], 1)
    await market.bought(made["dear"], 9, at=now - timedelta(days=40))
    await count_popularity(market.harness.deps)
    assert await wardrobe.found(sort="popular") == ["mixed", "phone", "dear", "whole"]
    with clock.frozen(now + timedelta(days=15)):
        await market.bought(made["whole"], 2)
        await count_popularity(market.harness.deps)
        assert await wardrobe.found(sort="popular", limit=2) == ["mixed", "whole"]
    with clock.frozen(now + timedelta(days=35)):
        await count_popularity(market.harness.deps)
        assert (await wardrobe.found(sort="popular"))[0] == "whole"
