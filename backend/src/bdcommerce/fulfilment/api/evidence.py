"""HTTP for photos: riders, vendors and the back office send them; only staff and the order's parties see them."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler

from bdcommerce.fulfilment.api.parameters import owner
from bdcommerce.fulfilment.domain.evidence import Purpose
from bdcommerce.fulfilment.errors import (
    NotPossibleNow,
    PhotoUsed,
    TooManyPhotos,
    UnknownEvidence,
    UnknownShipment,
    UnreadablePhoto,
)
from bdcommerce.fulfilment.handlers import evidence as handlers
from bdcommerce.fulfilment.queries import evidence as queries
from bdcommerce.fulfilment.queries import tracking
from bdcommerce.fulfilment.queries.edge import Edge
from bdcommerce.fulfilment.schemas.evidence import EvidenceView
from bdcommerce.fulfilment.schemas.words import EvidenceId, PathId
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import shop_or_guest, staff, vendor
from bdcommerce.infra.http.documented import Picture, takes_file
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import ensure

MAX_BYTES = 8_000_000
_TAKES_PHOTO = takes_file("image/jpeg", "image/png", "image/webp", at_most=MAX_BYTES, form=False)
_PRIVATE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@post(
    "/admin/shipments/{shipment_id:str}/photos",
    access=staff("shipments.deliver"),
    summary="Photograph a parcel where it is left",
    raises=[UnknownShipment, NotPossibleNow, UnreadablePhoto, PhotoUsed, TooManyPhotos],
    max_bytes=MAX_BYTES,
    resumable=True,
    operation_class=_TAKES_PHOTO,
)
async def photograph_delivery(
    shipment_id: PathId, request: Request[Any, Any, State], caller: Caller, deps: Edge
) -> EvidenceView:
    """While the rider is on the way. A JPEG, PNG or WebP picture of at most 8 MB and 40 million points, as the body.
    What the camera says of place and device is dropped, the time is kept. A picture proves one delivery.
    """
    return await _keep(deps, shipment_id, "delivery", request, caller)


@post(
    "/vendor/shipments/{shipment_id:str}/photos",
    access=vendor(),
    summary="Photograph how a parcel came back, or what a claim is about",
    raises=[UnknownShipment, UnreadablePhoto, TooManyPhotos],
    max_bytes=MAX_BYTES,
    resumable=True,
    operation_class=_TAKES_PHOTO,
)
async def photograph_damage(
    shipment_id: PathId, request: Request[Any, Any, State], caller: Caller, deps: Edge
) -> EvidenceView:
    """Pictures as for deliveries; ten per parcel."""
    await tracking.one(deps.reads, shipment_id, vendor_id=caller.vendor_id)
    return await _keep(deps, shipment_id, "damage", request, caller)


@post(
    "/admin/tracking/{shipment_id:str}/photos",
    access=staff("shipments.manage"),
    summary="Add a photo that a claim is about",
    raises=[UnknownShipment, UnreadablePhoto, TooManyPhotos],
    max_bytes=MAX_BYTES,
    resumable=True,
    operation_class=_TAKES_PHOTO,
)
async def photograph_for_claim(
    shipment_id: PathId, request: Request[Any, Any, State], caller: Caller, deps: Edge
) -> EvidenceView:
    """Pictures as for deliveries; ten per parcel."""
    return await _keep(deps, shipment_id, "claim", request, caller)


@get(
    "/shipments/{shipment_id:str}/photos/{evidence_id:str}",
    access=shop_or_guest(),
    summary="The photo that proves a delivery",
    raises=[UnknownShipment, UnknownEvidence],
    operation_class=Picture,
)
async def show_to_customer(shipment_id: PathId, evidence_id: EvidenceId, caller: Caller, deps: Edge) -> Response[bytes]:
    """As `image/webp`, for the customer whose parcel it is."""
    await tracking.owned(deps.reads, shipment_id, owner(caller))
    return await _shown(deps, shipment_id, evidence_id, purpose="delivery")


@get(
    "/vendor/shipments/{shipment_id:str}/photos/{evidence_id:str}",
    access=vendor(),
    summary="A photo of one of our parcels",
    raises=[UnknownShipment, UnknownEvidence],
    operation_class=Picture,
)
async def show_to_vendor(shipment_id: PathId, evidence_id: EvidenceId, caller: Caller, deps: Edge) -> Response[bytes]:
    """As `image/webp`."""
    await tracking.one(deps.reads, shipment_id, vendor_id=caller.vendor_id)
    return await _shown(deps, shipment_id, evidence_id)


@get(
    "/admin/tracking/{shipment_id:str}/photos/{evidence_id:str}",
    access=staff("shipments.manage"),
    summary="A photo of a parcel",
    raises=[UnknownEvidence],
    operation_class=Picture,
)
async def show_to_staff(shipment_id: PathId, evidence_id: EvidenceId, deps: Edge) -> Response[bytes]:
    """As `image/webp`."""
    return await _shown(deps, shipment_id, evidence_id)


async def _keep(
    deps: Edge, shipment_id: str, purpose: Purpose, request: Request[Any, Any, State], caller: Caller
) -> EvidenceView:
    photo = await deps.photos.develop(await request.body())
    file = await deps.files.put(photo.content, ".webp")
    async with deps.works() as work:
        kept = await handlers.keep(work, shipment_id, purpose, photo, file=file, by=caller.user_id)
    return EvidenceView(
        evidence_id=kept.evidence_id,
        purpose=kept.purpose,
        width=kept.width,
        height=kept.height,
        captured_at=kept.captured_at,
        uploaded_at=kept.uploaded_at,
    )


async def _shown(deps: Edge, shipment_id: str, evidence_id: str, purpose: Purpose | None = None) -> Response[bytes]:
    row = await queries.one(deps.reads, shipment_id, evidence_id)
    ensure(purpose in {None, row.purpose}, UnknownEvidence.of(evidence_id))
    return Response(await deps.files.read(row.file), media_type="image/webp", headers=_PRIVATE)


ROUTES: list[HTTPRouteHandler] = [
    photograph_delivery,
    photograph_damage,
    photograph_for_claim,
    show_to_customer,
    show_to_vendor,
    show_to_staff,
]
