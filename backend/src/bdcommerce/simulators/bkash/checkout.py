"""Tokens, payments and agreements, as the API takes them."""

import re
import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Any

from litestar import Request, Response, post
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.bkash import desk as rules
from bdcommerce.simulators.bkash.desk import OK, POOR_WALLET, Desk, Payment, Refusal, refuse, shown, time_text

_BASE = "/v1.2.0-beta/tokenized/checkout"
_URL = re.compile(r"https://[^\s<>]+|http://(127\.0\.0\.1|localhost)(:\d+)?/[^\s<>]*")


class Checkout:
    """What each call does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def token(self, request: Request[Any, Any, Any], *, refresh: bool) -> dict[str, Any]:
        """Grant or refresh, twice an hour together."""
        desk, now = self._desk, clock.now()
        body = await desk.json_of(request)
        given = (request.headers.get("username"), request.headers.get("password"))
        if given != (rules.USERNAME, rules.PASSWORD):
            raise refuse("2043")
        if (body.get("app_key"), body.get("app_secret")) != (rules.APP_KEY, rules.APP_SECRET):
            raise refuse("2001")
        desk.token_calls = [at for at in desk.token_calls if now - at < timedelta(hours=1)] + [now]
        if len(desk.token_calls) > rules.TOKEN_CALLS_PER_HOUR:
            raise Refusal({"message": "Too many token requests; blocked for an hour"}, 429)
        if refresh and desk.refreshable.get(str(body.get("refresh_token")), now) <= now:
            raise refuse("2043")
        made, again = secrets.token_urlsafe(40), secrets.token_urlsafe(40)
        desk.tokens[made] = now + timedelta(seconds=rules.TOKEN_SECONDS)
        desk.refreshable[again] = now + timedelta(seconds=rules.REFRESH_SECONDS)
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "id_token": made,
            "token_type": "Bearer",
            "expires_in": str(rules.TOKEN_SECONDS) if refresh else rules.TOKEN_SECONDS,
            "refresh_token": again,
        }

    async def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """A payment (0011, 0001 with an agreement), or the making of an agreement (0000)."""
        desk = self._desk
        await desk.stumble()
        payment = self._payment_of(body)
        desk.payments[payment.payment_id] = payment
        await desk.wait("slow_create")
        calls_back = {
            f"{name}CallbackURL": f"{payment.callback_url}?paymentID={payment.payment_id}&status={status}"
            for name, status in (("success", "success"), ("failure", "failure"), ("cancelled", "cancel"))
        }
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "paymentID": payment.payment_id,
            "bkashURL": f"{desk.url}/pay/{payment.payment_id}",
            "callbackURL": payment.callback_url,
            **calls_back,
            "amount": shown(payment.amount),
            "intent": payment.intent,
            "currency": "BDT",
            "paymentCreateTime": time_text(payment.created_at),
            "transactionStatus": "Initiated",
            "merchantInvoiceNumber": payment.invoice,
        }

    def _payment_of(self, body: dict[str, Any]) -> Payment:
        mode = body.get("mode")
        if mode not in ("0011", "0000", "0001"):
            raise refuse("2063")
        callback = rules.text_of(body, "callbackURL", "2049")
        if not _URL.fullmatch(callback):
            raise refuse("2049")
        if body.get("currency") != "BDT":
            raise refuse("2007")
        if body.get("intent") not in ("sale", "authorization"):
            raise refuse("2008")
        agreement = str(body.get("agreementID", ""))
        if mode == "0001" and self._desk.agreements.get(agreement) != "Completed":
            raise refuse("2053" if agreement in self._desk.agreements else "2051")
        return Payment(
            payment_id=f"TR{mode}{secrets.token_hex(8)}",
            mode=mode,
            payer_reference=rules.text_of(body, "payerReference", "2048"),
            callback_url=callback,
            amount=rules.amount_of(body.get("amount")),
            intent=body["intent"],
            invoice=rules.text_of(body, "merchantInvoiceNumber", "2031", needed=mode != "0000"),
            agreement_id=agreement,
            created_at=clock.now(),
        )

    async def execute(self, body: dict[str, Any]) -> dict[str, Any]:
        """The money is taken, once."""
        desk, payment = self._desk, self._desk.payment(body.get("paymentID"))
        await desk.stumble()
        if payment.status == "Completed":
            raise refuse("2116" if payment.mode == "0000" else secrets.choice(("2062", "2117")))
        if payment.status in ("Cancelled", "Failed"):
            raise refuse("2069")
        if payment.expired or not payment.verified:
            raise refuse("2056")
        if payment.wallet == POOR_WALLET and payment.mode != "0000":
            payment.status = "Failed"
            raise refuse("2023")
        payment.status, payment.trx_id, payment.executed_at = "Completed", rules.new_trx_id(), clock.now()
        if payment.mode == "0000":
            return self._agreed(payment)
        said = self._paid(payment)
        desk.topic.completed(payment, said["amount"])
        if desk.faults.happens("mute_execute"):
            return {"message": "Endpoint request timed out"}
        await desk.wait("slow_execute")
        return said

    def _agreed(self, payment: Payment) -> dict[str, Any]:
        payment.agreement_id = f"TokenizedMerchant02{secrets.token_hex(12)}"
        self._desk.agreements[payment.agreement_id] = "Completed"
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "paymentID": payment.payment_id,
            "agreementID": payment.agreement_id,
            "payerReference": payment.payer_reference,
            "customerMsisdn": payment.wallet,
            "agreementExecuteTime": time_text(payment.executed_at or payment.created_at),
            "agreementStatus": "Completed",
        }

    def _amount(self, payment: Payment) -> str:
        wrong = self._desk.faults.happens("wrong_amount")
        return wrong.value if wrong else shown(payment.amount)

    def _paid(self, payment: Payment) -> dict[str, Any]:
        wrong = self._desk.faults.happens("wrong_invoice")
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "paymentID": payment.payment_id,
            "payerReference": payment.payer_reference,
            "customerMsisdn": payment.wallet,
            "trxID": payment.trx_id,
            "amount": self._amount(payment),
            "transactionStatus": payment.status,
            "paymentExecuteTime": time_text(payment.executed_at or payment.created_at),
            "currency": "BDT",
            "intent": payment.intent,
            "merchantInvoiceNumber": wrong.value if wrong else payment.invoice,
        }

    async def query(self, body: dict[str, Any]) -> dict[str, Any]:
        """How a payment stands."""
        payment = self._desk.payment(body.get("paymentID"))
        await self._desk.wait("slow_query")
        if payment.status == "Initiated" and payment.expired:
            payment.status = "Expired"
        said = {
            "mode": payment.mode,
            "paymentCreateTime": time_text(payment.created_at),
            "userVerificationStatus": "Complete" if payment.verified else "Incomplete",
            "verificationStatus": "Complete" if payment.verified else "Incomplete",
            "merchantInvoice": payment.invoice,
        }
        if payment.status == "Completed" and payment.mode != "0000":
            return {**self._paid(payment), **said}
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "paymentID": payment.payment_id,
            "payerReference": payment.payer_reference,
            "amount": shown(payment.amount),
            "currency": "BDT",
            "intent": payment.intent,
            "merchantInvoiceNumber": payment.invoice,
            "transactionStatus": "Declined" if payment.status == "Failed" else payment.status,
            **said,
        }

    async def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """A transaction by its number."""
        for payment in self._desk.payments.values():
            if payment.trx_id and payment.trx_id == body.get("trxID"):
                return self._transaction(payment)
        raise refuse("2033")

    def _transaction(self, payment: Payment) -> dict[str, Any]:
        at = time_text(payment.executed_at or payment.created_at)
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "trxID": payment.trx_id,
            "transactionStatus": payment.status,
            "transactionType": "bKash Tokenized Checkout via API",
            "amount": shown(payment.amount),
            "currency": "BDT",
            "customerMsisdn": payment.wallet,
            "payerAccount": payment.wallet,
            "organizationShortCode": "55001",
            "initiationTime": at,
            "completedTime": at,
            "maxRefundableAmount": shown(payment.amount - payment.refunded),
            "saleAmount": shown(payment.amount),
            "serviceFee": shown(Decimal(0)),
            "creditedAmount": shown(payment.amount),
        }

    async def agreement_status(self, body: dict[str, Any]) -> dict[str, Any]:
        """Whether a saved wallet may be used."""
        return self._agreement(str(body.get("agreementID")))

    async def cancel_agreement(self, body: dict[str, Any]) -> dict[str, Any]:
        """It may not any more."""
        agreement = str(body.get("agreementID"))
        if self._desk.agreements.get(agreement) == "Completed":
            self._desk.agreements[agreement] = "Cancelled"
        return self._agreement(agreement)

    def _agreement(self, agreement: str) -> dict[str, Any]:
        status = self._desk.agreements.get(agreement)
        if status is None:
            raise refuse("2051")
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "agreementID": agreement,
            "agreementStatus": status,
        }


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The calls of the checkout."""
    checkout = Checkout(desk)

    def token(path: str, *, refresh: bool) -> ControllerRouterHandler:
        @post(path, status_code=200)
        async def handle(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
            try:
                return Response(await checkout.token(request, refresh=refresh))
            except Refusal as refusal:
                return Response(refusal.body, status_code=refusal.status)

        return handle

    return [
        token(f"{_BASE}/token/grant", refresh=False),
        token(f"{_BASE}/token/refresh", refresh=True),
        desk.endpoint(f"{_BASE}/create", checkout.create),
        desk.endpoint(f"{_BASE}/execute", checkout.execute),
        desk.endpoint(f"{_BASE}/payment/status", checkout.query),
        desk.endpoint(f"{_BASE}/general/searchTransaction", checkout.search),
        desk.endpoint(f"{_BASE}/agreement/status", checkout.agreement_status),
        desk.endpoint(f"{_BASE}/agreement/cancel", checkout.cancel_agreement),
    ]
