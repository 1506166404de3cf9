"""HTTP for parcels that come back, or never arrive."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.fulfilment.api.shipments import RIDER, state
from bdcommerce.fulfilment.api.tracking import BACK_OFFICE, staff_view, vendor_view
from bdcommerce.fulfilment.errors import (
    AlreadyChecked,
    CodeJustSent,
    CodeLocked,
    NotPossibleNow,
    ReturnCodeNeeded,
    UnknownShipment,
    WrongCode,
)
from bdcommerce.fulfilment.handlers import returns as handlers
from bdcommerce.fulfilment.handlers.limits import limits
from bdcommerce.fulfilment.queries import tracking
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.claims import CheckReturn, HandBack, ReturnCode
from bdcommerce.fulfilment.schemas.shipments import ShipmentState, Why
from bdcommerce.fulfilment.schemas.tracking import StaffTracking, VendorTracking
from bdcommerce.fulfilment.schemas.words import PathId
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import vendor
from bdcommerce.infra.http.identity import Caller


@post(
    "/admin/shipments/{shipment_id:str}/returned",
    access=RIDER,
    summary="The vendor has it back",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, WrongCode, CodeLocked, ReturnCodeNeeded, UnknownRule],
)
async def take_back(shipment_id: PathId, deps: Edge, data: HandBack | None = None) -> ShipmentState:
    """The end of a parcel that was not delivered. The vendor's code confirms it, and is needed where the rule book says
    so. A wrong code counts: after five, the vendor must ask for a new one.
    """
    allowed = await limits(deps.compliance)
    async with deps.works() as work:
        shipment = await handlers.take_back(work, deps.codes, shipment_id, data.code if data else "", allowed)
    if shipment.status != "returned":
        raise WrongCode.of(shipment.vendors_door.tries_left)
    return state(shipment)


@post(
    "/vendor/shipments/{shipment_id:str}/return-code",
    access=vendor(),
    summary="A code for the rider who brings a parcel back",
    raises=[UnknownShipment, NotPossibleNow, CodeJustSent],
)
async def issue_code(shipment_id: PathId, caller: Caller, deps: Edge) -> ReturnCode:
    """Give it only when you have the parcel in hand. Earlier codes end; one a minute, ten a day."""
    await tracking.one(deps.reads, shipment_id, vendor_id=caller.vendor_id)
    async with deps.works() as work:
        code = await handlers.issue_code(work, deps.codes, shipment_id)
    return ReturnCode(shipment_id=shipment_id, code=code)


@post(
    "/vendor/shipments/{shipment_id:str}/return-check",
    access=vendor(),
    summary="Say how a parcel came back",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, AlreadyChecked],
)
async def check(shipment_id: PathId, data: CheckReturn, caller: Caller, deps: Edge) -> VendorTracking:
    """Once. Damage is worth a claim with photos."""
    await tracking.one(deps.reads, shipment_id, vendor_id=caller.vendor_id)
    async with deps.works() as work:
        await handlers.check(work, shipment_id, data.condition, data.note)
    return await vendor_view(deps, shipment_id, caller.vendor_id)


@post(
    "/admin/tracking/{shipment_id:str}/lost",
    access=BACK_OFFICE,
    summary="A parcel is gone",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def lose(shipment_id: PathId, data: Why, deps: Edge) -> StaffTracking:
    """Nobody will receive it and it does not come back. For good."""
    async with deps.works() as work:
        await handlers.lose(work, shipment_id, data.reason)
    return await staff_view(deps, shipment_id)


ROUTES: list[HTTPRouteHandler] = [take_back, issue_code, check, lose]
