"""What SSLCommerz knows: sessions, what was paid by them, refunds; and how it signs what it tells."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.settling import Account, Moved
from bdcommerce.simulators.telling import Telling

STORE_ID, STORE_PASSWORD = "testbox", "qwerty"
SESSION_MINUTES = 30
FEE = Decimal("0.025")
_SIGNED = (
    "amount", "bank_tran_id", "card_type", "currency", "status", "store_amount", "store_id", "tran_date", "tran_id",
    "val_id",
)  # fmt: skip


@dataclass(kw_only=True)
class Refund:
    """Money that goes back."""

    ref_id: str
    trans_id: str
    amount: Decimal
    at: datetime
    polls_left: int

    @property
    def status(self) -> str:
        return "refunded" if self.polls_left <= 0 else "processing"


@dataclass(kw_only=True)
class Session:
    """A customer's way to pay."""

    key: str
    tran_id: str
    amount: Decimal
    success_url: str
    fail_url: str
    cancel_url: str
    ipn_url: str
    values: dict[str, str]
    created_at: datetime
    status: str = "PENDING"
    val_id: str = ""
    bank_tran_id: str = ""
    card_type: str = ""
    validated: int = 0
    risky: bool = False
    refunds: list[Refund] = field(default_factory=list)

    @property
    def expired(self) -> bool:
        return clock.now() - self.created_at > timedelta(minutes=SESSION_MINUTES)

    @property
    def paid(self) -> bool:
        return self.status == "VALID"

    @property
    def refunded(self) -> Decimal:
        return sum((refund.amount for refund in self.refunds), Decimal(0))


class Desk:
    """The state."""

    def __init__(self, url: str, faults: Faults) -> None:
        self.url, self.faults, self.telling = url, faults, Telling()
        self.account = Account("SC", FEE * 100, faults, self.moved)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.sessions: dict[str, Session] = {}
        self.account.forget()

    def moved(self) -> Iterator[Moved]:
        """Sessions that were paid, and refunds of them."""
        for session in self.sessions.values():
            if session.paid:
                yield Moved(
                    number=session.bank_tran_id, invoice=session.tran_id, amount=session.amount, at=session.created_at
                )
                for each in session.refunds:
                    if each.status == "refunded":
                        yield Moved(number=each.ref_id, invoice=session.tran_id, amount=-each.amount, at=each.at)

    def of_tran(self, tran_id: str) -> list[Session]:
        """Every session for a merchant's transaction, the latest last."""
        return [session for session in self.sessions.values() if session.tran_id == tran_id]

    def let_in(self, given: Mapping[str, Any]) -> bool:
        """Whether these are the credentials of the store."""
        return given.get("store_id") == STORE_ID and given.get("store_passwd") == STORE_PASSWORD

    async def wait(self, fault: str) -> None:
        """A fault that answers late."""
        if armed := self.faults.happens(fault):
            await asyncio.sleep(float(armed.value))

    def tell(self, session: Session) -> None:
        """IPN, if the merchant wants it."""
        if not session.ipn_url or self.faults.happens("ipn_lost"):
            return
        fields = self.fields(session)
        if wrong := self.faults.happens("ipn_wrong_amount"):
            fields["amount"] = wrong.value
        signed = sign(fields)
        if self.faults.happens("ipn_bad_hash"):
            signed["verify_sign"] = hashlib.md5(b"nobody").hexdigest()  # noqa: S324 - as they do
        late = self.faults.happens("ipn_late")
        body, headers = urlencode(signed).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(2 if self.faults.happens("ipn_twice") else 1):
            self.telling.tell(session.ipn_url, body, headers, later=float(late.value) if late else 0)

    def fields(self, session: Session) -> dict[str, str]:
        """A payment as it is told and validated."""
        fee = (session.amount * FEE).quantize(Decimal("0.01"))
        return {
            "status": session.status,
            "tran_date": f"{session.created_at.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S}",
            "tran_id": session.tran_id,
            "val_id": session.val_id,
            "amount": f"{session.amount:.2f}",
            "store_amount": f"{session.amount - fee:.2f}",
            "card_type": session.card_type,
            "card_no": "411111XXXXXX1111" if "VISA" in session.card_type else "",
            "currency": "BDT",
            "bank_tran_id": session.bank_tran_id,
            "card_issuer_country": "Bangladesh",
            "currency_type": "BDT",
            "currency_amount": f"{session.amount:.2f}",
            "currency_rate": "1.0000",
            "base_fair": "0.00",
            **session.values,
            "store_id": STORE_ID,
            "risk_level": "1" if session.risky else "0",
            "risk_title": "Risky" if session.risky else "Safe",
        }


def sign(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields with their hash, as IPN carries them."""
    names = [name for name in _SIGNED if name in fields]
    with_password = {name: fields[name] for name in names}
    with_password["store_passwd"] = hashlib.md5(STORE_PASSWORD.encode()).hexdigest()  # noqa: S324 - as they do
    text = "&".join(f"{name}={with_password[name]}" for name in sorted(with_password)).encode()
    return {
        **fields,
        "verify_key": ",".join(names),
        "verify_sign": hashlib.md5(text).hexdigest(),  # noqa: S324 - as they do
        "verify_sign_sha2": hashlib.sha256(text).hexdigest(),
    }


def new_id(length: int) -> str:
    """A random identifier."""
    return secrets.token_hex(length // 2 + 1)[:length].upper()
