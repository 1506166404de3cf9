"""HTTP for riders: what is to be brought where, and what became of it."""

from datetime import timedelta

from litestar.handlers import HTTPRouteHandler

from bdcommerce.contracts.compliance import UnknownRule
from bdcommerce.fulfilment.api.parameters import Status
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.errors import (
    AskedForLater,
    CodeJustSent,
    CodeLocked,
    DayClosed,
    NotPossibleNow,
    PhotoNotEnough,
    UnknownEvidence,
    UnknownShipment,
    WrongCode,
    WrongCollection,
)
from bdcommerce.fulfilment.events import AttemptFailed
from bdcommerce.fulfilment.handlers import shipments as handlers
from bdcommerce.fulfilment.handlers.limits import limits
from bdcommerce.fulfilment.handlers.shipments import Proven
from bdcommerce.fulfilment.ports import ContactsSeal
from bdcommerce.fulfilment.queries import shipments as queries
from bdcommerce.fulfilment.queries import tracking
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.queries.shipments import ShipmentRow
from bdcommerce.fulfilment.schemas.shipments import (
    ContactsView,
    Deliver,
    Missed,
    ShipmentState,
    ShipmentView,
    ToHub,
    Why,
)
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

RIDER = staff("shipments.deliver")
CLOSED = frozenset({"delivered", "returned", "cancelled", "lost"})
SHORTEST = 3


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
async def pick_up(shipment_id: PathId, caller: Caller, deps: Edge) -> ShipmentState:
    """The rider has the parcel."""
    async with deps.works() as work:
        shipment = await handlers.pick_up(work, shipment_id, caller.user_id)
    return state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/at-hub",
    access=RIDER,
    summary="It waits in a hub",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow],
)
async def reach_hub(shipment_id: PathId, data: ToHub, deps: Edge) -> ShipmentState:
    """On its way to the customer, or back to the vendor; no rider has it then."""
    async with deps.works() as work:
        shipment = await handlers.reach_hub(work, shipment_id, data.hub)
    return state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/out-for-delivery",
    access=RIDER,
    summary="On the way to the customer",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, AskedForLater, CodeJustSent],
)
async def send_out(shipment_id: PathId, caller: Caller, deps: Edge) -> ShipmentState:
    """The customer is sent a delivery code. Once on the way, another call sends another code; earlier ones end."""
    async with deps.works() as work:
        shipment = await handlers.send_out(work, deps.codes, shipment_id, caller.user_id)
    return state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/reattempt",
    access=RIDER,
    summary="On the way to the customer once more",
    status_code=200,
    raises=[UnknownShipment, NotPossibleNow, AskedForLater, CodeJustSent],
)
async def try_again(shipment_id: PathId, caller: Caller, deps: Edge) -> ShipmentState:
    """After a failed attempt; the customer is sent another code."""
    async with deps.works() as work:
        shipment = await handlers.try_again(work, deps.codes, shipment_id, caller.user_id)
    return state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/deliver",
    access=RIDER,
    summary="The customer has it",
    status_code=200,
    raises=[
        Invalid,
        UnknownShipment,
        NotPossibleNow,
        WrongCode,
        CodeLocked,
        WrongCollection,
        UnknownEvidence,
        PhotoNotEnough,
        DayClosed,
        UnknownRule,
    ],
)
async def deliver(shipment_id: PathId, data: Deliver, caller: Caller, deps: Edge) -> ShipmentState:
    """Against the exact cash and the customer's code, or a photo where the cash is little enough (rule book). A wrong
    code counts: after five, a new one must be sent.
    """
    proven = Proven(code=data.code, evidence_id=data.photo_id, collected=data.collected, rider_id=caller.user_id)
    allowed = await limits(deps.compliance)
    async with deps.works() as work:
        shipment = await handlers.deliver(work, deps.codes, shipment_id, proven, allowed)
    if shipment.status != "delivered":
        raise WrongCode.of(shipment.customers_door.tries_left)
    return state(shipment)


@post(
    "/admin/shipments/{shipment_id:str}/attempt-failed",
    access=RIDER,
    summary="Nobody took it this time",
    status_code=200,
    raises=[Invalid, UnknownShipment, NotPossibleNow, UnknownRule],
)
async def miss(shipment_id: PathId, data: Missed, deps: Edge) -> ShipmentState:
    """It stays with the courier until the next attempt; after the last one (rule book) it goes back to the vendor."""
    ensure(data.code != "other" or len(data.reason) >= SHORTEST, Invalid.field("reason", "is needed for `other`"))
    parcel = await tracking.parcel(deps.reads, shipment_id)
    opened, allowed = await deps.books.open([]), await limits(deps.compliance)
    latest = clock.today() + timedelta(days=allowed.reschedule_days)
    next_on = data.next_on or opened.book.next_delivery(parcel.origin, parcel.destination, clock.today())
    in_time = data.next_on is None or clock.today() <= data.next_on <= latest
    ensure(in_time, Invalid.field("next_on", f"must be between {clock.today()} and {latest}"))
    async with deps.works() as work:
        failed = AttemptFailed(code=data.code, reason=data.reason, next_on=next_on)
        shipment = await handlers.miss(work, shipment_id, failed, allowed)
    return state(shipment)


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
    return state(shipment)


def state(shipment: Shipment) -> ShipmentState:
    """Where a shipment is now."""
    return ShipmentState(
        shipment_id=shipment.shipment_id,
        vendor_order_id=shipment.vendor_order_id,
        vendor_id=shipment.vendor_id,
        number=shipment.number,
        leg=shipment.leg,
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
        leg=row.leg,
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
    return ContactsView(
        recipient=contacts.recipient, language=contacts.language, pickup=contacts.pickup, note=contacts.note
    )


ROUTES: list[HTTPRouteHandler] = [
    list_shipments,
    pick_up,
    reach_hub,
    send_out,
    try_again,
    deliver,
    miss,
    refuse,
]
