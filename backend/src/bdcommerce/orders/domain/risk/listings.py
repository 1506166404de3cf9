"""Phones that staff have listed: blocked ones never pay at the door, allowed ones always may."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Verdict = Literal["blocked", "allowed"]
CONTEXT = "orders.listed_phone"
"""What binds a sealed number to its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One of them, until an instant. The number itself is sealed; it is found by its blind index."""

    listing_id: str
    blind: str = field(repr=False)
    sealed: str = field(repr=False)
    verdict: Verdict
    reason: str
    listed_by: str
    at: datetime
    expires_at: datetime
