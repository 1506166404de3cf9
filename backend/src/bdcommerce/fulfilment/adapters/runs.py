"""Riders' runs in a table: a parcel is with one rider a day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.fulfilment.tables import run_stop
from bdcommerce.infra.postgres import Transaction


class PostgresRuns:
    """See ports.Runs."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def take(self, day: date, rider_id: str, shipment_id: str) -> None:
        """See ports.Runs."""
        theirs = (run_stop.c.rider_id == rider_id) & (run_stop.c.day == day)
        end = select(func.coalesce(func.max(run_stop.c.position), 0) + 1).where(theirs).scalar_subquery()
        row = upsert(run_stop).values(day=day, shipment_id=shipment_id, rider_id=rider_id, position=end)
        stop = {"rider_id": row.excluded.rider_id, "position": row.excluded.position}
        another = run_stop.c.rider_id != rider_id
        await self._tx.execute(
            row.on_conflict_do_update(index_elements=["day", "shipment_id"], set_=stop, where=another)
        )

    async def plan(self, day: date, rider_id: str, shipment_ids: Sequence[str]) -> None:
        """See ports.Runs."""
        here = run_stop.c.day == day
        replaced = (run_stop.c.rider_id == rider_id) | run_stop.c.shipment_id.in_(shipment_ids)
        await self._tx.execute(delete(run_stop).where(here & replaced))
        rows = [
            {"day": day, "rider_id": rider_id, "shipment_id": shipment_id, "position": position}
            for position, shipment_id in enumerate(shipment_ids, 1)
        ]
        if rows:
            await self._tx.execute(insert(run_stop), rows)
