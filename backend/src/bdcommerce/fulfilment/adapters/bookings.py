"""Bookings in a table: a row a parcel, locked by whoever decides on it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.fulfilment.domain.booking import Booking, Choice
from bdcommerce.fulfilment.domain.news import Moment
from bdcommerce.fulfilment.errors import TrackingNumberUsed, UnknownBooking
from bdcommerce.fulfilment.tables import booking, bulk_booking, bulk_booking_row, courier_record
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money


class PostgresBookings:
    """See ports.Bookings."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, made: Booking, destination: Place) -> None:
        """See ports.Bookings."""
        row = {**_columns(made), "shipment_id": made.shipment_id, "district": destination.district}
        row |= {"vendor_order_id": made.vendor_order_id, "vendor_id": made.vendor_id, "polled_at": clock.now()}
        row["of_return"] = made.of_return
        await self._tx.execute(insert(booking), row)

    async def get(self, shipment_id: str) -> Booking:
        """See ports.Bookings."""
        row = await self._tx.row(select(booking).where(booking.c.shipment_id == shipment_id).with_for_update())
        if row is None:
            raise UnknownBooking.of(shipment_id)
        return booking_of(row)

    async def find(self, courier: str, tracking_no: str, reference: str) -> Booking | None:
        """See ports.Bookings."""
        wanted = select(booking).where(booking.c.courier == courier).with_for_update()
        numbered = wanted.where(booking.c.tracking_no != "", booking.c.tracking_no == tracking_no)
        row = await self._tx.row(numbered) if tracking_no else None
        if row is None and reference:
            row = await self._tx.row(wanted.where(booking.c.reference == reference))
        return booking_of(row) if row else None

    async def keep(
        self,
        changed: Booking,
        *,
        choice: Choice | None = None,
        problem: Mapping[str, Any] | None = None,
        charge: Money | None = None,
    ) -> None:
        """See ports.Bookings."""
        values: dict[str, Any] = {**_columns(changed), "problem": problem}
        values |= {"choice": msgspec.to_builtins(choice)} if choice else {}
        values |= {"charge": charge.amount} if charge else {}
        try:
            await self._tx.execute(update(booking).where(booking.c.shipment_id == changed.shipment_id).values(values))
        except IntegrityError as error:
            raise TrackingNumberUsed.of(changed.courier, changed.tracking_no) from error

    async def polled(self, shipment_id: str) -> None:
        """See ports.Bookings."""
        await self._tx.execute(
            update(booking).where(booking.c.shipment_id == shipment_id).values(polled_at=clock.now())
        )

    async def add_bulk(self, bulk_id: str, courier: str, by: str, rows: Sequence[tuple[str, str]]) -> None:
        """See ports.Bookings."""
        made = {"id": bulk_id, "courier": courier, "begun_at": clock.now(), "begun_by": by}
        await self._tx.execute(insert(bulk_booking), made)
        lines = [
            {"bulk_id": bulk_id, "row": at, "shipment_id": shipment_id, "problem": problem}
            for at, (shipment_id, problem) in enumerate(rows, 1)
        ]
        await self._tx.execute(insert(bulk_booking_row), lines)

    async def ended(self, shipment_id: str, *, delivered: bool) -> None:
        """See ports.Bookings."""
        over = update(booking).where(booking.c.shipment_id == shipment_id, booking.c.status == "booked")
        row = await self._tx.row(over.values(status="ended").returning(booking.c.courier, booking.c.district))
        if row is None:
            return
        counts = {"delivered": int(delivered), "failed": int(not delivered)}
        made = upsert(courier_record).values(courier=row["courier"], district=row["district"], **counts)
        more = {name: getattr(courier_record.c, name) + count for name, count in counts.items()}
        await self._tx.execute(made.on_conflict_do_update(index_elements=["courier", "district"], set_=more))


def booking_of(row: RowMapping) -> Booking:
    """The booking of a row."""
    heard = Moment(row["heard_at"], row["heard_rank"]) if row["heard_at"] else None
    return Booking(
        shipment_id=row["shipment_id"],
        vendor_order_id=row["vendor_order_id"],
        vendor_id=row["vendor_id"],
        round=row["round"],
        courier=row["courier"],
        status=row["status"],
        tracking_no=row["tracking_no"],
        cod=Money(row["cod"], row["currency"]),
        weight_grams=row["weight_grams"],
        attempts=row["attempts"],
        heard=heard,
        of_return=row["of_return"],
    )


def _columns(made: Booking) -> dict[str, Any]:
    return {
        "reference": made.reference,
        "courier": made.courier,
        "round": made.round,
        "status": made.status,
        "tracking_no": made.tracking_no,
        "cod": made.cod.amount,
        "currency": made.cod.currency,
        "weight_grams": made.weight_grams,
        "attempts": made.attempts,
        "heard_at": made.heard.at if made.heard else None,
        "heard_rank": made.heard.rank if made.heard else None,
        "changed_at": clock.now(),
    }
