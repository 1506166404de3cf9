"""Goods between warehouses: what is sent leaves stock, what is received is in stock again."""

from collections.abc import Sequence
from typing import cast

from bdcommerce.inventory.domain import (
    Arrived,
    SendUnits,
    TakeInUnits,
    Transfer,
    TransferEvent,
    Warehouse,
    check_lines,
    transfer_of,
    unloaded,
)
from bdcommerce.inventory.errors import UnknownTransfer, UnknownWarehouse, WarehouseClosed
from bdcommerce.inventory.events import (
    Cargo,
    TransferCancelled,
    TransferDrafted,
    TransferReceived,
    TransferRevised,
    TransferSent,
    UnitsSent,
    Wanted,
)
from bdcommerce.inventory.handlers.stock import recount
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id


async def draft_transfer(
    work: Work, vendor_id: str, from_id: str, to_id: str, *, note: str, lines: Sequence[Wanted]
) -> str:
    """Goods are to go from one warehouse to another; the transfer's id. Nothing moves yet.

    Raises UnknownWarehouse, WarehouseClosed, Invalid.
    """
    ensure(from_id != to_id, Invalid.field("to_id", "is where the goods are"))
    check_lines(lines)
    warehouses = await work.warehouses.of(vendor_id)
    for warehouse_id in (from_id, to_id):
        _ensure_open(warehouses.get(warehouse_id), warehouse_id)
    transfer_id = new_id("trf")
    drafted = TransferDrafted(
        transfer_id=transfer_id, vendor_id=vendor_id, from_id=from_id, to_id=to_id, note=note, lines=lines
    )
    await work.log.append(_stream(transfer_id), [drafted], expected=0)
    return transfer_id


async def revise_transfer(work: Work, vendor_id: str, transfer_id: str, note: str, lines: Sequence[Wanted]) -> None:
    """Other goods are to go. Raises UnknownTransfer, TransferMoved, Invalid."""
    check_lines(lines)
    transfer = await _known(work, vendor_id, transfer_id)
    transfer.ensure_is("draft")
    await _append(work, transfer, TransferRevised(transfer_id=transfer_id, note=note, lines=lines))


async def send_transfer(work: Work, vendor_id: str, transfer_id: str) -> None:
    """The goods leave. Raises UnknownTransfer, TransferMoved, WarehouseClosed, UnknownStock, NotThere, BelowHeld."""
    warehouses = await work.warehouses.of(vendor_id)
    transfer = await _known(work, vendor_id, transfer_id)
    transfer.ensure_is("draft")
    _ensure_open(warehouses.get(transfer.to_id), transfer.to_id)
    granted = await recount(work, SendUnits(transfer_id, vendor_id, transfer.from_id, transfer.lines))
    cargo = [
        Cargo(offer_id, shift.lot.batch_no, shift.lot.expires_on, shift.lot.blocked, -shift.units)
        for offer_id, movements in granted.movements.items()
        for movement in movements
        for shift in cast("UnitsSent", movement).shifts
    ]
    await _append(work, transfer, TransferSent(transfer_id=transfer_id, cargo=cargo))


async def receive_transfer(work: Work, vendor_id: str, transfer_id: str, arrived: Sequence[Arrived], note: str) -> None:
    """The goods are there; what nobody speaks of arrived whole. Raises UnknownTransfer, TransferMoved, Invalid."""
    transfer = await _known(work, vendor_id, transfer_id)
    transfer.ensure_is("sent")
    cargo = unloaded(transfer, arrived)
    await recount(work, TakeInUnits(transfer_id, transfer.to_id, cargo))
    await _append(work, transfer, TransferReceived(transfer_id=transfer_id, cargo=cargo, note=note))


async def cancel_transfer(work: Work, vendor_id: str, transfer_id: str, note: str) -> None:
    """Nothing is sent after all. Raises UnknownTransfer, TransferMoved."""
    transfer = await _known(work, vendor_id, transfer_id)
    transfer.ensure_is("draft")
    await _append(work, transfer, TransferCancelled(transfer_id=transfer_id, note=note))


async def _known(work: Work, vendor_id: str, transfer_id: str) -> Transfer:
    events = cast("list[TransferEvent]", await work.log.history(_stream(transfer_id)))
    transfer = transfer_of(transfer_id, events)
    ensure(transfer.version and transfer.vendor_id == vendor_id, UnknownTransfer.of(transfer_id))
    return transfer


async def _append(work: Work, transfer: Transfer, event: TransferEvent) -> None:
    await work.log.append(_stream(transfer.transfer_id), [event], expected=transfer.version)


def _ensure_open(warehouse: Warehouse | None, warehouse_id: str) -> None:
    if warehouse is None:
        raise UnknownWarehouse.of(warehouse_id)
    ensure(warehouse.open, WarehouseClosed.of(warehouse_id))


def _stream(transfer_id: str) -> str:
    return f"transfer-{transfer_id}"
