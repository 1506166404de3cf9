"""A vendor is told once when stock runs low."""

from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import StockLine, StockLow
from inventory.test_warehouses import counted, owner
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness


async def low_at(inventory: Harness, offer: OfferTerms, units: int | None) -> dict[str, Any]:
    reply = await inventory.put(f"/vendor/stock/{offer.offer_id}/low-at", {"low_at": units}, as_=owner())
    assert reply.status_code == 200, reply.text
    view: dict[str, Any] = reply.json()
    return view


async def for_all(inventory: Harness, units: int) -> None:
    reply = await inventory.put("/vendor/stock-settings", {"low_at": units}, as_=owner())
    assert (reply.status_code, reply.json()) == (200, {"low_at": units})


async def hold(inventory: Harness, offer: OfferTerms, quantity: int, hold_id: str) -> None:
    await inventory.face.hold(hold_id, [StockLine(offer_id=offer.offer_id, quantity=quantity)], 900)


async def told(inventory: Harness) -> list[tuple[int, int]]:
    return [(each.available, each.threshold) for each in await inventory.told(StockLow)]


async def test_stock_that_runs_low_is_told_once_until_there_was_enough_in_between(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 7)
    assert (await low_at(inventory, offer, 5))["low"] is False
    await hold(inventory, offer, 2, "h1")
    assert await told(inventory) == []
    await hold(inventory, offer, 1, "h2")
    await hold(inventory, offer, 1, "h3")
    assert await told(inventory) == [(4, 5)]
    await inventory.face.release("h2", "left")
    await inventory.face.release("h3", "left")
    await inventory.face.commit("h1")
    assert await told(inventory) == [(4, 5)]
    await counted(inventory, offer, 1)
    assert await told(inventory) == [(4, 5), (1, 5)]


async def test_the_vendors_threshold_holds_for_offers_without_their_own_old_and_new(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 9)
    own = catalog.put(offer_terms(vendor_id="ven_a"))
    await counted(inventory, own, 9)
    await low_at(inventory, own, 2)
    await for_all(inventory, 4)
    new = catalog.put(offer_terms(vendor_id="ven_a"))
    await counted(inventory, new, 9)
    stock = (await inventory.get("/vendor/stock", as_=owner())).json()["items"]
    assert {each["offer_id"]: each["low_at"] for each in stock} == {
        offer.offer_id: 4,
        own.offer_id: 2,
        new.offer_id: 4,
    }
    assert (await low_at(inventory, own, None))["low_at"] == 4
    assert (await inventory.get("/vendor/stock-settings", as_=owner())).json() == {"low_at": 4}
    assert (await inventory.get("/vendor/stock-settings", as_=tokens.vendor("ven_b"))).json() == {"low_at": 0}


async def test_nothing_is_low_until_the_vendor_says_so(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 1)
    await counted(inventory, offer, 0)
    assert await told(inventory) == []
    assert (await inventory.get("/vendor/stock", as_=owner(), params={"low": "true"})).json()["items"] == []


async def test_a_new_threshold_is_shown_at_once_and_told_when_stock_falls_below_it(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 3)
    assert (await low_at(inventory, offer, 5))["low"] is True
    await hold(inventory, offer, 1, "h1")
    assert await told(inventory) == []


async def test_what_runs_low_is_listed_page_by_page(inventory: Harness, catalog: FakeCatalog) -> None:
    offers = [catalog.put(offer_terms(vendor_id="ven_a")) for _ in range(6)]
    for number, offer in enumerate(offers):
        await counted(inventory, offer, 1 + 4 * (number % 2))
    await for_all(inventory, 3)
    first = (await inventory.get("/vendor/stock", as_=owner(), params={"low": "true", "limit": 2})).json()
    query = {"low": "true", "limit": 2, "cursor": first["next_cursor"]}
    rest = (await inventory.get("/vendor/stock", as_=owner(), params=query)).json()
    wanted = sorted(offer.offer_id for offer in offers[::2])
    assert [each["offer_id"] for each in first["items"] + rest["items"]] == wanted
    assert rest["next_cursor"] is None


@pytest.mark.parametrize("who, status, code", [("ven_b", 404, "unknown_stock"), ("packer", 403, "forbidden")])
async def test_thresholds_are_set_by_the_vendors_managers(
    inventory: Harness, offer: OfferTerms, who: str, status: int, code: str
) -> None:
    await counted(inventory, offer, 3)
    token = tokens.vendor("ven_a", "packer") if who == "packer" else tokens.vendor(who)
    reply = await inventory.put(f"/vendor/stock/{offer.offer_id}/low-at", {"low_at": 2}, as_=token)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
