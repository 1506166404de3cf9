"""Returns, as customers ask for them, vendors answer them, and staff see them."""

from typing import Annotated, Any

from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import PathParameter, QueryParameter

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import get, paging, post
from bdcommerce.infra.http.access import public, shop_or_guest, staff, vendor
from bdcommerce.infra.http.documented import Picture
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.infra.http.photos import PHOTO_BODY, TakesPhoto, photo_of
from bdcommerce.infra.pictures import BadPhoto
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, OfVendor, before, shopper_of
from bdcommerce.orders.domain.return_reasons import RETURN_REASONS, ReturnReason
from bdcommerce.orders.domain.returned import ReturnStatus, Which
from bdcommerce.orders.domain.returns import Wanted
from bdcommerce.orders.errors import NotReturnable, TooManyReturnPhotos, UnknownReturn, WrongReturnState
from bdcommerce.orders.handlers import orders, returns
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.returns import AskReturn, InspectReturn, ReturnView, SaySomething, SayWhy

OfReturnStatus = Annotated[ReturnStatus | None, QueryParameter(name="status", description="only those in this status")]
PhotoName = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}\.webp$", description="as the return names it")]
WEBP = "image/webp"
_OLD = {"Cache-Control": "private, max-age=31536000, immutable"}
MOVING = [UnknownOrder, UnknownReturn, WrongReturnState]


@get("/return-reasons", access=public(), summary="Why goods may be given back")
async def list_return_reasons() -> list[ReturnReason]:
    """Every code that a return may give, and what it says in both languages."""
    return list(RETURN_REASONS)


@post(
    "/orders/{order_id:str}/returns",
    access=shop_or_guest(),
    summary="Give back delivered goods",
    raises=[UnknownOrder, NotReturnable, UnknownOffer],
)
async def ask_for_return(order_id: Id, data: AskReturn, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Units of lines of one vendor's part, within the return window (rule `order.return_window_days`). The vendor has
    the hours of `return.answer_hours` to answer; its money waits until the return has ended. They may be exchanged, and
    fetched.
    """
    await _theirs(deps, order_id, caller)
    terms, wanted = await returns.terms_today(deps), await _wanted(deps, order_id, data)
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper_of(caller))
        return_id = await returns.ask(work, order, data.vendor_order_id, wanted, terms, by=caller.actor())
    return await _one(deps, return_id)


@get(
    "/orders/{order_id:str}/returns",
    access=shop_or_guest(),
    summary="The returns of an order",
    raises=[UnknownOrder],
)
async def list_returns_of_order(order_id: Id, caller: Caller, deps: ApiDeps) -> list[ReturnView]:
    """The first one first; at most 200."""
    await _theirs(deps, order_id, caller)
    return await queries.returns.of_order(deps.reads, order_id)


@get(
    "/orders/{order_id:str}/returns/{return_id:str}",
    access=shop_or_guest(),
    summary="A return of yours",
    raises=[UnknownOrder, UnknownReturn],
)
async def read_return(order_id: Id, return_id: Id, caller: Caller, deps: ApiDeps) -> ReturnView:
    """How it stands, and what is paid back."""
    return await _of_order(deps, order_id, return_id, caller)


@post(
    "/orders/{order_id:str}/returns/{return_id:str}/photos",
    access=shop_or_guest(),
    summary="Show what is wrong",
    raises=[*MOVING, BadPhoto, TooManyReturnPhotos],
    max_bytes=PHOTO_BODY,
    request_max_body_size=None,
    operation_class=TakesPhoto,
)
async def add_photo_to_return(
    order_id: Id, return_id: Id, request: Request[Any, Any, State], caller: Caller, deps: ApiDeps
) -> ReturnView:
    """JPEG, PNG or WebP of at most 6 MB and 40 million points, as the body or as the field `file` of a form; at most
    ten. What the file says of camera and place is dropped.
    """
    view = await _of_order(deps, order_id, return_id, caller)
    photo = await deps.photos.keep(await photo_of(request))
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper_of(caller))
        await returns.add_photo(work, order, which(view), photo, caller.actor())
    return await _one(deps, return_id)


@get(
    "/orders/{order_id:str}/returns/{return_id:str}/photos/{photo_name:str}",
    access=shop_or_guest(),
    summary="A photo of a return of yours",
    raises=[UnknownOrder, UnknownReturn, UnknownFile],
    operation_class=Picture,
)
async def show_photo_of_return(
    order_id: Id, return_id: Id, photo_name: PhotoName, caller: Caller, deps: ApiDeps
) -> Response[bytes]:
    """As WebP, upright."""
    return await _photo(deps, await _of_order(deps, order_id, return_id, caller), photo_name)


@post(
    "/orders/{order_id:str}/returns/{return_id:str}/withdraw",
    access=shop_or_guest(),
    summary="Keep the goods after all",
    status_code=200,
    raises=MOVING,
)
async def withdraw_return(order_id: Id, return_id: Id, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Until they have come back, but not while staff decide."""
    view = await _of_order(deps, order_id, return_id, caller)
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper_of(caller))
        await returns.withdraw(work, order, which(view), caller.actor())
    return await _one(deps, return_id)


@post(
    "/orders/{order_id:str}/returns/{return_id:str}/refund-instead",
    access=shop_or_guest(),
    summary="Have the money after all, instead of other goods",
    status_code=200,
    raises=MOVING,
)
async def prefer_refund(order_id: Id, return_id: Id, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Until what came back was looked at. Again: nothing more."""
    view = await _of_order(deps, order_id, return_id, caller)
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper_of(caller))
        await returns.prefer_refund(work, order, which(view), caller.actor())
    return await _one(deps, return_id)


@post(
    "/orders/{order_id:str}/returns/{return_id:str}/escalate",
    access=shop_or_guest(),
    summary="Have staff look at a refusal",
    status_code=200,
    raises=MOVING,
)
async def escalate_return(order_id: Id, return_id: Id, data: SayWhy, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Within the hours of the rule `return.escalate_hours`; it becomes a dispute, in which both sides are heard."""
    view = await _of_order(deps, order_id, return_id, caller)
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper_of(caller))
        await returns.escalate(work, order, which(view), data.reason, caller.actor())
    return await _one(deps, return_id)


@get("/vendor/returns", access=vendor(), summary="Returns of what you sold, the latest first")
async def list_vendor_returns(
    caller: Caller, deps: ApiDeps, status: OfReturnStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ReturnView]:
    """Those of status `requested` wait for your answer until `answer_by`."""
    return await _page(deps, caller.vendor_id, status, limit, cursor)


@get(
    "/vendor/returns/{return_id:str}",
    access=vendor(),
    summary="A return of what you sold",
    raises=[UnknownReturn],
)
async def read_vendor_return(return_id: Id, caller: Caller, deps: ApiDeps) -> ReturnView:
    """With what the customer says and shows."""
    return await _of_vendor(deps, return_id, caller)


@get(
    "/vendor/returns/{return_id:str}/photos/{photo_name:str}",
    access=vendor(),
    summary="A photo of a return of what you sold",
    raises=[UnknownReturn, UnknownFile],
    operation_class=Picture,
)
async def show_vendor_photo_of_return(
    return_id: Id, photo_name: PhotoName, caller: Caller, deps: ApiDeps
) -> Response[bytes]:
    """As WebP, upright."""
    return await _photo(deps, await _of_vendor(deps, return_id, caller), photo_name)


@post(
    "/vendor/returns/{return_id:str}/approve",
    access=vendor("owner", "manager"),
    summary="Take the goods back",
    status_code=200,
    raises=MOVING,
)
async def approve_return(return_id: Id, caller: Caller, deps: ApiDeps, data: SaySomething | None = None) -> ReturnView:
    """They have the days of the rule `return.send_days` to come back. What is not answered in time is approved, or
    decided by staff: as the rule `return.silence_approves` says.
    """
    view, note = await _of_vendor(deps, return_id, caller), data.note.strip() if data else ""
    async with deps.works() as work:
        await returns.approve(work, which(view), note, caller.actor())
    return await _one(deps, return_id)


@post(
    "/vendor/returns/{return_id:str}/refuse",
    access=vendor("owner", "manager"),
    summary="Refuse a return",
    status_code=200,
    raises=MOVING,
)
async def refuse_return(return_id: Id, data: SayWhy, caller: Caller, deps: ApiDeps) -> ReturnView:
    """The customer reads why, and may have staff decide."""
    view = await _of_vendor(deps, return_id, caller)
    async with deps.works() as work:
        await returns.refuse(work, which(view), data.reason, caller.actor())
    return await _one(deps, return_id)


@post(
    "/vendor/returns/{return_id:str}/received",
    access=vendor("owner", "manager", "packer"),
    summary="The goods are back, and were looked at",
    status_code=200,
    raises=MOVING,
)
async def receive_return(return_id: Id, data: InspectReturn, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Once, for all units of the return. What came back as it was sent is in stock again and is paid back; damaged
    units are paid back unless the customer only changed their mind; missing ones are not.
    """
    view = await _of_vendor(deps, return_id, caller)
    async with deps.works() as work:
        order = await orders.sold_by(work, view.vendor_order_id, caller.actor())
        await returns.receive(work, order, which(view), data.units, data.note.strip(), by=caller.actor())
    return await _one(deps, return_id)


@get("/admin/returns", access=staff("orders.read"), summary="All returns, the latest first")
async def list_all_returns(
    deps: ApiDeps,
    vendor_id: OfVendor = "",
    status: OfReturnStatus = None,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ReturnView]:
    """Narrowed by vendor and status."""
    return await _page(deps, vendor_id, status, limit, cursor)


@get("/admin/returns/{return_id:str}", access=staff("orders.read"), summary="A return", raises=[UnknownReturn])
async def read_any_return(return_id: Id, deps: ApiDeps) -> ReturnView:
    """How it stands, and what is paid back."""
    return await _one(deps, return_id)


@get(
    "/admin/returns/{return_id:str}/photos/{photo_name:str}",
    access=staff("orders.read"),
    summary="A photo of a return",
    raises=[UnknownReturn, UnknownFile],
    operation_class=Picture,
)
async def show_any_photo_of_return(return_id: Id, photo_name: PhotoName, deps: ApiDeps) -> Response[bytes]:
    """As WebP, upright."""
    return await _photo(deps, await _one(deps, return_id), photo_name)


@post(
    "/admin/orders/{order_id:str}/returns",
    access=staff("orders.manage"),
    summary="Let goods come back for a customer",
    raises=[UnknownOrder, NotReturnable, UnknownOffer],
)
async def open_return(order_id: Id, data: AskReturn, caller: Caller, deps: ApiDeps) -> ReturnView:
    """Also after the return window. It is approved at once; what was paid out already is taken back from the vendor's
    balance when the goods are back.
    """
    terms, wanted = await returns.terms_today(deps), await _wanted(deps, order_id, data)
    async with deps.works() as work:
        order = await orders.load(work, order_id)
        return_id = await returns.ask(work, order, data.vendor_order_id, wanted, terms, by=caller.actor())
    return await _one(deps, return_id)


@post(
    "/admin/returns/{return_id:str}/received",
    access=staff("orders.manage"),
    summary="Goods are back, and were looked at by staff",
    status_code=200,
    raises=MOVING,
)
async def receive_any_return(return_id: Id, data: InspectReturn, caller: Caller, deps: ApiDeps) -> ReturnView:
    """As the vendor says it otherwise; for a vendor that does not."""
    view = await _one(deps, return_id)
    async with deps.works() as work:
        order = await orders.load(work, view.order_id)
        await returns.receive(work, order, which(view), data.units, data.note.strip(), by=caller.actor())
    return await _one(deps, return_id)


def which(view: ReturnView) -> Which:
    """What it is known by where it is decided about."""
    return Which(view.vendor_order_id, view.id)


async def _one(deps: ApiDeps, return_id: str) -> ReturnView:
    found = await queries.returns.one(deps.reads, return_id)
    if found is None:
        raise UnknownReturn.of(return_id)
    return found


async def _wanted(deps: ApiDeps, order_id: str, data: AskReturn) -> Wanted:
    """What is asked for; other offers are held against those that were bought."""
    if not data.others:
        return data.wanted(())
    found = await queries.orders.order(deps.reads, order_id)
    parts = found.view.vendor_orders if found else []
    bought = {line.id: line.offer_id for part in parts for line in part.lines}
    return data.wanted(await returns.swaps(deps, bought, data.others))


async def _theirs(deps: ApiDeps, order_id: str, caller: Caller) -> None:
    found, shopper = await queries.orders.order(deps.reads, order_id), shopper_of(caller)
    owned = found is not None and shopper.owns(customer_id=found.customer_id, guest_hash=found.guest_hash)
    ensure(owned, UnknownOrder("There is no such order.", order_id=order_id))


async def _of_order(deps: ApiDeps, order_id: str, return_id: str, caller: Caller) -> ReturnView:
    await _theirs(deps, order_id, caller)
    found = await _one(deps, return_id)
    ensure(found.order_id == order_id, UnknownReturn.of(return_id))
    return found


async def _of_vendor(deps: ApiDeps, return_id: str, caller: Caller) -> ReturnView:
    found = await _one(deps, return_id)
    ensure(found.vendor_id == caller.vendor_id, UnknownReturn.of(return_id))
    return found


async def _photo(deps: ApiDeps, view: ReturnView, name: str) -> Response[bytes]:
    ensure(name in view.photos, UnknownFile("there is no such photo"))
    return Response(await deps.photos.read(name), media_type=WEBP, headers=_OLD)


async def _page(
    deps: ApiDeps, vendor_id: str, status: ReturnStatus | None, limit: int, cursor: str
) -> Page[ReturnView]:
    rows = await queries.returns.page(
        deps.reads, vendor_id=vendor_id, status=status or "", before=before(cursor), limit=limit + 1
    )
    return paging.page(rows, limit, lambda found: (found.id,))


ROUTES = (
    list_return_reasons,
    ask_for_return,
    list_returns_of_order,
    read_return,
    add_photo_to_return,
    show_photo_of_return,
    withdraw_return,
    prefer_refund,
    escalate_return,
    list_vendor_returns,
    read_vendor_return,
    show_vendor_photo_of_return,
    approve_return,
    refuse_return,
    receive_return,
    list_all_returns,
    read_any_return,
    show_any_photo_of_return,
    open_return,
    receive_any_return,
)
