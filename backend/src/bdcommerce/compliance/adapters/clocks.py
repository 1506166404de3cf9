"""Statutory clocks in an open transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.clocks import Clock
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.tables import clock, sale
from bdcommerce.contracts.compliance import ClockKind
from bdcommerce.infra.postgres import Transaction

_INSERT = insert(clock)
_NEVER_CHANGED = {"id", "kind", "subject_id", "order_id", "vendor_id"}
_SAVE = _INSERT.on_conflict_do_update(
    index_elements=[clock.c.id],
    set_={column.name: _INSERT.excluded[column.name] for column in clock.c if column.name not in _NEVER_CHANGED},
)


class PostgresClocks:
    """See ports.ClockRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def lock(self, clock_ids: Sequence[str]) -> list[Clock]:
        """See ports.ClockRepository."""
        return await self._locked(select(clock).where(clock.c.id.in_(clock_ids)))

    async def lock_of(self, subjects: Sequence[tuple[ClockKind, str]]) -> list[Clock]:
        """See ports.ClockRepository."""
        return await self._locked(select(clock).where(tuple_(clock.c.kind, clock.c.subject_id).in_(subjects)))

    async def lock_unpaid(self, vendor_id: str, released_until: datetime) -> list[Clock]:
        """See ports.ClockRepository."""
        unpaid = (
            select(clock)
            .join(sale, sale.c.vendor_order_id == clock.c.subject_id)
            .where(
                clock.c.kind == "payout",
                clock.c.vendor_id == vendor_id,
                clock.c.stopped_at.is_(None),
                sale.c.released_at <= released_until,
            )
        )
        return await self._locked(unpaid)

    async def lock_paid_by(self, vendor_id: str, payout_id: str) -> list[tuple[Clock, datetime]]:
        """See ports.ClockRepository."""
        paid = (
            select(clock, sale.c.released_at)
            .join(sale, sale.c.vendor_order_id == clock.c.subject_id)
            .where(
                clock.c.kind == "payout",
                clock.c.vendor_id == vendor_id,
                clock.c.stopped["reference"].astext == payout_id,
            )
        )
        rows = [dict(row) for row in await self._tx.rows(paid.order_by(clock.c.id).with_for_update(of=clock))]
        released = [row.pop("released_at") for row in rows]
        return [(_clock(row), at) for row, at in zip(rows, released, strict=True)]

    async def save(self, clocks: Sequence[Clock]) -> None:
        """See ports.ClockRepository."""
        if clocks:
            await self._tx.execute(_SAVE, [_row(each) for each in sorted(clocks, key=lambda each: each.id)])

    async def _locked(self, chosen: Select[Any]) -> list[Clock]:
        rows = await self._tx.rows(chosen.order_by(clock.c.id).with_for_update(of=clock))
        return [_clock(dict(row)) for row in rows]


def _row(kept: Clock) -> dict[str, Any]:
    row = {column.name: getattr(kept, column.name, None) for column in clock.c}
    row["started_at"], row["started"] = kept.started.at, _proof(kept.started)
    if kept.stopped:
        row["stopped_at"], row["stopped"] = kept.stopped.at, _proof(kept.stopped)
    return row


def _proof(evidence: Evidence) -> dict[str, str]:
    return {"event": evidence.event, "event_id": evidence.event_id, "reference": evidence.reference}


def _clock(row: dict[str, Any]) -> Clock:
    started_at, stopped_at = row.pop("started_at"), row.pop("stopped_at")
    stopped = Evidence(**row["stopped"], at=stopped_at) if stopped_at else None
    return Clock(**{**row, "started": Evidence(**row["started"], at=started_at), "stopped": stopped})
