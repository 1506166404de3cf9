"""Orders that wait to be confirmed: by the code that their customer was sent, or by staff who have talked to them."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra import telemetry
from bdcommerce.infra.http import post
from bdcommerce.infra.http.access import shop_or_guest, staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import Stale, Unavailable
from bdcommerce.orders.api.orders import detail_of
from bdcommerce.orders.api.parameters import Id, shopper_of
from bdcommerce.orders.api.staff import everything_about
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.errors import CodeSentJustNow, CodesUsedUp, NotConfirmable, TriesUsedUp, WrongConfirmationCode
from bdcommerce.orders.handlers import confirming
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.sagas import keep_word
from bdcommerce.orders.schemas.orders import AdminOrderView, OrderDetail
from bdcommerce.orders.schemas.risk import CodeSent, ConfirmOrder, NoteCall, OverrideRisk

ABOUT = "cod_confirmation"


@post(
    "/orders/{order_id:str}/confirmation",
    access=shop_or_guest(),
    summary="Confirm an order with the code that was sent",
    status_code=200,
    resumable=True,
    raises=[UnknownOrder, NotConfirmable, WrongConfirmationCode, TriesUsedUp, Stale, Unavailable],
)
async def confirm_order(order_id: Id, data: ConfirmOrder, caller: Caller, deps: ApiDeps) -> OrderDetail:
    """The order binds then. A wrong code counts: after a few (rule `cod.confirm_tries`) another has to be sent. The
    right one given twice is right twice.
    """
    shopper, limits = shopper_of(caller), await confirming.limits_of(deps)
    async with deps.works() as work:
        answered = await confirming.answer(
            work, deps.seals, order_id, shopper, code=data.code, limits=limits, by=caller.actor()
        )
    telemetry.decided(ABOUT, "code" if answered.right else "wrong_code")
    if not answered.right:
        raise WrongConfirmationCode.of(answered.tries_left)
    await _bind(deps, answered.order)
    return await detail_of(deps, order_id, shopper)


@post(
    "/orders/{order_id:str}/confirmation/code",
    access=shop_or_guest(),
    summary="Have another code sent to confirm an order",
    status_code=200,
    raises=[UnknownOrder, NotConfirmable, CodesUsedUp, CodeSentJustNow],
)
async def send_confirmation_code(order_id: Id, caller: Caller, deps: ApiDeps) -> CodeSent:
    """To the phone of the order's address; earlier codes are worthless. So many per order, so many seconds apart (rules
    `cod.confirm_sends`, `cod.confirm_pause_seconds`).
    """
    limits = await confirming.limits_of(deps)
    async with deps.works() as work:
        sent = await confirming.send_again(work, deps.seals, order_id, shopper_of(caller), limits)
    return CodeSent.of(sent, limits)


@post(
    "/admin/orders/{order_id:str}/confirmation",
    access=staff("orders.manage"),
    summary="Confirm an order after a call",
    status_code=200,
    raises=[UnknownOrder, NotConfirmable, Stale, Unavailable],
)
async def confirm_after_call(order_id: Id, data: NoteCall, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    """For a customer who got no code, or cannot enter it. The note stands with the order's risk."""
    async with deps.works() as work:
        order = await confirming.affirm_for_staff(work, order_id, "call", data.note, caller.actor())
    telemetry.decided(ABOUT, "call")
    await _bind(deps, order)
    return await everything_about(deps, order_id)


@post(
    "/admin/orders/{order_id:str}/risk/override",
    access=staff("risk.manage"),
    summary="Take the risk of an order",
    status_code=200,
    raises=[UnknownOrder, NotConfirmable, Stale, Unavailable],
)
async def override_risk(order_id: Id, data: OverrideRisk, caller: Caller, deps: ApiDeps) -> AdminOrderView:
    """It binds at once, without its customer's word or the advance that it waits for; all of it is paid at the door.
    An advance that arrives all the same goes back.
    """
    async with deps.works() as work:
        order = await confirming.affirm_for_staff(work, order_id, "override", data.reason, caller.actor())
    telemetry.decided(ABOUT, "override")
    await _bind(deps, order)
    return await everything_about(deps, order_id)


async def _bind(deps: ApiDeps, order: Order) -> None:
    await keep_word(deps, order.order_id, order.hold_id, order.place)


ROUTES = (confirm_order, send_confirmation_code, confirm_after_call, override_risk)
