"""Goods go from one warehouse to another."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import OutOfStock, StockChanged, StockLine
from bdcommerce.inventory.domain import (
    Arrived,
    SendUnits,
    Shelf,
    Stock,
    TakeInUnits,
    Transfer,
    Warehouse,
    grant,
    unloaded,
)
from bdcommerce.inventory.errors import BelowHeld, NotThere, UnknownStock
from bdcommerce.inventory.events import Cargo, Lot, Wanted
from bdcommerce.kernel.errors import BdError, Invalid
from inventory.test_warehouses import counted, lying, opened, owner
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
WAREHOUSES = {"whs_a": Warehouse("whs_a", "ven_a", "Main"), "whs_x": Warehouse("whs_x", "ven_a", "Another")}
SOON, LATER = Lot("whs_a", "L1", date(2026, 12, 1)), Lot("whs_a", "L2", date(2027, 1, 1))
LOOSE, STALE = Lot("whs_a"), Lot("whs_a", "L0", date(2026, 11, 1), blocked=True)


def shelf(held: int = 0) -> Shelf:
    lots = {LOOSE: 4, SOON: 3, LATER: 2, STALE: 1}
    return Shelf({"a": Stock("a", "ven_a", 10, held, 1, 1)}, lots={"a": lots}, warehouses=WAREHOUSES)


def sent(seen: Shelf, *lines: Wanted, vendor_id: str = "ven_a") -> dict[Lot, int]:
    granted = grant(seen, [SendUnits("trf_1", vendor_id, "whs_a", lines)], NOW)
    if isinstance(granted.outcomes[0], BdError):
        raise granted.outcomes[0]
    before, after = seen.lots["a"], granted.lots["a"]
    return {lot: before[lot] - after.get(lot, 0) for lot in before if before[lot] != after.get(lot, 0)}


def test_what_expires_first_is_sent_first_and_never_what_is_blocked() -> None:
    assert sent(shelf(), Wanted("a", 6)) == {SOON: 3, LATER: 2, LOOSE: 1}
    with pytest.raises(NotThere):
        sent(shelf(), Wanted("a", 10))


def test_a_batch_is_sent_by_its_name_blocked_or_not() -> None:
    assert sent(shelf(), Wanted("a", 1, "L0"), Wanted("a", 1, "L2"), Wanted("a", 2, "")) == {
        STALE: 1,
        LATER: 1,
        LOOSE: 2,
    }


def test_two_lines_never_send_one_unit_twice() -> None:
    assert sent(shelf(), Wanted("a", 3, "L1"), Wanted("a", 6)) == {SOON: 3, LATER: 2, LOOSE: 4}
    with pytest.raises(NotThere):
        sent(shelf(), Wanted("a", 1, "L1"), Wanted("a", 9))


def test_what_is_set_aside_for_customers_stays() -> None:
    assert sent(shelf(held=4), Wanted("a", 5)) == {SOON: 3, LATER: 2}
    with pytest.raises(BelowHeld):
        sent(shelf(held=4), Wanted("a", 6))
    assert sent(shelf(held=9), Wanted("a", 1, "L0")) == {STALE: 1}


def test_goods_of_another_vendor_are_not_sent() -> None:
    with pytest.raises(UnknownStock):
        sent(shelf(), Wanted("a", 1), vendor_id="ven_b")


def cargo(batch_no: str = "", units: int = 5, expires_on: date | None = None) -> Cargo:
    return Cargo("a", batch_no, expires_on, blocked=False, sent=units)


@pytest.mark.parametrize(
    "arrived, received",
    [
        ([], [5, 5, 3]),
        ([Arrived("a", "", 4)], [4, 5, 3]),
        ([Arrived("a", "", 7)], [7, 5, 3]),
        ([Arrived("a", "L1", 0)], [5, 0, 0]),
        ([Arrived("a", "L1", 6)], [5, 5, 1]),
        ([Arrived("a", "L1", 9)], [5, 5, 4]),
    ],
)
def test_what_nobody_speaks_of_arrived_whole(arrived: Sequence[Arrived], received: Sequence[int]) -> None:
    lorry = [cargo(), cargo("L1"), cargo("L1", 3, date(2027, 1, 1))]
    assert [each.received for each in unloaded(Transfer("trf_1", cargo=lorry), arrived)] == received


@pytest.mark.parametrize("arrived", [[Arrived("b", "", 1)], [Arrived("a", "", 1), Arrived("a", "", 1)]])
def test_only_what_was_sent_arrives_and_is_named_once(arrived: Sequence[Arrived]) -> None:
    with pytest.raises(Invalid):
        unloaded(Transfer("trf_1", cargo=[cargo()]), arrived)


def test_a_batch_whose_day_came_on_the_way_arrives_blocked() -> None:
    lorry = [Cargo("a", "L9", date(2026, 11, 22), False, 2, 2), Cargo("a", "L8", date(2026, 11, 23), False, 1, 1)]
    granted = grant(shelf(), [TakeInUnits("trf_1", "whs_x", lorry)], NOW)
    assert granted.lots["a"][Lot("whs_x", "L9", date(2026, 11, 22), blocked=True)] == 2
    assert granted.lots["a"][Lot("whs_x", "L8", date(2026, 11, 23))] == 1
    assert (granted.stock["a"].on_hand, granted.stock["a"].blocked) == (13, 3)


async def drafted(inventory: Harness, to: str, *lines: dict[str, Any], home: str = "whs_a") -> str:
    body = {"from_id": home, "to_id": to, "lines": lines, "note": "for the season"}
    reply = await inventory.post("/vendor/transfers", body, as_=owner())
    assert reply.status_code == 201, reply.text
    return f"/vendor/transfers/{reply.json()['id']}"


async def test_goods_are_drafted_sent_and_received(inventory: Harness, offer: OfferTerms) -> None:
    there, line = await opened(inventory), {"offer_id": offer.offer_id, "quantity": 3}
    await counted(inventory, offer, 5)
    path = await drafted(inventory, there, line)
    assert await lying(inventory, offer) == {"whs_a": 5}
    sent = (await inventory.post(f"{path}/send", as_=owner())).json()
    assert (sent["status"], sent["cargo"][0]["sent"], sent["cargo"][0]["received"]) == ("sent", 3, None)
    assert await lying(inventory, offer) == {"whs_a": 2}
    with pytest.raises(OutOfStock):
        await inventory.face.hold("h1", [StockLine(offer_id=offer.offer_id, quantity=3)], 900)
    received = (await inventory.post(f"{path}/receive", {}, as_=owner())).json()
    assert (received["status"], received["cargo"][0]["received"], received["note"]) == ("received", 3, "for the season")
    assert await lying(inventory, offer) == {"whs_a": 2, there: 3}
    assert [each.available for each in await inventory.told(StockChanged)] == [5, 2, 5]
    moved = (await inventory.get(f"/vendor/stock/{offer.offer_id}/movements", as_=owner())).json()["items"]
    assert [(each["kind"], each["quantity"], each["reference"]) for each in moved[:2]] == [
        ("arrived", 3, received["id"]),
        ("sent", 3, received["id"]),
    ]
    assert (await inventory.face.audit_stock()).agrees


async def test_what_is_lost_or_too_much_on_the_way_is_said_on_receipt(inventory: Harness, catalog: FakeCatalog) -> None:
    rice, oil, salt = (catalog.put(offer_terms(vendor_id="ven_a")) for _ in range(3))
    there = await opened(inventory)
    for offer in (rice, oil, salt):
        await counted(inventory, offer, 5)
    path = await drafted(inventory, there, *({"offer_id": each.offer_id, "quantity": 3} for each in (rice, oil, salt)))
    await inventory.post(f"{path}/send", as_=owner())
    lines = [{"offer_id": rice.offer_id, "received": 1}, {"offer_id": oil.offer_id, "received": 4}]
    body = {"lines": lines, "note": "two bags torn"}
    received = (await inventory.post(f"{path}/receive", body, as_=owner())).json()
    assert received["note"] == "two bags torn"
    assert {each["offer_id"]: (each["sent"], each["received"]) for each in received["cargo"]} == {
        rice.offer_id: (3, 1),
        oil.offer_id: (3, 4),
        salt.offer_id: (3, 3),
    }
    stock = (await inventory.get("/vendor/stock", as_=owner())).json()["items"]
    assert {each["offer_id"]: each["on_hand"] for each in stock} == {
        rice.offer_id: 3,
        oil.offer_id: 6,
        salt.offer_id: 5,
    }


async def test_each_step_is_taken_once_and_in_its_order(inventory: Harness, offer: OfferTerms) -> None:
    there, line = await opened(inventory), {"offer_id": offer.offer_id, "quantity": 3}
    await counted(inventory, offer, 5)
    path = await drafted(inventory, there, line)
    steps: dict[str, Any] = {"send": None, "receive": {}, "cancel": {}}

    async def refused(*names: str) -> None:
        for name in names:
            reply = await inventory.post(f"{path}/{name}", steps[name], as_=owner())
            assert (reply.status_code, reply.json()["code"]) == (409, "transfer_moved"), name
        reply = await inventory.put(path, {"lines": [line]}, as_=owner())
        assert (reply.status_code, reply.json()["code"]) == (409, "transfer_moved")

    assert (await inventory.post(f"{path}/receive", {}, as_=owner())).status_code == 409
    assert (await inventory.post(f"{path}/send", as_=owner())).status_code == 200
    await refused("send", "cancel")
    assert (await inventory.post(f"{path}/receive", {}, as_=owner())).status_code == 200
    await refused("send", "receive", "cancel")
    path = await drafted(inventory, there, line)
    assert (await inventory.post(f"{path}/cancel", {"note": "later"}, as_=owner())).json()["note"] == "later"
    await refused("send", "receive", "cancel")


async def test_a_draft_is_changed_until_it_is_sent(inventory: Harness, offer: OfferTerms) -> None:
    there, line = await opened(inventory), {"offer_id": offer.offer_id, "quantity": 30}
    await counted(inventory, offer, 5)
    path = await drafted(inventory, there, line)
    reply = await inventory.post(f"{path}/send", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "not_there")
    body = {"lines": [{"offer_id": offer.offer_id, "quantity": 2}], "note": "fewer"}
    revised = (await inventory.put(path, body, as_=owner())).json()
    assert (revised["lines"][0]["quantity"], revised["note"]) == (2, "fewer")
    assert (await inventory.post(f"{path}/send", as_=owner())).json()["cargo"][0]["sent"] == 2


async def test_units_set_aside_for_customers_are_not_sent(inventory: Harness, offer: OfferTerms) -> None:
    path = await drafted(inventory, await opened(inventory), {"offer_id": offer.offer_id, "quantity": 3})
    await counted(inventory, offer, 5)
    await inventory.face.hold("h1", [StockLine(offer_id=offer.offer_id, quantity=3)], 900)
    reply = await inventory.post(f"{path}/send", as_=owner())
    assert (reply.status_code, reply.json()["code"], reply.json()["data"]["held"]) == (409, "below_held", 3)


async def test_a_warehouse_that_goods_are_on_their_way_to_does_not_close(inventory: Harness, offer: OfferTerms) -> None:
    there = await opened(inventory)
    await counted(inventory, offer, 5)
    path = await drafted(inventory, there, {"offer_id": offer.offer_id, "quantity": 3})
    assert (await inventory.post(f"/vendor/warehouses/{there}/close", as_=owner())).status_code == 200
    reply = await inventory.post(f"{path}/send", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "warehouse_closed")
    await inventory.post(f"/vendor/warehouses/{there}/reopen", as_=owner())
    await inventory.post(f"{path}/send", as_=owner())
    reply = await inventory.post(f"/vendor/warehouses/{there}/close", as_=owner())
    assert (reply.status_code, reply.json()["code"]) == (409, "warehouse_in_use")


async def test_what_cannot_be_a_transfer_is_refused(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms
) -> None:
    there, line = await opened(inventory), {"offer_id": offer.offer_id, "quantity": 3}
    theirs = catalog.put(offer_terms(vendor_id="ven_b"))
    for body, status, code in (
        ({"from_id": there, "to_id": there, "lines": [line]}, 422, "invalid"),
        ({"from_id": "whs_a", "to_id": there, "lines": [line, line]}, 422, "invalid"),
        ({"from_id": "whs_a", "to_id": there, "lines": []}, 422, "invalid"),
        ({"from_id": "whs_a", "to_id": "whs_b", "lines": [line]}, 404, "unknown_warehouse"),
        ({"from_id": "whs_a", "to_id": there, "lines": [{**line, "offer_id": theirs.offer_id}]}, 404, "unknown_offer"),
    ):
        reply = await inventory.post("/vendor/transfers", body, as_=owner())
        assert (reply.status_code, reply.json()["code"]) == (status, code), body


async def test_a_transfer_is_seen_and_moved_by_its_vendor_alone(inventory: Harness, offer: OfferTerms) -> None:
    there, line = await opened(inventory), {"offer_id": offer.offer_id, "quantity": 3}
    paths = [await drafted(inventory, there, line) for _ in range(3)]
    stranger = tokens.vendor("ven_b")
    catalog_line = {"lines": [line]}
    for method, path, body in (
        ("GET", "", None),
        ("POST", "/send", None),
        ("POST", "/receive", {}),
        ("POST", "/cancel", {}),
    ):
        reply = await inventory.call(method, f"{paths[0]}{path}", body, as_=stranger)
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_transfer")
    assert (await inventory.put(paths[0], catalog_line, as_=stranger)).status_code == 404
    assert (await inventory.get("/vendor/transfers", as_=stranger)).json()["items"] == []
    await inventory.post(f"{paths[1]}/cancel", {}, as_=owner())
    first = (await inventory.get("/vendor/transfers", as_=owner(), params={"limit": 2})).json()
    query = {"limit": 2, "cursor": first["next_cursor"]}
    rest = (await inventory.get("/vendor/transfers", as_=owner(), params=query)).json()
    ids = [path.rsplit("/", 1)[1] for path in paths]
    assert [each["id"] for each in first["items"] + rest["items"]] == sorted(ids, reverse=True)
    drafts = (await inventory.get("/vendor/transfers", as_=owner(), params={"status": "draft"})).json()["items"]
    assert {each["id"] for each in drafts} == {ids[0], ids[2]}
