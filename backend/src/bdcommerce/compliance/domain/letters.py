"""What people write to each other over a complaint or a dispute, and who may read it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Side = Literal["customer", "vendor", "staff"]
MOST_PHOTOS = 10
"""Of one complaint or dispute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message, with a photo or without. An internal one is a note among staff."""

    id: str
    case_id: str
    side: Side
    author_id: str
    at: datetime
    text: str
    photo: str = ""
    """The name of a stored file."""
    internal: bool = False

    def __repr__(self) -> str:
        return f"Letter(id={self.id!r}, side={self.side!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody who bought: with an account, or without one and with a token of which only the hash is kept."""

    customer_id: str = ""
    guest_hash: str = ""

    def owns(self, *, customer_id: str, guest_hash: str) -> bool:
        """Whether something of that customer, or of that guest, is theirs."""
        member = bool(customer_id) and customer_id == self.customer_id
        return member or (bool(guest_hash) and hmac.compare_digest(guest_hash, self.guest_hash))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who writes over a dispute: the customer, or somebody of the vendor."""

    side: Side
    author_id: str
    customer: Customer = Customer()
    vendor_id: str = ""


def new_token() -> str:
    """A secret by which a guest comes back to what they wrote."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of it: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest() if token else ""
