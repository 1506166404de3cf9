"""bKash over HTTP. See ports.PaymentProvider for what each call promises."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bdcommerce.infra import telemetry
from bdcommerce.infra.outside import Exchanges, NoAnswer, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.errors import Invalid, Unavailable
from bdcommerce.kernel.money import Money
from bdcommerce.payments.adapters.bkash.codes import OK, outcome_of
from bdcommerce.payments.adapters.bkash.settings import BkashSettings
from bdcommerce.payments.adapters.tokens import Token, Tokens
from bdcommerce.payments.domain.providers import (
    Asked,
    AskedRefund,
    Found,
    NewAttempt,
    Opened,
    RefundVerdict,
    Verdict,
    Wallet,
)
from bdcommerce.payments.errors import ProviderMisconfigured, ProviderRefused

_V1, _V2 = "/v1.2.0-beta/tokenized/checkout", "/v2/tokenized-checkout/refund/payment"
_UNAUTHORIZED = 401
_LONGEST = 255
_NOT_A_TRANSACTION = "0000000000"
_FOUND: dict[str, Found] = {
    "Initiated": "pending",
    "Authorized": "pending",
    "Pending Authorized": "pending",
    "Completed": "captured",
    "Expired": "expired",
    "Cancelled": "cancelled",
    "Declined": "failed",
}

_log = telemetry.logger(__name__)


class Bkash:
    """See ports.PaymentProvider and ports.WalletKeeper."""

    name = "bkash"
    wants_buyer = False

    def __init__(self, settings: BkashSettings, database: Database, sealer: Sealer) -> None:
        self._settings, self.exchanges = settings, Exchanges(database)
        self._outside = Outside(
            "bkash",
            settings.url,
            self.exchanges,
            timeout=settings.timeout,
            failures=settings.breaker_failures,
            pause=settings.breaker_pause,
        )
        self._tokens = Tokens(database, sealer, "bkash", self._grant, per_hour=settings.token_calls_per_hour)

    async def create(self, new: NewAttempt) -> Opened:
        """See the port."""
        how = {"mode": "0001", "agreementID": new.wallet} if new.wallet else {"mode": "0011"}
        return await self._create(new, how | {"merchantInvoiceNumber": new.reference})

    async def ask(self, asked: Asked) -> Verdict:
        """See the port. A customer who has agreed is believed by executing, whose answer decides; nobody else is."""
        said = await self._execute(asked) if asked.agreed else None
        if said is None:
            said = await self._query(asked)
            if said.found == "pending" and (asked.agreed or said.code == "agreed"):
                said = await self._execute(asked) or await self._query(asked)
        return said

    async def refund(self, asked: AskedRefund) -> RefundVerdict:
        """See the port."""
        ids = self._ids(asked)
        body = {**ids, "sku": asked.order_id[:_LONGEST], "reason": _plain(asked.reason)}
        if self._settings.refund_api == "v1":
            said = await self._money(f"{_V1}/payment/refund", {**body, "amount": _taka(asked.amount)}, "refund", asked)
            return _refunded(said, "refundTrxID", "transactionStatus")
        body["refundAmount"] = _taka(asked.amount)
        said = await self._money(f"{_V2}/transaction", body, "refund", asked)
        return _refunded(said, "refundTrxId", "refundTransactionStatus")

    async def refund_state(self, asked: AskedRefund) -> RefundVerdict:
        """See the port. Without an id a refund is known by its amount among those that are no other's."""
        if self._settings.refund_api == "v1":
            said = await self._money(f"{_V1}/payment/refund/status", self._ids(asked), "refund_status", asked)
            if _code(said) != OK:
                return RefundVerdict(found="absent", code=_code(said))
            return _known(asked, [said], ("refundTrxID", "transactionStatus", "amount"))
        said = await self._money(f"{_V2}/status", self._ids(asked), "refund_status", asked)
        if "refundTransactions" not in said:
            return RefundVerdict(found="unknown", code=_code(said))
        fields = ("refundTrxId", "refundTransactionStatus", "refundAmount")
        return _known(asked, said["refundTransactions"] or [], fields)

    async def check(self) -> None:
        """See the port. A transaction that cannot be is searched for: bKash says so to whom it lets in."""
        said = await self._call(f"{_V1}/general/searchTransaction", {"trxID": _NOT_A_TRANSACTION}, "check", "")
        if outcome_of(_code(said)) == "configuration":
            raise ProviderMisconfigured.of("bkash", _code(said))

    async def save_wallet(self, new: NewAttempt) -> Opened:
        """See the port."""
        return await self._create(new, {"mode": "0000"})

    async def wallet_saved(self, asked: Asked) -> Wallet | None:
        """See the port."""
        said = await self._money(f"{_V1}/execute", {"paymentID": asked.provider_payment_id}, "agree", asked)
        if _code(said) != OK or said.get("agreementStatus") != "Completed":
            return None
        return Wallet(token=str(said["agreementID"]), number=_masked(said.get("customerMsisdn")))

    async def forget_wallet(self, token: str) -> None:
        """See the port."""
        await self._call(f"{_V1}/agreement/cancel", {"agreementID": token}, "forget_wallet", "")

    async def _create(self, new: NewAttempt, how: Mapping[str, str]) -> Opened:
        body = {
            **how,
            "payerReference": new.order_id,
            "callbackURL": new.callback_url,
            "amount": _taka(new.amount),
            "currency": new.amount.currency,
            "intent": "sale",
        }
        said = await self._call(f"{_V1}/create", body, "create", new.order_id)
        if _code(said) == OK and said.get("paymentID") and said.get("bkashURL"):
            expires_at = clock.now() + timedelta(hours=self._settings.payment_hours)
            return Opened(
                provider_payment_id=str(said["paymentID"]), redirect_url=str(said["bkashURL"]), expires_at=expires_at
            )
        if outcome_of(_code(said)) in ("success", "ambiguous"):
            raise NoAnswer("bkash did not say where to pay", provider_code=_code(said))
        raise ProviderRefused.of("bkash", _code(said))

    async def _execute(self, asked: Asked) -> Verdict | None:
        """What execute decided; None if it decided nothing and has to be asked."""
        try:
            said = await self._money(f"{_V1}/execute", {"paymentID": asked.provider_payment_id}, "execute", asked)
        except NoAnswer:
            return None
        outcome = outcome_of(_code(said))
        if outcome == "success" and said.get("transactionStatus") == "Completed":
            return _verdict(said)
        return Verdict(found="failed", code=_code(said)) if outcome == "failure" else None

    async def _query(self, asked: Asked) -> Verdict:
        path = f"{_V1}/payment/status"
        try:
            said = await self._call(path, {"paymentID": asked.provider_payment_id}, "query", asked.order_id)
        except NoAnswer:
            return Verdict(found="unknown", code="no_answer")
        if _code(said) != OK:
            return Verdict(found="unknown", code=_code(said))
        return _verdict(said)

    def _ids(self, asked: AskedRefund) -> dict[str, str]:
        names = ("paymentID", "trxID") if self._settings.refund_api == "v1" else ("paymentId", "trxId")
        return dict(zip(names, (asked.provider_payment_id, asked.trx_id), strict=True))

    async def _money(
        self, path: str, body: Mapping[str, str], operation: str, about: Asked | AskedRefund
    ) -> dict[str, Any]:
        return await self._call(path, body, operation, about.order_id, moves_money=True)

    async def _call(
        self, path: str, body: Mapping[str, str], operation: str, about: str, *, moves_money: bool = False
    ) -> dict[str, Any]:
        """Ask with a token that holds; one that does not is replaced once. Raises NoAnswer, ProviderMisconfigured."""
        for _ in range(2):
            token = await self._tokens.current()
            answer = await self._outside.call(
                "POST",
                path,
                operation=operation,
                headers=self._headers(token),
                json=body,
                reference=about,
                read_timeout=self._settings.money_timeout if moves_money else None,
                unanswered=SERVER_ERRORS,
            )
            if answer.status != _UNAUTHORIZED:
                said = answer.data(dict[str, Any])
                self._mind(_code(said), operation)
                return said
            await self._tokens.drop(token)
        raise ProviderMisconfigured.of("bkash", "401")

    def _mind(self, code: str, operation: str) -> None:
        """What is wrong with our own settings is said aloud, and stops here."""
        if outcome_of(code) == "configuration":
            _log.error("provider_misconfigured", provider="bkash", operation=operation, code=code)
            raise ProviderMisconfigured.of("bkash", code)

    def _headers(self, token: str) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Authorization": f"{self._settings.token_prefix}{token}",
            "X-App-Key": self._settings.app_key.get_secret_value(),
        }

    async def _grant(self, refresh: str) -> Token:
        """A token, by refreshing the last one if there is one."""
        settings = self._settings
        keys = {"app_key": settings.app_key.get_secret_value(), "app_secret": settings.app_secret.get_secret_value()}
        operation = "refresh" if refresh else "grant"
        answer = await self._outside.call(
            "POST",
            f"{_V1}/token/{operation}",
            operation=operation,
            headers={"username": settings.username, "password": settings.password.get_secret_value()},
            json=keys | ({"refresh_token": refresh} if refresh else {}),
            unanswered=SERVER_ERRORS,
        )
        said = answer.data(dict[str, Any])
        self._mind(_code(said), operation)
        if not said.get("id_token"):
            raise Unavailable("bkash gave no token", retry_after=60)
        lasts = timedelta(seconds=int(said.get("expires_in") or 0))
        value, again = str(said["id_token"]), str(said.get("refresh_token") or "")
        return Token(value=value, refresh=again, valid_until=clock.now() + lasts)


def _code(said: Mapping[str, Any]) -> str:
    for name in ("statusCode", "errorCode", "externalCode", "internalCode"):
        if said.get(name):
            return str(said[name])
    return OK if "refundTransactionStatus" in said or "refundTransactions" in said else ""


def _verdict(said: Mapping[str, Any]) -> Verdict:
    found = _FOUND.get(str(said.get("transactionStatus")), "unknown")
    agreed = said.get("userVerificationStatus") or said.get("verificationStatus")
    return Verdict(
        found=found,
        amount=_money_of(said),
        reference=str(said.get("merchantInvoiceNumber", "")),
        trx_id=str(said.get("trxID", "")) if found == "captured" else "",
        code="agreed" if found == "pending" and agreed == "Complete" else str(said.get("transactionStatus", "")),
    )


def _refunded(said: Mapping[str, Any], trx: str, status: str) -> RefundVerdict:
    """What an answer to a refund decided. `processing` is not the end; whoever is in doubt asks before trying again."""
    outcome = outcome_of(_code(said))
    if outcome == "success" and said.get(trx):
        done = said.get(status) == "Completed"
        return RefundVerdict(found="done" if done else "processing", refund_trx_id=str(said[trx]))
    return RefundVerdict(found="refused" if outcome == "failure" else "unknown", code=_code(said))


def _known(asked: AskedRefund, refunds: Collection[Mapping[str, Any]], fields: tuple[str, str, str]) -> RefundVerdict:
    trx, status, amount = fields
    for each in refunds:
        number = str(each.get(trx, ""))
        ours = number == asked.refund_trx_id if asked.refund_trx_id else number not in asked.known
        if ours and number and _poisha(each.get(amount)) == asked.amount.amount:
            done = each.get(status) == "Completed"
            return RefundVerdict(found="done" if done else "processing", refund_trx_id=number)
    return RefundVerdict(found="absent")


def _money_of(said: Mapping[str, Any]) -> Money | None:
    poisha = _poisha(said.get("amount"))
    return None if poisha is None else Money(poisha, str(said.get("currency", "")))


def _poisha(value: object) -> int | None:
    try:
        amount = Decimal(str(value)) * 100
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() else None


def _taka(amount: Money) -> str:
    return f"{amount.amount // 100}.{amount.amount % 100:02d}"


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "<>&")[:_LONGEST] or "refund"


def _masked(number: object) -> str:
    try:
        return phone.masked(phone.normalise(str(number)))
    except Invalid:
        return ""
