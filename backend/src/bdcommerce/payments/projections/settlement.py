"""What providers and couriers owe item by item, their statements, and what does not fit, kept beside the events."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, case, insert, literal_column, select, update
from sqlalchemy.dialects import postgresql

from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.payments.domain.settlement.closing import status_of
from bdcommerce.payments.events import (
    AttemptCaptured,
    CashAccounted,
    CashClaimed,
    CashCollected,
    DifferenceClaimed,
    DifferenceFound,
    DifferenceProposed,
    DifferenceRefundOwed,
    DifferenceResolved,
    DifferenceTurnedDown,
    DifferenceWaits,
    LinesRead,
    LinesSettled,
    MappingSaved,
    PrepaidRefundDone,
    ReadLine,
    SettlementClosed,
    StatementImported,
    StatementMatched,
)
from bdcommerce.payments.tables import (
    settlement_close,
    settlement_difference,
    settlement_item,
    settlement_line,
    settlement_mapping,
    settlement_move,
    settlement_statement,
)

Moving = LinesSettled | DifferenceClaimed | DifferenceRefundOwed | DifferenceResolved


async def _move(
    tx: Transaction, meta: EventMeta, what: str, amount: int, item: dict[str, Any], *, number: int = 0
) -> None:
    """One more move of an item, which is made by its first."""
    key = {name: item[name] for name in ("kind", "source", "item_id")}
    new = postgresql.insert(settlement_item).values(
        **item, balance=amount, opened_at=meta.recorded_at, cleared_at=None if amount else meta.recorded_at
    )
    balance = settlement_item.c.balance + amount
    changed = {
        "balance": balance,
        "cleared_at": case((balance == 0, meta.recorded_at), else_=literal_column("NULL")),
    }
    if item["what"] != "line":
        changed |= {"what": item["what"], "reference": item["reference"], "order_id": item["order_id"]}
    await tx.execute(new.on_conflict_do_update(index_elements=["kind", "source", "item_id"], set_=changed))
    moved = {"position": meta.position, "number": number, "at": meta.recorded_at, "what": what, "amount": amount}
    await tx.execute(insert(settlement_move).values(**key, **moved))


async def captured(event: AttemptCaptured, meta: EventMeta, tx: Transaction) -> None:
    """A provider owes what it captured."""
    named = {"reference": event.trx_id, "order_id": event.order_id}
    item = _of("provider", event.provider, event.attempt_id, what="payment", **named)
    await _move(tx, meta, "captured", event.amount.amount, item)


async def refunded(event: PrepaidRefundDone, meta: EventMeta, tx: Transaction) -> None:
    """It takes back what it has refunded for us."""
    called = event.refund_trx_id or event.refund_id
    item = _of("provider", event.provider, event.refund_id, what="refund", reference=called, order_id=event.order_id)
    await _move(tx, meta, "captured", -event.amount.amount, item)


async def cash(event: CashCollected | CashClaimed | CashAccounted, meta: EventMeta, tx: Transaction) -> None:
    """A courier owes the cash of a parcel, and what it answers for, until it has accounted for it."""
    if not event.amount:
        return
    what, sign = ("settled", -1) if isinstance(event, CashAccounted) else ("captured", 1)
    item = _of("courier", event.courier, event.vendor_order_id, what="cash", reference=event.vendor_order_id)
    await _move(tx, meta, what, sign * event.amount.amount, item)


def _of(
    kind: str, source: str, item_id: str, *, what: str = "line", reference: str, order_id: str = ""
) -> dict[str, Any]:
    names = {"kind": kind, "source": source, "item_id": item_id}
    return names | {"what": what, "reference": reference, "order_id": order_id}


async def _moves(tx: Transaction, meta: EventMeta, event: Moving, *, what: str = "resolved") -> None:
    """Of items that there are, or of lines that become items of their own, called as the lines are."""
    line = settlement_line.c
    wanted = select(line.line_id, line.reference).where(line.line_id.in_([move.item_id for move in event.moves]))
    called = {row["line_id"]: row["reference"] for row in await tx.rows(wanted)} if event.moves else {}
    for number, move in enumerate(event.moves):
        item = _of(event.kind, event.source, move.item_id, reference=called.get(move.item_id) or move.item_id)
        await _move(tx, meta, what, move.amount.amount, item, number=number)


async def mapping_saved(event: MappingSaved, _: EventMeta, tx: Transaction) -> None:
    """Its files are read so."""
    row = {"mapping": msgspec.to_builtins(event.mapping), "saved_by": event.by, "saved_at": event.at}
    new = postgresql.insert(settlement_mapping).values(kind=event.kind, source=event.source, **row)
    await tx.execute(new.on_conflict_do_update(index_elements=["kind", "source"], set_=row))


async def imported(event: StatementImported, _: EventMeta, tx: Transaction) -> None:
    """A new statement."""
    names = ("statement_id", "kind", "source", "reference", "digest", "lines", "known", "skipped")
    amounts = {name: getattr(event, name).amount for name in ("gross", "charge", "net")}
    row = {name: getattr(event, name) for name in names} | amounts
    await tx.execute(insert(settlement_statement).values(**row, imported_by=event.by, imported_at=event.at))


async def read(event: LinesRead, _: EventMeta, tx: Transaction) -> None:
    """Lines that are to be matched."""
    rows = [_line(line) | {"kind": event.kind, "source": event.source} for line in event.lines]
    await tx.execute(insert(settlement_line), [row | {"statement_id": event.statement_id} for row in rows])


def _line(line: ReadLine) -> dict[str, Any]:
    names = ("line_id", "row", "key", "reference", "other_reference", "on")
    amounts = {name: getattr(line, name).amount for name in ("gross", "charge", "net", "stated")}
    return {name: getattr(line, name) for name in names} | amounts | {"outcome": None, "item_id": None}


async def settled(event: LinesSettled, meta: EventMeta, tx: Transaction) -> None:
    """What became of lines, and what that moves."""
    line = settlement_line.c
    change = update(settlement_line).where(line.line_id == bindparam("of_line"))
    change = change.values(outcome=bindparam("became"), item_id=bindparam("of_item"))
    done = [{"of_line": each.line_id, "became": each.outcome, "of_item": each.item_id} for each in event.lines]
    if done:
        await tx.execute(change, done)
    await _moves(tx, meta, event, what="settled")


async def matched(event: StatementMatched, _: EventMeta, tx: Transaction) -> None:
    """Nothing is left to match."""
    change = update(settlement_statement).where(settlement_statement.c.statement_id == event.statement_id)
    await tx.execute(change.values(matched_at=event.at))


async def found(event: DifferenceFound, _: EventMeta, tx: Transaction) -> None:
    """It does not fit."""
    names = ("difference_id", "kind", "source", "reason", "reference", "item_id", "line_id")
    row = {name: getattr(event, name) for name in names}
    await tx.execute(
        insert(settlement_difference).values(**row, status="open", amount=event.amount.amount, found_at=event.at)
    )


async def proposed(event: DifferenceProposed, _: EventMeta, tx: Transaction) -> None:
    """Somebody else is asked."""
    await _set(tx, event.difference_id, status="proposed", proposed_how=event.how, proposed_by=event.by)


async def turned_down(event: DifferenceTurnedDown, _: EventMeta, tx: Transaction) -> None:
    """Open again."""
    await _set(tx, event.difference_id, status="open", proposed_how=None, proposed_by=None)


async def waits(event: DifferenceWaits, _: EventMeta, tx: Transaction) -> None:
    """Until a day."""
    await _set(tx, event.difference_id, status="waiting", wait_until=event.until)


async def claimed(event: DifferenceClaimed, meta: EventMeta, tx: Transaction) -> None:
    """The source was asked."""
    await _moves(tx, meta, event)
    await _set(tx, event.difference_id, status="claimed")


async def refund_owed(event: DifferenceRefundOwed, meta: EventMeta, tx: Transaction) -> None:
    """Owed to a customer."""
    await _moves(tx, meta, event)
    await _set(tx, event.difference_id, status="refund_owed", amount=event.amount.amount)


async def resolved(event: DifferenceResolved, meta: EventMeta, tx: Transaction) -> None:
    """No more."""
    await _moves(tx, meta, event)
    how = {"how": event.how, "resolved_by": event.by, "resolved_at": event.at}
    await _set(tx, event.difference_id, status="resolved", **how)


async def _set(tx: Transaction, difference_id: str, **columns: Any) -> None:
    change = update(settlement_difference).where(settlement_difference.c.difference_id == difference_id)
    await tx.execute(change.values(**columns))


async def closed(event: SettlementClosed, _: EventMeta, tx: Transaction) -> None:
    """A day is closed."""
    amounts = ("ledger", "explained", "opening", "captured", "settled", "resolved")
    row: dict[str, Any] = {name: getattr(event, name).amount for name in amounts}
    row |= {name: getattr(event, name) for name in ("close_id", "kind", "source", "day")}
    row |= {"status": status_of(event), "items": msgspec.to_builtins(event.items)}
    await tx.execute(insert(settlement_close).values(**row, closed_by=event.by, closed_at=event.at))


SETTLEMENTS = Projection(
    name="payments.settlements",
    tables=(
        "settlement_mapping",
        "settlement_statement",
        "settlement_line",
        "settlement_item",
        "settlement_move",
        "settlement_difference",
        "settlement_close",
    ),
    on={
        AttemptCaptured: captured,
        PrepaidRefundDone: refunded,
        CashCollected: cash,
        CashClaimed: cash,
        CashAccounted: cash,
        MappingSaved: mapping_saved,
        StatementImported: imported,
        LinesRead: read,
        LinesSettled: settled,
        StatementMatched: matched,
        DifferenceFound: found,
        DifferenceProposed: proposed,
        DifferenceTurnedDown: turned_down,
        DifferenceWaits: waits,
        DifferenceClaimed: claimed,
        DifferenceRefundOwed: refund_owed,
        DifferenceResolved: resolved,
        SettlementClosed: closed,
    },
)
