"""Transfers and stock-takes as people see them, written with every event."""

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.inventory.events import (
    CountApproved,
    CountCancelled,
    CountOpened,
    LinesCounted,
    TransferCancelled,
    TransferDrafted,
    TransferReceived,
    TransferRevised,
    TransferSent,
)
from bdcommerce.inventory.tables import stock_take, stock_take_line, transfer

_line = upsert(stock_take_line)
_COUNTED_ANEW = _line.on_conflict_do_update(
    index_elements=["count_id", "offer_id", "batch_no"],
    set_={name: _line.excluded[name] for name in ("expected", "counted", "counted_at")},
)


async def show_drafted(event: TransferDrafted, meta: EventMeta, tx: Transaction) -> None:
    """A new row."""
    row = {
        "id": event.transfer_id,
        "vendor_id": event.vendor_id,
        "from_id": event.from_id,
        "to_id": event.to_id,
        "status": "draft",
        "note": event.note,
        "lines": event.lines,
        "cargo": [],
        "drafted_at": meta.recorded_at,
    }
    await tx.execute(insert(transfer), row)


async def show_revised(event: TransferRevised, _meta: EventMeta, tx: Transaction) -> None:
    """Other lines."""
    await _change_transfer(tx, event.transfer_id, note=event.note, lines=event.lines)


async def show_sent(event: TransferSent, meta: EventMeta, tx: Transaction) -> None:
    """What is on its way."""
    await _change_transfer(tx, event.transfer_id, status="sent", cargo=event.cargo, sent_at=meta.recorded_at)


async def show_received(event: TransferReceived, meta: EventMeta, tx: Transaction) -> None:
    """What arrived of it."""
    news = {"note": event.note} if event.note else {}
    await _change_transfer(
        tx, event.transfer_id, status="received", cargo=event.cargo, ended_at=meta.recorded_at, **news
    )


async def show_transfer_cancelled(event: TransferCancelled, meta: EventMeta, tx: Transaction) -> None:
    """It goes nowhere."""
    news = {"note": event.note} if event.note else {}
    await _change_transfer(tx, event.transfer_id, status="cancelled", ended_at=meta.recorded_at, **news)


async def show_opened(event: CountOpened, meta: EventMeta, tx: Transaction) -> None:
    """A new row."""
    row = {
        "id": event.count_id,
        "vendor_id": event.vendor_id,
        "warehouse_id": event.warehouse_id,
        "status": "open",
        "note": event.note,
        "opened_at": meta.recorded_at,
    }
    await tx.execute(insert(stock_take), row)


async def show_counted(event: LinesCounted, meta: EventMeta, tx: Transaction) -> None:
    """What was counted, the last time."""
    rows = [
        {
            "count_id": event.count_id,
            "offer_id": line.offer_id,
            "batch_no": line.batch_no,
            "expected": line.expected,
            "counted": line.counted,
            "counted_at": meta.recorded_at,
        }
        for line in event.lines
    ]
    await tx.execute(_COUNTED_ANEW, rows)


async def show_approved(event: CountApproved, meta: EventMeta, tx: Transaction) -> None:
    """Its differences are in stock."""
    await _end_count(tx, event.count_id, "approved", event.note, meta)


async def show_count_cancelled(event: CountCancelled, meta: EventMeta, tx: Transaction) -> None:
    """Nothing has come of it."""
    await _end_count(tx, event.count_id, "cancelled", event.note, meta)


async def _change_transfer(tx: Transaction, transfer_id: str, **news: object) -> None:
    await tx.execute(update(transfer).where(transfer.c.id == transfer_id).values(**news))


async def _end_count(tx: Transaction, count_id: str, status: str, note: str, meta: EventMeta) -> None:
    news = {"status": status, "ended_at": meta.recorded_at} | ({"note": note} if note else {})
    await tx.execute(update(stock_take).where(stock_take.c.id == count_id).values(**news))


PROJECTIONS = (
    Projection(
        name="inventory.transfers",
        tables=("transfer",),
        on={
            TransferDrafted: show_drafted,
            TransferRevised: show_revised,
            TransferSent: show_sent,
            TransferReceived: show_received,
            TransferCancelled: show_transfer_cancelled,
        },
    ),
    Projection(
        name="inventory.stock_takes",
        tables=("stock_take", "stock_take_line"),
        on={
            CountOpened: show_opened,
            LinesCounted: show_counted,
            CountApproved: show_approved,
            CountCancelled: show_count_cancelled,
        },
    ),
)
