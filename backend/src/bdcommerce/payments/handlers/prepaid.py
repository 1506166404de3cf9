"""Money before delivery: what is recorded of it, and what follows in the books, in escrow, and for others."""

from bdcommerce.contracts.fulfilment import ShipmentLost
from bdcommerce.contracts.orders import OrderCancelled, OrderConfirmed, VendorOrderAmended, VendorOrderCancelled
from bdcommerce.contracts.orders import VendorOrderReturned as Returned
from bdcommerce.contracts.payments import OpenPayment
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import collecting
from bdcommerce.payments.events import (
    Part,
    PaymentOpened,
)
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.ports import Work

PAID_AT_THE_DOOR = "cod"


async def open_payment(work: Work, request: OpenPayment) -> None:
    """An order waits for its money. Again: nothing more."""
    payment, version = await work.payments.load(request.order_id)
    if payment.opened_at:
        return
    opened = PaymentOpened(
        order_id=request.order_id,
        payment_id=f"pmt_{request.order_id.partition('_')[2]}",
        number=request.number,
        customer_id=request.customer_id,
        guest_hash=request.guest_hash,
        parts=[
            Part(vendor_order_id=part.vendor_order_id, vendor_id=part.vendor_id, amount=part.amount)
            for part in request.parts
        ],
        pay_until=request.pay_until,
        at=clock.now(),
        advance=request.advance,
    )
    await flows.record(work, payment, version, [opened])


async def hint(work: Work, order_id: str, attempt_id: str) -> None:
    """Something was heard of an attempt: the sweeper asks about it next."""
    payment, version = await work.payments.load(order_id)
    await flows.record(work, payment, version, collecting.hint(payment, attempt_id, clock.now()))


async def hear_confirmed(work: Work, order: OrderConfirmed) -> None:
    """An order that is paid at the door after all owes nothing before that, unless a part of it was asked for."""
    if order.payment_method == PAID_AT_THE_DOOR and not order.advance:
        await _close(work, order.order_id, "paid_at_the_door")


async def hear_cancelled(work: Work, order: OrderCancelled) -> None:
    """Nothing of the order will be delivered."""
    await _close(work, order.order_id, order.reason or "cancelled")


async def hear_change(work: Work, heard: VendorOrderAmended | VendorOrderCancelled | Returned | ShipmentLost) -> None:
    """Less is due for a vendor order, or nothing."""
    payment, version = await work.payments.load(heard.order_id)
    if payment.opened_at is None:
        return
    if isinstance(heard, VendorOrderAmended):
        vendor_order_id, reason = heard.terms.vendor_order_id, "amended"
        amount = max(heard.terms.total - payment.given_back(vendor_order_id), Money(0))
    else:
        vendor_order_id, amount = heard.vendor_order_id, Money(0)
        reason = {VendorOrderCancelled: "cancelled", Returned: "returned", ShipmentLost: "lost"}[type(heard)]
    happened = collecting.change_due(payment, vendor_order_id, amount, reason, heard.at)
    await flows.record(work, payment, version, happened)


async def _close(work: Work, order_id: str, reason: str) -> None:
    payment, version = await work.payments.load(order_id)
    await flows.record(work, payment, version, collecting.close(payment, reason, clock.now()))
