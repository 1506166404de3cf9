"""Zones, fees, hours and holidays in tables; whoever changes one of them opens a new edition of the book."""

from collections.abc import Collection
from datetime import date

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.fulfilment.domain.delivery import Holiday
from bdcommerce.fulfilment.domain.promise import Hours
from bdcommerce.fulfilment.domain.tariff import Area, FeeTable, Pair, Zone
from bdcommerce.fulfilment.errors import PairTaken, UnknownHoliday, UnknownZone, ZoneExists
from bdcommerce.fulfilment.tables import (
    delivery_book,
    dispatch_hours,
    fee_table,
    holiday_override,
    zone,
    zone_coverage,
)
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized


class PostgresBook:
    """See ports.DeliveryBook."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def zone(self, code: str) -> Zone:
        """See ports.DeliveryBook."""
        row = await self._tx.row(select(zone).where(zone.c.code == code).with_for_update())
        if row is None:
            raise UnknownZone.of(code)
        return Zone(
            code=code,
            name=msgspec.convert(row["name"], Localized),
            transit_min=row["transit_min"],
            transit_max=row["transit_max"],
            rest_days=frozenset(row["rest_days"]),
            fee_rule=row["fee_rule"],
            refusal=msgspec.convert(row["refusal"], Localized | None),
        )

    async def coverage(self, code: str) -> Collection[Pair]:
        """See ports.DeliveryBook."""
        rows = await self._tx.rows(select(zone_coverage).where(zone_coverage.c.zone == code))
        return {
            Pair(
                origin=Area(level=row["origin_level"], key=row["origin_key"]),
                destination=Area(level=row["destination_level"], key=row["destination_key"]),
            )
            for row in rows
        }

    async def add_zone(self, zone_: Zone, coverage: Collection[Pair], by: str) -> None:
        """See ports.DeliveryBook."""
        await self._new_edition()
        try:
            await self._tx.execute(insert(zone), {"code": zone_.code, **_columns(zone_, by)})
        except IntegrityError as error:
            raise ZoneExists.of(zone_.code) from error
        await self._cover(zone_.code, coverage)

    async def change_zone(self, zone_: Zone, coverage: Collection[Pair], by: str) -> None:
        """See ports.DeliveryBook."""
        await self._new_edition()
        await self._tx.execute(update(zone).where(zone.c.code == zone_.code).values(_columns(zone_, by)))
        await self._tx.execute(delete(zone_coverage).where(zone_coverage.c.zone == zone_.code))
        await self._cover(zone_.code, coverage)

    async def add_table(self, table: FeeTable, by: str) -> None:
        """See ports.DeliveryBook."""
        await self._new_edition()
        row = {
            "zone": table.zone,
            "effective_from": table.effective_from,
            "steps": [{"up_to_grams": step.up_to_grams, "fee": step.fee.amount} for step in table.steps],
            "extra_per_kg": table.extra_per_kg.amount,
            "set_at": clock.now(),
            "set_by": by,
        }
        await self._tx.execute(insert(fee_table), row)

    async def set_hours(self, vendor_id: str, hours: Hours, by: str) -> None:
        """See ports.DeliveryBook."""
        changed = {
            "cut_off_minutes": hours.cut_off_minutes,
            "rest_days": sorted(hours.rest_days),
            "handling_days": hours.handling_days,
            "set_at": clock.now(),
            "set_by": by,
        }
        row = upsert(dispatch_hours).values(vendor_id=vendor_id, **changed)
        await self._tx.execute(row.on_conflict_do_update(index_elements=["vendor_id"], set_=changed))

    async def drop_hours(self, vendor_id: str) -> None:
        """See ports.DeliveryBook."""
        await self._tx.execute(delete(dispatch_hours).where(dispatch_hours.c.vendor_id == vendor_id))

    async def put_holiday(self, holiday: Holiday, by: str) -> None:
        """See ports.DeliveryBook."""
        await self._new_edition()
        changed = {"closed": holiday.closed, "name": holiday.name, "set_at": clock.now(), "set_by": by}
        row = upsert(holiday_override).values(day=holiday.day, **changed)
        await self._tx.execute(row.on_conflict_do_update(index_elements=["day"], set_=changed))

    async def drop_holiday(self, day: date) -> None:
        """See ports.DeliveryBook."""
        await self._new_edition()
        dropped = await self._tx.execute(delete(holiday_override).where(holiday_override.c.day == day))
        if not dropped.rowcount:
            raise UnknownHoliday.on(day)

    async def _cover(self, code: str, coverage: Collection[Pair]) -> None:
        rows = [
            {
                "origin_level": pair.origin.level,
                "origin_key": pair.origin.key,
                "destination_level": pair.destination.level,
                "destination_key": pair.destination.key,
                "zone": code,
            }
            for pair in coverage
        ]
        try:
            if rows:
                await self._tx.execute(insert(zone_coverage), rows)
        except IntegrityError as error:
            raise PairTaken.of(code) from error

    async def _new_edition(self) -> None:
        """Those who quote read again; those who change wait for one another."""
        await self._tx.execute(update(delivery_book).values(revision=delivery_book.c.revision + 1))


def _columns(changed: Zone, by: str) -> dict[str, object]:
    return {
        "name": changed.name,
        "transit_min": changed.transit_min,
        "transit_max": changed.transit_max,
        "rest_days": sorted(changed.rest_days),
        "fee_rule": changed.fee_rule,
        "refusal": changed.refusal,
        "changed_at": clock.now(),
        "changed_by": by,
    }
