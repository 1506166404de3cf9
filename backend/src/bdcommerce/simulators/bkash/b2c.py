"""Stands in for bKash disbursement (B2C of the `checkout` service v1.2.0-beta): payouts to wallets from an account of
the merchant's, its balances, moving funds between them, and the search for a transaction.

Credentials are those of `USERNAME`, `PASSWORD`, `APP_KEY`, `APP_SECRET`, which are not those of tokenized checkout.
Every number that could be a mobile number has a wallet, but for `NO_WALLET` and `NO_CUSTOMER`. What went out stands in
the statement (`/bkash_b2c/statement`), which a person looks into; there is no search by the merchant's own number.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators import pages
from bdcommerce.simulators.bkash.desk import MESSAGES, Refusal, amount_of, new_trx_id, shown, text_of, time_text
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.party import Party

USERNAME, PASSWORD = "sandboxDisburser", "sandboxDisburser@12345"
APP_KEY, APP_SECRET = "simulatedB2cKey0001", "simulatedB2cSecret0001"
NO_WALLET, NO_CUSTOMER = "01800000057", "01800000058"
DISBURSEMENT, COLLECTION = Decimal(50_000_000), Decimal(50_000_000)
FEE_PERCENT = Decimal("0.5")
TOKEN_SECONDS = 3600
TOKEN_CALLS_PER_HOUR = 2
FAULTS = {
    "down": "answers 503 to every call of the API",
    "unauthorized": "answers 401 although the token is good",
    "tokens_expire": "forgets every token it has given",
    "error": "refuses the next payout with the code `value`",
    "slow_b2c": "pays at once and answers after `value` seconds",
    "mute_b2c": "pays and answers with nothing but a message",
    "lost_b2c": "does not pay, and answers with nothing but a message",
    "b2c_pending": "a payout is not completed until it was searched for so often",
    "b2c_reversed": "a payout that is pending ends reversed",
    "wrong_amount": "says that `value` was paid",
    "poor": "has nothing in the disbursement account",
}
_BASE = "/v1.2.0-beta/checkout"
_WALLET = re.compile(r"01[3-9]\d{8}")
_WORDS = MESSAGES | {
    "2012": "Invalid Receiver MSISDN",
    "2032": "Invalid transfer type",
    "2057": "Not a bKash account",
    "2058": "Not a customer wallet",
}
_MOVES = {"Collection2Disbursement": (1, -1), "Disbursement2Collection": (-1, 1)}


@dataclass(kw_only=True)
class Payout:
    """Money that went to a wallet."""

    trx_id: str
    invoice: str
    receiver: str
    amount: Decimal
    fee: Decimal
    at: datetime
    polls_left: int = 0
    ends: str = "Completed"

    @property
    def status(self) -> str:
        return self.ends if self.polls_left <= 0 else "Initiated"


class Till:
    """The state, and the gate in front of it."""

    def __init__(self) -> None:
        self.faults = Faults(FAULTS)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.payouts: dict[str, Payout] = {}
        """By transaction."""
        self.tokens: dict[str, datetime] = {}
        self.token_calls: list[datetime] = []
        self.disbursement, self.collection = DISBURSEMENT, COLLECTION

    async def token(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Grant, twice an hour."""
        now, body = clock.now(), await self._json(request)
        if (request.headers.get("username"), request.headers.get("password")) != (USERNAME, PASSWORD):
            raise _refuse("2043")
        if (body.get("app_key"), body.get("app_secret")) != (APP_KEY, APP_SECRET):
            raise _refuse("2001")
        self.token_calls = [at for at in self.token_calls if now - at < timedelta(hours=1)] + [now]
        if len(self.token_calls) > TOKEN_CALLS_PER_HOUR:
            raise Refusal({"message": "Too many token requests; blocked for an hour"}, 429)
        made = secrets.token_urlsafe(40)
        self.tokens[made] = now + timedelta(seconds=TOKEN_SECONDS)
        return {
            "expires_in": TOKEN_SECONDS,
            "id_token": made,
            "refresh_token": secrets.token_urlsafe(40),
            "token_type": "Bearer",
        }

    async def b2c(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Pay a wallet."""
        body = await self._admitted(request)
        if armed := self.faults.happens("error"):
            raise _refuse(armed.value)
        amount, invoice = self._asked(body)
        if self.faults.happens("lost_b2c"):
            return {"message": "Endpoint request timed out"}
        payout = self._pay(amount, invoice, str(body["receiverMSISDN"]))
        if self.faults.happens("mute_b2c"):
            return {"message": "Endpoint request timed out"}
        if armed := self.faults.happens("slow_b2c"):
            await asyncio.sleep(float(armed.value))
        fee = {"b2cFee": shown(payout.fee)} if payout.status == "Completed" else {}
        return self._told(payout) | {"receiverMSISDN": payout.receiver} | fee

    def _asked(self, body: dict[str, Any]) -> tuple[Decimal, str]:
        if set(body) != {"amount", "currency", "merchantInvoiceNumber", "receiverMSISDN"}:
            raise _refuse("2065")
        amount, invoice = amount_of(body["amount"]), text_of(body, "merchantInvoiceNumber", "2031")
        if body["currency"] != "BDT":
            raise _refuse("2007")
        receiver = str(body["receiverMSISDN"])
        if not _WALLET.fullmatch(receiver):
            raise _refuse("2012")
        if receiver in (NO_WALLET, NO_CUSTOMER):
            raise _refuse("2057" if receiver == NO_WALLET else "2058")
        if any(each.invoice == invoice for each in self.payouts.values()):
            raise _refuse("2029")
        return amount, invoice

    def _pay(self, amount: Decimal, invoice: str, receiver: str) -> Payout:
        fee = (amount * FEE_PERCENT / 100).quantize(Decimal("0.01"))
        if amount + fee > self.disbursement or self.faults.happens("poor"):
            raise _refuse("2023")
        self.disbursement -= amount + fee
        polls = self.faults.happens("b2c_pending")
        payout = Payout(
            trx_id=new_trx_id(),
            invoice=invoice,
            receiver=receiver,
            amount=amount,
            fee=fee,
            at=clock.now(),
            polls_left=int(polls.value or 1) if polls else 0,
            ends="Reversed" if polls and self.faults.happens("b2c_reversed") else "Completed",
        )
        self.payouts[payout.trx_id] = payout
        return payout

    async def search(self, request: Request[Any, Any, Any], trx_id: str) -> dict[str, Any]:
        """One transaction."""
        await self._admitted(request)
        payout = self.payouts.get(trx_id)
        if payout is None:
            raise _refuse("2033")
        payout.polls_left -= 1
        kind = {"transactionType": "B2C", "customerMsisdn": payout.receiver, "serviceFee": shown(payout.fee)}
        return self._told(payout) | kind

    def _told(self, payout: Payout) -> dict[str, Any]:
        armed = self.faults.happens("wrong_amount")
        return {
            "completedTime": time_text(payout.at),
            "trxID": payout.trx_id,
            "transactionStatus": payout.status,
            "amount": shown(Decimal(armed.value) if armed else payout.amount),
            "currency": "BDT",
            "merchantInvoiceNumber": payout.invoice,
        }

    async def balance(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Both accounts."""
        await self._admitted(request)
        held = {"Collection": self.collection, "Disbursement": self.disbursement}
        return {
            "organizationBalance": [
                {
                    "accountHolderName": f"Merchant {name}",
                    "accountStatus": "Active",
                    "accountTypeName": f"Organization {name} Account",
                    "availableBalance": shown(amount),
                    "currentBalance": shown(amount),
                    "currency": "BDT",
                }
                for name, amount in held.items()
            ]
        }

    async def move(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        """Funds from one account to the other."""
        body = await self._admitted(request)
        amount = amount_of(body.get("amount"))
        if body.get("currency") != "BDT":
            raise _refuse("2007")
        if body.get("transferType") not in _MOVES:
            raise _refuse("2032")
        more, less = _MOVES[body["transferType"]]
        if self.disbursement + more * amount < 0 or self.collection + less * amount < 0:
            raise _refuse("2023")
        self.disbursement += more * amount
        self.collection += less * amount
        return {
            "completedTime": time_text(clock.now()),
            "trxID": new_trx_id(),
            "transactionStatus": "Completed",
            "amount": shown(amount),
            "currency": "BDT",
            "transferType": body["transferType"],
        }

    async def _json(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        if self.faults.happens("down"):
            raise Refusal({"message": "Service Unavailable"}, 503)
        if request.method == "GET":
            return {}
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise _refuse("2025")
        try:
            return msgspec.json.decode(await request.body(), type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise _refuse("2025") from error

    async def _admitted(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        body = await self._json(request)
        if self.faults.happens("tokens_expire"):
            self.tokens.clear()
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        good = self.tokens.get(token, clock.now()) > clock.now()
        if not good or self.faults.happens("unauthorized"):
            raise Refusal({"message": "The incoming token has expired"}, 401)
        if request.headers.get("x-app-key") != APP_KEY:
            raise _refuse("2001")
        return body


def _refuse(code: str) -> Refusal:
    """A refusal as this service words it."""
    return Refusal({"errorCode": code, "errorMessage": _WORDS.get(code, "Refused")})


async def _answered(answer: Awaitable[dict[str, Any]]) -> Response[dict[str, Any]]:
    try:
        return Response(await answer)
    except Refusal as refusal:
        said = dict(refusal.body)
        if "statusCode" in said:
            said = {"errorCode": said["statusCode"], "errorMessage": said["statusMessage"]}
        return Response(said, status_code=refusal.status)


def _post(path: str, answer: Callable[[Request[Any, Any, Any]], Awaitable[dict[str, Any]]]) -> ControllerRouterHandler:
    @post(f"{_BASE}{path}", status_code=200)
    async def handle(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await _answered(answer(request))

    return handle


def _routes(till: Till) -> list[ControllerRouterHandler]:
    @get(f"{_BASE}/payment/organizationBalance")
    async def balance(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await _answered(till.balance(request))

    @get(f"{_BASE}/payment/search/{{trx_id:str}}")
    async def search(trx_id: FromPath[str], request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
        return await _answered(till.search(request, trx_id))

    @get("/statement", media_type=MediaType.HTML)
    async def statement() -> str:
        rows = [
            (each.trx_id, each.invoice, each.receiver, shown(each.amount), each.status)
            for each in till.payouts.values()
        ]
        return pages.page("bKash disbursement", pages.table(("trxID", "invoice", "wallet", "amount", "status"), rows))

    return [
        _post("/token/grant", till.token),
        _post("/payment/b2cPayment", till.b2c),
        _post("/payment/intraAccountTransfer", till.move),
        balance,
        search,
        statement,
    ]


def party(till: Till | None = None) -> Party:
    """The party, with a state of its own or the one that a test looks into."""
    till = till or Till()
    return Party(
        name="bkash_b2c",
        about="bKash disbursement (B2C) of the checkout service v1.2.0-beta",
        routes=_routes(till),
        faults=till.faults,
        forget=till.forget,
    )
