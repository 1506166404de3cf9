"""HTTP for those who ask where a parcel is: its customer, its vendor, the back office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api.parameters import (
    EXPORT_ROWS,
    FIRST,
    LAST,
    From,
    OfRider,
    OfVendor,
    Status,
    To,
    fits,
    owner,
    sought,
)
from bdcommerce.fulfilment.domain.shipment import POSSIBLE_IN
from bdcommerce.fulfilment.errors import NotPossibleNow, TooOftenRescheduled, UnknownShipment
from bdcommerce.fulfilment.handlers import shipments as handlers
from bdcommerce.fulfilment.handlers.limits import limits
from bdcommerce.fulfilment.queries import evidence
from bdcommerce.fulfilment.queries import tracking as queries
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.queries.tracking import Sought, StepRow, TrackedRow
from bdcommerce.fulfilment.schemas.tracking import (
    AttemptView,
    CustomerTracking,
    Reschedule,
    StaffStepView,
    StaffTrackedView,
    StaffTracking,
    StepView,
    TrackedView,
    VendorTracking,
)
from bdcommerce.fulfilment.schemas.words import Id, PathId
from bdcommerce.infra import sheets
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import shop_or_guest, staff, vendor
from bdcommerce.infra.http.documented import AlsoAsSheet
from bdcommerce.infra.http.exports import Format, sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Invalid, ensure

T = TypeVar("T", bound=TrackedView)
BACK_OFFICE = staff("shipments.manage")
COLUMNS = (
    "shipment_id", "number", "status", "vendor_id", "courier", "tracking_no", "weight_grams", "attempts", "deliver_on",
    "reason", "proof", "return_confirmed", "return_condition", "planned_at", "changed_at",
)  # fmt: skip


@get(
    "/orders/{order_id:str}/shipments",
    access=shop_or_guest(),
    summary="Where the parcels of an order are",
    raises=[Invalid, UnknownShipment],
)
async def track_order(
    order_id: PathId, caller: Caller, deps: Edge, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[CustomerTracking]:
    """One parcel per vendor order, from the moment it is packed, with every attempt and every step."""
    (after,) = decode(cursor, tuple[Id]) or ("",)
    rows = await queries.of_order(deps.reads, order_id, owner(caller), after, limit + 1)
    ensure(rows or cursor, UnknownShipment("no parcel of this order is on its way", order_id=order_id))
    found = page(rows, limit, lambda row: (row.shipment_id,))
    steps = await queries.steps(deps.reads, *(row.shipment_id for row in found.items))
    return Page(items=[_customer_view(row, steps) for row in found.items], next_cursor=found.next_cursor)


@post(
    "/shipments/{shipment_id:str}/reschedule",
    access=shop_or_guest(),
    summary="Have a parcel brought on another day",
    status_code=200,
    raises=[Invalid, UnknownShipment, NotPossibleNow, TooOftenRescheduled],
)
async def reschedule(shipment_id: PathId, data: Reschedule, caller: Caller, deps: Edge) -> CustomerTracking:
    """Within the days and as often as the operator allows, while no rider is on the way; a day with deliveries."""
    parcel = await queries.owned(deps.reads, shipment_id, owner(caller))
    opened, allowed = await deps.books.open([]), await limits(deps.compliance)
    delivered = opened.book.delivers(parcel.origin, parcel.destination, data.on)
    ensure(delivered, Invalid.field("on", "is a day on which nothing is delivered there"))
    async with deps.works() as work:
        await handlers.reschedule(work, shipment_id, data.on, allowed)
    row = await queries.one(deps.reads, shipment_id)
    return _customer_view(row, await queries.steps(deps.reads, shipment_id))


@get(
    "/vendor/shipments",
    access=vendor(),
    summary="Our parcels, the newest first",
    raises=[Invalid],
    operation_class=AlsoAsSheet,
)
async def list_for_vendor(
    *,
    caller: Caller,
    deps: Edge,
    status: Status = None,
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[TrackedView]]:
    """By status and by the days on which they were packed. A file has at most 10,000 rows, cash in poisha."""
    wanted = sought(status, first, last, vendor_id=caller.vendor_id)
    if format != "json":
        return await _file(deps, wanted, format)
    return Response(await _page(deps, wanted, limit, cursor, TrackedView))


@get(
    "/vendor/shipments/{shipment_id:str}",
    access=vendor(),
    summary="One of our parcels with its way",
    raises=[UnknownShipment],
)
async def track_for_vendor(shipment_id: PathId, caller: Caller, deps: Edge) -> VendorTracking:
    """Every attempt and every step, there and back."""
    return await vendor_view(deps, shipment_id, caller.vendor_id)


@get(
    "/admin/tracking",
    access=BACK_OFFICE,
    summary="All parcels, the newest first",
    raises=[Invalid],
    operation_class=AlsoAsSheet,
)
async def list_for_staff(
    *,
    deps: Edge,
    status: Status = None,
    vendor_id: OfVendor = "",
    rider_id: OfRider = "",
    first: From = FIRST,
    last: To = LAST,
    limit: Limit = PAGE,
    cursor: Cursor = "",
    format: Format = "json",  # noqa: A002 - the parameter's name
) -> Response[Page[StaffTrackedView]]:
    """By status, vendor, rider and the days on which they were packed. A file has at most 10,000 rows."""
    wanted = sought(status, first, last, vendor_id=vendor_id, rider_id=rider_id)
    if format != "json":
        return await _file(deps, wanted, format)
    return Response(await _page(deps, wanted, limit, cursor, StaffTrackedView))


@get("/admin/tracking/{shipment_id:str}", access=BACK_OFFICE, summary="A parcel with its way", raises=[UnknownShipment])
async def track_for_staff(shipment_id: PathId, deps: Edge) -> StaffTracking:
    """Every attempt and every step, there and back, and who made it."""
    return await staff_view(deps, shipment_id)


async def vendor_view(deps: Edge, shipment_id: str, vendor_id: str) -> VendorTracking:
    """A parcel as its vendor sees it. Raises UnknownShipment."""
    row = await queries.one(deps.reads, shipment_id, vendor_id=vendor_id)
    steps = await queries.steps(deps.reads, shipment_id)
    return VendorTracking(
        **_tracked(row),
        evidence_id=row.evidence_id,
        photos=await evidence.of(deps.reads, shipment_id),
        steps=[_step_view(step) for step in steps],
    )


async def staff_view(deps: Edge, shipment_id: str) -> StaffTracking:
    """A parcel as the back office sees it. Raises UnknownShipment."""
    row = await queries.one(deps.reads, shipment_id)
    steps = await queries.steps(deps.reads, shipment_id)
    return StaffTracking(
        **_tracked(row),
        rider_id=row.rider_id,
        evidence_id=row.evidence_id,
        photos=await evidence.of(deps.reads, shipment_id),
        steps=[StaffStepView(**_step(step), by=step.by) for step in steps],
    )


async def _page(deps: Edge, wanted: Sought, limit: int, cursor: str, view: type[T]) -> Page[T]:
    before = decode(cursor, tuple[datetime, Id])
    rows = await queries.newest(deps.reads, wanted, before, limit + 1)
    found = page(rows, limit, lambda row: (row.planned_at.isoformat(), row.shipment_id))
    shown = [view(**{name: getattr(row, name) for name in view.__struct_fields__}) for row in found.items]
    return Page(items=shown, next_cursor=found.next_cursor)


async def _file(deps: Edge, wanted: Sought, kind: sheets.Kind) -> Response[Any]:
    rows = await queries.newest(deps.reads, wanted, None, EXPORT_ROWS + 1)
    fits(len(rows))
    lines = ([*(getattr(row, column) for column in COLUMNS), row.cod.amount] for row in rows)
    return sheet_reply("shipments", (*COLUMNS, "cod_poisha"), lines, kind)


def _customer_view(row: TrackedRow, steps: Sequence[StepRow]) -> CustomerTracking:
    own = [step for step in steps if step.shipment_id == row.shipment_id]
    failed = [step for step in own if step.what == "attempt_failed"]
    return CustomerTracking(
        shipment_id=row.shipment_id,
        order_id=row.order_id,
        vendor_order_id=row.vendor_order_id,
        vendor_id=row.vendor_id,
        number=row.number,
        leg=row.leg,
        return_id=row.return_id,
        status=row.status,
        courier=row.courier,
        tracking_no=row.tracking_no,
        cod=row.cod,
        deliver_on=row.deliver_on,
        may_reschedule=row.status in POSSIBLE_IN["rescheduled"],
        proof=row.proof,
        evidence_id=row.evidence_id,
        attempts=[AttemptView(at=each.at, code=each.code, note=each.reason, next_on=each.day) for each in failed],
        steps=[_step_view(step) for step in own],
    )


def _tracked(row: TrackedRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TrackedView.__struct_fields__}


def _step_view(step: StepRow) -> StepView:
    return StepView(**_step(step))


def _step(step: StepRow) -> dict[str, Any]:
    return {
        "at": step.at,
        "what": step.what,
        "code": step.code,
        "note": step.reason,
        "hub": step.hub,
        "day": step.day,
    }


ROUTES: list[HTTPRouteHandler] = [
    track_order,
    reschedule,
    list_for_vendor,
    track_for_vendor,
    list_for_staff,
    track_for_staff,
]
