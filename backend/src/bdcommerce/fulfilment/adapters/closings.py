"""Closings in tables. A row per rider and day is the lock that deliveries and counts of that day wait for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.fulfilment.adapters.cash import parcel_of
from bdcommerce.fulfilment.domain.cash import CodParcel
from bdcommerce.fulfilment.domain.closing import Closing, Count
from bdcommerce.fulfilment.errors import DayClosed, UnknownClosing
from bdcommerce.fulfilment.tables import cash_closing, cod_parcel, rider_day
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money


class PostgresClosings:
    """See ports.Closings."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def ensure_open(self, rider_id: str, day: date) -> None:
        """See ports.Closings."""
        row = upsert(rider_day).values(rider_id=rider_id, day=day)
        locked = row.on_conflict_do_update(index_elements=["rider_id", "day"], set_={"rider_id": rider_id})
        closing_id = await self._tx.scalar(locked.returning(rider_day.c.closing_id))
        if closing_id:
            raise DayClosed.on(day, closing_id)

    async def uncounted(self, rider_id: str, day: date) -> Sequence[CodParcel]:
        """See ports.Closings."""
        begin, end = (datetime.combine(each, time(), tzinfo=DHAKA) for each in (day, day + timedelta(days=1)))
        taken = cod_parcel.c
        wanted = select(cod_parcel).where(
            taken.rider_id == rider_id,
            ~taken.remitted,
            taken.closing_id.is_(None),
            taken.collected_at >= begin,
            taken.collected_at < end,
        )
        rows = await self._tx.rows(wanted.order_by(taken.shipment_id).with_for_update())
        return [parcel_of(row) for row in rows]

    async def counted(self, closing_id: str) -> Sequence[CodParcel]:
        """See ports.Closings."""
        wanted = select(cod_parcel).where(cod_parcel.c.closing_id == closing_id)
        rows = await self._tx.rows(wanted.order_by(cod_parcel.c.shipment_id).with_for_update())
        return [parcel_of(row) for row in rows]

    async def add(self, closing: Closing, count: Count, parcels: Sequence[CodParcel]) -> None:
        """See ports.Closings."""
        row = {
            "id": closing.closing_id,
            "rider_id": closing.rider_id,
            "courier": closing.courier,
            "day": closing.day,
            "status": closing.status,
            "expected": closing.expected.amount,
            "counted": closing.counted.amount,
            "currency": closing.expected.currency,
            "pieces": {**{str(each): n for each, n in count.pieces.items()}, "small_change": count.small_change},
            "reason": closing.reason,
            "handed_to": closing.handed_to,
            "counted_by": closing.counted_by,
            "counted_at": clock.now(),
        }
        await self._tx.execute(insert(cash_closing), row)
        taken = cod_parcel.c.shipment_id.in_([parcel.shipment_id for parcel in parcels])
        await self._tx.execute(update(cod_parcel).where(taken).values(closing_id=closing.closing_id))
        await self._lock_day(closing, closing.closing_id)

    async def get(self, closing_id: str) -> Closing:
        """See ports.Closings."""
        row = await self._tx.row(select(cash_closing).where(cash_closing.c.id == closing_id).with_for_update())
        if row is None:
            raise UnknownClosing.of(closing_id)
        return Closing(
            closing_id=closing_id,
            rider_id=row["rider_id"],
            courier=row["courier"],
            day=row["day"],
            expected=Money(row["expected"], row["currency"]),
            counted=Money(row["counted"], row["currency"]),
            reason=row["reason"],
            handed_to=row["handed_to"],
            counted_by=row["counted_by"],
            status=row["status"],
        )

    async def confirm(self, closing: Closing, remittance_id: str, by: str) -> None:
        """See ports.Closings."""
        await self._decide(closing, by, status="confirmed", remittance_id=remittance_id)

    async def reject(self, closing: Closing, reason: str, by: str) -> None:
        """See ports.Closings."""
        await self._decide(closing, by, status="rejected", decision=reason)
        free = update(cod_parcel).where(cod_parcel.c.closing_id == closing.closing_id)
        await self._tx.execute(free.values(closing_id=None))
        await self._lock_day(closing, None)

    async def _decide(self, closing: Closing, by: str, **changed: str) -> None:
        values = {"decided_by": by, "decided_at": clock.now(), **changed}
        await self._tx.execute(update(cash_closing).where(cash_closing.c.id == closing.closing_id).values(values))

    async def _lock_day(self, closing: Closing, closing_id: str | None) -> None:
        same = (rider_day.c.rider_id == closing.rider_id) & (rider_day.c.day == closing.day)
        await self._tx.execute(update(rider_day).where(same).values(closing_id=closing_id))
