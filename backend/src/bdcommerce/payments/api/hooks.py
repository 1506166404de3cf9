"""What providers and the browsers they send back call. Every call is a hint: whoever it concerns asks the provider."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

import msgspec
from litestar import Request
from litestar.params import QueryParameter
from litestar.response import Redirect

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import public
from bdcommerce.payments import sagas
from bdcommerce.payments.api.deps import ApiDeps
from bdcommerce.payments.errors import HookRefused, UnknownPayment
from bdcommerce.payments.handlers import prepaid as cases

Given = Annotated[
    str,
    QueryParameter(
        name="paymentID", max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="as bKash calls the payment"
    ),
]
Reference = Annotated[
    str,
    QueryParameter(
        name="payment_ref_id", max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="as Nagad calls the payment"
    ),
]
Said = Annotated[
    str, QueryParameter(name="status", max_length=20, pattern=r"^[a-z]*$", description="what the browser was told")
]
LONGEST = 100_000


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A message was taken in."""

    heard: bool = True


@get(
    "/hooks/bkash",
    access=public(),
    summary="A customer comes back from bKash",
    status_code=303,
    raises=[UnknownPayment],
)
async def come_back_from_bkash(payment_id: Given, deps: ApiDeps, status: Said = "") -> Redirect:
    """The browser's word is a hint: bKash is asked, and the customer goes on to their order, whatever it says."""
    async with deps.works() as work:
        found = await work.payments.attempt_of("bkash", payment_id)
    if found is None:
        raise UnknownPayment("There is no such payment.")
    return await _look_and_go_on(deps, *found, agreed=status == "success")


@get(
    "/hooks/nagad",
    access=public(),
    summary="A customer comes back from Nagad",
    status_code=303,
    raises=[UnknownPayment],
)
async def come_back_from_nagad(payment_ref_id: Reference, deps: ApiDeps) -> Redirect:
    """Nagad tells of payments by the browser alone, whose word is a hint: Nagad is asked."""
    async with deps.works() as work:
        found = await work.payments.attempt_of("nagad", payment_ref_id)
    if found is None:
        raise UnknownPayment("There is no such payment.")
    return await _look_and_go_on(deps, *found, agreed=False)


@post(
    "/hooks/bkash",
    access=public(),
    summary="bKash tells of a payment",
    status_code=200,
    max_bytes=LONGEST,
    raises=[HookRefused],
)
async def hear_bkash(request: Request[Any, Any, Any], deps: ApiDeps) -> Heard:
    """An Amazon SNS message: believed only with a good signature, from our topic and fresh; then bKash is asked."""
    return await _hear(request, deps, "bkash")


@post(
    "/hooks/sslcommerz",
    access=public(),
    summary="SSLCommerz tells of a payment",
    status_code=200,
    max_bytes=LONGEST,
    raises=[HookRefused],
)
async def hear_sslcommerz(request: Request[Any, Any, Any], deps: ApiDeps) -> Heard:
    """IPN, a form: its hash must be right; then SSLCommerz is asked."""
    return await _hear(request, deps, "sslcommerz")


@post(
    "/hooks/sslcommerz/return",
    access=public(),
    summary="A customer comes back from SSLCommerz",
    status_code=303,
    max_bytes=LONGEST,
    raises=[UnknownPayment],
)
async def come_back_from_sslcommerz(request: Request[Any, Any, Any], deps: ApiDeps) -> Redirect:
    """A form that their page lets the browser post, whatever the outcome: a hint, so SSLCommerz is asked."""
    given = dict(parse_qsl((await request.body()).decode(errors="replace")))
    async with deps.works() as work:
        found = await work.payments.attempt_called("sslcommerz", _plain(given.get("tran_id", "")))
    if found is None:
        raise UnknownPayment("There is no such payment.")
    return await _look_and_go_on(deps, *found, agreed=given.get("status") == "VALID")


def _plain(reference: str) -> str:
    """What may stand in a question to the database."""
    return reference if reference.isalnum() and reference.isascii() else ""


async def _look_and_go_on(deps: ApiDeps, order_id: str, attempt_id: str, *, agreed: bool) -> Redirect:
    payment = await sagas.look(deps, order_id, attempt_id, agreed=agreed)
    return Redirect(f"{deps.shop_url}/orders/{order_id}?payment={payment.attempts[attempt_id].status}", status_code=303)


async def _hear(request: Request[Any, Any, Any], deps: ApiDeps, provider: str) -> Heard:
    body, content_type = await request.body(), request.headers.get("content-type", "")
    path, hook = f"/hooks/{provider}", deps.hooks.get(provider)
    if hook is None:
        raise HookRefused.because(f"{provider} is not used here")
    try:
        told = await hook.hear(body)
    except HookRefused:
        await deps.exchanges.heard(provider, "webhook", path, body, content_type=content_type, outcome="refused")
        raise
    async with deps.works() as work:
        found = await work.payments.attempt_called(provider, _plain(told.reference)) if told else None
        if found:
            await cases.hint(work, *found)
    about = found[0] if found else ""
    await deps.exchanges.heard(provider, "webhook", path, body, content_type=content_type, reference=about)
    return Heard()


ROUTES = (come_back_from_bkash, come_back_from_nagad, hear_bkash, hear_sslcommerz, come_back_from_sslcommerz)
