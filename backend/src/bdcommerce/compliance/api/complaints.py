"""Complaints of customers, with an account or without one."""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import State

from bdcommerce.compliance.api.authors import author_of, sales_of
from bdcommerce.compliance.api.parameters import Id, PhotoName, newest
from bdcommerce.compliance.domain.letters import new_token
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.errors import ComplaintClosed, TooManyPhotos, UnknownComplaint
from bdcommerce.compliance.handlers import complaints as handlers
from bdcommerce.compliance.queries import ApiDeps, complaints, letters
from bdcommerce.compliance.schemas.complaints import ComplaintDetail, ComplaintOpened, ComplaintView, OpenComplaint
from bdcommerce.compliance.schemas.letters import LetterView, WriteLetter
from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import shop, shop_or_guest
from bdcommerce.infra.http.documented import WEBP, Picture
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.infra.http.photos import PHOTO_BODY, TakesPhoto, photo_of
from bdcommerce.infra.pictures import BadPhoto
from bdcommerce.kernel.errors import ensure

_OLD = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}


@post(
    "/complaints",
    access=shop_or_guest(),
    summary="Complain",
    raises=[BadPhoneProof, UnknownOrder],
)
async def open_complaint(data: OpenComplaint, caller: Caller, deps: ApiDeps) -> ComplaintOpened:
    """Of an order of yours, of one vendor's part of it, or of none. Without an account: of an order, with its number
    and a proof of its phone. Staff act within 72 hours.
    """
    about = await sales_of(deps, caller, data.order_number, data.phone_proof)
    token = "" if caller.user_id or caller.guest_token else new_token()
    book = await deps.rule_book.book()
    async with deps.works() as work:
        complaint = await handlers.open_complaint(
            work,
            book,
            category=data.category,
            text=data.text,
            customer=author_of(caller, token),
            about=_part(about, data.vendor_order_id),
            whole_order=not data.vendor_order_id and len(about) > 1,
        )
    view = await complaints.theirs(deps.reads, complaint.id, author_of(caller, token))
    return ComplaintOpened(complaint=view, guest_token=token or None)


@get("/complaints", access=shop(), summary="What you have complained of, the latest first")
async def list_complaints(
    caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ComplaintView]:
    """Open ones and those that have come to an end."""
    rows = await complaints.of_customer(deps.reads, caller.user_id, newest(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: (row.opened_at.isoformat(), row.id))


@get(
    "/complaints/{complaint_id:str}",
    access=shop_or_guest(),
    summary="A complaint of yours",
    raises=[UnknownComplaint],
)
async def read_complaint(complaint_id: Id, caller: Caller, deps: ApiDeps) -> ComplaintDetail:
    """With all messages, the first one first."""
    view = await complaints.theirs(deps.reads, complaint_id, author_of(caller))
    written = await letters.of_case(deps, complaint_id, internal=False)
    return ComplaintDetail(complaint=view, letters=[LetterView.of(letter) for letter in written])


@post(
    "/complaints/{complaint_id:str}/messages",
    access=shop_or_guest(),
    summary="Add something to a complaint of yours",
    raises=[UnknownComplaint, ComplaintClosed],
)
async def write_to_complaint(complaint_id: Id, data: WriteLetter, caller: Caller, deps: ApiDeps) -> LetterView:
    """As long as it is neither resolved nor escalated."""
    async with deps.works() as work:
        return LetterView.of(await handlers.add_word(work, complaint_id, author_of(caller), data.text))


@post(
    "/complaints/{complaint_id:str}/photos",
    access=shop_or_guest(),
    summary="Add a photo to a complaint of yours",
    raises=[UnknownComplaint, ComplaintClosed, BadPhoto, TooManyPhotos],
    max_bytes=PHOTO_BODY,
    request_max_body_size=None,
    operation_class=TakesPhoto,
)
async def add_photo_to_complaint(
    complaint_id: Id, request: Request[Any, Any, State], caller: Caller, deps: ApiDeps
) -> LetterView:
    """JPEG, PNG or WebP of at most 6 MB and 40 million points, as the body or as the field `file` of a form; at most
    ten. What the file says of camera and place is dropped.
    """
    await complaints.theirs(deps.reads, complaint_id, author_of(caller))
    name = await deps.photos.keep(await photo_of(request))
    async with deps.works() as work:
        return LetterView.of(await handlers.add_word(work, complaint_id, author_of(caller), "", name))


@get(
    "/complaints/{complaint_id:str}/photos/{photo_name:str}",
    access=shop_or_guest(),
    summary="A photo of a complaint of yours",
    raises=[UnknownComplaint, UnknownFile],
    operation_class=Picture,
)
async def show_photo_of_complaint(
    complaint_id: Id, photo_name: PhotoName, caller: Caller, deps: ApiDeps
) -> Response[bytes]:
    """As WebP."""
    await complaints.theirs(deps.reads, complaint_id, author_of(caller))
    return await photo(deps, complaint_id, photo_name, internal=False)


@post(
    "/complaints/{complaint_id:str}/resolve",
    access=shop_or_guest(),
    summary="Say that a complaint of yours is settled",
    status_code=200,
    raises=[UnknownComplaint, ComplaintClosed],
)
async def settle_complaint(complaint_id: Id, caller: Caller, deps: ApiDeps) -> ComplaintView:
    """It is resolved then; another one can be opened."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.be_content(work, book, complaint_id, author_of(caller))
    return await complaints.theirs(deps.reads, complaint_id, author_of(caller))


async def photo(deps: ApiDeps, case_id: str, name: str, *, internal: bool) -> Response[bytes]:
    """A photo of a complaint or a dispute, if it belongs to it. Raises UnknownFile."""
    ensure(await letters.has_photo(deps, case_id, name, internal=internal), UnknownFile("there is no such photo"))
    return Response(await deps.photos.read(name), media_type=WEBP, headers=_OLD)


def _part(sold: list[Sale], vendor_order_id: str) -> Sale | None:
    """The vendor order that is meant, any of them for the whole order, None without an order. Raises UnknownOrder."""
    if not vendor_order_id:
        return next(iter(sold), None)
    meant = [sale for sale in sold if sale.vendor_order_id == vendor_order_id]
    ensure(meant, UnknownOrder("There is no such vendor order in this order."))
    return meant[0]


ROUTES = (
    open_complaint,
    list_complaints,
    read_complaint,
    write_to_complaint,
    add_photo_to_complaint,
    show_photo_of_complaint,
    settle_complaint,
)
