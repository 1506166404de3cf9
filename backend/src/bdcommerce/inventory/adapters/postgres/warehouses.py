"""Warehouses."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ARRAY, RowMapping, Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.inventory.domain import OWN_NAME, Warehouse, own_warehouse
from bdcommerce.inventory.errors import WarehouseInUse
from bdcommerce.inventory.tables import warehouse
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place

_ids = bindparam("ids", type_=ARRAY(Text))
_OF_VENDORS = select(warehouse).where(warehouse.c.vendor_id == func.any(_ids))
# Whoever puts units into a warehouse looks it up as a foreign key, and is not kept waiting by this.
_LOCKED = _OF_VENDORS.order_by(warehouse.c.id).with_for_update(key_share=True)
_OPEN_OWN = insert(warehouse).values(name=OWN_NAME, open=True).on_conflict_do_nothing()


async def warehouses_of(tx: Transaction, vendor_ids: Sequence[str]) -> dict[str, Warehouse]:
    """All warehouses of some vendors, by id."""
    return {row["id"]: _warehouse(row) for row in await tx.rows(_OF_VENDORS, {"ids": vendor_ids})}


async def open_own(tx: Transaction, vendor_ids: Sequence[str], now: datetime) -> None:
    """See that each of these vendors has the warehouse that every vendor has."""
    rows = [{"id": own_warehouse(each), "vendor_id": each, "created_at": now} for each in vendor_ids]
    await tx.execute(_OPEN_OWN, rows)


class PostgresWarehouses:
    """See ports.Warehouses."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def of(self, vendor_id: str) -> dict[str, Warehouse]:
        """See ports.Warehouses."""
        await open_own(self._tx, [vendor_id], clock.now())
        return {row["id"]: _warehouse(row) for row in await self._tx.rows(_LOCKED, {"ids": [vendor_id]})}

    async def add(self, added: Warehouse) -> None:
        """See ports.Warehouses."""
        row = {"id": added.warehouse_id, "vendor_id": added.vendor_id, "created_at": clock.now(), **_row(added)}
        await self._tx.execute(insert(warehouse), row)

    async def save(self, changed: Warehouse) -> None:
        """See ports.Warehouses."""
        statement = update(warehouse).where(warehouse.c.id == changed.warehouse_id).values(**_row(changed))
        try:
            await self._tx.execute(statement)
        except IntegrityError as error:
            raise WarehouseInUse.of(changed.warehouse_id, "it is not empty") from error


def _row(one: Warehouse) -> dict[str, object]:
    return {"name": one.name, "open": one.open, "place": asdict(one.place) if one.place else None}


def _warehouse(row: RowMapping) -> Warehouse:
    place = Place(**row["place"]) if row["place"] else None
    return Warehouse(row["id"], row["vendor_id"], row["name"], place, row["open"])
