"""Wishlists and recently viewed products over HTTP: one's own, and nobody else's."""

from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.kernel import clock
from catalog.market import Market, done, ok, refused, taka
from support import tokens

MINE, OTHER = tokens.customer("usr_mine"), tokens.customer("usr_other")


async def for_sale(market: Market, **body: Any) -> tuple[str, Any, Any]:
    vendor_id = await market.vendor()
    product, offer = await market.on_sale(vendor_id, await market.category(), **body)
    return vendor_id, product, offer


async def wish(market: Market, product_id: str, wishlist_id: str = "default", **body: Any) -> Any:
    body = {"product_id": product_id} | body
    return ok(await market.harness.post(f"/me/wishlists/{wishlist_id}/items", body, as_=MINE))


async def items(market: Market, wishlist_id: str = "default") -> list[Any]:
    return list(ok(await market.harness.get(f"/me/wishlists/{wishlist_id}/items", as_=MINE))["items"])


async def start(market: Market, name: str = "Wedding") -> str:
    return str(ok(await market.harness.post("/me/wishlists", {"name": name}, as_=MINE))["id"])


async def test_a_wish_shows_the_price_of_then_and_of_now(market: Market) -> None:
    vendor_id, product, offer = await for_sale(market, price=1250)
    assert ok(await market.harness.get("/me/wishlists", as_=MINE)) == []
    assert await items(market) == []
    made = await wish(market, product["id"])
    assert (await wish(market, product["id"]))["id"] == made["id"]
    changed = {"version": 1, "price": taka(1100)}
    ok(await market.harness.patch(f"/vendor/offers/{offer['id']}", changed, as_=tokens.vendor(vendor_id)))
    (shown,) = await items(market)
    assert (shown["price_then"], shown["price"], shown["in_stock"]) == (taka(1250), taka(1100), True)
    assert shown["card"]["slug"] == product["slug"]
    (default,) = ok(await market.harness.get("/me/wishlists", as_=MINE))
    assert (default["is_default"], default["items"]) == (True, 1)
    done(await market.harness.delete(f"/me/wishlists/default/items/{made['id']}", as_=MINE))
    assert await items(market) == []


async def test_what_was_sold_out_is_back_in_stock(market: Market) -> None:
    vendor_id, product, offer = await for_sale(market, stock=0)
    variant_id = product["variants"][0]["id"]
    await wish(market, product["id"], variant_id=variant_id)
    assert [each["back_in_stock"] for each in await items(market)] == [False]
    await market.stock(offer["id"], 3)
    (shown,) = await items(market)
    assert (shown["variant_id"], shown["in_stock"], shown["back_in_stock"]) == (variant_id, True, True)
    ok(await market.harness.post(f"/vendor/products/{product['id']}/unpublish", as_=tokens.vendor(vendor_id)))
    (shown,) = await items(market)
    assert (shown["card"], shown["price"], shown["in_stock"]) == (None, None, False)


async def test_lists_have_names_and_things_move_between_them(market: Market) -> None:
    _, product, _ = await for_sale(market)
    made, wedding = await wish(market, product["id"]), await start(market)
    refused(await market.harness.post("/me/wishlists", {"name": " Wedding "}, as_=MINE), 409, "wishlist_name_taken")
    path = f"/me/wishlists/default/items/{made['id']}/move"
    done(await market.harness.post(path, {"wishlist_id": wedding}, as_=MINE))
    refused(await market.harness.post(path, {"wishlist_id": wedding}, as_=MINE), 404, "unknown_wish")
    assert ([each["id"] for each in await items(market, wedding)], await items(market)) == ([made["id"]], [])
    again = await wish(market, product["id"])
    path = f"/me/wishlists/default/items/{again['id']}/move"
    done(await market.harness.post(path, {"wishlist_id": wedding}, as_=MINE))
    assert ([each["id"] for each in await items(market, wedding)], await items(market)) == ([made["id"]], [])
    ok(await market.harness.patch(f"/me/wishlists/{wedding}", {"name": "Eid"}, as_=MINE))
    assert [each["name"] for each in ok(await market.harness.get("/me/wishlists", as_=MINE))] == ["Wishlist", "Eid"]
    refused(await market.harness.delete("/me/wishlists/default", as_=MINE), 409, "default_wishlist")
    refused(await market.harness.patch("/me/wishlists/default", {"name": "X"}, as_=MINE), 409, "default_wishlist")
    done(await market.harness.delete(f"/me/wishlists/{wedding}", as_=MINE))
    refused(await market.harness.get(f"/me/wishlists/{wedding}/items", as_=MINE), 404, "unknown_wishlist")


async def test_nobody_else_reads_or_changes_a_list(market: Market) -> None:
    _, product, _ = await for_sale(market)
    wedding = await start(market)
    path, body = f"/me/wishlists/{wedding}", {"product_id": product["id"]}
    made = await wish(market, product["id"], wedding)
    assert ok(await market.harness.get("/me/wishlists", as_=OTHER)) == []
    for reply in (
        await market.harness.get(f"{path}/items", as_=OTHER),
        await market.harness.post(f"{path}/items", body, as_=OTHER),
        await market.harness.delete(f"{path}/items/{made['id']}", as_=OTHER),
        await market.harness.post(f"{path}/items/{made['id']}/move", {"wishlist_id": "default"}, as_=OTHER),
        await market.harness.patch(path, {"shared": True}, as_=OTHER),
        await market.harness.delete(path, as_=OTHER),
    ):
        refused(reply, 404, "unknown_wishlist")
    steal = f"/me/wishlists/default/items/{made['id']}/move"
    refused(await market.harness.post(steal, {"wishlist_id": "default"}, as_=tokens.vendor("ven_1")), 403, "forbidden")
    assert len(await items(market, wedding)) == 1


async def test_a_shared_list_is_read_by_its_token_until_it_is_shared_no_more(market: Market) -> None:
    _, product, _ = await for_sale(market)
    wedding = await start(market)
    await wish(market, product["id"], wedding)
    path = f"/me/wishlists/{wedding}"
    token = ok(await market.harness.patch(path, {"shared": True}, as_=MINE))["share_token"]
    assert ok(await market.harness.patch(path, {"shared": True}, as_=MINE))["share_token"] == token
    shared = ok(await market.harness.get(f"/wishlists/{token}"))
    assert (shared["name"], len(shared["items"]), "usr_mine" in str(shared)) == ("Wedding", 1, False)
    assert ok(await market.harness.patch(path, {"shared": False}, as_=MINE))["share_token"] is None
    refused(await market.harness.get(f"/wishlists/{token}"), 404, "unknown_wishlist")


async def test_lists_and_what_is_on_them_are_limited(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdcommerce.catalog.handlers.lists.MAX_LISTS", 1)
    monkeypatch.setattr("bdcommerce.catalog.handlers.lists.MAX_WISHES", 1)
    _, product, _ = await for_sale(market)
    wedding = await start(market)
    refused(await market.harness.post("/me/wishlists", {"name": "Eid"}, as_=MINE), 409, "wishlist_full")
    await wish(market, product["id"], wedding)
    path = f"/me/wishlists/{wedding}/items"
    more = {"product_id": product["id"], "variant_id": product["variants"][0]["id"]}
    refused(await market.harness.post(path, more, as_=MINE), 409, "wishlist_full")
    strange = more | {"variant_id": "var_0"}
    refused(await market.harness.post(path, strange, as_=MINE), 404, "unknown_variant")
    refused(await market.harness.post(path, {"product_id": "prd_0"}, as_=MINE), 404, "unknown_product")


async def test_the_last_products_looked_at_come_first(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdcommerce.catalog.handlers.lists.MAX_VIEWED", 2)
    vendor_id, category_id = await market.vendor(), await market.category()
    products = [(await market.on_sale(vendor_id, category_id))[0] for _ in range(3)]
    start_at = clock.now()
    for seconds, number in enumerate((0, 1, 2, 1)):
        with clock.frozen(start_at + timedelta(seconds=seconds)):
            done(await market.harness.put(f"/me/recently-viewed/{products[number]['id']}", as_=MINE))
    seen = ok(await market.harness.get("/me/recently-viewed", as_=MINE))
    assert [each["card"]["id"] for each in seen] == [products[1]["id"], products[2]["id"]]
    assert ok(await market.harness.get("/me/recently-viewed", as_=OTHER)) == []
    refused(await market.harness.put("/me/recently-viewed/prd_0", as_=MINE), 404, "unknown_product")
    done(await market.harness.delete("/me/recently-viewed", as_=MINE))
    assert ok(await market.harness.get("/me/recently-viewed", as_=MINE)) == []
