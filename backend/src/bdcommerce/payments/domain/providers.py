"""What payment providers are asked and what they answer, whichever of them it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.money import Money

Provider = Literal["bkash", "nagad", "sslcommerz"]
Outcome = Literal["success", "failure", "ambiguous", "duplicate", "configuration"]
"""The five classes that every provider's codes fall into: paid · will never be paid · nobody knows yet · it was said
before, ask what became of it · our settings are wrong.
"""
Found = Literal["pending", "captured", "failed", "cancelled", "expired", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who pays, for providers that want to know. Personal data."""

    name: str
    phone: str
    email: str
    address: str
    city: str
    postcode: str

    def __repr__(self) -> str:
        return "Buyer()"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttempt:
    """A payment that a customer is to be led to. `reference` is ours, and never used twice."""

    reference: str
    order_id: str
    amount: Money
    callback_url: str
    items: int = 1
    buyer: Buyer | None = None
    wallet: str = ""
    """A saved wallet, as the provider knows it."""

    def __repr__(self) -> str:
        return f"NewAttempt(reference={self.reference!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Where the customer goes, and until when."""

    provider_payment_id: str
    redirect_url: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Opened(provider_payment_id={self.provider_payment_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An attempt that a provider is asked about."""

    reference: str
    order_id: str
    provider_payment_id: str
    agreed: bool = False
    """The customer's browser says that they have agreed: only a hint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How an attempt stands, by the provider's own answer to our own question."""

    found: Found
    amount: Money | None = None
    reference: str = ""
    trx_id: str = ""
    code: str = ""
    """What the provider said, as it says it."""
    risky: bool = False
    """It took the money and doubts it: nothing is shipped before somebody has looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRefund:
    """So much of a captured payment is to go back."""

    refund_id: str
    order_id: str
    amount: Money
    reason: str
    reference: str
    """What we call the attempt, with what it brought and when it was begun."""
    original: Money
    begun_at: datetime
    provider_payment_id: str
    trx_id: str
    sent: int = 0
    """How often it was asked for before."""
    refund_trx_id: str = ""
    """By what the provider knows this refund, once it has said so."""
    known: frozenset[str] = frozenset()
    """What it has called the other refunds of this payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundVerdict:
    """How a refund stands. `absent`: the provider knows of none, so it has to be asked for (again); `not_asked`: it was
    not asked for now, because the provider was not reached; `unknown`: it may have been paid.
    """

    found: Literal["done", "processing", "refused", "absent", "not_asked", "unknown"]
    refund_trx_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """A wallet that a customer has let us keep. `token` is the provider's, a secret."""

    token: str
    number: str
    """Masked."""

    def __repr__(self) -> str:
        return f"Wallet(number={self.number!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a provider's believed message is about."""

    reference: str
    """What we call the attempt."""
    trx_id: str
