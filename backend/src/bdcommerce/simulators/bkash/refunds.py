"""Money back, in both versions of the call. There is no key that makes a repeated call harmless, as there is none."""

from typing import Any

from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.bkash.desk import (
    OK,
    Desk,
    Payment,
    Refund,
    Refusal,
    amount_of,
    new_trx_id,
    refuse,
    shown,
    text_of,
    time_text,
)

MOST_REFUNDS = 10
_V1, _V2 = "/v1.2.0-beta/tokenized/checkout/payment/refund", "/v2/tokenized-checkout/refund/payment"


class Refunds:
    """What each call does."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def refund_v1(self, body: dict[str, Any]) -> dict[str, Any]:
        """A refund, or with nothing but the ids the state of the last one."""
        payment = self._paid(body.get("paymentID"), body.get("trxID"))
        if set(body) <= {"paymentID", "trxID"}:
            return await self.status_v1(body)
        return self._v1(payment, await self._refund(payment, body, body.get("amount")))

    async def status_v1(self, body: dict[str, Any]) -> dict[str, Any]:
        """The state of the last refund."""
        payment = self._paid(body.get("paymentID"), body.get("trxID"))
        if not payment.refunds:
            raise refuse("2033")
        self._asked(payment)
        return self._v1(payment, payment.refunds[-1])

    def _v1(self, payment: Payment, refund: Refund) -> dict[str, Any]:
        return {
            "statusCode": OK,
            "statusMessage": "Successful",
            "originalTrxID": payment.trx_id,
            "refundTrxID": refund.trx_id,
            "transactionStatus": refund.status,
            "amount": shown(refund.amount),
            "currency": "BDT",
            "charge": "0.00",
            "completedTime": time_text(refund.at),
        }

    async def refund_v2(self, body: dict[str, Any]) -> dict[str, Any]:
        """A refund."""
        with _in_words_of_v2():
            payment = self._paid(body.get("paymentId"), body.get("trxId"))
            refund = await self._refund(payment, body, body.get("refundAmount"))
        return {
            "originalTrxId": payment.trx_id,
            "refundTrxId": refund.trx_id,
            "refundTransactionStatus": refund.status,
            "originalTrxAmount": shown(payment.amount),
            "refundAmount": shown(refund.amount),
            "currency": "BDT",
            "completedTime": time_text(refund.at),
            "sku": refund.sku,
            "reason": refund.reason,
        }

    async def status_v2(self, body: dict[str, Any]) -> dict[str, Any]:
        """All refunds of a payment."""
        with _in_words_of_v2():
            payment = self._paid(body.get("paymentId"), body.get("trxId"))
        self._asked(payment)
        return {
            "originalTrxId": payment.trx_id,
            "originalTrxAmount": shown(payment.amount),
            "originalTrxCompletedTime": time_text(payment.executed_at or payment.created_at),
            "refundTransactions": [
                {
                    "refundTrxId": refund.trx_id,
                    "refundTransactionStatus": refund.status,
                    "refundAmount": shown(refund.amount),
                    "completedTime": time_text(refund.at),
                }
                for refund in payment.refunds
            ],
        }

    def _paid(self, payment_id: object, trx_id: object) -> Payment:
        payment = self._desk.payment(payment_id)
        if payment.status != "Completed" or payment.trx_id != trx_id:
            raise refuse("2033")
        return payment

    async def _refund(self, payment: Payment, body: dict[str, Any], asked: object) -> Refund:
        await self._desk.stumble()
        amount = amount_of(asked)
        sku, reason = text_of(body, "sku", "2065"), text_of(body, "reason", "2065")
        if payment.refunded + amount > payment.amount or len(payment.refunds) >= MOST_REFUNDS:
            raise refuse("2026")
        polls = self._desk.faults.happens("refund_pending")
        refund = Refund(
            trx_id=new_trx_id(),
            amount=amount,
            sku=sku,
            reason=reason,
            at=clock.now(),
            polls_left=int(polls.value) if polls else 0,
        )
        payment.refunds.append(refund)
        await self._desk.wait("slow_refund")
        return refund

    def _asked(self, payment: Payment) -> None:
        for refund in payment.refunds:
            refund.polls_left -= 1


class _in_words_of_v2:  # noqa: N801 - read as a phrase
    """Refusals as the newer call says them."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: object, __: object) -> None:
        if isinstance(error, Refusal) and "statusCode" in error.body:
            code, message = error.body["statusCode"], error.body["statusMessage"]
            said = {"internalCode": f"refund_{code}", "externalCode": code, "errorMessageEn": message}
            raise Refusal({**said, "errorMessageBn": message}, 400) from error


def routes(desk: Desk) -> list[ControllerRouterHandler]:
    """The calls for refunds."""
    refunds = Refunds(desk)
    return [
        desk.endpoint(_V1, refunds.refund_v1),
        desk.endpoint(f"{_V1}/status", refunds.status_v1),
        desk.endpoint(f"{_V2}/transaction", refunds.refund_v2),
        desk.endpoint(f"{_V2}/status", refunds.status_v2),
    ]
