"""What goes in and out over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=200, pattern=r"^[^\x00]*$")]


class CountStock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How many units are there, those set aside for orders included."""

    on_hand: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
    reason: Reason


class AdjustStock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How many units came (positive) or went (negative)."""

    delta: Annotated[int, msgspec.Meta(ge=-1_000_000_000, le=1_000_000_000)]
    reason: Reason


class StockView(msgspec.Struct, frozen=True, kw_only=True):
    """The units of an offer: there, set aside, and left to sell."""

    offer_id: str
    on_hand: int
    held: int
    available: int
    changed_at: datetime


class MovementView(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of an offer's stock. `number` counts them from 1."""

    number: int
    kind: Literal["counted", "adjusted", "held", "released", "committed", "given_back"]
    quantity: int
    """Units; for `counted` how many there were, for `adjusted` the difference."""
    hold_id: str
    reason: str
    at: datetime
    by: str
    """Id of the person, or the part of the system, that caused it."""
