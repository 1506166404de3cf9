"""The API: initialise, complete, verify, cancel."""

import re
import secrets
from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.nagad.desk import (
    MERCHANT_ID,
    MERCHANT_NUMBER,
    Desk,
    Payment,
    Refund,
    Refusal,
    dhaka,
    is_now,
)

_BASE = "/api/dfs"
_VERSION = "v-0.2.0"
_CLIENTS = ("PC_WEB", "MOBILE_WEB", "MOBILE_APP")
_ORDER_ID = re.compile(r"[A-Za-z0-9]{1,20}")
_CHALLENGE = re.compile(r"[0-9a-fA-F]{40}")
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
_BAD_REQUEST = 400


class Dfs:
    """What each call does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def admitted(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """The body of a call with the headers it needs. Raises Refusal."""
        headers = request.headers
        known = headers.get("x-km-api-version") == _VERSION and headers.get("x-km-client-type") in _CLIENTS
        if not known or not headers.get("x-km-ip-v4"):
            raise Refusal("MISSING_HEADER", "X-KM headers are missing or not known")
        body = await request.body()
        if not body:
            return {}
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            raise Refusal("BAD_REQUEST", "JSON is expected")
        try:
            return msgspec.json.decode(body, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise Refusal("BAD_REQUEST", "JSON is expected") from error

    async def initialize(self, body: dict[str, Any], merchant_id: str, order_id: str) -> dict[str, Any]:
        """A payment begins; an order's id begins one."""
        desk = self._desk
        plain = desk.opened(body.get("sensitiveData"), body.get("signature"))
        agrees = (plain.get("merchantId"), plain.get("orderId")) == (merchant_id, order_id)
        if merchant_id != MERCHANT_ID or not agrees or body.get("accountNumber") != MERCHANT_NUMBER:
            raise Refusal("INVALID_MERCHANT", "Merchant is not known")
        if not _ORDER_ID.fullmatch(order_id) or not _CHALLENGE.fullmatch(str(plain.get("challenge"))):
            raise Refusal("INVALID_REQUEST", "Order id or challenge is not valid")
        if not is_now(body.get("dateTime")) or body.get("dateTime") != plain.get("datetime"):
            raise Refusal("INVALID_TIME", "dateTime is not now")
        if any(payment.order_id == order_id for payment in desk.payments.values()):
            raise Refusal("DUPLICATE_ORDER", "Order id was used already")
        payment = Payment(
            ref_id=f"{dhaka(clock.now())}{secrets.token_hex(8)}",
            order_id=order_id,
            challenge=secrets.token_hex(20),
            begun_at=clock.now(),
        )
        desk.payments[payment.ref_id] = payment
        accepted = dhaka(payment.begun_at)
        plain = {"paymentReferenceId": payment.ref_id, "challenge": payment.challenge, "acceptDateTime": accepted}
        return desk.sealed(plain)

    async def complete(self, body: dict[str, Any], ref_id: str) -> dict[str, Any]:
        """How much, and where the customer goes."""
        desk, payment = self._desk, self._desk.payment(ref_id)
        plain = desk.opened(body.get("sensitiveData"), body.get("signature"))
        if plain.get("challenge") != payment.challenge or plain.get("orderId") != payment.order_id:
            raise Refusal("INVALID_CHALLENGE", "Challenge is not that of the order")
        amount = str(plain.get("amount"))
        if plain.get("currencyCode") != "050" or not _AMOUNT.fullmatch(amount) or Decimal(amount) <= 0:
            raise Refusal("INVALID_AMOUNT", "Amount or currency is not valid")
        if not str(body.get("merchantCallbackURL", "")).startswith("http"):
            raise Refusal("INVALID_REQUEST", "merchantCallbackURL is missing")
        payment.amount, payment.callback_url = Decimal(amount), str(body["merchantCallbackURL"])
        await desk.wait("slow_complete")
        return {"callBackUrl": f"{desk.url}/pay/{ref_id}", "status": "Success"}

    async def verify(self, _: dict[str, Any], ref_id: str) -> dict[str, Any]:
        """How a payment stands."""
        payment = self._desk.payment(ref_id)
        await self._desk.wait("slow_verify")
        wrong, other = self._desk.faults.happens("wrong_amount"), self._desk.faults.happens("wrong_order")
        return {
            "merchantId": MERCHANT_ID,
            "orderId": other.value if other else payment.order_id,
            "paymentRefId": ref_id,
            "amount": wrong.value if wrong else f"{payment.amount or 0:.2f}",
            "clientMobileNo": "017****1111",
            "merchantMobileNo": MERCHANT_NUMBER,
            "orderDateTime": f"{payment.begun_at.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S.0}",
            "issuerPaymentDateTime": f"{payment.paid_at.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S.0}"
            if payment.paid_at
            else "",
            "issuerPaymentRefNo": payment.issuer_ref,
            "additionalMerchantInfo": "{}",
            "status": payment.status,
            "statusCode": "000" if payment.status == "Success" else "",
        }

    async def cancel(self, body: dict[str, Any], ref_id: str, order_id: str) -> dict[str, Any]:
        """Pay back."""
        desk, payment = self._desk, self._desk.payment(ref_id)
        plain = desk.opened(body.get("sensitiveDataCancelRequest"), body.get("signature"))
        amount = _decimal(plain.get("cancelAmount"))
        agrees = payment.order_id == order_id and plain.get("merchantId") == MERCHANT_ID
        if not agrees or payment.status != "Success" or payment.amount is None or not plain.get("referenceNo"):
            raise Refusal("INVALID_REQUEST", "Payment cannot be cancelled")
        if _decimal(plain.get("originalAmount")) != payment.amount or not re.fullmatch(
            r"\d{8}", str(plain.get("originalRequestDate"))
        ):
            raise Refusal("INVALID_REQUEST", "Original amount or date is wrong")
        too_much = amount is None or amount <= 0 or payment.refunded + amount > payment.amount
        if amount is None or too_much or desk.faults.happens("refund_refused"):
            raise Refusal("INVALID_AMOUNT", "Cancel amount is not valid")
        refund = Refund(issuer_ref=secrets.token_hex(5).upper(), amount=amount, at=clock.now())
        payment.refunds.append(refund)
        await desk.wait("slow_refund")
        said = {"status": "Success", "statusCode": "000", "cancelAmount": f"{amount:.2f}"}
        return desk.sealed({**said, "cancelIssuerRefNo": refund.issuer_ref})


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The calls."""
    dfs = Dfs(desk)

    async def answer(
        request: Request[Any, Any, Any], act: Callable[..., Awaitable[dict[str, Any]]], *given: str
    ) -> Response[dict[str, Any]]:
        if desk.faults.happens("down"):
            return Response({"message": "unavailable"}, status_code=503)
        try:
            return Response(await act(await dfs.admitted(request), *given), status_code=200)
        except Refusal as refusal:
            return Response(refusal.body, status_code=_BAD_REQUEST)

    @post(f"{_BASE}/check-out/initialize/{{merchant_id:str}}/{{order_id:str}}", status_code=200)
    async def initialize(
        merchant_id: FromPath[str], order_id: FromPath[str], request: Request[Any, Any, Any]
    ) -> Response[dict[str, Any]]:
        return await answer(request, dfs.initialize, merchant_id, order_id)

    @post(f"{_BASE}/check-out/complete/{{ref_id:str}}", status_code=200)
    async def complete(ref_id: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await answer(request, dfs.complete, ref_id)

    @get(f"{_BASE}/verify/payment/{{ref_id:str}}")
    async def verify(ref_id: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await answer(request, dfs.verify, ref_id)

    @post(f"{_BASE}/purchase/cancel", status_code=200)
    async def cancel(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        given = request.query_params
        return await answer(request, dfs.cancel, str(given.get("paymentRefId")), str(given.get("orderId")))

    return [initialize, complete, verify, cancel]
