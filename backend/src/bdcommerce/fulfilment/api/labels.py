"""HTTP for labels: of one parcel, or of many on one PDF, for vendors and for the back office."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from bdcommerce.fulfilment.adapters.labels import Paper, labels
from bdcommerce.fulfilment.domain.labels import LabelRow
from bdcommerce.fulfilment.errors import NotPossibleNow, UnknownShipment
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.queries.labels import LABELS
from bdcommerce.fulfilment.schemas.bookings import ShipmentId
from bdcommerce.fulfilment.schemas.words import PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import PDF, Pdf
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Invalid, ensure

TO_BRING = frozenset({"booked", "picked_up", "at_hub", "out_for_delivery", "attempt_failed", "returning"})
OnPaper = Annotated[Paper, QueryParameter(name="paper", description="a6: a sheet each; a4: four on a sheet")]


class PrintLabels(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Labels of these parcels, in this order."""

    shipment_ids: Annotated[list[ShipmentId], msgspec.Meta(min_length=1, max_length=100)]
    paper: Paper = "a4"


@get(
    "/vendor/shipments/{shipment_id:str}/label",
    access=vendor(),
    summary="A parcel's label",
    raises=[UnknownShipment, NotPossibleNow],
    operation_class=Pdf,
)
async def print_one(shipment_id: PathId, caller: Caller, deps: Edge, paper: OnPaper = "a6") -> Response[bytes]:
    """With the courier's number as Code 128, whom to bring it to, and what to collect. From its booking on."""
    return await _printed(deps, [shipment_id], paper, caller.vendor_id)


@post(
    "/vendor/labels",
    access=vendor(),
    summary="Labels of many parcels",
    status_code=200,
    raises=[Invalid, UnknownShipment, NotPossibleNow],
    operation_class=Pdf,
)
async def print_many(data: PrintLabels, caller: Caller, deps: Edge) -> Response[bytes]:
    """All of them, or none: of a parcel that no courier has yet there is no label."""
    return await _printed(deps, data.shipment_ids, data.paper, caller.vendor_id)


@post(
    "/admin/labels",
    access=staff("shipments.manage"),
    summary="Labels of any parcels",
    status_code=200,
    raises=[Invalid, UnknownShipment, NotPossibleNow],
    operation_class=Pdf,
)
async def print_for_staff(data: PrintLabels, deps: Edge) -> Response[bytes]:
    """As vendors print them."""
    return await _printed(deps, data.shipment_ids, data.paper, "")


async def _printed(deps: Edge, shipment_ids: Sequence[str], paper: Paper, vendor_id: str) -> Response[bytes]:
    found = {row.shipment_id: row for row in await deps.reads.all(LABELS, list(shipment_ids))}
    rows: list[LabelRow] = []
    for shipment_id in shipment_ids:
        row = found.get(shipment_id)
        if row is None or vendor_id not in {"", row.vendor_id}:
            raise UnknownShipment.of(shipment_id)
        ensure(row.status in TO_BRING and row.tracking_no, NotPossibleNow.of(shipment_id, row.status, "labelled"))
        rows.append(row)
    made = await labels([(row, deps.contacts.open(row.contacts_sealed)) for row in rows], paper)
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"', "Cache-Control": "private, no-store"}
    return Response(made, media_type=PDF, headers=headers)


ROUTES: list[HTTPRouteHandler] = [print_one, print_many, print_for_staff]
