"""bKash's disbursement (B2C of the `checkout` service) over HTTP. See ports.Disburser for what each call promises.

It offers no search by our own number: a payment whose answer was lost is known only from its statement. What it has
given a transaction number can be searched for, and is believed if amount and number of ours or wallet agree.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from bdcommerce.infra import telemetry
from bdcommerce.infra.outside import Exchanges, NoAnswer, NotReached, Open, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.errors import Invalid, Unavailable
from bdcommerce.kernel.money import Money
from bdcommerce.payments.adapters.bkash.b2c_settings import BkashB2cSettings
from bdcommerce.payments.adapters.bkash.codes import OK, outcome_of
from bdcommerce.payments.adapters.tokens import Token, Tokens
from bdcommerce.payments.domain.bank_file import Payee
from bdcommerce.payments.domain.rails import TAKA, Account, Destination, Transfer, TransferVerdict
from bdcommerce.payments.errors import ProviderMisconfigured
from bdcommerce.payments.events import Rail

_BASE = "/v1.2.0-beta/checkout"
_UNAUTHORIZED = 401
_NOT_OURS_TO_SEND = frozenset({"2023", "2037", "2038"})
"""What is wrong with our own account: nothing was sent, and nothing is wrong with the vendor's."""
_NOT_FOUND = "2033"
_TRX = re.compile(r"[A-Za-z0-9]{1,40}")
_GONE_WRONG = frozenset({"Failed", "Declined", "Reversed", "Cancelled", "Expired"})

_log = telemetry.logger(__name__)


class _NothingSent(Exception):
    """It did not come to the question whether bKash pays."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BkashB2c:
    """See ports.Disburser."""

    name: Rail = "bkash"

    def __init__(self, settings: BkashB2cSettings, database: Database, sealer: Sealer) -> None:
        self._settings = settings
        self._outside = Outside(
            settings.party,
            settings.url,
            Exchanges(database),
            timeout=settings.timeout,
            failures=settings.breaker_failures,
            pause=settings.breaker_pause,
        )
        self._tokens = Tokens(database, sealer, settings.party, self._grant, per_hour=settings.token_calls_per_hour)

    @property
    def most(self) -> Money:
        """See the port."""
        return Money(self._settings.most * TAKA)

    def payee(self, where: Destination) -> Payee | None:
        """See the port."""
        if not where.wallet:
            return None
        return Payee(
            beneficiary_name=where.name,
            account_no="",
            routing_no="",
            bank="bKash",
            branch="",
            email=where.email,
            wallet=where.wallet,
        )

    async def send(self, transfer: Transfer) -> TransferVerdict:
        """See the port."""
        body = {
            "amount": _taka(transfer.amount),
            "currency": transfer.amount.currency,
            "merchantInvoiceNumber": transfer.payout_id,
            "receiverMSISDN": phone.local(transfer.wallet),
        }
        try:
            said = await self._admitted("POST", "/payment/b2cPayment", "b2c", transfer.payout_id, body)
        except _NothingSent as error:
            return TransferVerdict(found="not_sent", code=error.code)
        except NoAnswer as error:
            return TransferVerdict(found="unknown", code=error.code)
        return self._sent(transfer, said)

    def _sent(self, transfer: Transfer, said: Mapping[str, Any]) -> TransferVerdict:
        code = _code(said)
        outcome = outcome_of(code)
        if outcome == "success" and said.get("trxID"):
            return self._read(transfer, said)
        if outcome == "configuration" or code in _NOT_OURS_TO_SEND:
            _log.error("payout_not_sent", provider=self._settings.party, code=code)
            return TransferVerdict(found="not_sent", code=code)
        return TransferVerdict(found="failed" if outcome == "failure" else "unknown", code=code)

    async def ask(self, transfer: Transfer, trx_id: str) -> TransferVerdict:
        """See the port."""
        if not _TRX.fullmatch(trx_id):
            return TransferVerdict(found="differs", code=_NOT_FOUND)
        try:
            said = await self._admitted("GET", f"/payment/search/{trx_id}", "search", transfer.payout_id, None)
        except _NothingSent as error:
            return TransferVerdict(found="unknown", code=error.code, trx_id=trx_id)
        except NoAnswer as error:
            return TransferVerdict(found="unknown", code=error.code, trx_id=trx_id)
        if _code(said) == _NOT_FOUND:
            return TransferVerdict(found="differs", code=_NOT_FOUND)
        if _code(said) != OK:
            return TransferVerdict(found="unknown", code=_code(said), trx_id=trx_id)
        return self._read(transfer, {"trxID": trx_id, **said})

    def _read(self, transfer: Transfer, said: Mapping[str, Any]) -> TransferVerdict:
        """What is said of a transaction, if it is this one."""
        trx_id, status = str(said["trxID"]), str(said.get("transactionStatus", ""))
        if not _same(transfer, said):
            _log.error("payout_differs", provider=self._settings.party, payout_id=transfer.payout_id)
            return TransferVerdict(found="differs", code="differs")
        if status == "Completed":
            fee = _poisha(said.get("b2cFee") or said.get("serviceFee")) or 0
            return TransferVerdict(found="paid", trx_id=trx_id, fee=Money(fee))
        return TransferVerdict(found="failed" if status in _GONE_WRONG else "pending", trx_id=trx_id, code=status)

    async def accounts(self) -> list[Account]:
        """See the port."""
        try:
            said = await self._admitted("GET", "/payment/organizationBalance", "balance", "", None)
        except _NothingSent as error:
            raise ProviderMisconfigured.of(self._settings.party, error.code) from error
        if _code(said) != OK:
            raise ProviderMisconfigured.of(self._settings.party, _code(said))
        return [
            Account(
                name=str(each.get("accountTypeName", "")), available=Money(_poisha(each.get("availableBalance")) or 0)
            )
            for each in said["organizationBalance"]
        ]

    async def check(self) -> None:
        """See the port. The balance is asked for."""
        await self.accounts()

    async def _admitted(
        self, method: str, path: str, operation: str, about: str, body: Mapping[str, str] | None
    ) -> dict[str, Any]:
        """Ask with a token that holds; one that does not is replaced once. Raises NoAnswer, _NothingSent."""
        for _ in range(2):
            token = await self._token()
            asked = self._outside.call(
                method,
                f"{_BASE}{path}",
                operation=operation,
                headers=self._headers(token),
                json=body,
                reference=about,
                read_timeout=self._settings.money_timeout if body else None,
                unanswered=SERVER_ERRORS,
            )
            try:
                answer = await asked
            except (NotReached, Open) as error:
                raise _NothingSent(error.code) from error
            if answer.status != _UNAUTHORIZED:
                return answer.data(dict[str, Any])
            await self._tokens.drop(token)
        raise _NothingSent("401")

    async def _token(self) -> str:
        try:
            return await self._tokens.current()
        except Unavailable as error:
            raise _NothingSent(str(error.data.get("provider_code", error.code))) from error

    def _headers(self, token: str) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Authorization": f"{self._settings.token_prefix}{token}",
            "X-App-Key": self._settings.app_key.get_secret_value(),
        }

    async def _grant(self, _refresh: str) -> Token:
        settings = self._settings
        answer = await self._outside.call(
            "POST",
            f"{_BASE}/token/grant",
            operation="grant",
            headers={"username": settings.username, "password": settings.password.get_secret_value()},
            json={"app_key": settings.app_key.get_secret_value(), "app_secret": settings.app_secret.get_secret_value()},
            unanswered=SERVER_ERRORS,
        )
        said = answer.data(dict[str, Any])
        if not said.get("id_token"):
            code = _code(said) if outcome_of(_code(said)) == "configuration" else "no_token"
            _log.error("provider_misconfigured", provider=settings.party, operation="grant", code=code)
            raise ProviderMisconfigured.of(settings.party, code)
        lasts = timedelta(seconds=int(said.get("expires_in") or 0))
        return Token(value=str(said["id_token"]), refresh="", valid_until=clock.now() + lasts)


def _code(said: Mapping[str, Any]) -> str:
    """What it says of itself. Answers of this service have a code only when something is wrong."""
    for name in ("statusCode", "errorCode"):
        if said.get(name):
            return str(said[name])
    return OK if "transactionStatus" in said or "organizationBalance" in said else ""


def _same(transfer: Transfer, said: Mapping[str, Any]) -> bool:
    """Whether it is our payment: the amount, and our own number or the wallet where it names no number."""
    if _poisha(said.get("amount")) != transfer.amount.amount or said.get("currency") != transfer.amount.currency:
        return False
    if said.get("merchantInvoiceNumber"):
        return bool(said["merchantInvoiceNumber"] == transfer.payout_id)
    try:
        return phone.normalise(str(said.get("receiverMSISDN") or said.get("customerMsisdn"))) == transfer.wallet
    except Invalid:
        return False


def _poisha(value: object) -> int | None:
    try:
        amount = Decimal(str(value)) * TAKA
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and amount == amount.to_integral_value() else None


def _taka(amount: Money) -> str:
    return f"{amount.amount // TAKA}.{amount.amount % TAKA:02d}"
