"""Changing a placed order before it is packed: staff propose, the customer says yes where it costs more."""

from bdcommerce.contracts.catalog import UnknownOffer
from bdcommerce.contracts.inventory import HoldGone, OutOfStock
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import shop_or_guest, staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Stale, Unavailable
from bdcommerce.orders import queries
from bdcommerce.orders.api.orders import detail_of
from bdcommerce.orders.api.parameters import Id, shopper_of
from bdcommerce.orders.api.staff import everything_about
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.filling import Wanted
from bdcommerce.orders.errors import (
    CodExposureExceeded,
    CodLimitExceeded,
    EditPending,
    NotSellable,
    OrderMoved,
    PromotionSoldOut,
    UnknownEdit,
    WrongState,
)
from bdcommerce.orders.handlers import editing, orders
from bdcommerce.orders.handlers.editing import Wish
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.sagas import drive
from bdcommerce.orders.schemas.edits import EditOutcome
from bdcommerce.orders.schemas.orders import AdminOrderView, OrderDetail
from bdcommerce.orders.schemas.requests import EditOrder


@post(
    "/admin/orders/{order_id:str}/edits",
    access=staff("orders.manage"),
    summary="Change a placed order before it is packed",
    raises=[
        UnknownOrder, UnknownOffer, EditPending, WrongState, NotSellable, CodLimitExceeded, OutOfStock, HoldGone,
        OrderMoved, PromotionSoldOut, CodExposureExceeded, Unavailable,
    ],
)  # fmt: skip
async def edit_order(order_id: Id, data: EditOrder, caller: Caller, deps: ApiDeps) -> EditOutcome:
    """Quantities, lines, address, contact, delivery fees. Lines that stay keep the prices they were bought at, added
    ones have those of today; the order's own promotions are worked out again. If it then costs more, the customer is
    asked and has the hours of the rule `order.edit_confirm_hours` to say yes; until then nothing changes, and the added
    units are set aside. Amounts in poisha.
    """
    edition = await _prepared(deps, order_id, data, caller)
    if not data.preview:
        async with deps.works() as work:
            await editing.begin(work, edition)
        await drive(deps, edition.edit_id)
    proposal, waits = edition.proposal, edition.expires_at is not None
    return EditOutcome(
        id=edition.edit_id,
        status="preview" if data.preview else "awaiting_confirmation" if waits else "applied",
        changes=list(proposal.changes),
        was=proposal.was,
        total=proposal.total,
        expires_at=edition.expires_at,
    )


@post(
    "/admin/orders/{order_id:str}/edits/{edit_id:str}/withdraw",
    access=staff("orders.manage"),
    summary="Take back a change that waits for the customer",
    status_code=200,
    raises=[UnknownOrder, UnknownEdit],
)
async def withdraw_edit(order_id: Id, edit_id: Id, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    """The order stays what it was; the units that were set aside are free again."""
    async with deps.works() as work:
        await editing.withdraw(work, order_id, edit_id, caller.actor())
    return await everything_about(deps, order_id)


@post(
    "/orders/{order_id:str}/edits/{edit_id:str}/confirm",
    access=shop_or_guest(),
    summary="Say yes to a change that costs more",
    status_code=200,
    resumable=True,
    raises=[UnknownOrder, UnknownEdit, OrderMoved, HoldGone, PromotionSoldOut, CodExposureExceeded, Stale, Unavailable],
)
async def confirm_edit(order_id: Id, edit_id: Id, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """The order becomes what was proposed; from then on the new total is what is collected at the door."""
    shopper = shopper_of(caller)
    async with deps.works() as work:
        saga_id = await editing.agree(work, order_id, edit_id, shopper, caller.actor())
    await drive(deps, saga_id)
    return await detail_of(deps, order_id, shopper)


@post(
    "/orders/{order_id:str}/edits/{edit_id:str}/decline",
    access=shop_or_guest(),
    summary="Say no to a change that costs more",
    status_code=200,
    raises=[UnknownOrder, UnknownEdit],
)
async def decline_edit(order_id: Id, edit_id: Id, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """The order stays what it was."""
    shopper = shopper_of(caller)
    async with deps.works() as work:
        await editing.decline(work, order_id, edit_id, shopper, caller.actor())
    return await detail_of(deps, order_id, shopper)


async def _prepared(deps: ApiDeps, order_id: str, data: EditOrder, caller: Caller) -> Edition:
    found = await queries.orders.order(deps.reads, order_id)
    if found is None:
        raise UnknownOrder("There is no such order.", order_id=order_id)
    async with deps.works() as work:
        order = await orders.load(work, order_id)
    wish = Wish(
        reason=data.reason,
        quantities={line.line_id: line.quantity for line in data.lines},
        add=[Wanted(offer_id=line.offer_id, quantity=line.quantity) for line in data.add],
        fees={each.vendor_order_id: each.fee for each in data.fees},
        address=data.address,
        name=data.name,
        email=data.email,
        delivery_note=data.delivery_note,
        gift_message=data.gift_message,
    )
    return await editing.prepare(deps, order, found.contact(deps.seals), wish, caller.actor())


ROUTES = (edit_order, withdraw_edit, confirm_edit, decline_edit)
