"""Pictures over HTTP: uploaded by vendors and staff, shown to everybody."""

from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import PathParameter

from bdcommerce.catalog import handlers
from bdcommerce.catalog.api.deps import ApiDeps, newest_before
from bdcommerce.catalog.api.uploads import uploaded
from bdcommerce.catalog.domain.media import MAX_BYTES
from bdcommerce.catalog.errors import UnusablePicture
from bdcommerce.catalog.queries import media as queries
from bdcommerce.catalog.schemas.media import MediaView
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import public, staff, vendor
from bdcommerce.infra.http.documented import takes_file
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page

TYPES = {".webp": "image/webp", ".avif": "image/avif"}
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
AROUND_A_FORM = 100_000
TAKES_PICTURE = takes_file("image/jpeg", "image/png", "image/webp", "image/avif", at_most=MAX_BYTES)
_Name = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}\.(webp|avif)$", description="as `sizes` name it")]


@dataclass
class _ShowsPicture(Operation):
    """The document's words for an answer in one of two formats."""

    def __post_init__(self) -> None:
        shown = (self.responses or {}).get("200")
        if isinstance(shown, OpenAPIResponse):
            binary = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
            shown.content = {each: OpenAPIMediaType(schema=binary) for each in TYPES.values()}


@get("/media/{name:str}", access=public(), summary="A picture", raises=[UnknownFile], operation_class=_ShowsPicture)
async def show_media(name: _Name, deps: ApiDeps) -> Response[bytes]:
    """The bytes of one size in one format, as `image/webp` or `image/avif`; a name never means anything else."""
    content = await deps.files.read(name)
    return Response(content, media_type=TYPES[name[-5:]], headers=_FOREVER)


@post(
    "/vendor/media",
    access=vendor("owner", "manager"),
    summary="Upload a picture",
    raises=[UnusablePicture],
    max_bytes=MAX_BYTES + AROUND_A_FORM,
    request_max_body_size=None,
    resumable=True,
    operation_class=TAKES_PICTURE,
)
async def upload_media(request: Request[Any, Any, State], caller: Caller, deps: ApiDeps) -> MediaView:
    """A JPEG, PNG, WebP or AVIF picture of at most 10 MB that does not move, as the body or as the field `file` of a
    form; 100 to 10,000 points on each side, at most 40 million in all. What it says of camera and place is dropped.
    The same picture again is the same upload. Refer to it by `media_id` within a day, or it is forgotten.
    """
    return await upload(request, caller.vendor_id, deps)


@get("/vendor/media", access=vendor(), summary="Your uploads, the newest first")
async def list_media(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[MediaView]:
    """In all their sizes. What nothing shows is forgotten after a day."""
    rows = await queries.of_vendor(deps.reads, caller.vendor_id, newest_before(cursor, "med"), limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@post(
    "/admin/media",
    access=staff("catalog.manage"),
    summary="Upload a picture for the operator",
    raises=[UnusablePicture],
    max_bytes=MAX_BYTES + AROUND_A_FORM,
    request_max_body_size=None,
    resumable=True,
    operation_class=TAKES_PICTURE,
)
async def upload_for_staff(request: Request[Any, Any, State], deps: ApiDeps) -> MediaView:
    """For logos of brands. Limits as for vendors."""
    return await upload(request, "", deps)


async def upload(request: Request[Any, Any, State], vendor_id: str, deps: ApiDeps) -> MediaView:
    """Keep what was sent as a picture of a vendor's, of a customer's (the id of either), or of staff (empty)."""
    content = await uploaded(request, MAX_BYTES, UnusablePicture)
    sha256 = handlers.digest(content)
    async with deps.works() as work:
        known = await handlers.known_upload(work, vendor_id, sha256)
    if known:
        return MediaView.of(known)
    developed = await deps.darkroom.develop(content)
    async with deps.works() as work:
        return MediaView.of(await handlers.add_media(work, deps.files, vendor_id, sha256, developed))


ROUTES = (show_media, upload_media, list_media, upload_for_staff)
