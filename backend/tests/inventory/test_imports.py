"""Stock brought in from files over HTTP, and taken out again."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bdcommerce.contracts.catalog import OfferTerms
from bdcommerce.contracts.inventory import StockChanged, StockLine
from bdcommerce.infra import sheets
from bdcommerce.infra.imports import engine
from bdcommerce.inventory import handlers
from bdcommerce.kernel import clock
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.vendors import FakeVendors
from support.harness import Harness

VENDOR = "ven_a"
OWN = "whs_a"
FRESH = (clock.today() + timedelta(days=90)).isoformat()


def file(*rows: dict[str, Any], columns: str = "sku on_hand warehouse batch_no expires_on") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns.split(), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def send(inventory: Harness, data: bytes, **options: Any) -> httpx.Response:
    as_ = options.pop("as_", tokens.vendor(VENDOR))
    headers = {"Content-Type": "text/csv"}
    return await inventory.post("/vendor/stock-imports", as_=as_, content=data, params=options, headers=headers)


async def bring_in(inventory: Harness, data: bytes, **options: Any) -> Any:
    """Send a file, wait until it has been worked through, and read its report: by row, its result, column and code."""
    reply = await send(inventory, data, **options)
    assert reply.status_code == 201, reply.text
    await inventory.settle()
    path, as_ = f"/vendor/stock-imports/{reply.json()['id']}", tokens.vendor(VENDOR)
    shown = (await inventory.get(path, as_=as_)).json()
    assert (shown["status"], shown["done"]) == ("done", shown["rows"]), shown
    rows = (await inventory.get(f"{path}/rows", params={"limit": 100}, as_=as_)).json()["items"]
    return [(each["row"], each["result"], each["field"], each["code"]) for each in rows]


async def stock(inventory: Harness) -> dict[str, tuple[int, dict[str, int]]]:
    """By offer, the units in all and by warehouse."""
    items = (await inventory.get("/vendor/stock", params={"limit": 100}, as_=tokens.vendor(VENDOR))).json()["items"]
    return {
        each["offer_id"]: (each["on_hand"], {one["warehouse_id"]: one["on_hand"] for one in each["warehouses"]})
        for each in items
    }


async def second_warehouse(inventory: Harness) -> str:
    body = {"name": "Godown Savar", "upazila_id": "dhaka/savar"}
    return str((await inventory.post("/vendor/warehouses", body, as_=tokens.vendor(VENDOR))).json()["id"])


async def export(inventory: Harness, kind: sheets.Kind) -> bytes:
    params = {"format": kind}
    reply = await inventory.get("/vendor/exports/stock", params=params, as_=tokens.vendor(VENDOR))
    assert reply.headers["Content-Disposition"] == f'attachment; filename="stock.{kind}"'
    return reply.content


async def test_a_file_counts_by_sku_and_warehouse_and_again_changes_nothing(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms
) -> None:
    other = catalog.put(offer_terms(vendor_id=VENDOR))
    there = await second_warehouse(inventory)
    rows: list[dict[str, Any]] = [
        {"sku": offer.sku, "on_hand": 5},
        {"sku": offer.sku, "on_hand": "৩", "warehouse": "godown savar"},
    ]
    data = file(*rows, {"sku": other.sku, "on_hand": 0, "warehouse": there})
    created = [(row, "created" if row != 3 else "updated", "", "") for row in (2, 3, 4)]
    assert await bring_in(inventory, data) == created
    assert await stock(inventory) == {offer.offer_id: (8, {OWN: 5, there: 3}), other.offer_id: (0, {})}
    told = len(await inventory.told(StockChanged))
    again = file(rows[0] | {"warehouse": OWN}, rows[1], {"sku": other.sku, "on_hand": 0})
    assert {result for _, result, _, _ in await bring_in(inventory, again)} == {"unchanged"}
    assert len(await inventory.told(StockChanged)) == told
    movements = await inventory.get(f"/vendor/stock/{offer.offer_id}/movements", as_=tokens.vendor(VENDOR))
    assert [each["reason"] for each in movements.json()["items"]] == ["From a file", "From a file"]


async def test_batches_that_are_new_are_received_and_known_ones_counted(inventory: Harness, offer: OfferTerms) -> None:
    row: dict[str, Any] = {"sku": offer.sku, "batch_no": "L1", "expires_on": FRESH}
    assert await bring_in(inventory, file(row | {"on_hand": 4})) == [(2, "created", "", "")]
    assert await bring_in(inventory, file(row | {"on_hand": 6, "expires_on": ""})) == [(2, "updated", "", "")]
    loose = {"sku": offer.sku, "on_hand": 2}
    assert await bring_in(inventory, file(row | {"on_hand": 6}, loose)) == [
        (2, "unchanged", "", ""),
        (3, "updated", "", ""),
    ]
    lots = (await inventory.get(f"/vendor/warehouses/{OWN}/lots", as_=tokens.vendor(VENDOR))).json()["items"]
    assert {each["batch_no"]: (each["on_hand"], each["expires_on"]) for each in lots} == {
        "": (2, None),
        "L1": (6, FRESH),
    }
    all_batches = file({"sku": offer.sku, "on_hand": 8}, columns="sku on_hand")
    assert await bring_in(inventory, all_batches) == [(2, "unchanged", "", "")]


async def test_wrong_rows_are_refused_by_themselves_with_column_and_code(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms
) -> None:
    theirs = catalog.put(offer_terms(vendor_id="ven_b"))
    held = catalog.put(offer_terms(vendor_id=VENDOR))
    assert await bring_in(inventory, file({"sku": held.sku, "on_hand": 5})) == [(2, "created", "", "")]
    await inventory.face.hold("h1", [StockLine(offer_id=held.offer_id, quantity=3)], 900)
    closed = await second_warehouse(inventory)
    await inventory.post(f"/vendor/warehouses/{closed}/close", as_=tokens.vendor(VENDOR))
    rows: list[tuple[dict[str, Any], str, str]] = [
        ({"sku": theirs.sku, "on_hand": 1}, "sku", "unknown_sku"),
        ({"sku": "", "on_hand": 1}, "sku", "invalid"),
        ({"sku": offer.sku, "on_hand": "many"}, "on_hand", "invalid"),
        ({"sku": offer.sku, "on_hand": -1, "batch_no": "a"}, "on_hand", "invalid"),
        ({"sku": offer.sku, "on_hand": 1, "warehouse": "nowhere"}, "warehouse", "unknown_warehouse"),
        ({"sku": offer.sku, "on_hand": 1, "warehouse": closed}, "warehouse", "warehouse_closed"),
        ({"sku": offer.sku, "on_hand": 1, "batch_no": "b", "expires_on": "soon"}, "expires_on", "invalid"),
        ({"sku": offer.sku, "on_hand": 1, "batch_no": "c", "expires_on": "2020-01-01"}, "expires_on", "invalid"),
        ({"sku": offer.sku, "on_hand": 1, "warehouse": OWN, "expires_on": FRESH}, "batch_no", "invalid"),
        ({"sku": held.sku, "on_hand": 2}, "on_hand", "below_held"),
        ({"sku": held.sku, "on_hand": 9}, "sku", "sku_twice"),
    ]
    expected = [(row, "refused", field, code) for row, (_, field, code) in enumerate(rows, 2)]
    assert await bring_in(inventory, file(*(cells for cells, _, _ in rows))) == expected
    assert (await stock(inventory))[held.offer_id][0] == 5
    assert offer.offer_id not in await stock(inventory)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_what_is_exported_and_brought_in_again_changes_nothing(
    inventory: Harness, catalog: FakeCatalog, offer: OfferTerms, kind: sheets.Kind
) -> None:
    other = catalog.put(offer_terms(vendor_id=VENDOR))
    there = await second_warehouse(inventory)
    rows = [
        {"sku": offer.sku, "on_hand": 4, "warehouse": there, "batch_no": "=L1", "expires_on": FRESH},
        {"sku": offer.sku, "on_hand": 2, "warehouse": there},
        {"sku": offer.sku, "on_hand": 1},
        {"sku": other.sku, "on_hand": 3},
    ]
    await bring_in(inventory, file(*rows[:2], {**rows[2], "warehouse": OWN}, rows[3]))
    await bring_in(inventory, file({"sku": other.sku, "on_hand": 0}))
    before = await stock(inventory)
    data = await export(inventory, kind)
    found = [cells for _, cells in sheets.rows(io.BytesIO(data), kind)]
    assert [(each["sku"], each["on_hand"], each["warehouse_name"]) for each in found if each["sku"] == offer.sku] == [
        (offer.sku, "2", "Godown Savar"),
        (offer.sku, "4", "Godown Savar"),
        (offer.sku, "1", "Main warehouse"),
    ]
    report = await bring_in(inventory, data, format=kind)
    assert ({result for _, result, _, _ in report}, len(report)) == ({"unchanged"}, 4)
    assert await stock(inventory) == before


async def test_a_dry_run_says_the_same_and_counts_nothing(inventory: Harness, offer: OfferTerms) -> None:
    data = file({"sku": offer.sku, "on_hand": 5}, {"sku": "nothing", "on_hand": 5})
    dry = await bring_in(inventory, data, dry_run="true")
    assert await stock(inventory) == {}
    assert await inventory.told(StockChanged) == []
    assert dry == await bring_in(inventory, data)


async def test_a_worker_that_dies_between_chunks_loses_and_doubles_nothing(
    inventory: Harness, catalog: FakeCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = [catalog.put(offer_terms(vendor_id=VENDOR)) for _ in range(70)]
    data = file(*({"sku": each.sku, "on_hand": 1 + number} for number, each in enumerate(offers)))
    begun = (await send(inventory, data)).json()
    lives, set_stock = iter([True, False, True, False, True, True]), handlers.set_stock

    async def mortal(*args: Any) -> Any:
        done = await set_stock(*args)
        if not next(lives):
            raise ConnectionError("the process has died with its work done and not committed")
        return done

    monkeypatch.setattr(handlers, "set_stock", mortal)
    monkeypatch.setattr(engine, "CHUNK_ROWS", 20)
    path, done, shown = f"/vendor/stock-imports/{begun['id']}", [], begun
    for hour in range(3):
        with clock.frozen(clock.now() + timedelta(hours=hour)):
            await inventory.settle()
            shown = (await inventory.get(path, as_=tokens.vendor(VENDOR))).json()
            done.append(shown["done"])
    assert done == [20, 40, 70]
    assert (shown["status"], shown["created"]) == ("done", 70)
    report = await inventory.get(f"{path}/rows", params={"format": "csv"}, as_=tokens.vendor(VENDOR))
    rows = [cells for _, cells in sheets.rows(io.BytesIO(report.content), "csv")]
    assert [int(each["row"]) for each in rows] == list(range(2, 72))
    told = await inventory.told(StockChanged)
    assert {each.offer_id: each.available for each in told} == {each.offer_id: 1 + n for n, each in enumerate(offers)}
    assert len(told) == 70


async def test_imports_of_stock_are_their_vendors_and_staffs(
    inventory: Harness, offer: OfferTerms, vendors: FakeVendors
) -> None:
    vendors.vendor(vendor_id=VENDOR)
    staff, params = tokens.staff("catalog.manage"), {"vendor_id": VENDOR, "reason": "Asked on the phone"}
    data = file({"sku": offer.sku, "on_hand": 5})
    reply = await inventory.post("/admin/stock-imports", as_=staff, content=data, params=params)
    begun = reply.json()
    nobody = await inventory.post("/admin/stock-imports", as_=staff, content=data, params={"vendor_id": "ven_nobody"})
    assert (nobody.status_code, nobody.json()["code"]) == (404, "unknown_vendor")
    await inventory.settle()
    path = f"stock-imports/{begun['id']}"
    assert (await inventory.get(f"/admin/{path}", as_=staff)).json()["created"] == 1
    assert (await inventory.get(f"/vendor/{path}", as_=tokens.vendor(VENDOR, "packer"))).status_code == 200
    for each in (path, f"{path}/rows"):
        assert (await inventory.get(f"/vendor/{each}", as_=tokens.vendor("ven_b"))).status_code == 404
        assert (await inventory.get(f"/admin/{each}", as_=tokens.staff("orders.read"))).status_code == 403
        assert (await inventory.get(f"/vendor/{each}")).status_code == 401
    listed = (await inventory.get("/admin/stock-imports", params={"vendor_id": VENDOR}, as_=staff)).json()["items"]
    assert [each["id"] for each in listed] == [begun["id"]]
    assert (await inventory.get("/vendor/stock-imports", as_=tokens.vendor("ven_b"))).json()["items"] == []
    exported = await inventory.get("/admin/exports/stock", params={"vendor_id": VENDOR}, as_=staff)
    assert offer.sku in exported.text
    assert offer.sku not in (await inventory.get("/vendor/exports/stock", as_=tokens.vendor("ven_b"))).text


@pytest.mark.parametrize(
    "data, word",
    [
        (b"sku\nA\n", "lacks the columns: on_hand"),
        (b"sku,on_hand,colour\nA,1,red\n", "nobody knows: colour"),
        (b"sku,on_hand\n", "no rows"),
    ],
)
async def test_a_file_that_is_wrong_as_a_whole_is_refused(inventory: Harness, data: bytes, word: str) -> None:
    reply = await send(inventory, data)
    assert (reply.status_code, reply.json()["code"]) == (422, "unreadable_file")
    assert word in reply.json()["errors"][0]["reason"]


async def test_the_columns_are_documented_and_given_out_empty(inventory: Harness) -> None:
    path, as_ = "/vendor/stock-import-columns", tokens.vendor(VENDOR)
    found = {each["name"]: each["required"] for each in (await inventory.get(path, as_=as_)).json()}
    assert found == {
        "sku": True, "on_hand": True, "warehouse": False, "batch_no": False, "expires_on": False,
        "warehouse_name": False,
    }  # fmt: skip
    empty = await inventory.get(path, params={"format": "xlsx"}, as_=as_)
    assert sheets.table(io.BytesIO(empty.content), "xlsx").columns == list(found)
