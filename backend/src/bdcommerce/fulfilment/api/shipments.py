"""HTTP for riders: what is to be brought where, and what became of it."""

from typing import Annotated

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.contracts.fulfilment import ShipmentStatus
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.errors import (
    CodeJustSent,
    CodeLocked,
    NotPossibleNow,
    UnknownShipment,
    WrongCode,
    WrongCollection,
)
from bdcommerce.fulfilment.handlers import shipments as handlers
from bdcommerce.fulfilment.ports import ContactsSeal
from bdcommerce.fulfilment.queries import shipments as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.queries.shipments import ShipmentRow
from bdcommerce.fulfilment.schemas.shipments import ContactsView, Deliver, ShipmentState, ShipmentView, Why
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid

RIDER = staff("shipments.deliver")
CLOSED = frozenset({"delivered", "returned", "cancelled"})
Status = Annotated[ShipmentStatus | None, QueryParameter(name="status", description="only in this status")]


@get("/admin/shipments", access=RIDER, summary="Shipments, oldest first", raises=[Invalid])
async def list_shipments(
    deps: Edge, status: Status = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ShipmentView]:
    """All shipments or those in one status; the open ones with name, phone and address."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.shipments(deps.reads, status, after, limit + 1)
    return page([_view(row, deps.contacts) for row in rows], limit, lambda row: (row.shipment_id,))


@post(
    "/admin/shipments/{shipment_id:str}/pick-up",
    access=RIDER,
    summary="The vendor has handed it over",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def pick_up(shipment_id: PathId, deps: Edge) -> ShipmentState:
    """The rider has the parcel."""
    async with deps.works() as work:
        shipment = await handlers.pick_up(work, shipment_id)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/out-for-delivery",
    access=RIDER,
    summary="On the way to the customer",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, CodeJustSent],
)
async def send_out(shipment_id: PathId, deps: Edge) -> ShipmentState:
    """The customer is sent a delivery code. Once on the way, another call sends another code; earlier ones end."""
    async with deps.works() as work:
        shipment = await handlers.send_out(work, deps.codes, shipment_id)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/reattempt",
    access=RIDER,
    summary="On the way to the customer once more",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, CodeJustSent],
)
async def try_again(shipment_id: PathId, deps: Edge) -> ShipmentState:
    """After a failed attempt; the customer is sent another code."""
    async with deps.works() as work:
        shipment = await handlers.try_again(work, deps.codes, shipment_id)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/deliver",
    access=RIDER,
    summary="The customer has it",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, WrongCode, CodeLocked, WrongCollection],
)
async def deliver(shipment_id: PathId, data: Deliver, deps: Edge) -> ShipmentState:
    """Against the customer's code and the exact cash. A wrong code counts: after five, a new one must be sent."""
    async with deps.works() as work:
        shipment = await handlers.deliver(work, deps.codes, shipment_id, data.code, data.collected)
    if shipment.status != "delivered":
        raise WrongCode.of(shipment.tries_left)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/attempt-failed",
    access=RIDER,
    summary="Nobody took it this time",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def miss(shipment_id: PathId, data: Why, deps: Edge) -> ShipmentState:
    """It stays with the courier, who may try again or give up."""
    async with deps.works() as work:
        shipment = await handlers.miss(work, shipment_id, data.reason)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/refuse",
    access=RIDER,
    summary="The customer does not want it",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def refuse(shipment_id: PathId, data: Why, deps: Edge) -> ShipmentState:
    """It goes back to the vendor."""
    async with deps.works() as work:
        shipment = await handlers.refuse(work, shipment_id, data.reason)
    return _state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/returned",
    access=RIDER,
    summary="The vendor has it back",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def take_back(shipment_id: PathId, deps: Edge) -> ShipmentState:
    """The end of a parcel that was not delivered."""
    async with deps.works() as work:
        shipment = await handlers.take_back(work, shipment_id)
    return _state(shipment)


def _state(shipment: Shipment) -> ShipmentState:
    return ShipmentState(
        shipment_id=shipment.shipment_id,
        vendor_order_id=shipment.vendor_order_id,
        vendor_id=shipment.vendor_id,
        number=shipment.number,
        status=shipment.status,
        courier=shipment.courier,
        tracking_no=shipment.tracking_no,
        cod=shipment.cod,
        reason=shipment.reason,
    )


def _view(row: ShipmentRow, seal: ContactsSeal) -> ShipmentView:
    return ShipmentView(
        shipment_id=row.shipment_id,
        vendor_order_id=row.vendor_order_id,
        vendor_id=row.vendor_id,
        number=row.number,
        status=row.status,
        courier=row.courier,
        tracking_no=row.tracking_no,
        cod=row.cod,
        reason=row.reason,
        weight_grams=row.weight_grams,
        changed_at=row.changed_at,
        contacts=None if row.status in CLOSED else _contacts(seal, row.contacts_sealed),
    )


def _contacts(seal: ContactsSeal, sealed: str) -> ContactsView:
    contacts = seal.open(sealed)
    return ContactsView(recipient=contacts.recipient, language=contacts.language, pickup=contacts.pickup)


ROUTES: list[HTTPRouteHandler] = [list_shipments, pick_up, send_out, try_again, deliver, miss, refuse, take_back]
