"""Stock, movements and holds from before there were warehouses go on as if they had always had one."""

from importlib import import_module

import pytest

from bdcommerce.contracts.inventory import StockLine, StockVerdict
from bdcommerce.inventory.domain import Position, Stock, fold
from bdcommerce.inventory.events import (
    Lot,
    Movement,
    Shift,
    StockAdjusted,
    StockCounted,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsHeld,
)
from support import tokens
from support.databases import connected, url_of
from support.harness import Harness

MIGRATION = import_module("bdcommerce.inventory.migrations.versions.0003_warehouses")
OLD = """
    SET search_path = inventory, public;
    SET session_replication_role = replica;
    INSERT INTO stock (offer_id, vendor_id, on_hand, held, version, changed_at)
    VALUES ('a', 'ven_a', 5, 1, 5, now()), ('b', 'ven_b', 0, 0, 1, now());
    INSERT INTO hold VALUES ('old', 'committed', now(), ''), ('held', 'held', now() + interval '15 min', '');
    INSERT INTO hold_line VALUES ('old', 'a', 3, 1), ('held', 'a', 1, 0);
    INSERT INTO give_back VALUES ('k0', 'old');
    INSERT INTO event_log (id, stream, version, type, schema_version, data, recorded_at) VALUES
    ('e1', 'stock-a', 1, 'inventory.StockCounted', 1, '{"vendor_id": "ven_a", "on_hand": 7, "reason": ""}', now()),
    ('e2', 'stock-a', 2, 'inventory.UnitsHeld', 1, '{"hold_id": "old", "quantity": 3}', now()),
    ('e3', 'stock-a', 3, 'inventory.UnitsCommitted', 1, '{"hold_id": "old", "quantity": 3}', now()),
    ('e4', 'stock-a', 4, 'inventory.UnitsGivenBack', 1, '{"hold_id": "old", "quantity": 1, "reason": ""}', now()),
    ('e5', 'stock-a', 5, 'inventory.UnitsHeld', 1, '{"hold_id": "held", "quantity": 1}', now()),
    ('e6', 'stock-b', 1, 'inventory.StockCounted', 1, '{"vendor_id": "ven_b", "on_hand": 0, "reason": ""}', now());
"""


@pytest.fixture
async def migrated(inventory: Harness) -> Harness:
    """Inventory over what an older version has left behind."""
    async with connected(url_of(inventory.database)) as connection:
        await connection.execute(OLD)
        for statement in MIGRATION._FILL:
            await connection.execute(statement)
    return inventory


async def where(inventory: Harness) -> dict[str, int]:
    (stock,) = (await inventory.get("/vendor/stock", as_=tokens.vendor("ven_a"))).json()["items"]
    return {each["warehouse_id"]: each["on_hand"] for each in stock["warehouses"]}


async def test_old_stock_lies_in_its_vendors_own_warehouse(migrated: Harness) -> None:
    assert await where(migrated) == {"whs_a": 5}
    for vendor_id in ("ven_a", "ven_b"):
        (own,) = (await migrated.get("/vendor/warehouses", as_=tokens.vendor(vendor_id))).json()["items"]
        assert (own["own"], own["open"], own["place"]["district"]) == (True, True, "")
    assert await migrated.face.audit_stock() == StockVerdict(offers=2, agrees=True, differing=[])


async def test_old_holds_are_sold_and_given_back(migrated: Harness) -> None:
    await migrated.face.commit("held", "ord_1")
    assert await where(migrated) == {"whs_a": 4}
    await migrated.face.give_back("k1", "old", [StockLine(offer_id="a", quantity=1)], "returned")
    await migrated.face.release("old", "order failed")
    assert await where(migrated) == {"whs_a": 6}
    assert (await migrated.face.audit_stock()).agrees


def test_old_movements_are_of_the_own_warehouse_whatever_came_later() -> None:
    moved: list[Movement] = [
        StockCounted(vendor_id="ven_a", on_hand=7, reason=""),
        StockAdjusted(delta=-1, reason=""),
        UnitsHeld(hold_id="h", quantity=3),
        UnitsCommitted(hold_id="h", quantity=3),
        UnitsGivenBack(hold_id="h", quantity=2, reason=""),
        StockAdjusted(delta=4, reason="", shifts=[Shift(Lot("whs_x"), 4)]),
        StockCounted(vendor_id="ven_a", on_hand=8, reason="", shifts=[Shift(Lot("whs_a"), -1)]),
    ]
    own, other = Shift(Lot("whs_a"), 4), Shift(Lot("whs_x"), 4)
    assert fold(Position(Stock("a")), moved) == Position(Stock("a", "ven_a", 8, 0, 7), (own, other))
