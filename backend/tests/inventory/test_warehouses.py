"""Where vendors keep stock, and what of it an order is picked from."""

from datetime import timedelta
from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import StockChanged, StockLine
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.inventory import handlers
from bdcommerce.inventory.domain import MOST, CountStock
from bdcommerce.kernel.text import Localized
from support import tokens
from support.faces.accounts import PLACES
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.vendors import CUMILLA, FakeVendors
from support.harness import Harness

VENDOR = "ven_a"


def owner() -> str:
    return tokens.vendor(VENDOR)


async def opened(inventory: Harness, upazila: str = "cumilla/chandina", name: str = "Godown") -> str:
    reply = await inventory.post("/vendor/warehouses", {"name": name, "upazila_id": upazila}, as_=owner())
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


async def counted(inventory: Harness, offer: OfferTerms, on_hand: int, warehouse_id: str = "whs_a") -> dict[str, Any]:
    body = {"on_hand": on_hand, "reason": "stock-take", "warehouse_id": warehouse_id}
    reply = await inventory.put(f"/vendor/stock/{offer.offer_id}", body, as_=owner())
    assert reply.status_code == 200, reply.text
    view: dict[str, Any] = reply.json()
    return view


async def sold(inventory: Harness, hold_id: str, upazila: str, **lines: int) -> None:
    wanted = [StockLine(offer_id=offer_id, quantity=quantity) for offer_id, quantity in lines.items()]
    await inventory.face.hold(hold_id, wanted, 900)
    await inventory.face.commit(hold_id, f"ord_{hold_id}", PLACES[upazila])


async def lying(inventory: Harness, offer: OfferTerms) -> dict[str, int]:
    (stock,) = (await inventory.get("/vendor/stock", as_=owner())).json()["items"]
    assert stock["offer_id"] == offer.offer_id
    return {each["warehouse_id"]: each["on_hand"] for each in stock["warehouses"]}


async def picks(inventory: Harness, hold_id: str, as_: str = "", **query: Any) -> Any:
    reply = await inventory.get("/vendor/picks", as_=as_ or owner(), params={"reference": f"ord_{hold_id}", **query})
    assert reply.status_code == 200, reply.text
    return reply.json()["items"]


async def test_a_warehouse_is_opened_renamed_moved_closed_and_reopened(inventory: Harness) -> None:
    warehouse_id = await opened(inventory)
    path = f"/vendor/warehouses/{warehouse_id}"
    renamed = await inventory.patch(path, {"name": " Godown 2 "}, as_=owner())
    assert (renamed.json()["name"], renamed.json()["place"]["upazila"]) == ("Godown 2", "cumilla/chandina")
    moved = await inventory.patch(path, {"upazila_id": "dhaka/savar"}, as_=owner())
    assert (moved.json()["name"], moved.json()["place"]["district"]) == ("Godown 2", "dhaka")
    assert (await inventory.post(f"{path}/close", as_=owner())).json()["open"] is False
    assert (await inventory.post(f"{path}/reopen", as_=owner())).json()["open"] is True
    listed = (await inventory.get("/vendor/warehouses", as_=owner())).json()["items"]
    assert [(each["id"], each["own"], each["name"]) for each in listed] == [
        (warehouse_id, False, "Godown 2"),
        ("whs_a", True, "Main warehouse"),
    ]


async def test_a_warehouse_that_is_nowhere_yet_is_changed_like_any_other(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 1)
    for body, name in (({}, "Main warehouse"), ({"name": "Shop"}, "Shop")):
        reply = await inventory.patch("/vendor/warehouses/whs_a", body, as_=owner())
        assert (reply.status_code, reply.json()["name"], reply.json()["place"]["upazila"]) == (200, name, "")


async def test_a_place_that_nobody_knows_is_refused(inventory: Harness) -> None:
    reply = await inventory.post("/vendor/warehouses", {"name": "Godown", "upazila_id": "atlantis/x"}, as_=owner())
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "upazila_id")


async def test_there_is_a_largest_number_of_open_warehouses(inventory: Harness) -> None:
    made = [await opened(inventory) for _ in range(MOST - 1)]
    body = {"name": "One too many", "upazila_id": "dhaka/savar"}
    reply = await inventory.post("/vendor/warehouses", body, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_warehouses")
    await inventory.post(f"/vendor/warehouses/{made[0]}/close", as_=owner())
    await opened(inventory)
    reply = await inventory.post(f"/vendor/warehouses/{made[0]}/reopen", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_warehouses")


async def test_warehouses_are_listed_page_by_page(inventory: Harness) -> None:
    made = sorted([await opened(inventory) for _ in range(3)] + ["whs_a"])
    first = (await inventory.get("/vendor/warehouses", as_=owner(), params={"limit": 2})).json()
    query = {"limit": 2, "cursor": first["next_cursor"]}
    rest = (await inventory.get("/vendor/warehouses", as_=owner(), params=query)).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == made
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("PATCH", "", {"name": "Mine now"}),
        ("POST", "/close", None),
        ("POST", "/reopen", None),
        ("GET", "/lots", None),
    ],
)
async def test_a_warehouse_of_somebody_else_is_not_there(
    inventory: Harness, method: str, path: str, body: dict[str, Any] | None
) -> None:
    path = f"/vendor/warehouses/{await opened(inventory)}{path}"
    reply = await inventory.call(method, path, body, as_=tokens.vendor("ven_b"))
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_warehouse")


async def test_packers_look_but_do_not_open_warehouses(inventory: Harness) -> None:
    packer = tokens.vendor(VENDOR, "packer")
    body = {"name": "Godown", "upazila_id": "dhaka/savar"}
    assert (await inventory.post("/vendor/warehouses", body, as_=packer)).status_code == 403
    assert (await inventory.get("/vendor/warehouses", as_=packer)).status_code == 200


async def test_only_an_empty_warehouse_is_closed_and_nothing_is_put_into_a_closed_one(
    inventory: Harness, offer: OfferTerms
) -> None:
    warehouse_id = await opened(inventory)
    await counted(inventory, offer, 3, warehouse_id)
    path = f"/vendor/warehouses/{warehouse_id}"
    reply = await inventory.post(f"{path}/close", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "warehouse_in_use")
    await counted(inventory, offer, 0, warehouse_id)
    assert (await inventory.post(f"{path}/close", as_=owner())).status_code == 200
    body = {"on_hand": 1, "reason": "stock-take", "warehouse_id": warehouse_id}
    reply = await inventory.put(f"/vendor/stock/{offer.offer_id}", body, as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "warehouse_closed")


async def test_the_vendors_own_warehouse_stays_open(inventory: Harness, offer: OfferTerms) -> None:
    await counted(inventory, offer, 0)
    reply = await inventory.post("/vendor/warehouses/whs_a/close", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "warehouse_in_use")


async def test_the_own_warehouse_of_a_new_vendor_is_where_its_parcels_are_picked_up(
    inventory: Harness, vendors: FakeVendors
) -> None:
    vendors.vendor("Cumilla Sweets", vendor_id=VENDOR, dispatch=CUMILLA)
    await inventory.publish(VendorApproved(vendor_id=VENDOR, name=Localized("Cumilla Sweets"), slug="cumilla-sweets"))
    (own,) = (await inventory.get("/vendor/warehouses", as_=owner())).json()["items"]
    assert (own["id"], own["own"], own["place"]["upazila"]) == ("whs_a", True, CUMILLA.upazila)


async def test_a_vendor_who_has_moved_its_own_warehouse_keeps_it_there(
    inventory: Harness, offer: OfferTerms, vendors: FakeVendors
) -> None:
    vendors.vendor("Cumilla Sweets", vendor_id=VENDOR, dispatch=CUMILLA)
    await counted(inventory, offer, 1)
    await inventory.patch("/vendor/warehouses/whs_a", {"upazila_id": "dhaka/savar"}, as_=owner())
    await inventory.publish(VendorApproved(vendor_id=VENDOR, name=Localized("Cumilla Sweets"), slug="cumilla-sweets"))
    (own,) = (await inventory.get("/vendor/warehouses", as_=owner())).json()["items"]
    assert own["place"]["upazila"] == "dhaka/savar"


async def test_stock_is_what_lies_in_all_warehouses(inventory: Harness, offer: OfferTerms) -> None:
    there = await opened(inventory)
    await counted(inventory, offer, 5)
    view = await counted(inventory, offer, 3, there)
    assert (view["on_hand"], view["available"]) == (8, 8)
    assert await lying(inventory, offer) == {"whs_a": 5, there: 3}
    assert [each.available for each in await inventory.told(StockChanged)] == [5, 8]
    page = (await inventory.get(f"/vendor/warehouses/{there}/lots", as_=owner())).json()
    assert [(each["offer_id"], each["batch_no"], each["on_hand"]) for each in page["items"]] == [
        (offer.offer_id, "", 3)
    ]


async def test_a_count_that_does_not_say_where_is_refused_once_there_are_several_places(
    inventory: Harness, offer: OfferTerms
) -> None:
    there = await opened(inventory)
    path, body = f"/vendor/stock/{offer.offer_id}", {"on_hand": 5, "reason": "stock-take"}
    await counted(inventory, offer, 5, there)
    assert (await inventory.put(path, {**body, "on_hand": 6}, as_=owner())).json()["on_hand"] == 6
    assert await lying(inventory, offer) == {there: 6}
    await counted(inventory, offer, 1)
    for reply in (
        await inventory.put(path, body, as_=owner()),
        await inventory.post(f"{path}/adjust", {"delta": -1, "reason": "lost one"}, as_=owner()),
    ):
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "warehouse_id")


async def test_goods_in_warehouses_of_others_cannot_be_named(inventory: Harness, catalog: FakeCatalog) -> None:
    theirs = await opened(inventory)
    other, own = tokens.vendor("ven_b"), catalog.put(offer_terms(vendor_id="ven_b"))
    body = {"on_hand": 5, "reason": "stock-take", "warehouse_id": theirs}
    reply = await inventory.put(f"/vendor/stock/{own.offer_id}", body, as_=other)
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_warehouse")


async def test_an_order_is_picked_where_it_is_near_and_comes_back_to_where_it_was(
    inventory: Harness, offer: OfferTerms
) -> None:
    cumilla = await opened(inventory)
    await inventory.patch("/vendor/warehouses/whs_a", {"upazila_id": "dhaka/savar"}, as_=owner())
    await counted(inventory, offer, 5)
    await counted(inventory, offer, 3, cumilla)
    await sold(inventory, "h1", "cumilla/chandina", **{offer.offer_id: 2})
    await sold(inventory, "h2", "dhaka/gulshan", **{offer.offer_id: 2})
    await sold(inventory, "h3", "cumilla/chandina", **{offer.offer_id: 3})
    assert await lying(inventory, offer) == {cumilla: 1}
    back = [StockLine(offer_id=offer.offer_id, quantity=1)]
    await inventory.face.give_back("k1", "h1", back, "line cancelled")
    await inventory.face.release("h2", "order failed")
    assert await lying(inventory, offer) == {cumilla: 2, "whs_a": 2}


async def test_a_vendor_sees_what_to_pick_for_an_order_and_where(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms
) -> None:
    other, theirs = catalog.put(offer_terms(vendor_id=VENDOR)), catalog.put(offer_terms(vendor_id="ven_b"))
    cumilla = await opened(inventory, name="Godown")
    await counted(inventory, offer, 5, cumilla)
    await counted(inventory, other, 5)
    body = {"on_hand": 5, "reason": "stock-take"}
    await inventory.put(f"/vendor/stock/{theirs.offer_id}", body, as_=tokens.vendor("ven_b"))
    wanted = {offer.offer_id: 2, other.offer_id: 1, theirs.offer_id: 1}
    await sold(inventory, "h1", "cumilla/chandina", **wanted)
    first, second = await picks(inventory, "h1")
    assert (first["warehouse"], first["sku"], first["quantity"]) == ("Godown", offer.sku, 2)
    assert (second["warehouse"], second["title"], second["batch_no"]) == (
        "Main warehouse",
        {"en": "Cotton panjabi, L", "bn": ""},
        "",
    )
    assert [each["offer_id"] for each in await picks(inventory, "h1", tokens.vendor("ven_b"))] == [theirs.offer_id]
    assert await picks(inventory, "h1", tokens.vendor("ven_c")) == []
    assert await picks(inventory, "another") == []
    await inventory.face.give_back("k1", "h1", [StockLine(offer_id=offer.offer_id, quantity=2)], "cancelled")
    assert [(each["quantity"], each["given_back"]) for each in await picks(inventory, "h1")] == [(0, 2), (1, 0)]


async def test_a_pick_list_comes_page_by_page_and_as_a_file(inventory: Harness, catalog: FakeCatalog) -> None:
    made = [catalog.put(offer_terms(vendor_id=VENDOR, title="=Thing")) for _ in range(3)]
    offers = sorted(made, key=lambda each: each.offer_id)
    for offer in offers:
        await counted(inventory, offer, 5)
    await sold(inventory, "h1", "cumilla/chandina", **{offer.offer_id: 2 for offer in offers})
    query: dict[str, Any] = {"reference": "ord_h1", "limit": 2}
    first = (await inventory.get("/vendor/picks", as_=owner(), params=query)).json()
    query["cursor"] = first["next_cursor"]
    rest = (await inventory.get("/vendor/picks", as_=owner(), params=query)).json()
    assert [each["offer_id"] for each in first["items"] + rest["items"]] == [each.offer_id for each in offers]
    assert rest["next_cursor"] is None
    file = await inventory.get("/vendor/picks", as_=owner(), params={"reference": "ord_h1", "format": "csv"})
    assert file.headers["content-disposition"] == 'attachment; filename="picks-ord_h1.csv"'
    header, *lines = file.content.decode("utf-8-sig").splitlines()
    assert header == "warehouse,sku,title,title_bn,batch_no,expires_on,quantity,offer_id"
    assert lines[0].startswith(f"Main warehouse,{offers[0].sku},'=Thing,,,,2,off_")
    assert len(lines) == 3


async def test_what_comes_back_to_a_closed_warehouse_goes_to_the_vendors_own(
    inventory: Harness, offer: OfferTerms
) -> None:
    cumilla = await opened(inventory)
    await counted(inventory, offer, 2, cumilla)
    await sold(inventory, "h1", "cumilla/chandina", **{offer.offer_id: 2})
    assert (await inventory.post(f"/vendor/warehouses/{cumilla}/close", as_=owner())).status_code == 200
    await inventory.face.give_back("k1", "h1", [StockLine(offer_id=offer.offer_id, quantity=2)], "returned")
    assert await lying(inventory, offer) == {"whs_a": 2}


async def test_many_counts_at_once_are_done_or_refused_line_by_line(inventory: Harness) -> None:
    there = await opened(inventory)
    lines = [
        CountStock(VENDOR, "off_a", 5, "from a file", "whs_a"),
        CountStock(VENDOR, "off_a", 3, "from a file", there),
        CountStock(VENDOR, "off_b", 2, "from a file"),
        CountStock(VENDOR, "off_a", 1, "from a file"),
        CountStock(VENDOR, "off_b", 1, "from a file", "whs_b"),
        CountStock(VENDOR, "off_b", 4, "from a file"),
    ]
    async with inventory.deps.works() as work:
        outcomes = await handlers.set_stock(work, lines, timedelta())
    assert [each.code if each else "" for each in outcomes] == ["", "", "", "invalid", "unknown_warehouse", ""]
    stock = (await inventory.get("/vendor/stock", as_=owner())).json()["items"]
    assert {each["offer_id"]: each["on_hand"] for each in stock} == {"off_a": 8, "off_b": 4}
    assert (await inventory.face.audit_stock()).agrees
