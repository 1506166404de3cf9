"""Payments before delivery, as staff see them: what happened, what was said, and asking once more."""

from typing import Annotated, Any

from litestar.params import PathParameter, QueryParameter

from bdcommerce.contracts.payments import PaymentStatus
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, ensure
from bdcommerce.kernel.events import name_of
from bdcommerce.payments import sagas
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.domain import collecting
from bdcommerce.payments.domain.payment import Attempt, Payment, restore
from bdcommerce.payments.errors import UnknownPayment
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.queries import prepaid as queries
from bdcommerce.payments.schemas import (
    ExchangeView,
    Id,
    PaymentEntry,
    PaymentSummary,
    PrepaidRefundView,
    SettleRefund,
    StaffAttempt,
    StaffPayment,
)

Number = Annotated[int, PathParameter(ge=1, le=1_000, description="which attempt, the first is 1")]
OfStatus = Annotated[PaymentStatus | None, QueryParameter(name="status", description="only those that are so now")]


@get("/admin/payments", access=staff("ledger.read"), summary="Payments before delivery, the latest order first")
async def list_payments(
    deps: ApiDeps, status: OfStatus = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[PaymentSummary]:
    """All of them, or those of a status: `unknown` are those that no provider has decided yet."""
    position = decode(cursor, tuple[Id])
    before = position[0] if position else ""
    rows = await queries.payments(deps.reads, status=status or "", before=before, limit=limit + 1)
    return page([PaymentSummary.of(row.state) for row in rows], limit, lambda payment: (payment.order_id,))


@get("/admin/payments/{order_id:str}", access=staff("ledger.read"), summary="A payment", raises=[UnknownPayment])
async def read_payment(order_id: PathId, deps: ApiDeps) -> StaffPayment:
    """With its timeline and the last hundred exchanges with providers, masked."""
    return await _view(deps, order_id)


@post(
    "/admin/payments/{order_id:str}/look",
    access=staff("refunds.manage"),
    summary="Ask the providers now",
    status_code=200,
    raises=[UnknownPayment],
)
async def look(order_id: PathId, deps: ApiDeps) -> StaffPayment:
    """About everything that is undecided; and have paid back what is due."""
    await sagas.decide(deps, order_id)
    await sagas.advance(deps, order_id)
    return await _view(deps, order_id)


@post(
    "/admin/payments/{order_id:str}/attempts/{number:int}/clear",
    access=staff("refunds.manage"),
    summary="Take in money that its provider doubts",
    status_code=200,
    raises=[UnknownPayment, Conflict],
)
async def clear_attempt(order_id: PathId, number: Number, caller: Caller, deps: ApiDeps) -> StaffPayment:
    """After looking at it: until then nothing is shipped, and with the end of the payment window it goes back."""
    async with deps.works() as work:
        payment, version = await work.payments.load(order_id)
        happened = collecting.clear(payment, number, caller.user_id, clock.now())
        await flows.record(work, payment, version, happened)
    await sagas.advance(deps, order_id)
    return await _view(deps, order_id)


@post(
    "/admin/payments/{order_id:str}/refunds/{refund_id:str}/settle",
    access=staff("refunds.manage"),
    summary="A refund that the provider refused was paid by hand",
    status_code=200,
    raises=[UnknownPayment, Conflict],
)
async def settle_refund(order_id: PathId, refund_id: PathId, data: SettleRefund, deps: ApiDeps) -> StaffPayment:
    """In the provider's own panel: from what it holds for us."""
    async with deps.works() as work:
        payment, version = await work.payments.load(order_id)
        happened = collecting.settle_by_hand(payment, refund_id, data.reference, clock.now())
        await flows.record(work, payment, version, happened)
    return await _view(deps, order_id)


async def _view(deps: ApiDeps, order_id: str) -> StaffPayment:
    async with deps.works() as work:
        history = await work.log.history(f"payment-{order_id}")
    payment = restore(order_id, history)
    ensure(payment.opened_at, UnknownPayment.of(order_id))
    return StaffPayment(
        order_id=order_id,
        number=payment.number,
        status=payment.status,
        due=payment.total_due,
        captured=payment.captured,
        closed_because=payment.closed,
        attempts=[_attempt(attempt) for attempt in payment.attempts.values()],
        refunds=[PrepaidRefundView.of(payment, refund) for refund in payment.refunds.values()],
        timeline=[_entry(number, event, payment) for number, event in enumerate(history, 1)],
        exchanges=[ExchangeView.of(each) for each in await deps.exchanges.about(order_id)],
    )


def _attempt(attempt: Attempt) -> StaffAttempt:
    return StaffAttempt(
        number=attempt.number,
        method=attempt.provider,
        status=attempt.status,
        amount=attempt.amount,
        code=attempt.code,
        started_at=attempt.started_at,
        reference=attempt.reference,
        provider_payment_id=attempt.provider_payment_id,
        trx_id=attempt.trx_id,
        looks=attempt.looks,
        next_look_at=attempt.next_at,
    )


def _entry(number: int, event: Any, payment: Payment) -> PaymentEntry:
    attempt = payment.attempts.get(getattr(event, "attempt_id", ""))
    return PaymentEntry(
        number=number,
        at=event.at,
        kind=name_of(event).partition(".")[2],
        attempt=attempt.number if attempt else 0,
        status=str(getattr(event, "found", getattr(event, "status", ""))),
        code=getattr(event, "code", getattr(event, "reason", "")),
        amount=getattr(event, "amount", None),
    )


ROUTES = (list_payments, read_payment, look, clear_attempt, settle_refund)
