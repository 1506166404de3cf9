"""The life of a return: load its order, decide, record what follows."""

from collections.abc import Mapping, Sequence

from bdcommerce.contracts.compliance import DisputeDecided
from bdcommerce.contracts.fulfilment import ReturnParcelMoved
from bdcommerce.contracts.payments import RefundCompleted
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain import exchanges, returns
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.returned import Which
from bdcommerce.orders.domain.returns import Terms, Wanted
from bdcommerce.orders.events import ExchangeDue, InspectedUnits, ReturnAsked, ReturnDue, Swap
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.ports import Deps, Work

BY_RULES = system("return-deadlines")
BY_DISPUTE = system("dispute")
BY_PAYMENTS = system("payments")
BY_COURIER = system("fulfilment")
BY_EXCHANGE = system("exchange")
_RULES = (
    "return.answer_hours", "return.silence_approves", "return.escalate_hours", "return.send_days",
    "return.pickup_fee", "vat.delivery", "return.pickup_customer_pays", "return.pickup_vendor_pays",
)  # fmt: skip


async def terms_today(deps: Deps) -> Terms:
    """What the rule book says of returns."""
    values = {rule.key: rule.value for rule in await deps.compliance.rules([*_RULES], clock.today())}
    return Terms(
        answer_hours=int(values["return.answer_hours"]),
        silence_approves=bool(values["return.silence_approves"]),
        escalate_hours=int(values["return.escalate_hours"]),
        send_days=int(values["return.send_days"]),
        pickup_fee=Money(int(values["return.pickup_fee"])),
        pickup_vat_percent=values["vat.delivery"],
        customer_pays_pickup=bool(values["return.pickup_customer_pays"]),
        vendor_pays_pickup=bool(values["return.pickup_vendor_pays"]),
    )


async def swaps(deps: Deps, bought: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[Swap, ...]:
    """The offers that are wanted for lines, held against those that were `bought`, by line; what is the same is none.

    Raises Invalid, UnknownOffer.
    """
    others = {line_id: offer_id for line_id, offer_id in wanted.items() if bought.get(line_id) not in (None, offer_id)}
    if not others:
        return ()
    asked = [*(bought[line_id] for line_id in others), *others.values()]
    offers = {offer.offer_id: offer for offer in await deps.catalog.offers(list(dict.fromkeys(asked)))}
    return tuple(
        exchanges.swap(line_id, offers[bought[line_id]], offers[offer_id]) for line_id, offer_id in others.items()
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


async def prefer_refund(work: Work, order: Order, which: Which, by: Actor) -> None:
    """The customer wants the money after all. Raises UnknownReturn, WrongReturnState."""
    await orders.record(work, order, exchanges.prefer_refund(order, which, by=by, at=clock.now()))


async def replace_it(work: Work, due: ExchangeDue, *, gone: bool) -> None:
    """The stock of a replacement is taken, or there is none."""
    order = await orders.load(work, due.order_id)
    happened = exchanges.replace_it(order, due, gone=gone, by=BY_EXCHANGE, at=clock.now())
    await orders.record(work, order, happened)


async def hear_parcel(work: Work, moved: ReturnParcelMoved) -> None:
    """A parcel of a return is somewhere else now."""
    order = await orders.load(work, moved.order_id)
    await orders.record(work, order, exchanges.hear_parcel(order, moved, by=BY_COURIER))
