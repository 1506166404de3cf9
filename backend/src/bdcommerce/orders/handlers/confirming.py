"""Orders that wait for their customer's word: codes to the phone, staff who call, and what ends the waiting."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Actor, system
from bdcommerce.kernel.errors import ensure
from bdcommerce.orders.domain import affirmations, decisions
from bdcommerce.orders.domain.carts import Shopper
from bdcommerce.orders.domain.confirmation import DIGITS, CodeLimits, Confirmation
from bdcommerce.orders.domain.order import Order
from bdcommerce.orders.domain.transitions import WAITING
from bdcommerce.orders.errors import NotConfirmable
from bdcommerce.orders.events.risk import ConfirmationCodeDue, ConfirmationWindowEnded, How
from bdcommerce.orders.handlers import orders
from bdcommerce.orders.handlers.risk import rules_of_risk
from bdcommerce.orders.ports import Deps, Seals, Work

CODE = "orders.confirmation_code"
"""What binds a sealed code, and its keyed hash, to what it is for."""
A_DAY = timedelta(hours=24)
BY_WORD = system("confirmation")
BY_WINDOW = system("confirmation-window")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Whether a code was the right one, and how many more may be tried if not."""

    order: Order
    right: bool
    tries_left: int = 0


async def limits_of(deps: Deps) -> CodeLimits:
    """How often codes are sent and tried, today."""
    return CodeLimits.of(await rules_of_risk(deps))


async def begin(work: Work, seals: Seals, order_id: str, limits: CodeLimits) -> None:
    """The first code; none to a phone that was sent too many today: then staff have to call."""
    confirmation = await work.risk.confirmation(order_id, clock.now() - A_DAY)
    if not confirmation.sent and not confirmation.used_up(limits):
        await _send(work, seals, confirmation, limits)


async def send_again(work: Work, seals: Seals, order_id: str, shopper: Shopper, limits: CodeLimits) -> Confirmation:
    """Another code; the one before is worthless. Raises UnknownOrder, NotConfirmable, CodesUsedUp, CodeSentJustNow."""
    await orders.of_shopper(work, order_id, shopper)
    confirmation = await work.risk.confirmation(order_id, clock.now() - A_DAY)
    _ensure_asked(await orders.load(work, order_id))
    return await _send(work, seals, confirmation, limits)


async def answer(
    work: Work, seals: Seals, order_id: str, shopper: Shopper, *, code: str, limits: CodeLimits, by: Actor
) -> Answered:
    """The customer gives a code. A wrong one counts, so it is no refusal here; the right one twice is right twice.

    Raises UnknownOrder, NotConfirmable, TriesUsedUp.
    """
    await orders.of_shopper(work, order_id, shopper)
    confirmation = await work.risk.confirmation(order_id, clock.now() - A_DAY)
    order = await orders.load(work, order_id)
    right = confirmation.answered_by(_digest(seals, order_id, confirmation.sent, code))
    if right and order.affirmed and order.affirmed.how == "code":
        return Answered(order=order, right=True)
    _ensure_asked(order)
    confirmation.ensure_open(limits)
    if not right:
        missed = confirmation.once_more_missed()
        await work.risk.keep(missed)
        return Answered(order=order, right=False, tries_left=limits.tries - missed.missed)
    return Answered(order=await _affirm(work, order, "code", "", by), right=True)


async def affirm_for_staff(work: Work, order_id: str, how: How, note: str, by: Actor) -> Order:
    """Staff have talked to the customer, or take the risk. Raises UnknownOrder, NotConfirmable."""
    return await _affirm(work, await orders.load(work, order_id), how, note, by)


async def bind(work: Work, order_id: str, *, stock_gone: bool) -> None:
    """What was affirmed binds, now that its stock is committed; or comes to nothing, because that is gone."""
    order, now = await orders.load(work, order_id), clock.now()
    if order.affirmed is None or order.status not in WAITING:
        return
    if stock_gone:
        await orders.record(work, order, decisions.give_up(order, "stock_gone", BY_WORD, now))
    else:
        await orders.record(work, order, decisions.confirm(order, BY_WORD, now))


async def end_window(work: Work, ended: ConfirmationWindowEnded) -> bool:
    """The customer has had the hours to confirm; whether it came to nothing. What was affirmed is on its way."""
    order = await orders.load(work, ended.order_id)
    if order.status != "awaiting_confirmation" or order.affirmed:
        return False
    await orders.record(work, order, decisions.give_up(order, "not_confirmed", BY_WINDOW, clock.now()))
    return True


def _ensure_asked(order: Order) -> None:
    asked = order.status == "awaiting_confirmation" and order.affirmed is None
    ensure(asked, NotConfirmable.of(order.order_id, order.status))


async def _affirm(work: Work, order: Order, how: How, note: str, by: Actor) -> Order:
    happened = affirmations.affirm(order, how, note, by, clock.now())
    await orders.record(work, order, happened)
    return orders.after(order, happened)


async def _send(work: Work, seals: Seals, confirmation: Confirmation, limits: CodeLimits) -> Confirmation:
    code, order_id, now = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", confirmation.order_id, clock.now()
    nth = confirmation.sent + 1
    issued = confirmation.issued(_digest(seals, order_id, nth, code), limits, now)
    await work.risk.keep(issued)
    due = ConfirmationCodeDue(order_id=order_id, nth=nth, sealed_code=seals.seal(code, CODE))
    await work.log.later(due, due=now)
    return issued


def _digest(seals: Seals, order_id: str, nth: int, code: str) -> str:
    return seals.blind(f"{order_id}:{nth}:{code}", CODE)
