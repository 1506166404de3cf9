"""A vendor's warehouses open, move, and close."""

from dataclasses import replace

from bdcommerce.inventory.domain import MOST, Warehouse, own_warehouse
from bdcommerce.inventory.errors import TooManyWarehouses, UnknownWarehouse, WarehouseInUse
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.ids import new_id


async def add_warehouse(work: Work, vendor_id: str, name: str, place: Place) -> Warehouse:
    """Another place where a vendor keeps stock. Raises TooManyWarehouses."""
    await _room_for_one(work, vendor_id)
    added = Warehouse(new_id("whs"), vendor_id, name, place)
    await work.warehouses.add(added)
    return added


async def change_warehouse(
    work: Work, vendor_id: str, warehouse_id: str, name: str | None, place: Place | None
) -> Warehouse:
    """It is called something else, or is somewhere else. Raises UnknownWarehouse."""
    known = await _known(work, vendor_id, warehouse_id)
    changed = replace(known, name=name or known.name, place=place or known.place)
    await work.warehouses.save(changed)
    return changed


async def close_warehouse(work: Work, vendor_id: str, warehouse_id: str) -> Warehouse:
    """Nothing is put there any more. Only an empty one closes, never the vendor's own: that takes what comes back.

    Raises UnknownWarehouse, WarehouseInUse.
    """
    known = await _known(work, vendor_id, warehouse_id)
    ensure(not known.own, WarehouseInUse.of(warehouse_id, "it takes what comes back from anywhere"))
    ensure(not await work.paperwork.under_way_to(warehouse_id), WarehouseInUse.of(warehouse_id, "goods are coming"))
    closed = replace(known, open=False)
    await work.warehouses.save(closed)
    return closed


async def reopen_warehouse(work: Work, vendor_id: str, warehouse_id: str) -> Warehouse:
    """It is in use again. Raises UnknownWarehouse, TooManyWarehouses."""
    known = await _known(work, vendor_id, warehouse_id)
    if not known.open:
        await _room_for_one(work, vendor_id)
        known = replace(known, open=True)
        await work.warehouses.save(known)
    return known


async def open_own_warehouse(work: Work, vendor_id: str, place: Place) -> None:
    """The warehouse that every vendor has is where its parcels are picked up, unless the vendor has said otherwise."""
    own = (await work.warehouses.of(vendor_id))[own_warehouse(vendor_id)]
    if own.place is None:
        await work.warehouses.save(replace(own, place=place))


async def _known(work: Work, vendor_id: str, warehouse_id: str) -> Warehouse:
    known = (await work.warehouses.of(vendor_id)).get(warehouse_id)
    if known is None:
        raise UnknownWarehouse.of(warehouse_id)
    return known


async def _room_for_one(work: Work, vendor_id: str) -> None:
    there = [one for one in (await work.warehouses.of(vendor_id)).values() if one.open]
    ensure(len(there) < MOST, TooManyWarehouses.of(MOST))
