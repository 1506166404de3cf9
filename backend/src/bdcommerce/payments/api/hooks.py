"""What providers and the browsers they send back call. Every call is a hint: whoever it concerns asks the provider."""

from typing import Annotated, Any

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

Given = Annotated[str, QueryParameter(name="paymentID", max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Said = Annotated[str, QueryParameter(name="status", max_length=20, pattern=r"^[a-z]*$")]
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
    order_id, attempt_id = found
    payment = await sagas.look(deps, order_id, attempt_id, agreed=status == "success")
    return Redirect(f"{deps.shop_url}/orders/{order_id}?payment={payment.attempts[attempt_id].status}", status_code=303)


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
    body = await request.body()
    try:
        told = await deps.bkash_topic.hear(body)
    except HookRefused:
        await deps.exchanges.heard("bkash", "webhook", "/hooks/bkash", body, outcome="refused")
        raise
    async with deps.works() as work:
        found = await work.payments.attempt_called("bkash", told.reference) if told else None
        if found:
            await cases.hint(work, *found)
    await deps.exchanges.heard("bkash", "webhook", "/hooks/bkash", body, reference=found[0] if found else "")
    return Heard()


ROUTES = (come_back_from_bkash, hear_bkash)
