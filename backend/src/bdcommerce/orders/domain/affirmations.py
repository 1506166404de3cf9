"""Orders that wait for their customer's word, and who may give it."""

from datetime import datetime

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain.decisions import Events
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.errors import NotConfirmable, WrongState
from bdcommerce.orders.events.risk import Affirmed, ConfirmationAwaited, How


def await_confirmation(order: Order, until: datetime, by: Actor, at: datetime) -> Events:
    """The customer is asked first. Raises WrongState unless every part is placed."""
    for part in order.vendor_orders:
        ensure(part.status == "placed", WrongState.of(part.id, part.status, "await_confirmation"))
    return [ConfirmationAwaited(order_id=order.order_id, until=until, by=by, at=at)]


def affirm(order: Order, how: How, note: str, by: Actor, at: datetime) -> Events:
    """It is meant. Staff who take the risk may also do without the advance that an order paid at the door waits for.

    Raises NotConfirmable.
    """
    asked = order.status == "awaiting_confirmation"
    waived = how == "override" and order.status == "awaiting_payment" and not order.prepaid
    waits = (asked or waived) and order.affirmed is None
    ensure(waits, NotConfirmable.of(order.order_id, order.status))
    return [Affirmed(order_id=order.order_id, how=how, note=note, by=by, at=at)]
