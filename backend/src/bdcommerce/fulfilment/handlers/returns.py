"""What is done with a parcel that comes back, or never arrives."""

from bdcommerce.fulfilment.domain.shipment import Limits, Shipment
from bdcommerce.fulfilment.events import Condition
from bdcommerce.fulfilment.handlers.shipments import record
from bdcommerce.fulfilment.ports import Codes, Work
from bdcommerce.kernel import clock


async def issue_code(work: Work, codes: Codes, shipment_id: str) -> str:
    """A code for the vendor to give when it takes the parcel back. Raises NotPossibleNow, CodeJustSent."""
    shipment = await work.shipments.get(shipment_id)
    code = codes.new()
    await record(work, shipment, shipment.issue_return_code(codes.digest(shipment_id, code), clock.now()))
    return code


async def take_back(work: Work, codes: Codes, shipment_id: str, code: str, limits: Limits) -> Shipment:
    """The vendor has it back; with a wrong code it is still returning."""
    shipment = await work.shipments.get(shipment_id)
    digest = codes.digest(shipment_id, code) if code else ""
    return await record(work, shipment, shipment.take_back(digest, limits))


async def check(work: Work, shipment_id: str, condition: Condition, note: str) -> Shipment:
    """The vendor says how it came back. Raises NotPossibleNow, AlreadyChecked."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.check_return(condition, note))


async def lose(work: Work, shipment_id: str, reason: str) -> Shipment:
    """It is gone. Raises NotPossibleNow."""
    shipment = await work.shipments.get(shipment_id)
    return await record(work, shipment, shipment.lose(reason))
