"""Nagad over HTTP. See ports.PaymentProvider for what each call promises."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bdcommerce.infra import telemetry
from bdcommerce.infra.outside import Exchanges, NoAnswer, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.postgres import Database
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.payments.adapters.nagad.envelope import Envelope
from bdcommerce.payments.adapters.nagad.settings import NagadSettings
from bdcommerce.payments.domain.providers import Asked, AskedRefund, Found, NewAttempt, Opened, RefundVerdict, Verdict
from bdcommerce.payments.errors import ProviderMisconfigured, ProviderRefused

_DFS = "/api/dfs"
_TAKA = "050"
_OK = "Success"
_LONGEST_REASON = 20
_FOUND: dict[str, Found] = {
    _OK: "captured",
    "Failed": "failed",
    "Aborted": "cancelled",
    "Cancelled": "cancelled",
}
"""Anything else it says of a payment that it knows means that it was not paid yet."""
_CONFIGURATION = ("MERCHANT", "SIGNATURE", "HEADER")

_log = telemetry.logger(__name__)


class Nagad:
    """See ports.PaymentProvider."""

    name = "nagad"
    wants_buyer = False

    def __init__(self, settings: NagadSettings, database: Database) -> None:
        """Raises Refused for keys that are none."""
        self._settings, self._envelope = settings, Envelope(settings)
        self._outside = Outside(
            "nagad",
            settings.url,
            Exchanges(database),
            timeout=settings.timeout,
            failures=settings.breaker_failures,
            pause=settings.breaker_pause,
        )

    async def create(self, new: NewAttempt) -> Opened:
        """See the port. Two calls: what the first one answers is the challenge that the second one repeats."""
        begun = await self._begin(new.reference, new.order_id, "initialize")
        ref_id = str(begun.get("paymentReferenceId", ""))
        plain = {
            "merchantId": self._settings.merchant_id,
            "orderId": new.reference,
            "currencyCode": _TAKA,
            "amount": _taka(new.amount),
            "challenge": str(begun.get("challenge", "")),
        }
        body: dict[str, Any] = {"merchantCallbackURL": new.callback_url, "additionalMerchantInfo": {}}
        body |= self._envelope.sealed(plain)
        path = f"{_DFS}/check-out/complete/{ref_id}"
        said = self._accepted(await self._call("POST", path, "complete", new.order_id, body))
        if said.get("status") != _OK or not said.get("callBackUrl"):
            raise NoAnswer("nagad did not say where to pay")
        expires_at = clock.now() + timedelta(hours=self._settings.payment_hours)
        return Opened(provider_payment_id=ref_id, redirect_url=str(said["callBackUrl"]), expires_at=expires_at)

    async def _begin(self, reference: str, about: str, operation: str) -> dict[str, Any]:
        """Nagad's own words on a payment that begins. Raises ProviderRefused, Unavailable."""
        merchant, at = self._settings.merchant_id, f"{clock.now().astimezone(clock.DHAKA):%Y%m%d%H%M%S}"
        plain = {"merchantId": merchant, "datetime": at, "orderId": reference, "challenge": secrets.token_hex(20)}
        body = {"accountNumber": self._settings.merchant_number, "dateTime": at, **self._envelope.sealed(plain)}
        path = f"{_DFS}/check-out/initialize/{merchant}/{reference}"
        return self._envelope.opened(self._accepted(await self._call("POST", path, operation, about, body)))

    async def ask(self, asked: Asked) -> Verdict:
        """See the port."""
        path = f"{_DFS}/verify/payment/{asked.provider_payment_id}"
        said = await self._call("GET", path, "verify", asked.order_id)
        status = str(said.get("status", ""))
        if said.get("reason") or not status:
            return Verdict(found="unknown", code=str(said.get("reason", "")))
        found = _FOUND.get(status, "pending")
        if found == "captured" and str(said.get("statusCode", "")) != "000":
            return Verdict(found="unknown", code=str(said.get("statusCode", "")))
        return Verdict(
            found=found,
            amount=_money(said.get("amount")),
            reference=str(said.get("orderId", "")),
            trx_id=str(said.get("issuerPaymentRefNo", "")),
            code=status,
        )

    async def refund(self, asked: AskedRefund) -> RefundVerdict:
        """See the port."""
        plain = {
            "merchantId": self._settings.merchant_id,
            "originalRequestDate": f"{asked.begun_at.astimezone(clock.DHAKA):%Y%m%d}",
            "originalAmount": _taka(asked.original),
            "cancelAmount": _taka(asked.amount),
            "referenceNo": asked.refund_id,
            "referenceMessage": asked.reason[:_LONGEST_REASON],
        }
        said = await self._call(
            "POST",
            f"{_DFS}/purchase/cancel",
            "refund",
            asked.order_id,
            self._envelope.sealed(plain, "sensitiveDataCancelRequest"),
            query={"paymentRefId": asked.provider_payment_id, "orderId": asked.reference},
            moves_money=True,
        )
        if said.get("reason"):
            self._mind(str(said["reason"]), "refund")
            return RefundVerdict(found="refused", code=str(said["reason"])[:100])
        done = self._envelope.opened(said)
        if done.get("status") == _OK:
            return RefundVerdict(found="done", refund_trx_id=str(done.get("cancelIssuerRefNo") or asked.refund_id))
        return RefundVerdict(found="refused", code=str(done.get("statusCode", "")))

    async def refund_state(self, asked: AskedRefund) -> RefundVerdict:
        """See the port. Nagad cannot be asked about refunds: one that was sent and not answered is for staff. So that
        this happens seldom, it is sent only when Nagad has just answered.
        """
        if asked.sent:
            return RefundVerdict(found="unknown", code="no_status_call")
        await self._call("GET", f"{_DFS}/verify/payment/{asked.provider_payment_id}", "verify", asked.order_id)
        return RefundVerdict(found="absent")

    async def check(self) -> None:
        """See the port. A payment is begun that is never completed, so nobody can pay by it."""
        await self._begin(f"CHECK{secrets.token_hex(7)}", "", "check")

    async def _call(
        self,
        method: str,
        path: str,
        operation: str,
        about: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
        moves_money: bool = False,
    ) -> dict[str, Any]:
        answer = await self._outside.call(
            method,
            path,
            operation=operation,
            headers={
                "X-KM-Api-Version": "v-0.2.0",
                "X-KM-IP-V4": self._settings.server_ip,
                "X-KM-Client-Type": "PC_WEB",
                "X-KM-MC-Id": self._settings.merchant_id,
            },
            query=query,
            json=body,
            reference=about,
            read_timeout=self._settings.money_timeout if moves_money else None,
            mask={"sensitivedata", "sensitivedatacancelrequest"},
            unanswered=SERVER_ERRORS,
        )
        return answer.data(dict[str, Any])

    def _accepted(self, said: dict[str, Any]) -> dict[str, Any]:
        """Raises ProviderRefused, ProviderMisconfigured."""
        reason = str(said.get("reason", ""))
        self._mind(reason, "create")
        if reason:
            raise ProviderRefused.of("nagad", reason[:100])
        return said

    def _mind(self, reason: str, operation: str) -> None:
        """What is wrong with our own settings is said aloud, and stops here."""
        if any(word in reason.upper() for word in _CONFIGURATION):
            _log.error("provider_misconfigured", provider="nagad", operation=operation, code=reason)
            raise ProviderMisconfigured.of("nagad", reason)


def _money(value: object) -> Money | None:
    try:
        poisha = Decimal(str(value)) * 100
    except InvalidOperation:
        return None
    whole = poisha.is_finite() and poisha == poisha.to_integral_value()
    return Money(int(poisha), BDT) if whole else None


def _taka(amount: Money) -> str:
    return f"{amount.amount // 100}.{amount.amount % 100:02d}"
