"""Processes that wait for a provider: lead a customer to it, ask it how a payment stands, have it pay back.

Nothing is open while a provider is asked: what is about to be done is recorded before, what it answered after. Whoever
dies in between leaves something the sweeper asks about.
"""

from collections.abc import Callable
from contextlib import suppress

from bdcommerce.contracts.payments import MethodOff, PaymentStanding, ProviderCheck
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, Unavailable, ensure
from bdcommerce.payments.domain import collecting
from bdcommerce.payments.domain.collecting import Events
from bdcommerce.payments.domain.payment import Attempt, Payment, Refund
from bdcommerce.payments.domain.providers import Asked, Buyer, NewAttempt, RefundVerdict, Verdict
from bdcommerce.payments.errors import ProviderRefused, TransactionTaken, UnknownWallet
from bdcommerce.payments.events import AttemptStarted
from bdcommerce.payments.handlers import flows
from bdcommerce.payments.ports import Deps, PaymentProvider

REDIRECT = "payments.redirect"
WALLET = "payments.wallet"
API = "/api/v1"
MAY_HAVE = "no_answer"
"""The code of what a provider may have done all the same; by every other one it has done nothing."""
TRIES = 4
"""How often what was decided is decided anew because somebody else was quicker."""


def provider_of(deps: Deps, name: str) -> PaymentProvider:
    """A provider that is on. Raises MethodOff."""
    found = deps.providers.get(name)
    if found is None:
        raise MethodOff(f"Nobody can pay by {name} here at the moment.", method=name)
    return found


async def check(provider: PaymentProvider) -> ProviderCheck:
    """Whether a provider takes our credentials."""
    try:
        await provider.check()
    except (Unavailable, ProviderRefused) as error:
        return ProviderCheck(provider=provider.name, trouble=str(error.data.get("provider_code", error.code)))
    return ProviderCheck(provider=provider.name, trouble="")


async def begin(deps: Deps, order_id: str, method: str, wallet_id: str = "") -> Payment:
    """Lead the customer to a provider, to a page that waits already or a new one. A provider that is not to be reached
    leaves an attempt that has failed. Raises MethodOff, UnknownPayment, PaymentClosed, ProviderRefused, UnknownWallet.
    """
    provider, now = provider_of(deps, method), clock.now()
    async with deps.works() as work:
        payment, version = await work.payments.load(order_id)
        if collecting.reusable(payment, method, now) and not wallet_id:
            return payment
        token = ""
        if wallet_id:
            wallet = await work.wallets.get(wallet_id, payment.customer_id or "-")
            ensure(wallet.token_sealed and wallet.provider == method, UnknownWallet.of(wallet_id))
            token = deps.sealer.open(wallet.token_sealed, WALLET)
        started = collecting.start(payment, method, wallet_id, now)
        await flows.record(work, payment, version, [started])
    try:
        opened = await provider.create(await _new(deps, provider, payment, started, token))
    except Unavailable as error:
        code = error.code
        return await _record(deps, order_id, lambda _: collecting.not_opened(started, code, clock.now()))
    except ProviderRefused as error:
        code = str(error.data.get("provider_code", error.code))
        await _record(deps, order_id, lambda _: collecting.not_opened(started, code, clock.now()))
        raise
    sealed = deps.sealer.seal(opened.redirect_url, REDIRECT)
    return await _record(
        deps, order_id, lambda _: collecting.redirected(started, opened, sealed, deps.schedule, clock.now())
    )


async def _new(
    deps: Deps, provider: PaymentProvider, payment: Payment, started: AttemptStarted, token: str
) -> NewAttempt:
    return NewAttempt(
        reference=started.reference,
        order_id=payment.order_id,
        amount=started.amount,
        callback_url=f"{deps.shop_url}{API}/hooks/{provider.name}",
        items=max(len(payment.due), 1),
        buyer=await _buyer(deps, payment) if provider.wants_buyer else None,
        wallet=token,
    )


async def _buyer(deps: Deps, payment: Payment) -> Buyer:
    recipient = await deps.orders.recipient_of_order(payment.order_id)
    address = recipient.address
    return Buyer(
        name=address.recipient_name,
        phone=address.phone,
        email="",
        address=address.line1,
        city=address.place.district,
        postcode=address.postcode,
    )


async def look(deps: Deps, order_id: str, attempt_id: str, *, agreed: bool = False) -> Payment:
    """Ask the provider how an attempt stands, and record what it says. Whatever made somebody look was only a hint."""
    async with deps.works() as work:
        payment, _ = await work.payments.load(order_id)
    attempt = payment.attempts.get(attempt_id)
    if attempt is None or attempt.status == "captured" or not attempt.provider_payment_id:
        return payment
    verdict = await _verdict(deps, payment, attempt, agreed=agreed)

    def heard(now: Payment) -> Events:
        return collecting.hear(now, attempt_id, verdict, agreed=agreed, schedule=deps.schedule, at=clock.now())

    try:
        return await _record(deps, order_id, heard)
    except TransactionTaken:
        return await _record(
            deps,
            order_id,
            lambda now: collecting.misled(now, attempt_id, "transaction_taken", deps.schedule, clock.now()),
        )


async def _verdict(deps: Deps, payment: Payment, attempt: Attempt, *, agreed: bool) -> Verdict:
    asked = Asked(
        reference=attempt.reference,
        order_id=payment.order_id,
        provider_payment_id=attempt.provider_payment_id,
        agreed=agreed or attempt.agreed,
    )
    provider = deps.providers.get(attempt.provider)
    if provider is None:
        return Verdict(found="unknown", code="provider_off")
    try:
        return await provider.ask(asked)
    except Unavailable as error:
        return Verdict(found="unknown", code=error.code)


async def advance(deps: Deps, order_id: str) -> None:
    """Do what is due about a payment: ask about its attempts, owe what is not due, have it paid back."""
    await _record(deps, order_id, lambda now: collecting.died_opening(now, clock.now()))
    async with deps.works() as work:
        payment, _ = await work.payments.load(order_id)
    for attempt in payment.attempts.values():
        if attempt.open and attempt.next_at and attempt.next_at <= clock.now():
            await look(deps, order_id, attempt.attempt_id)
    payment = await _record(deps, order_id, lambda now: collecting.owe_refunds(now, clock.now()))
    for refund in collecting.due_refunds(payment, clock.now()):
        await _pay_back(deps, payment, refund)


async def decide(deps: Deps, order_id: str) -> Payment:
    """Ask now about every attempt that is undecided."""
    async with deps.works() as work:
        payment, _ = await work.payments.load(order_id)
    for attempt in payment.attempts.values():
        if attempt.open:
            payment = await look(deps, order_id, attempt.attempt_id)
    return payment


async def _pay_back(deps: Deps, payment: Payment, refund: Refund) -> None:
    """Remember that it may have been paid, see whether it was, and have it paid if it was not."""
    if not await _claimed(deps, payment, refund):
        return
    verdict = await _refunded(deps, payment, refund)
    await _record(
        deps,
        payment.order_id,
        lambda now: collecting.hear_refund(now, refund.refund_id, verdict, deps.schedule, clock.now()),
    )


async def _refunded(deps: Deps, payment: Payment, refund: Refund) -> RefundVerdict:
    provider = deps.providers.get(payment.attempts[refund.attempt_id].provider)
    if provider is None:
        return RefundVerdict(found="not_asked", code="provider_off")
    asked = collecting.asked_refund(payment, refund)
    try:
        found = await provider.refund_state(asked)
    except Unavailable as error:
        return RefundVerdict(found="not_asked", code=error.code)
    if found.found != "absent":
        return found
    try:
        return await provider.refund(asked)
    except Unavailable as error:
        return RefundVerdict(found="unknown" if error.code == MAY_HAVE else "not_asked", code=error.code)


async def _claimed(deps: Deps, payment: Payment, refund: Refund) -> bool:
    """Whether it is ours to have it paid back now: nobody else has begun to since we looked."""
    try:
        async with deps.works() as work:
            now, version = await work.payments.load(payment.order_id)
            if now.refunds[refund.refund_id] != refund:
                return False
            sent = collecting.send(refund, payment.order_id, deps.schedule, clock.now())
            await flows.record(work, now, version, sent)
    except Stale:
        return False
    return True


async def _record(deps: Deps, order_id: str, decision: Callable[[Payment], Events]) -> Payment:
    """Decide by how the payment stands now, and record it; anew if somebody else was quicker."""
    for _ in range(TRIES - 1):
        with suppress(Stale):
            return await _record_once(deps, order_id, decision)
    return await _record_once(deps, order_id, decision)


async def _record_once(deps: Deps, order_id: str, decision: Callable[[Payment], Events]) -> Payment:
    async with deps.works() as work:
        payment, version = await work.payments.load(order_id)
        return await flows.record(work, payment, version, decision(payment))


def standing(deps: Deps, payment: Payment) -> PaymentStanding:
    """A payment as others see it."""
    latest, now = payment.latest, clock.now()
    waiting = collecting.reusable(payment, latest.provider, now) if latest and not payment.closed else None
    return PaymentStanding(
        order_id=payment.order_id,
        method=latest.provider if latest else "",
        status=payment.status,
        outstanding=payment.outstanding,
        paid=payment.paid,
        undecided=any(attempt.open for attempt in payment.attempts.values()),
        redirect_url=deps.sealer.open(waiting.redirect, REDIRECT) if waiting else None,
        pay_until=payment.pay_until,
    )
