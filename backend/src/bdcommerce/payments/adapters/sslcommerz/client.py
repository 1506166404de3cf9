"""SSLCommerz over HTTP. See ports.PaymentProvider for what each call promises."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bdcommerce.infra import telemetry
from bdcommerce.infra.outside import Exchanges, NoAnswer, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.postgres import Database
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.payments.adapters.sslcommerz.settings import SslcommerzSettings
from bdcommerce.payments.domain.providers import Asked, AskedRefund, Found, NewAttempt, Opened, RefundVerdict, Verdict
from bdcommerce.payments.errors import ProviderMisconfigured, ProviderRefused

_SESSION = "/gwprocess/v4/api.php"
_VALIDATE = "/validator/api/validationserverAPI.php"
_MERCHANT = "/validator/api/merchantTransIDvalidationAPI.php"
_PAID = ("VALID", "VALIDATED")
_FOUND: dict[str, Found] = {
    "PENDING": "pending",
    "FAILED": "failed",
    "CANCELLED": "cancelled",
    "EXPIRED": "expired",
    "UNATTEMPTED": "expired",
}
_REFUNDS = {"refunded": "done", "processing": "processing", "cancelled": "refused"}
_NOTHING = "NO-SUCH-TRANSACTION"

_log = telemetry.logger(__name__)


class Sslcommerz:
    """See ports.PaymentProvider."""

    name = "sslcommerz"
    wants_buyer = True

    def __init__(self, settings: SslcommerzSettings, database: Database) -> None:
        self._settings = settings
        self._outside = Outside(
            "sslcommerz",
            settings.url,
            Exchanges(database),
            timeout=settings.timeout,
            failures=settings.breaker_failures,
            pause=settings.breaker_pause,
        )

    async def create(self, new: NewAttempt) -> Opened:
        """See the port. The browser comes back by a form posted from their site, whatever the outcome."""
        allowed = self._settings.least_amount <= new.amount.amount <= self._settings.most_amount
        ensure(allowed, ProviderRefused.of("sslcommerz", "amount_out_of_range"))
        answer = await self._outside.call(
            "POST",
            _SESSION,
            operation="session",
            form=self._form(new),
            reference=new.order_id,
            unanswered=SERVER_ERRORS,
        )
        said = answer.data(dict[str, Any])
        if said.get("status") == "SUCCESS" and said.get("sessionkey") and said.get("GatewayPageURL"):
            return Opened(
                provider_payment_id=str(said["sessionkey"]),
                redirect_url=str(said["GatewayPageURL"]),
                expires_at=clock.now() + timedelta(minutes=self._settings.session_minutes),
            )
        reason = str(said.get("failedreason", ""))
        if "credential" in reason.lower() or "active" in reason.lower():
            raise self._misconfigured("session", "credentials")
        raise ProviderRefused.of("sslcommerz", reason[:100])

    def _form(self, new: NewAttempt) -> dict[str, str]:
        buyer, back = new.buyer, f"{new.callback_url}/return"
        return {
            **self._store,
            "total_amount": _taka(new.amount),
            "currency": new.amount.currency,
            "tran_id": new.reference,
            "success_url": back,
            "fail_url": back,
            "cancel_url": back,
            "ipn_url": new.callback_url,
            "product_category": "goods",
            "product_name": new.reference,
            "product_profile": "physical-goods",
            "cus_name": (buyer.name if buyer else "")[:50] or "-",
            "cus_email": (buyer.email if buyer else "") or self._settings.buyer_email,
            "cus_add1": (buyer.address if buyer else "")[:50] or "-",
            "cus_city": (buyer.city if buyer else "")[:50] or "-",
            "cus_postcode": (buyer.postcode if buyer else "")[:30] or "-",
            "cus_country": "Bangladesh",
            "cus_phone": phone.local(buyer.phone) if buyer else "-",
            "shipping_method": "NO",
            "num_of_item": str(new.items),
            "value_a": new.order_id,
        }

    async def ask(self, asked: Asked) -> Verdict:
        """See the port. What is found under our own reference is validated before it is believed."""
        said = await self._get(_MERCHANT, {"tran_id": asked.reference}, "query", asked.order_id)
        if said.get("APIConnect") != "DONE":
            return Verdict(found="unknown", code=str(said.get("APIConnect", "")))
        tried = [each for each in said.get("element") or [] if isinstance(each, Mapping)]
        paid = next((each for each in tried if each.get("status") in _PAID and each.get("val_id")), None)
        if paid:
            return await self._validated(str(paid["val_id"]), asked)
        last = str(tried[-1].get("status", "")) if tried else "PENDING"
        return Verdict(found=_FOUND.get(last, "unknown"), code=last)

    async def _validated(self, val_id: str, asked: Asked) -> Verdict:
        said = await self._get(_VALIDATE, {"val_id": val_id, "v": "1"}, "validate", asked.order_id)
        status = str(said.get("status", said.get("APIConnect", "")))
        if status not in _PAID:
            return Verdict(found="unknown", code=status)
        return Verdict(
            found="captured",
            amount=_paid(said),
            reference=str(said.get("tran_id", "")),
            trx_id=str(said.get("bank_tran_id", "")),
            code=status,
            risky=str(said.get("risk_level", "0")) != "0",
        )

    async def refund(self, asked: AskedRefund) -> RefundVerdict:
        """See the port. Our own id makes a repeated call harmless."""
        asks = {
            "bank_tran_id": asked.trx_id,
            "refund_trans_id": asked.refund_id,
            "refund_amount": _taka(asked.amount),
            "refund_remarks": asked.reason[:255] or "refund",
            "refe_id": asked.order_id[:50],
            "v": "1",
        }
        said = await self._get(_MERCHANT, asks, "refund", asked.order_id, moves_money=True)
        if said.get("status") in ("success", "processing") and said.get("refund_ref_id"):
            return RefundVerdict(found="processing", refund_trx_id=str(said["refund_ref_id"]))
        if said.get("status") == "failed":
            return RefundVerdict(found="refused", code=str(said.get("errorReason", ""))[:100])
        return RefundVerdict(found="unknown", code=str(said.get("APIConnect", "")))

    async def refund_state(self, asked: AskedRefund) -> RefundVerdict:
        """See the port. One that they have not given an id may be asked for again: it is the same refund."""
        if not asked.refund_trx_id:
            return RefundVerdict(found="absent")
        said = await self._get(_MERCHANT, {"refund_ref_id": asked.refund_trx_id}, "refund_status", asked.order_id)
        match _REFUNDS.get(str(said.get("status", ""))):
            case "done":
                return RefundVerdict(found="done", refund_trx_id=asked.refund_trx_id)
            case "processing":
                return RefundVerdict(found="processing", refund_trx_id=asked.refund_trx_id)
            case "refused":
                return RefundVerdict(found="refused", code=str(said.get("errorReason", ""))[:100])
            case _:
                return RefundVerdict(found="unknown", code=str(said.get("APIConnect", "")))

    async def check(self) -> None:
        """See the port."""
        await self._get(_MERCHANT, {"tran_id": _NOTHING}, "check", "")

    @property
    def _store(self) -> dict[str, str]:
        return {
            "store_id": self._settings.store_id,
            "store_passwd": self._settings.store_passwd.get_secret_value(),
        }

    async def _get(
        self, path: str, asks: Mapping[str, str], operation: str, about: str, *, moves_money: bool = False
    ) -> dict[str, Any]:
        """Raises NoAnswer, ProviderMisconfigured."""
        answer = await self._outside.call(
            "GET",
            path,
            operation=operation,
            query={**asks, **self._store, "format": "json"},
            reference=about,
            read_timeout=self._settings.money_timeout if moves_money else None,
            unanswered=SERVER_ERRORS,
        )
        said = answer.data(dict[str, Any])
        if not said:
            raise NoAnswer("sslcommerz said nothing")
        if said.get("APIConnect") in ("INACTIVE", "INVALID_REQUEST"):
            raise self._misconfigured(operation, str(said["APIConnect"]))
        return said

    def _misconfigured(self, operation: str, code: str) -> ProviderMisconfigured:
        """What is wrong with our own settings is said aloud."""
        _log.error("provider_misconfigured", provider="sslcommerz", operation=operation, code=code)
        return ProviderMisconfigured.of("sslcommerz", code)


def _paid(said: Mapping[str, Any]) -> Money | None:
    """What the customer paid, in the currency that we asked for."""
    currency = str(said.get("currency_type") or said.get("currency") or "")
    given = said.get("amount") if currency == BDT else said.get("currency_amount")
    try:
        poisha = Decimal(str(given)) * 100
    except InvalidOperation:
        return None
    whole = poisha.is_finite() and poisha == poisha.to_integral_value()
    return Money(int(poisha), currency) if whole else None


def _taka(amount: Money) -> str:
    return f"{amount.amount // 100}.{amount.amount % 100:02d}"
