"""Orders that are paid before anything is sent: what they wait for, and what ends the waiting."""

from datetime import datetime, timedelta

from bdcommerce.contracts.payments import DuePart, OpenPayment, PaymentStanding
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain import decisions
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.contacts import PHONE, Contact
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.risk.words import reasons_for_customer
from bdcommerce.orders.errors import CodRefused, PaymentUndecided, WrongState
from bdcommerce.orders.events import HoldAbandoned, PaymentWindowEnded
from bdcommerce.orders.handlers import orders, risk
from bdcommerce.orders.handlers.quoting import rules_today
from bdcommerce.orders.handlers.risk import Appraised, Venture
from bdcommerce.orders.ports import Deps, Work

BY_PAYMENT = system("payment")
BY_WINDOW = system("payment-window")
AGAIN = timedelta(minutes=1)
"""After so long a payment that nobody has decided is asked about again."""
_UNDECIDED = ("unknown", "pending_confirm")


async def payment_of(deps: Deps, checkout: Checkout, until: datetime) -> OpenPayment:
    """The payment that a purchase waits for."""
    async with deps.works() as work:
        order = await orders.load(work, checkout.order_id)
    dues = {each.vendor_order_id: each.amount for each in checkout.advances}
    return OpenPayment(
        order_id=order.order_id,
        number=order.number,
        customer_id=order.customer_id,
        guest_hash=order.guest_hash,
        method=checkout.pay_by or order.payment_method,
        parts=[
            DuePart(vendor_order_id=part.id, vendor_id=part.vendor_id, amount=dues.get(part.id, part.owed))
            for part in order.vendor_orders
        ],
        pay_until=until,
        advance=bool(checkout.advances),
    )


async def hear_captured(work: Work, order_id: str) -> None:
    """It is paid, and its stock is committed: it binds. Money that came too late is not ours to keep: payments gives it
    back; nor are the units.
    """
    order = await orders.load(work, order_id)
    if order.status == "awaiting_payment":
        await orders.record(work, order, decisions.confirm(order, BY_PAYMENT, clock.now()))
    elif not order.confirmed:
        await _let_go(work, order, "paid_too_late")


async def miss_stock(work: Work, order_id: str) -> None:
    """It is paid, but its units went to somebody else: the money goes back."""
    order = await orders.load(work, order_id)
    await orders.record(work, order, decisions.give_up(order, "stock_gone", BY_PAYMENT, clock.now()))


async def end_window(work: Work, ended: PaymentWindowEnded, standing: PaymentStanding, grace: timedelta) -> None:
    """The time to pay is over. A payment that nobody has decided yet is waited for a little longer."""
    order, now = await orders.load(work, ended.order_id), clock.now()
    if order.status != "awaiting_payment" or standing.paid or order.affirmed:
        return
    if standing.status in _UNDECIDED and order.awaited_until and now < order.awaited_until + grace:
        await work.log.later(ended, due=now + AGAIN)
        return
    await orders.record(work, order, decisions.give_up(order, "payment_expired", BY_WINDOW, now))


async def may_pay_at_the_door(deps: Deps, order_id: str, shopper: Shopper, contact: Contact) -> tuple[Order, Appraised]:
    """An order of theirs that waits for all of its money and may be paid in cash instead, without being asked more.

    Raises UnknownOrder, WrongState, CodLimitExceeded, CodRefused, PaymentUndecided.
    """
    async with deps.works() as work:
        order = await orders.of_shopper(work, order_id, shopper)
    waits = order.status == "awaiting_payment" and order.prepaid
    ensure(waits, WrongState.of(order.order_id, order.status, "pay_at_the_door"))
    appraised = await _appraised(deps, order, contact)
    standing = await deps.payments.decide(order_id)
    decided = not standing.paid and standing.status not in _UNDECIDED
    ensure(decided, PaymentUndecided.of(order_id, standing.status))
    return order, appraised


async def pay_at_the_door(work: Work, order_id: str, by: Actor, appraised: Appraised) -> None:
    """Its stock is committed: it binds, and is paid in cash. Raises WrongState, CodExposureExceeded."""
    await work.risk.claim(appraised.exposure)
    order = await orders.load(work, order_id)
    await orders.record(work, order, decisions.pay_at_the_door(order, by, clock.now(), appraised.appraisal))


async def _appraised(deps: Deps, order: Order, contact: Contact) -> Appraised:
    venture = Venture(
        phones=tuple(sorted(deps.seals.blind(phone, PHONE) for phone in contact.phones)),
        customer_id=order.customer_id,
        address=contact.address,
    )
    appraised = await risk.venture(deps, venture, order.total, (await rules_today(deps)).cod_limit)
    taken = appraised.appraisal.decision == "accept"
    ensure(taken, CodRefused.because(reasons_for_customer(appraised.appraisal)))
    return appraised


async def _let_go(work: Work, order: Order, reason: str) -> None:
    abandoned = HoldAbandoned(order_id=order.order_id, hold_id=order.hold_id, reason=reason)
    await work.log.later(abandoned, due=clock.now())
