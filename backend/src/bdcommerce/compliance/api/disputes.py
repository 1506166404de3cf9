"""Disputes over vendor orders, from the side of the customer and from that of the vendor."""

from typing import Annotated, Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.compliance.api.authors import author_of, sales_of
from bdcommerce.compliance.api.complaints import photo
from bdcommerce.compliance.api.parameters import Id, PhotoName, newest
from bdcommerce.compliance.domain.disputes import DisputeStatus
from bdcommerce.compliance.domain.letters import Customer, Speaker, new_token
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.errors import (
    DisputeClosed,
    DisputeExists,
    OutOfWindow,
    TooManyPhotos,
    UnknownDispute,
)
from bdcommerce.compliance.handlers import disputes as handlers
from bdcommerce.compliance.queries import ApiDeps, disputes, letters, sales
from bdcommerce.compliance.queries.disputes import Sought
from bdcommerce.compliance.schemas.disputes import (
    DisputeDetail,
    DisputeOpenedView,
    DisputeView,
    OpenDispute,
    OpenVendorDispute,
)
from bdcommerce.compliance.schemas.letters import LetterView, WriteLetter
from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import shop, shop_or_guest, vendor
from bdcommerce.infra.http.documented import Picture
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.infra.http.photos import PHOTO_BODY, TakesPhoto, photo_of
from bdcommerce.infra.pictures import BadPhoto
from bdcommerce.kernel.errors import ensure

OfStatus = Annotated[DisputeStatus | None, QueryParameter(name="status", description="only those of this status")]
TALKING = [UnknownDispute, DisputeClosed]
SHOWING = [UnknownDispute, DisputeClosed, BadPhoto, TooManyPhotos]


@post(
    "/disputes",
    access=shop_or_guest(),
    summary="Dispute a vendor's part of an order",
    raises=[BadPhoneProof, UnknownOrder, OutOfWindow, DisputeExists],
)
async def open_dispute(data: OpenDispute, caller: Caller, deps: ApiDeps) -> DisputeOpenedView:
    """From the confirmation until some days after the delivery (rule dispute.window_days). Its money stays where it is
    until staff have decided. Without an account: with the order's number and a proof of its phone.
    """
    ensure(data.order_number, UnknownOrder("There is no such order."))
    sold = await sales_of(deps, caller, data.order_number, data.phone_proof)
    token = "" if caller.user_id or caller.guest_token else new_token()
    customer = author_of(caller, token)
    speaker = Speaker(side="customer", author_id=caller.user_id, customer=customer)
    about = _part(sold, data.vendor_order_id)
    view = await _open(deps, about, speaker, customer, data)
    return DisputeOpenedView(dispute=view, guest_token=token or None)


@post(
    "/vendor/disputes",
    access=vendor("owner", "manager"),
    summary="Dispute an order you sold",
    raises=[UnknownOrder, OutOfWindow, DisputeExists],
)
async def open_vendor_dispute(data: OpenVendorDispute, caller: Caller, deps: ApiDeps) -> DisputeView:
    """From the confirmation until some days after the delivery (rule dispute.window_days)."""
    sale = await sales.one(deps.reads, data.vendor_order_id)
    about = _part([sale] if sale and sale.vendor_id == caller.vendor_id else [], data.vendor_order_id)
    customer = Customer(customer_id=about.customer_id)
    return await _open(deps, about, _vendor_speaker(caller), customer, data)


@get("/disputes", access=shop(), summary="Your disputes, the latest first")
async def list_disputes(
    caller: Caller, deps: ApiDeps, status: OfStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[DisputeView]:
    """Those that you opened, and those that a vendor opened over an order of yours."""
    return await page(deps, Sought(status=status, customer_id=caller.user_id), limit, cursor)


@get("/vendor/disputes", access=vendor(), summary="Disputes over what you sold, the latest first")
async def list_vendor_disputes(
    caller: Caller, deps: ApiDeps, status: OfStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[DisputeView]:
    """Answer those of status `open` before `answer_due_at`."""
    return await page(deps, Sought(status=status, vendor_id=caller.vendor_id), limit, cursor)


@get("/disputes/{dispute_id:str}", access=shop_or_guest(), summary="A dispute of yours", raises=[UnknownDispute])
async def read_dispute(dispute_id: Id, caller: Caller, deps: ApiDeps) -> DisputeDetail:
    """With all messages of both sides and of staff."""
    return await _detail(deps, dispute_id, _customer_speaker(caller))


@get(
    "/vendor/disputes/{dispute_id:str}",
    access=vendor(),
    summary="A dispute over what you sold",
    raises=[UnknownDispute],
)
async def read_vendor_dispute(dispute_id: Id, caller: Caller, deps: ApiDeps) -> DisputeDetail:
    """With all messages of both sides and of staff."""
    return await _detail(deps, dispute_id, _vendor_speaker(caller))


@post("/disputes/{dispute_id:str}/messages", access=shop_or_guest(), summary="Say something", raises=TALKING)
async def write_to_dispute(dispute_id: Id, data: WriteLetter, caller: Caller, deps: ApiDeps) -> LetterView:
    """Where the vendor opened it, your first word is your answer."""
    return await _say(deps, dispute_id, _customer_speaker(caller), data.text)


@post(
    "/vendor/disputes/{dispute_id:str}/messages",
    access=vendor("owner", "manager"),
    summary="Answer a dispute",
    raises=TALKING,
)
async def answer_dispute(dispute_id: Id, data: WriteLetter, caller: Caller, deps: ApiDeps) -> LetterView:
    """Where the customer opened it, your first word is your answer."""
    return await _say(deps, dispute_id, _vendor_speaker(caller), data.text)


@post(
    "/disputes/{dispute_id:str}/photos",
    access=shop_or_guest(),
    summary="Show a photo",
    raises=SHOWING,
    max_bytes=PHOTO_BODY,
    request_max_body_size=None,
    operation_class=TakesPhoto,
)
async def add_photo_to_dispute(
    dispute_id: Id, request: Request[Any, Any, State], caller: Caller, deps: ApiDeps
) -> LetterView:
    """JPEG, PNG or WebP of at most 6 MB, as the body or as the field `file` of a form; at most ten in all."""
    return await _show(deps, dispute_id, _customer_speaker(caller), request)


@post(
    "/vendor/disputes/{dispute_id:str}/photos",
    access=vendor("owner", "manager"),
    summary="Show a photo",
    raises=SHOWING,
    max_bytes=PHOTO_BODY,
    request_max_body_size=None,
    operation_class=TakesPhoto,
)
async def add_vendor_photo_to_dispute(
    dispute_id: Id, request: Request[Any, Any, State], caller: Caller, deps: ApiDeps
) -> LetterView:
    """JPEG, PNG or WebP of at most 6 MB, as the body or as the field `file` of a form; at most ten in all."""
    return await _show(deps, dispute_id, _vendor_speaker(caller), request)


@get(
    "/disputes/{dispute_id:str}/photos/{photo_name:str}",
    access=shop_or_guest(),
    summary="A photo of a dispute of yours",
    raises=[UnknownDispute, UnknownFile],
    operation_class=Picture,
)
async def show_photo_of_dispute(
    dispute_id: Id, photo_name: PhotoName, caller: Caller, deps: ApiDeps
) -> Response[bytes]:
    """As WebP."""
    await disputes.theirs(deps.reads, dispute_id, _customer_speaker(caller))
    return await photo(deps, dispute_id, photo_name, internal=False)


@get(
    "/vendor/disputes/{dispute_id:str}/photos/{photo_name:str}",
    access=vendor(),
    summary="A photo of a dispute over what you sold",
    raises=[UnknownDispute, UnknownFile],
    operation_class=Picture,
)
async def show_vendor_photo(dispute_id: Id, photo_name: PhotoName, caller: Caller, deps: ApiDeps) -> Response[bytes]:
    """As WebP."""
    await disputes.theirs(deps.reads, dispute_id, _vendor_speaker(caller))
    return await photo(deps, dispute_id, photo_name, internal=False)


@post(
    "/disputes/{dispute_id:str}/withdraw",
    access=shop_or_guest(),
    summary="Withdraw a dispute you opened",
    status_code=200,
    raises=TALKING,
)
async def withdraw_dispute(dispute_id: Id, caller: Caller, deps: ApiDeps) -> DisputeView:
    """The money of the vendor order goes its way again."""
    return await _withdraw(deps, dispute_id, _customer_speaker(caller))


@post(
    "/vendor/disputes/{dispute_id:str}/withdraw",
    access=vendor("owner", "manager"),
    summary="Withdraw a dispute you opened",
    status_code=200,
    raises=TALKING,
)
async def withdraw_vendor_dispute(dispute_id: Id, caller: Caller, deps: ApiDeps) -> DisputeView:
    """The money of the vendor order goes its way again."""
    return await _withdraw(deps, dispute_id, _vendor_speaker(caller))


async def page(deps: ApiDeps, sought: Sought, limit: int, cursor: str) -> Page[DisputeView]:
    """A page of disputes, the latest first."""
    rows = await disputes.page(deps.reads, sought, newest(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: (row.opened_at.isoformat(), row.id))


async def _open(
    deps: ApiDeps, about: Sale, speaker: Speaker, customer: Customer, data: OpenDispute | OpenVendorDispute
) -> DisputeView:
    book = await deps.rule_book.book()
    async with deps.works() as work:
        opened = await handlers.open_dispute(
            work,
            book,
            about=about,
            speaker=speaker,
            customer=customer,
            reason=data.reason,
            asked=data.asked if isinstance(data, OpenDispute) else 0,
            text=data.text,
        )
    return (await disputes.one(deps.reads, opened.id)).view


async def _detail(deps: ApiDeps, dispute_id: str, speaker: Speaker) -> DisputeDetail:
    view = await disputes.theirs(deps.reads, dispute_id, speaker)
    written = await letters.of_case(deps, dispute_id, internal=False)
    return DisputeDetail(dispute=view, letters=[LetterView.of(letter) for letter in written])


async def _say(deps: ApiDeps, dispute_id: str, speaker: Speaker, text: str) -> LetterView:
    async with deps.works() as work:
        return LetterView.of(await handlers.add_word(work, dispute_id, speaker, text))


async def _show(deps: ApiDeps, dispute_id: str, speaker: Speaker, request: Request[Any, Any, State]) -> LetterView:
    await disputes.theirs(deps.reads, dispute_id, speaker)
    name = await deps.photos.keep(await photo_of(request))
    async with deps.works() as work:
        return LetterView.of(await handlers.add_word(work, dispute_id, speaker, "", name))


async def _withdraw(deps: ApiDeps, dispute_id: str, speaker: Speaker) -> DisputeView:
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.withdraw(work, book, dispute_id, speaker)
    return (await disputes.one(deps.reads, dispute_id)).view


def _part(sold: list[Sale], vendor_order_id: str) -> Sale:
    meant = next((sale for sale in sold if sale.vendor_order_id == vendor_order_id), None)
    if meant is None:
        raise UnknownOrder("There is no such vendor order.", vendor_order_id=vendor_order_id)
    return meant


def _customer_speaker(caller: Caller) -> Speaker:
    return Speaker(side="customer", author_id=caller.user_id, customer=author_of(caller))


def _vendor_speaker(caller: Caller) -> Speaker:
    return Speaker(side="vendor", author_id=caller.user_id, vendor_id=caller.vendor_id)


ROUTES = (
    open_dispute,
    open_vendor_dispute,
    list_disputes,
    list_vendor_disputes,
    read_dispute,
    read_vendor_dispute,
    write_to_dispute,
    answer_dispute,
    add_photo_to_dispute,
    add_vendor_photo_to_dispute,
    show_photo_of_dispute,
    show_vendor_photo,
    withdraw_dispute,
    withdraw_vendor_dispute,
)
