"""Stock-takes: opened, counted line by line, approved."""

from collections.abc import Sequence
from typing import cast

from bdcommerce.inventory.domain import (
    ApplyCount,
    CountEvent,
    Found,
    LookAtLots,
    StockTake,
    expected,
    stock_take_of,
)
from bdcommerce.inventory.errors import AlreadyCounting, UnknownCount, UnknownWarehouse
from bdcommerce.inventory.events import CountApproved, CountCancelled, CountOpened, LinesCounted
from bdcommerce.inventory.handlers.stock import recount
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id


async def open_count(work: Work, vendor_id: str, warehouse_id: str, note: str) -> str:
    """People begin to count in a warehouse, one stock-take at a time; its id.

    Raises UnknownWarehouse, AlreadyCounting.
    """
    ensure(warehouse_id in await work.warehouses.of(vendor_id), UnknownWarehouse.of(warehouse_id))
    ensure(not await work.paperwork.being_counted(warehouse_id), AlreadyCounting.of(warehouse_id))
    count_id = new_id("cnt")
    opened = CountOpened(count_id=count_id, vendor_id=vendor_id, warehouse_id=warehouse_id, note=note)
    await work.log.append(_stream(count_id), [opened], expected=0)
    return count_id


async def count_lines(work: Work, vendor_id: str, count_id: str, found: Sequence[Found]) -> None:
    """What lies there, beside what the books expect at this moment.

    Raises UnknownCount, CountEnded, UnknownStock, UnknownBatch, Invalid.
    """
    named = [(each.offer_id, each.batch_no) for each in found]
    ensure(len(set(named)) == len(named), Invalid.field("lines", "name every offer and batch once"))
    taken = await _known(work, vendor_id, count_id)
    taken.ensure_open()
    shelf = await work.stockroom.shelf([LookAtLots(sorted({each.offer_id for each in found}))])
    lines = expected(shelf, taken, found)
    await _append(work, taken, LinesCounted(count_id=count_id, lines=lines))


async def approve_count(work: Work, vendor_id: str, count_id: str, note: str) -> None:
    """Stock is adjusted by what was found to differ, whatever has moved since it was counted.

    Raises UnknownCount, CountEnded, BelowHeld, NotThere, UnknownBatch.
    """
    taken = await _known(work, vendor_id, count_id)
    taken.ensure_open()
    await recount(work, ApplyCount(count_id, vendor_id, taken.warehouse_id, list(taken.lines.values()), note))
    await _append(work, taken, CountApproved(count_id=count_id, note=note))


async def cancel_count(work: Work, vendor_id: str, count_id: str, note: str) -> None:
    """It was for nothing: stock stays as it is. Raises UnknownCount, CountEnded."""
    taken = await _known(work, vendor_id, count_id)
    taken.ensure_open()
    await _append(work, taken, CountCancelled(count_id=count_id, note=note))


async def _known(work: Work, vendor_id: str, count_id: str) -> StockTake:
    events = cast("list[CountEvent]", await work.log.history(_stream(count_id)))
    taken = stock_take_of(count_id, events)
    ensure(taken.version and taken.vendor_id == vendor_id, UnknownCount.of(count_id))
    return taken


async def _append(work: Work, taken: StockTake, event: CountEvent) -> None:
    await work.log.append(_stream(taken.count_id), [event], expected=taken.version)


def _stream(count_id: str) -> str:
    return f"count-{count_id}"
