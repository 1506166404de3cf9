"""The cash of a rider's day: counted, confirmed by somebody else, and remitted once."""

from dataclasses import dataclass
from datetime import date

from bdcommerce.fulfilment.domain import cash, closing
from bdcommerce.fulfilment.domain.closing import Count
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock, ids


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheTable:
    """A day's cash as somebody counted it, and to whom it was handed."""

    rider_id: str
    day: date
    count: Count
    reason: str
    handed_to: str
    by: str


async def count(work: Work, table: OnTheTable) -> str:
    """The day takes no more cash; the closing's id. Raises Invalid, DayClosed, NothingToClose."""
    await work.closings.ensure_open(table.rider_id, table.day)
    parcels = await work.closings.uncounted(table.rider_id, table.day)
    made = closing.count(
        ids.new_id("cls"),
        parcels,
        table.count,
        rider_id=table.rider_id,
        day=table.day,
        today=clock.today(),
        reason=table.reason,
        handed_to=table.handed_to,
        by=table.by,
    )
    await work.closings.add(made, table.count, parcels)
    return made.closing_id


async def confirm(work: Work, closing_id: str, by: str) -> None:
    """Somebody else has counted the same: the cash is remitted. Raises UnknownClosing, ClosingDecided, FourEyes."""
    made = await work.closings.get(closing_id)
    made.ensure_decidable(by)
    parcels = await work.closings.counted(closing_id)
    remittance = cash.remit(
        made.courier,
        closing_id,
        made.hand_over(parcels),
        {parcel.shipment_id: parcel for parcel in parcels},
        remittance_id=ids.new_id("rem"),
        at=clock.now(),
        closing_id=closing_id,
    )
    await work.cash.remit(remittance, by)
    await work.closings.confirm(made, remittance.remittance_id, by)
    await work.log.tell(remittance)


async def reject(work: Work, closing_id: str, reason: str, by: str) -> None:
    """Somebody else has counted otherwise: the day is open again. Raises UnknownClosing, ClosingDecided, FourEyes."""
    made = await work.closings.get(closing_id)
    made.ensure_decidable(by)
    await work.closings.reject(made, reason, by)
