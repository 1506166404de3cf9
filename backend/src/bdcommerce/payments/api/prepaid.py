"""A customer's payment: how it stands, and paying again or in another way."""

import hashlib
import hmac

from bdcommerce.contracts.payments import MethodOff
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import shop_or_guest
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.errors import ensure
from bdcommerce.payments import sagas
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.domain.payment import Payment
from bdcommerce.payments.errors import PaymentClosed, ProviderRefused, UnknownPayment, UnknownWallet
from bdcommerce.payments.schemas import PaymentView, StartAttempt


@get(
    "/payments/{order_id:str}", access=shop_or_guest(), summary="How an order's payment stands", raises=[UnknownPayment]
)
async def read_payment(order_id: PathId, caller: Caller, deps: ApiDeps) -> PaymentView:
    """What is due and until when, every attempt, what goes back; and the page that waits for the customer."""
    return _view(deps, await _theirs(deps, order_id, caller))


@post(
    "/payments/{order_id:str}/attempts",
    access=shop_or_guest(),
    summary="Pay an order: again, or in another way",
    resumable=True,
    raises=[UnknownPayment, UnknownWallet, PaymentClosed, ProviderRefused, MethodOff],
)
async def start_attempt(order_id: PathId, data: StartAttempt, caller: Caller, deps: ApiDeps) -> PaymentView:
    """The page of an attempt that waits already is given again. Whatever an earlier attempt still brings counts too,
    and what is paid twice goes back by itself. Without `next_action` the provider does not answer: try another.
    """
    await _theirs(deps, order_id, caller)
    return _view(deps, await sagas.begin(deps, order_id, data.method, data.wallet_id))


async def _theirs(deps: ApiDeps, order_id: str, caller: Caller) -> Payment:
    async with deps.works() as work:
        payment, _ = await work.payments.load(order_id)
    ensure(payment.opened_at and _owns(caller, payment), UnknownPayment.of(order_id))
    return payment


def _owns(caller: Caller, payment: Payment) -> bool:
    if payment.customer_id:
        return caller.user_id == payment.customer_id
    given = hashlib.sha256(caller.guest_token.encode()).hexdigest()
    return bool(payment.guest_hash and caller.guest_token) and hmac.compare_digest(given, payment.guest_hash)


def _view(deps: ApiDeps, payment: Payment) -> PaymentView:
    return PaymentView.of(payment, sagas.standing(deps, payment))


ROUTES = (read_payment, start_attempt)
