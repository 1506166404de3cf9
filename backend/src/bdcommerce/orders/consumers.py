"""What orders does about money and parcels, about its own timers, and about stock that nobody gets."""

from bdcommerce.contracts.compliance import DisputeDecided
from bdcommerce.contracts.fulfilment import (
    GoodsCameBack,
    ReturnParcelMoved,
    ShipmentDelivered,
    ShipmentLost,
    ShipmentMoved,
    ShipmentReturned,
)
from bdcommerce.contracts.inventory import HoldGone, OutOfStock, StockLine
from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.payments import PaymentCaptured, RefundCompleted
from bdcommerce.infra import telemetry
from bdcommerce.infra.service import Consumer
from bdcommerce.kernel.errors import Unavailable
from bdcommerce.kernel.text import show
from bdcommerce.orders import queries, sagas
from bdcommerce.orders.domain.transitions import WAITING
from bdcommerce.orders.events import (
    AcceptanceDue,
    AffirmationFollows,
    ConfirmationCodeDue,
    ConfirmationWindowEnded,
    EditExpires,
    ExchangeDue,
    HoldAbandoned,
    PaymentWindowEnded,
    ReturnDue,
    ReturnWindowEnded,
    StockFreed,
)
from bdcommerce.orders.handlers import confirming, editing, orders, paying, returns
from bdcommerce.orders.ports import Deps
from bdcommerce.orders.queries import ApiDeps

REPLACEMENT_HOLD = 900
"""Seconds for which a replacement is set aside: it is taken at once."""


async def hear_shipment(heard: orders.Heard, deps: Deps) -> None:
    """Move the vendor order, or note what does not fit."""
    async with deps.works() as work:
        await orders.hear_shipment(work, heard)


async def hear_goods_back(heard: GoodsCameBack, deps: Deps) -> None:
    """What was not kept is at the vendor's again."""
    async with deps.works() as work:
        await orders.hear_goods_back(work, heard)


async def hear_captured(captured: PaymentCaptured, deps: ApiDeps) -> None:
    """Commit the stock that was held meanwhile, and let the order bind."""
    held = await queries.orders.held(deps.reads, captured.order_id)
    if held is None or held.status == "placed":
        raise Unavailable("the order cannot be read yet")
    gone = False
    if held.status == "awaiting_payment":
        try:
            # lint-skip: no-commit it is stock that inventory commits
            await deps.inventory.commit(held.hold_id, captured.order_id, held.place)
        except HoldGone:
            gone = True
    async with deps.works() as work:
        await (paying.miss_stock if gone else paying.hear_captured)(work, captured.order_id)


async def end_payment_window(ended: PaymentWindowEnded, deps: Deps) -> None:
    """Ask a last time whether it was paid; if not, nothing of the order holds."""
    standing = await deps.payments.decide(ended.order_id)
    async with deps.works() as work:
        await paying.end_window(work, ended, standing, deps.payment_window.grace)


async def end_confirmation_window(ended: ConfirmationWindowEnded, deps: Deps) -> None:
    """Nothing of the order holds, unless it was confirmed."""
    async with deps.works() as work:
        expired = await confirming.end_window(work, ended)
    if expired:
        telemetry.decided("cod_confirmation", "expired")


async def keep_word(follows: AffirmationFollows, deps: ApiDeps) -> None:
    """Commit the stock that was held meanwhile, and let the order bind, if whoever affirmed it has not done so."""
    held = await queries.orders.held(deps.reads, follows.order_id)
    if held is None or held.status == "placed":
        raise Unavailable("the order cannot be read yet")
    if held.status in WAITING:
        await sagas.keep_word(deps, follows.order_id, held.hold_id, held.place)


async def send_confirmation_code(due: ConfirmationCodeDue, deps: ApiDeps) -> None:
    """To the phone of whom the order goes to."""
    recipient = await queries.recipients.recipient_of_order(deps.reads, deps.seals, due.order_id)
    order = await queries.orders.order(deps.reads, due.order_id)
    if recipient is None or order is None:
        raise Unavailable("the order cannot be read yet")
    await deps.notifications.send(
        Message(
            key=f"{due.order_id}-confirm-{due.nth}",
            template="confirm_order",
            to=recipient.address.phone,
            language=recipient.language,
            params={
                "number": recipient.number,
                "code": deps.seals.open(due.sealed_code, confirming.CODE),
                "amount": show(order.view.total, recipient.language),
            },
        )
    )


async def miss_acceptance(due: AcceptanceDue, deps: Deps) -> None:
    """Cancel the vendor order, if its vendor has not accepted it in time."""
    async with deps.works() as work:
        await orders.miss_acceptance(work, due)


async def end_return_window(ended: ReturnWindowEnded, deps: Deps) -> None:
    """Complete the vendor order, if its customer has not done so."""
    async with deps.works() as work:
        await orders.end_return_window(work, ended)


async def miss_return(due: ReturnDue, deps: Deps) -> None:
    """What a return waited for has had its time."""
    async with deps.works() as work:
        await returns.miss(work, due)


async def hear_return_parcel(moved: ReturnParcelMoved, deps: Deps) -> None:
    """Goods of a return, or what replaces them, are on their way."""
    async with deps.works() as work:
        await returns.hear_parcel(work, moved)


async def replace_goods(due: ExchangeDue, deps: Deps) -> None:
    """Take what replaces returned goods from stock; where there is none, the customer is paid back."""
    lines = [StockLine(offer_id=each.offer_id, quantity=each.quantity) for each in due.replacements]
    gone = False
    try:
        await deps.inventory.hold(due.hold_id, lines, REPLACEMENT_HOLD)
        # lint-skip: no-commit it is stock that inventory commits
        await deps.inventory.commit(due.hold_id, due.order_id, due.place)
    except (OutOfStock, HoldGone):
        gone = True
    async with deps.works() as work:
        await returns.replace_it(work, due, gone=gone)


async def hear_dispute(decided: DisputeDecided, deps: Deps) -> None:
    """What was refused comes back after all, or does not."""
    async with deps.works() as work:
        await returns.hear_decision(work, decided)


async def hear_refund(refund: RefundCompleted, deps: Deps) -> None:
    """The customer has the money."""
    async with deps.works() as work:
        await returns.hear_refund(work, refund)


async def expire_edit(due: EditExpires, deps: Deps) -> None:
    """Drop a change that the customer has not agreed to in time."""
    async with deps.works() as work:
        await editing.expire(work, due)


async def release_hold(abandoned: HoldAbandoned, deps: Deps) -> None:
    """Others may buy what was set aside for a change that came to nothing."""
    await deps.inventory.release(abandoned.hold_id, abandoned.reason)


async def give_stock_back(freed: StockFreed, deps: Deps) -> None:
    """Put sold units back to stock. Every line has its own key, so saying it again gives back nothing more."""
    for line in freed.lines:
        stock = StockLine(offer_id=line.offer_id, quantity=line.quantity)
        await deps.inventory.give_back(line.key, freed.hold_id, [stock], freed.reason)


CONSUMERS = (
    Consumer(ShipmentMoved, hear_shipment),
    Consumer(ShipmentDelivered, hear_shipment),
    Consumer(ShipmentReturned, hear_shipment),
    Consumer(ShipmentLost, hear_shipment),
    Consumer(GoodsCameBack, hear_goods_back),
    Consumer(PaymentCaptured, hear_captured),
    Consumer(PaymentWindowEnded, end_payment_window),
    Consumer(ConfirmationWindowEnded, end_confirmation_window),
    Consumer(ConfirmationCodeDue, send_confirmation_code),
    Consumer(AffirmationFollows, keep_word),
    Consumer(AcceptanceDue, miss_acceptance),
    Consumer(ReturnWindowEnded, end_return_window),
    Consumer(ReturnDue, miss_return),
    Consumer(ReturnParcelMoved, hear_return_parcel),
    Consumer(ExchangeDue, replace_goods),
    Consumer(RefundCompleted, hear_refund),
    Consumer(DisputeDecided, hear_dispute),
    Consumer(StockFreed, give_stock_back),
    Consumer(EditExpires, expire_edit),
    Consumer(HoldAbandoned, release_hold),
)
