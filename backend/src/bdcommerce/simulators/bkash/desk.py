"""What bKash knows: tokens it has given, payments, agreements and refunds; and whom it lets in."""

import asyncio
import re
import secrets
import string
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.bkash.topic import Topic
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.settling import Account, Moved

USERNAME, PASSWORD = "sandboxTokenizedUser", "sandboxTokenizedUser@12345"
APP_KEY, APP_SECRET = "simulatedAppKey0001", "simulatedAppSecret0001"
TOKEN_SECONDS = 3600
REFRESH_SECONDS = 604_800
TOKEN_CALLS_PER_HOUR = 2
PAYMENT_HOURS = 24
FEE_PERCENT = Decimal("1.5")
RICH_WALLET, POOR_WALLET = "01770618575", "01823074817"
OTP, PIN = "123456", "12121"
OK = "0000"
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?")
_LETTERS = string.ascii_uppercase + string.digits
MESSAGES = {
    "2001": "Invalid App Key",
    "2002": "Invalid Payment ID",
    "2006": "Invalid Amount",
    "2007": "Invalid Currency",
    "2008": "Invalid Intent",
    "2023": "Insufficient Balance",
    "2025": "Invalid request body",
    "2026": "Reversal amount cannot be greater than the original transaction amount",
    "2029": "Duplicate for All Transactions",
    "2031": "Invalid merchant invoice number",
    "2033": "Transaction not found",
    "2043": "Credentials are invalid",
    "2048": "Invalid payer reference",
    "2049": "Invalid callback URL",
    "2051": "Invalid agreement ID",
    "2053": "Agreement cancelled",
    "2056": "Invalid Payment State",
    "2062": "The payment has already been completed",
    "2063": "Invalid mode",
    "2065": "Mandatory field is missing",
    "2069": "The payment has been cancelled",
    "2116": "Agreement execution has already been called before",
    "2117": "Payment execution already been called before",
}


class Refusal(Exception):
    """bKash will not; `body` is what it says."""

    def __init__(self, body: dict[str, Any], status: int = 200) -> None:
        super().__init__(body)
        self.body, self.status = body, status


def refuse(code: str) -> Refusal:
    """A refusal with one of the documented codes."""
    return Refusal({"statusCode": code, "statusMessage": MESSAGES.get(code, "Refused")})


@dataclass(kw_only=True)
class Refund:
    """Money that went back."""

    trx_id: str
    amount: Decimal
    sku: str
    reason: str
    at: datetime
    polls_left: int = 0

    @property
    def status(self) -> str:
        return "Completed" if self.polls_left <= 0 else "Initiated"


@dataclass(kw_only=True)
class Payment:
    """One payment, or the making of an agreement."""

    payment_id: str
    mode: str
    payer_reference: str
    callback_url: str
    amount: Decimal
    intent: str
    invoice: str
    agreement_id: str
    created_at: datetime
    status: str = "Initiated"
    verified: bool = False
    wallet: str = ""
    trx_id: str = ""
    executed_at: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def expired(self) -> bool:
        return clock.now() - self.created_at > timedelta(hours=PAYMENT_HOURS)

    @property
    def refunded(self) -> Decimal:
        return sum((refund.amount for refund in self.refunds), Decimal(0))


class Desk:
    """The state, and the gate in front of it."""

    def __init__(self, url: str, faults: Faults) -> None:
        self.url, self.faults, self.topic = url, faults, Topic(faults)
        self.account = Account("BK", FEE_PERCENT, faults, self.moved)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.payments: dict[str, Payment] = {}
        self.agreements: dict[str, str] = {}
        """Status by agreement id."""
        self.tokens: dict[str, datetime] = {}
        self.refreshable: dict[str, datetime] = {}
        self.token_calls: list[datetime] = []
        self.topic.forget()
        self.account.forget()

    def moved(self) -> Iterator[Moved]:
        """Payments that were completed, and refunds of them."""
        for payment in self.payments.values():
            if payment.status == "Completed" and payment.mode != "0000" and payment.executed_at:
                yield Moved(
                    number=payment.trx_id, invoice=payment.invoice, amount=payment.amount, at=payment.executed_at
                )
                for each in payment.refunds:
                    if each.status == "Completed":
                        yield Moved(number=each.trx_id, invoice=payment.invoice, amount=-each.amount, at=each.at)

    def endpoint(
        self, path: str, answer: Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
    ) -> ControllerRouterHandler:
        """A call of the API that needs a token and the app key."""

        @post(path, status_code=200)
        async def handle(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
            try:
                body = await self._admitted(request)
                return Response(await answer(body))
            except Refusal as refusal:
                return Response(refusal.body, status_code=refusal.status)

        return handle

    async def json_of(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """The body, which must be a JSON object and say so."""
        if self.faults.happens("down"):
            raise Refusal({"message": "Service Unavailable"}, 503)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise refuse("2025")
        try:
            return msgspec.json.decode(await request.body(), type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise refuse("2025") from error

    async def _admitted(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        body = await self.json_of(request)
        if self.faults.happens("tokens_expire"):
            self.tokens.clear()
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        good = self.tokens.get(token, clock.now()) > clock.now()
        if not good or self.faults.happens("unauthorized"):
            raise Refusal({"message": "The incoming token has expired"}, 401)
        if request.headers.get("x-app-key") != APP_KEY:
            raise refuse("2001")
        return body

    def payment(self, payment_id: object) -> Payment:
        """A payment. Raises Refusal."""
        found = self.payments.get(str(payment_id))
        if found is None:
            raise refuse("2002")
        return found

    async def stumble(self) -> None:
        """The fault `error`."""
        if armed := self.faults.happens("error"):
            raise refuse(armed.value)

    async def wait(self, fault: str) -> None:
        """A fault that answers late."""
        if armed := self.faults.happens(fault):
            await asyncio.sleep(float(armed.value))


def amount_of(value: object) -> Decimal:
    """An amount as bKash takes it: a string, or a number, with up to two decimals, above zero. Raises Refusal."""
    text = f"{value}" if type(value) in {str, int, float} else ""
    if not _AMOUNT.fullmatch(text) or Decimal(text) <= 0:
        raise refuse("2006")
    return Decimal(text)


def text_of(body: dict[str, Any], name: str, code: str, *, longest: int = 255, needed: bool = True) -> str:
    """A field without the letters that bKash does not take. Raises Refusal."""
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > longest or re.search(r"[<>&]", value) or (needed and not value):
        raise refuse(code)
    return value


def shown(amount: Decimal) -> str:
    """As bKash writes amounts."""
    return f"{amount:.2f}"


def time_text(at: datetime) -> str:
    """As bKash writes times: `2026-01-31T12:34:56:789 GMT+0600`."""
    local = at.astimezone(clock.DHAKA)
    return f"{local:%Y-%m-%dT%H:%M:%S}:{local.microsecond // 1000:03d} GMT+0600"


def new_trx_id() -> str:
    """Ten capital letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))
