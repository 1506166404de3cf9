"""The life of a return: load its order, decide, record what follows."""

from collections.abc import Sequence

from bdcommerce.contracts.compliance import DisputeDecided
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.orders.domain import returns
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.returned import Which
from bdcommerce.orders.domain.returns import Terms, Wanted
from bdcommerce.orders.events import InspectedUnits, ReturnAsked, ReturnDue
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.ports import Deps, Work

BY_RULES = system("return-deadlines")
BY_DISPUTE = system("dispute")
BY_PAYMENTS = system("payments")
_RULES = ("return.answer_hours", "return.silence_approves", "return.escalate_hours", "return.send_days")


async def terms_today(deps: Deps) -> Terms:
    """What the rule book says of returns."""
    answer, silence, escalate, send = (rule.value for rule in await deps.compliance.rules([*_RULES], clock.today()))
    return Terms(
        answer_hours=int(answer), silence_approves=bool(silence), escalate_hours=int(escalate), send_days=int(send)
    )


async def ask(work: Work, order: Order, vendor_order_id: str, wanted: Wanted, terms: Terms, *, by: Actor) -> str:
    """Something shall come back; the id of the return. Raises UnknownOrder, NotReturnable, Invalid."""
    happened = returns.ask(order, vendor_order_id, wanted, terms, by=by, at=clock.now())
    await orders.record(work, order, happened)
    return next(event.return_id for event in happened if isinstance(event, ReturnAsked))


async def add_photo(work: Work, order: Order, which: Which, photo: str, by: Actor) -> None:
    """The customer shows what is wrong. Raises UnknownReturn, WrongReturnState, TooManyReturnPhotos."""
    await orders.record(work, order, returns.add_photo(order, which, photo, by=by, at=clock.now()))


async def withdraw(work: Work, order: Order, which: Which, by: Actor) -> None:
    """The customer keeps the goods. Raises UnknownReturn, WrongReturnState."""
    await orders.record(work, order, returns.withdraw(order, which, by=by, at=clock.now()))


async def escalate(work: Work, order: Order, which: Which, reason: str, by: Actor) -> None:
    """The customer wants staff to decide. Raises UnknownReturn, WrongReturnState."""
    await orders.record(work, order, returns.escalate(order, which, reason, by=by, at=clock.now()))


async def approve(work: Work, which: Which, reason: str, by: Actor) -> None:
    """The vendor takes it back. Raises UnknownOrder, UnknownReturn, WrongReturnState."""
    order = await orders.sold_by(work, which.vendor_order_id, by)
    await orders.record(work, order, returns.approve(order, which, reason, by=by, at=clock.now()))


async def refuse(work: Work, which: Which, reason: str, by: Actor) -> None:
    """The vendor does not. Raises UnknownOrder, UnknownReturn, WrongReturnState."""
    order = await orders.sold_by(work, which.vendor_order_id, by)
    await orders.record(work, order, returns.refuse(order, which, reason, by=by, at=clock.now()))


async def receive(
    work: Work, order: Order, which: Which, inspected: Sequence[InspectedUnits], note: str, *, by: Actor
) -> None:
    """What came back was looked at. Raises UnknownReturn, WrongReturnState, Invalid."""
    await orders.record(work, order, returns.receive(order, which, inspected, note, by=by, at=clock.now()))


async def miss(work: Work, due: ReturnDue) -> None:
    """Somebody has had their time."""
    order = await orders.load(work, due.order_id)
    await orders.record(work, order, returns.miss(order, due, BY_RULES, clock.now()))


async def hear_decision(work: Work, decided: DisputeDecided) -> None:
    """Staff have decided over what was refused."""
    if not decided.return_id:
        return
    order = await orders.load(work, decided.order_id)
    which, for_customer = Which(decided.vendor_order_id, decided.return_id), decided.outcome != "for_vendor"
    happened = returns.decide(order, which, for_customer=for_customer, by=BY_DISPUTE, at=clock.now())
    await orders.record(work, order, happened)


async def hear_refund(work: Work, refund: RefundCompleted) -> None:
    """The customer has the money of a return."""
    if not refund.return_id:
        return
    order = await orders.load(work, refund.order_id)
    which = Which(refund.vendor_order_id, refund.return_id)
    happened = returns.refunded(order, which, refund, by=BY_PAYMENTS, at=refund.at)
    await orders.record(work, order, happened)
