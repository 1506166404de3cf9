"""Stock-takes while the shop goes on selling."""

from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import StockLine
from bdcommerce.infra import projections
from bdcommerce.inventory.projections import PROJECTIONS
from inventory.test_warehouses import counted, lying, opened, owner
from support import tokens
from support.databases import connected, url_of
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness


async def begun(inventory: Harness, warehouse_id: str = "whs_a") -> str:
    reply = await inventory.post("/vendor/counts", {"warehouse_id": warehouse_id, "note": "Eid"}, as_=owner())
    assert reply.status_code == 201, reply.text
    return f"/vendor/counts/{reply.json()['id']}"


async def note(inventory: Harness, path: str, **found: int) -> dict[str, Any]:
    lines = [{"offer_id": offer_id, "counted": units} for offer_id, units in found.items()]
    reply = await inventory.put(f"{path}/lines", {"lines": lines}, as_=owner())
    assert reply.status_code == 200, reply.text
    view: dict[str, Any] = reply.json()
    return view


async def sell(inventory: Harness, offer: OfferTerms, quantity: int, hold_id: str = "h1") -> None:
    await inventory.face.hold(hold_id, [StockLine(offer_id=offer.offer_id, quantity=quantity)], 900)
    await inventory.face.commit(hold_id)


async def test_what_was_found_to_differ_is_adjusted_when_it_is_approved(
    inventory: Harness, catalog: FakeCatalog
) -> None:
    rice, oil, salt = (catalog.put(offer_terms(vendor_id="ven_a")) for _ in range(3))
    for offer in (rice, oil, salt):
        await counted(inventory, offer, 5)
    path = await begun(inventory)
    view = await note(inventory, path, **{rice.offer_id: 3, oil.offer_id: 6, salt.offer_id: 5})
    assert (view["status"], view["lines"], view["differing"], view["difference"]) == ("open", 3, 2, -1)
    ended = (await inventory.post(f"{path}/approve", {"note": "mice"}, as_=owner())).json()
    assert (ended["status"], ended["note"]) == ("approved", "mice")
    stock = (await inventory.get("/vendor/stock", as_=owner())).json()["items"]
    assert {each["offer_id"]: each["on_hand"] for each in stock} == {
        rice.offer_id: 3,
        oil.offer_id: 6,
        salt.offer_id: 5,
    }
    moved = (await inventory.get(f"/vendor/stock/{rice.offer_id}/movements", as_=owner())).json()["items"]
    assert [(each["kind"], each["quantity"], each["cause"], each["reason"], each["reference"]) for each in moved] == [
        ("adjusted", -2, "stock_take", "mice", ended["id"]),
        ("counted", 5, "", "stock-take", ""),
    ]
    assert (await inventory.face.audit_stock()).agrees


async def test_what_moves_between_counting_and_approval_changes_stock_and_not_the_difference(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 10)
    path = await begun(inventory)
    await sell(inventory, offer, 2)
    await note(inventory, path, **{offer.offer_id: 7})
    await sell(inventory, offer, 3, "h2")
    await inventory.post(f"/vendor/stock/{offer.offer_id}/adjust", {"delta": 4, "reason": "came in"}, as_=owner())
    (line,) = (await inventory.get(f"{path}/lines", as_=owner())).json()["items"]
    assert (line["expected"], line["counted"]) == (8, 7)
    await inventory.post(f"{path}/approve", {}, as_=owner())
    assert await lying(inventory, offer) == {"whs_a": 10 - 2 - 3 + 4 - 1}


async def test_a_line_that_is_counted_again_is_held_against_what_is_there_then(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 10)
    path = await begun(inventory)
    await note(inventory, path, **{offer.offer_id: 1})
    await sell(inventory, offer, 2)
    assert (await note(inventory, path, **{offer.offer_id: 8}))["differing"] == 0


async def test_missing_units_that_customers_hold_or_have_bought_are_not_taken_away(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 5)
    path = await begun(inventory)
    await note(inventory, path, **{offer.offer_id: 2})
    await inventory.face.hold("h1", [StockLine(offer_id=offer.offer_id, quantity=4)], 900)
    reply = await inventory.post(f"{path}/approve", {}, as_=owner())
    assert (reply.status_code, reply.json()["code"], reply.json()["data"]["held"]) == (409, "below_held", 4)
    await inventory.face.commit("h1")
    reply = await inventory.post(f"{path}/approve", {}, as_=owner())
    assert (reply.status_code, reply.json()["code"], reply.json()["data"]["there"]) == (409, "not_there", 1)
    await note(inventory, path, **{offer.offer_id: 1})
    assert (await inventory.post(f"{path}/approve", {}, as_=owner())).status_code == 200


async def test_one_stock_take_at_a_time_is_open_in_a_warehouse(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 5)
    path, there = await begun(inventory), await opened(inventory)
    await begun(inventory, there)
    reply = await inventory.post("/vendor/counts", {"warehouse_id": "whs_a"}, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "already_counting")
    assert (await inventory.post(f"{path}/cancel", {}, as_=owner())).json()["status"] == "cancelled"
    await begun(inventory)


async def test_a_stock_take_that_has_ended_stays_as_it_is(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 5)
    path = await begun(inventory)
    await note(inventory, path, **{offer.offer_id: 4})
    await inventory.post(f"{path}/approve", {}, as_=owner())
    replies = [
        await inventory.post(f"{path}/approve", {}, as_=owner()),
        await inventory.post(f"{path}/cancel", {}, as_=owner()),
        await inventory.put(f"{path}/lines", {"lines": [{"offer_id": offer.offer_id, "counted": 1}]}, as_=owner()),
    ]
    assert [(each.status_code, each.json()["code"]) for each in replies] == [(409, "count_ended")] * 3
    assert await lying(inventory, offer) == {"whs_a": 4}


@pytest.mark.parametrize(
    "line, status, code",
    [
        ({"offer_id": "off_nobodys", "counted": 1}, 404, "unknown_stock"),
        ({"offer_id": "{offer}", "counted": 1, "batch_no": "L7"}, 404, "unknown_batch"),
        ({"offer_id": "{offer}", "counted": -1}, 422, "invalid"),
    ],
)
async def test_what_is_not_known_is_received_and_not_counted(
    inventory: Harness, offer: OfferTerms, line: dict[str, Any], status: int, code: str
) -> None:
    await counted(inventory, offer, 5)
    path = await begun(inventory)
    body = {"lines": [{**line, "offer_id": line["offer_id"].format(offer=offer.offer_id)}]}
    reply = await inventory.put(f"{path}/lines", body, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (status, code)


async def test_a_stock_take_is_seen_and_ended_by_its_vendor_alone_and_not_by_packers(
    inventory: Harness, offer: OfferTerms
) -> None:
    await counted(inventory, offer, 5)
    path, stranger = await begun(inventory), tokens.vendor("ven_b")
    line = {"lines": [{"offer_id": offer.offer_id, "counted": 1}]}
    calls: list[tuple[str, str, Any]] = [
        ("GET", "", None),
        ("GET", "/lines", None),
        ("PUT", "/lines", line),
        ("POST", "/approve", {}),
        ("POST", "/cancel", {}),
    ]
    for method, step, body in calls:
        reply = await inventory.call(method, f"{path}{step}", body, as_=stranger)
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_count")
    assert (await inventory.get("/vendor/counts", as_=stranger)).json()["items"] == []
    reply = await inventory.post("/vendor/counts", {"warehouse_id": "whs_a"}, as_=stranger)
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_warehouse")
    packer = tokens.vendor("ven_a", "packer")
    assert (await inventory.put(f"{path}/lines", line, as_=packer)).status_code == 200
    assert (await inventory.post(f"{path}/approve", {}, as_=packer)).status_code == 403


async def test_stock_takes_and_their_lines_are_listed_page_by_page(inventory: Harness, catalog: FakeCatalog) -> None:
    offers = sorted(catalog.put(offer_terms(vendor_id="ven_a")).offer_id for _ in range(3))
    for offer_id in offers:
        body = {"on_hand": 5, "reason": "stock-take"}
        await inventory.put(f"/vendor/stock/{offer_id}", body, as_=owner())
    path = await begun(inventory)
    await note(inventory, path, **dict.fromkeys(offers, 5))
    for listed, key, wanted in ((f"{path}/lines", "offer_id", offers), ("/vendor/counts", "id", [path[-30:]])):
        first = (await inventory.get(listed, as_=owner(), params={"limit": 2})).json()
        rest: dict[str, Any] = {"items": [], "next_cursor": None}
        if first["next_cursor"]:
            query = {"limit": 2, "cursor": first["next_cursor"]}
            rest = (await inventory.get(listed, as_=owner(), params=query)).json()
        assert [each[key] for each in first["items"] + rest["items"]] == wanted
        assert rest["next_cursor"] is None


async def test_rebuilt_transfers_and_stock_takes_are_what_they_were(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 9)
    there = await opened(inventory)
    for step, body in (("send", None), ("cancel", {"note": "no"})):
        line = {"offer_id": offer.offer_id, "quantity": 2}
        draft = {"from_id": "whs_a", "to_id": there, "lines": [line], "note": "to go"}
        made = (await inventory.post("/vendor/transfers", draft, as_=owner())).json()["id"]
        await inventory.put(f"/vendor/transfers/{made}", {"lines": [{**line, "quantity": 1}]}, as_=owner())
        await inventory.post(f"/vendor/transfers/{made}/{step}", body, as_=owner())
        await inventory.post(f"/vendor/transfers/{made}/receive", {"note": "there"}, as_=owner())
    for step in ("approve", "cancel"):
        path = await begun(inventory)
        await note(inventory, path, **{offer.offer_id: 3})
        await note(inventory, path, **{offer.offer_id: 4})
        await inventory.post(f"{path}/{step}", {"note": "well"}, as_=owner())
    tables = [table for projection in PROJECTIONS for table in projection.tables]
    async with connected(url_of(inventory.database)) as admin:
        before = {each: await admin.fetch(f"SELECT * FROM inventory.{each} ORDER BY 1, 2") for each in tables}
        for projection, events in zip(PROJECTIONS, (7, 8), strict=True):
            done = [count async for count in projections.rebuild(inventory.database, projection)]
            assert done[-1] == events
        assert {each: await admin.fetch(f"SELECT * FROM inventory.{each} ORDER BY 1, 2") for each in tables} == before
    assert all(before.values())
