"""Stock as vendors see and set it over HTTP."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.compliance import StaffActed
from bdcommerce.contracts.inventory import StockChanged, StockLine
from bdcommerce.infra.http.paging import encode
from bdcommerce.inventory.api import ROUTES
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness

VENDOR = "ven_a"
ENDPOINTS = [
    ("GET", "/vendor/stock", None),
    ("PUT", "/vendor/stock/{offer}", {"on_hand": 9, "reason": "stock-take"}),
    ("POST", "/vendor/stock/{offer}/adjust", {"delta": 9, "reason": "delivery"}),
    ("GET", "/vendor/stock/{offer}/movements", None),
    ("PUT", "/vendor/stock/{offer}/low-at", {"low_at": 5}),
    ("POST", "/vendor/stock/{offer}/receive", {"quantity": 5, "reason": "delivery"}),
    ("GET", "/vendor/batches", None),
    ("GET", "/vendor/stock-settings", None),
    ("PUT", "/vendor/stock-settings", {"low_at": 5}),
    ("GET", "/vendor/warehouses", None),
    ("POST", "/vendor/warehouses", {"name": "Godown", "upazila_id": "dhaka/savar"}),
    ("PATCH", "/vendor/warehouses/whs_a", {"name": "Godown"}),
    ("POST", "/vendor/warehouses/whs_a/close", None),
    ("POST", "/vendor/warehouses/whs_a/reopen", None),
    ("GET", "/vendor/warehouses/whs_a/lots", None),
    ("GET", "/vendor/picks?reference=ord_1", None),
    ("GET", "/vendor/transfers", None),
    ("GET", "/vendor/transfers/trf_1", None),
    ("POST", "/vendor/transfers", {}),
    ("PUT", "/vendor/transfers/trf_1", {}),
    ("POST", "/vendor/transfers/trf_1/send", None),
    ("POST", "/vendor/transfers/trf_1/receive", {}),
    ("POST", "/vendor/transfers/trf_1/cancel", {}),
    ("GET", "/vendor/counts", None),
    ("GET", "/vendor/counts/cnt_1", None),
    ("GET", "/vendor/counts/cnt_1/lines", None),
    ("POST", "/vendor/counts", {}),
    ("PUT", "/vendor/counts/cnt_1/lines", {}),
    ("POST", "/vendor/counts/cnt_1/approve", {}),
    ("POST", "/vendor/counts/cnt_1/cancel", {}),
    ("GET", "/vendor/stock-imports", None),
    ("POST", "/vendor/stock-imports", None),
    ("GET", "/vendor/stock-imports/imp_1", None),
    ("GET", "/vendor/stock-imports/imp_1/rows", None),
    ("POST", "/vendor/stock-imports/imp_1/cancel", None),
    ("GET", "/vendor/stock-import-columns", None),
    ("GET", "/vendor/exports/stock", None),
]

LISTS = [
    "/vendor/stock",
    "/vendor/stock/{offer}/movements",
    "/vendor/warehouses",
    "/vendor/warehouses/whs_a/lots",
    "/vendor/batches",
    "/vendor/picks",
    "/vendor/transfers",
    "/vendor/counts",
    "/vendor/stock-imports",
]
FORGED = [
    "nonsense",
    "WzFd",
    "WyIxIl0",
    "WzEsMl0",
    "Wy0xXQ",
    "W10",
    "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ",
    encode("a", "b"),
    encode("a", "b", "0001-01-01", "d", "e"),
    encode("9999-12-31", "b", "c", "d", True),
    encode("a", "b", "9999-12-31", True),
    encode("0001-01-01T00:00:00Z", "b"),
    encode("2026-11-22T00:00:00", "b"),
]


def owner() -> str:
    return tokens.vendor(VENDOR)


async def count(inventory: Harness, offer: OfferTerms, on_hand: int) -> dict[str, Any]:
    path, body = f"/vendor/stock/{offer.offer_id}", {"on_hand": on_hand, "reason": "stock-take"}
    reply = await inventory.put(path, body, as_=owner())
    assert reply.status_code == 200, reply.text
    counted: dict[str, Any] = reply.json()
    return counted


async def hold(inventory: Harness, offer: OfferTerms, quantity: int, hold_id: str = "h1") -> None:
    await inventory.face.hold(hold_id, [StockLine(offer_id=offer.offer_id, quantity=quantity)], 900)


async def test_a_vendor_counts_its_stock_and_the_world_is_told(inventory: Harness, offer: OfferTerms) -> None:
    body = await count(inventory, offer, 7)
    assert (body["on_hand"], body["held"], body["available"]) == (7, 0, 7)
    assert await inventory.told(StockChanged) == [StockChanged(offer_id=offer.offer_id, vendor_id=VENDOR, available=7)]
    assert [acted.action for acted in await inventory.told(StaffActed)] == ["PUT /api/v1/vendor/stock/{offer_id}"]


async def test_a_count_that_changes_nothing_is_a_movement_but_no_news(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    await count(inventory, offer, 7)
    assert len(await inventory.told(StockChanged)) == 1
    reply = await inventory.get(f"/vendor/stock/{offer.offer_id}/movements", as_=owner())
    assert [item["kind"] for item in reply.json()["items"]] == ["counted", "counted"]


async def test_an_offer_of_somebody_else_cannot_be_counted(inventory: Harness, catalog: FakeCatalog) -> None:
    theirs = catalog.put(offer_terms(vendor_id="ven_b"))
    body = {"on_hand": 7, "reason": "stock-take"}
    reply = await inventory.put(f"/vendor/stock/{theirs.offer_id}", body, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_offer")
    assert await inventory.told(StockChanged) == []


async def test_a_count_below_what_is_held_is_refused(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    await hold(inventory, offer, 3)
    path = f"/vendor/stock/{offer.offer_id}"
    reply = await inventory.put(path, {"on_hand": 2, "reason": "stock-take"}, as_=owner())
    assert (reply.status_code, reply.json()["code"], reply.json()["data"]["held"]) == (409, "below_held", 3)


async def test_units_are_added_and_taken_away(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    path = f"/vendor/stock/{offer.offer_id}/adjust"
    assert (await inventory.post(path, {"delta": 5, "reason": "delivery"}, as_=owner())).json()["on_hand"] == 12
    assert (await inventory.post(path, {"delta": -2, "reason": "damaged"}, as_=owner())).json()["on_hand"] == 10
    reply = await inventory.post(path, {"delta": -11, "reason": "damaged"}, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "below_held")


@pytest.mark.parametrize(
    "delta, cause, status",
    [(-2, "damaged", 200), (-1, "sample", 200), (1, "found", 200), (3, "lost", 422), (-3, "found", 422), (1, "", 422)],
)
async def test_an_adjustment_says_why_and_a_cause_goes_one_way(
    inventory: Harness, offer: OfferTerms, delta: int, cause: str, status: int
) -> None:
    await count(inventory, offer, 7)
    path = f"/vendor/stock/{offer.offer_id}"
    body = {"delta": delta, "cause": cause, "reason": "a rainy night"}
    assert (await inventory.post(f"{path}/adjust", body, as_=owner())).status_code == status
    moved = (await inventory.get(f"{path}/movements", as_=owner())).json()["items"]
    assert [(each["quantity"], each["cause"], each["reason"]) for each in moved[:-1]] == [
        (delta, cause, "a rainy night")
    ] * (status == 200)


async def test_what_was_never_counted_cannot_be_adjusted(inventory: Harness, offer: OfferTerms) -> None:
    path, body = f"/vendor/stock/{offer.offer_id}/adjust", {"delta": 5, "reason": "delivery"}
    reply = await inventory.post(path, body, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_stock")


@pytest.mark.parametrize(
    "body, field",
    [
        ({"on_hand": -1, "reason": "stock-take"}, "on_hand"),
        ({"on_hand": 10**10, "reason": "stock-take"}, "on_hand"),
        ({"on_hand": "seven", "reason": "stock-take"}, "on_hand"),
        ({"on_hand": 7, "reason": ""}, "reason"),
        ({"on_hand": 7}, "reason"),
    ],
)
async def test_a_wrong_count_names_the_field(
    inventory: Harness, offer: OfferTerms, body: dict[str, Any], field: str
) -> None:
    reply = await inventory.put(f"/vendor/stock/{offer.offer_id}", body, as_=owner())
    assert reply.status_code in {400, 422}
    (error,) = reply.json()["errors"]
    assert field in f"{error['field']} {error['reason']}"


async def test_stock_is_listed_page_by_page(inventory: Harness, catalog: FakeCatalog) -> None:
    offers = [catalog.put(offer_terms(vendor_id=VENDOR)) for _ in range(5)]
    for number, offer in enumerate(offers):
        await count(inventory, offer, number)
    seen, cursor = list[dict[str, Any]](), ""
    while True:
        reply = await inventory.get("/vendor/stock", as_=owner(), params={"limit": 2, "cursor": cursor})
        seen += reply.json()["items"]
        cursor = reply.json()["next_cursor"]
        if not cursor:
            break
    assert [(item["offer_id"], item["available"]) for item in seen] == sorted(
        (offer.offer_id, number) for number, offer in enumerate(offers)
    )
    assert (await inventory.get("/vendor/stock", as_=tokens.vendor("ven_b"))).json()["items"] == []


async def test_movements_tell_what_happened_latest_first(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    path = f"/vendor/stock/{offer.offer_id}"
    await inventory.post(f"{path}/adjust", {"delta": -1, "reason": "damaged"}, as_=owner())
    await hold(inventory, offer, 2, "h1")
    await hold(inventory, offer, 1, "h2")
    await inventory.face.commit("h1")
    await inventory.face.release("h2", "customer left")
    await inventory.face.give_back("k1", "h1", [StockLine(offer_id=offer.offer_id, quantity=1)], "line cancelled")
    first = (await inventory.get(f"{path}/movements", as_=owner(), params={"limit": 4})).json()
    rest = (await inventory.get(f"{path}/movements", as_=owner(), params={"cursor": first["next_cursor"]})).json()
    told = [
        (item["number"], item["kind"], item["quantity"], item["hold_id"]) for item in first["items"] + rest["items"]
    ]
    assert told == [
        (7, "given_back", 1, "h1"),
        (6, "released", 1, "h2"),
        (5, "committed", 2, "h1"),
        (4, "held", 1, "h2"),
        (3, "held", 2, "h1"),
        (2, "adjusted", -1, ""),
        (1, "counted", 7, ""),
    ]
    assert (rest["items"][-1]["by"], rest["items"][-1]["reason"]) == ("usr_vendor", "stock-take")
    assert rest["next_cursor"] is None


async def test_movements_of_somebody_elses_stock_are_not_shown(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    reply = await inventory.get(f"/vendor/stock/{offer.offer_id}/movements", as_=tokens.vendor("ven_b"))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_stock")


async def test_stock_of_somebody_else_cannot_be_adjusted(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    path, body = f"/vendor/stock/{offer.offer_id}/adjust", {"delta": 5, "reason": "delivery"}
    reply = await inventory.post(path, body, as_=tokens.vendor("ven_b"))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_stock")


async def test_stock_is_for_vendors(inventory: Harness, offer: OfferTerms) -> None:
    for method, template, body in ENDPOINTS:
        path = template.format(offer=offer.offer_id)
        for token, status in ("", 401), (tokens.customer(), 403), (tokens.staff("catalog.manage"), 403):
            assert (await inventory.call(method, path, body, as_=token)).status_code == status, (method, path)


def test_every_call_of_vendors_is_asked_about() -> None:
    asked = {
        (method, re.sub(r"/(whs|trf|cnt|imp)_\w+|/\{offer\}", "/{}", path.split("?")[0]))
        for method, path, _ in ENDPOINTS
    }
    made = {
        (method, re.sub(r"\{[^}]+\}", "{}", path))
        for route in ROUTES
        for path in route.paths
        for method in route.http_methods
        if path.startswith("/vendor/")
    }
    assert asked == made


async def test_a_forged_cursor_is_refused_or_harmless(inventory: Harness, offer: OfferTerms) -> None:
    await count(inventory, offer, 7)
    listed = [path.format(offer=offer.offer_id) for path in LISTS]
    for path in (*listed, "/me/back-in-stock"):
        token = tokens.customer() if path.startswith("/me") else owner()
        for cursor in FORGED:
            query = {"cursor": cursor, "reference": "ord_1"} if "picks" in path else {"cursor": cursor}
            reply = await inventory.get(path, as_=token, params=query)
            assert reply.status_code in {200, 422}, (path, cursor, reply.text)


HOSTILE = ["a\x00b", "\u202e", "x" * 300, "' OR 1=1"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_never_breaks_anything(inventory: Harness, offer: OfferTerms, text: str) -> None:
    await count(inventory, offer, 7)
    path = f"/vendor/stock/{offer.offer_id}"
    cursor = encode(text)
    replies = [
        await inventory.put(path, {"on_hand": 7, "reason": f"abc{text}"}, as_=owner()),
        await inventory.post(f"{path}/adjust", {"delta": 1, "reason": f"abc{text}"}, as_=owner()),
        await inventory.post(f"/vendor/stock/{quote(text)}/adjust", {"delta": 1}, as_=owner()),
        await inventory.get(f"/vendor/stock/{quote(text)}/movements", as_=owner()),
        await inventory.get("/vendor/stock", as_=owner(), params={"cursor": cursor}),
    ]
    assert all(reply.status_code < 500 for reply in replies), [reply.text for reply in replies]
