"""What a rider has before it on a day."""

from collections.abc import Sequence
from datetime import date

from bdcommerce.fulfilment.domain.shipment import POSSIBLE_IN
from bdcommerce.fulfilment.errors import NotPossibleNow
from bdcommerce.fulfilment.ports import Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure


async def plan(work: Work, rider_id: str, day: date, shipment_ids: Sequence[str]) -> None:
    """These parcels, in this order; who had one of them that day has it no more.

    Raises Invalid, UnknownShipment, NotPossibleNow for a parcel that nobody can bring or fetch.
    """
    ensure(day >= clock.today(), Invalid.field("day", "has passed"))
    for index, shipment_id in enumerate(shipment_ids):
        ensure(shipment_id not in shipment_ids[:index], Invalid.field(f"shipment_ids[{index}]", "is named twice"))
        shipment = await work.shipments.get(shipment_id)
        open_ = shipment.status in POSSIBLE_IN["picked up"] | POSSIBLE_IN["lost"]
        ensure(open_, NotPossibleNow.of(shipment_id, shipment.status, "put on a run"))
    await work.runs.plan(day, rider_id, shipment_ids)
