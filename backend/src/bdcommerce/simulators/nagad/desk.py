"""What Nagad knows: payments, and how it reads and writes what nobody else may."""

import asyncio
import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.nagad.keys import MERCHANT_PUBLIC_KEY, PRIVATE_KEY
from bdcommerce.simulators.settling import Account, Moved

MERCHANT_ID, MERCHANT_NUMBER = "683002007104225", "01711428036"
FEE_PERCENT = Decimal("1.4")
_CLOCKS_APART = timedelta(minutes=10)


class Refusal(Exception):
    """Nagad will not; `reason` and `message` are what it says."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason)
        self.body = {"reason": reason, "message": message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Money that went back."""

    issuer_ref: str
    amount: Decimal
    at: datetime


@dataclass(kw_only=True)
class Payment:
    """One payment."""

    ref_id: str
    order_id: str
    challenge: str
    begun_at: datetime
    amount: Decimal | None = None
    callback_url: str = ""
    status: str = "Initiated"
    issuer_ref: str = ""
    paid_at: datetime | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def refunded(self) -> Decimal:
        return sum((refund.amount for refund in self.refunds), Decimal(0))


@cache
def own_key() -> rsa.RSAPrivateKey:
    """Nagad's key."""
    found = load_pem_private_key(PRIVATE_KEY.encode(), None)
    assert isinstance(found, rsa.RSAPrivateKey)  # noqa: S101 - it is written beside this
    return found


@cache
def merchant_key() -> rsa.RSAPublicKey:
    """The merchant's."""
    found = load_pem_public_key(MERCHANT_PUBLIC_KEY.encode())
    assert isinstance(found, rsa.RSAPublicKey)  # noqa: S101 - it is written beside this
    return found


class Desk:
    """The state, and the envelope everything comes in."""

    def __init__(self, url: str, faults: Faults) -> None:
        self.url, self.faults = url, faults
        self.account = Account("NG", FEE_PERCENT, faults, self.moved)
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.payments: dict[str, Payment] = {}
        self.account.forget()

    def moved(self) -> Iterator[Moved]:
        """Payments that were made, and what was paid back of them."""
        for payment in self.payments.values():
            if payment.status == "Success" and payment.amount and payment.paid_at:
                yield Moved(
                    number=payment.issuer_ref, invoice=payment.order_id, amount=payment.amount, at=payment.paid_at
                )
                for each in payment.refunds:
                    yield Moved(number=each.issuer_ref, invoice=payment.order_id, amount=-each.amount, at=each.at)

    def opened(self, sealed: object, signature: object) -> dict[str, Any]:
        """What a merchant has sent, once its signature is good. Raises Refusal."""
        try:
            plain = own_key().decrypt(base64.b64decode(str(sealed), validate=True), padding.PKCS1v15())
            merchant_key().verify(base64.b64decode(str(signature), validate=True), plain, padding.PKCS1v15(), SHA256())
            return msgspec.json.decode(plain, type=dict[str, Any])
        except (ValueError, InvalidSignature, msgspec.MsgspecError) as error:
            raise Refusal("INVALID_SIGNATURE", "Sensitive data or signature is not valid") from error

    def sealed(self, plain: dict[str, str]) -> dict[str, str]:
        """What only the merchant can read, signed."""
        text = msgspec.json.encode(plain)
        signature = own_key().sign(text, padding.PKCS1v15(), SHA256())
        if self.faults.happens("bad_signature"):
            signature = bytes(256)
        return {
            "sensitiveData": base64.b64encode(merchant_key().encrypt(text, padding.PKCS1v15())).decode(),
            "signature": base64.b64encode(signature).decode(),
        }

    def payment(self, ref_id: str) -> Payment:
        """A payment. Raises Refusal."""
        found = self.payments.get(ref_id)
        if found is None:
            raise Refusal("NOT_FOUND", "Payment reference is not known")
        return found

    async def wait(self, fault: str) -> None:
        """A fault that answers late."""
        if armed := self.faults.happens(fault):
            await asyncio.sleep(float(armed.value))


def dhaka(at: datetime) -> str:
    """YYYYMMDDHHmmss in Bangladesh."""
    return f"{at.astimezone(clock.DHAKA):%Y%m%d%H%M%S}"


def is_now(text: object) -> bool:
    """Whether a time of that form is about now."""
    try:
        at = datetime.strptime(str(text), "%Y%m%d%H%M%S").replace(tzinfo=clock.DHAKA)
    except ValueError:
        return False
    return abs(clock.now() - at) <= _CLOCKS_APART
