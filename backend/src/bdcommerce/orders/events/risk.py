"""What paying at the door was thought to risk, and what came of it. No personal data: counts, amounts and points."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

Decision = Literal["accept", "confirm", "advance", "refuse"]
"""From mild to strict: taken as it is, confirmed before anything is sent, partly paid before, not without payment."""
AddressFault = Literal["short", "no_house", "elsewhere", "gibberish"]
FactorCode = Literal[
    "refused_before", "absent_before", "returned_before", "given_back_before", "delivered_before", "first_order",
    "high_value", "many_from_phone", "many_from_device", "many_to_address", "address_short", "address_no_house",
    "address_elsewhere", "address_gibberish", "phone_blocked", "phone_allowed",
]  # fmt: skip
Listed = Literal["", "blocked", "allowed"]
How = Literal["code", "call", "override"]
"""`code`: the one sent to the phone. `call`: staff have talked to the customer. `override`: staff take the risk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """All that an appraisal looks at, and nothing else: what parcels to these phones came to, this purchase, how many
    there were within 24 hours before it, and whether the address can be found. Neither who somebody is nor where
    they come from is among it.
    """

    delivered: int = 0
    """Parcels that were received."""
    refused: int = 0
    """Parcels that were refused at the door."""
    absent: int = 0
    """Parcels that went back because nobody was there."""
    returned: int = 0
    """Parcels that went back for another reason."""
    given_back: int = 0
    """Parcels that were received, and given back whole for no fault."""
    known: bool = False
    """Whether these phones, or this customer, have ordered before."""
    total: Money = field(default_factory=lambda: Money(0))
    from_phone: int = 0
    """Orders within 24 hours, this one not counted."""
    from_device: int = 0
    """The same, from this device."""
    to_address: int = 0
    """The same, to this address."""
    address: tuple[AddressFault, ...] = ()
    listed: Listed = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One rule that spoke: what it saw (parcels, orders, poisha; 1 for yes), and the points that it gave or took."""

    code: FactorCode
    rule: str
    value: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From how many points on what is decided; 0: never."""

    confirm: int
    """Points."""
    advance: int
    """Points."""
    refuse: int
    """Points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What was decided about a purchase that is paid at the door, and why: the points add up to the score."""

    decision: Decision
    score: int
    factors: tuple[Factor, ...]
    signals: Signals
    thresholds: Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """So much of a vendor order is paid before anything is sent; the rest at the door."""

    vendor_order_id: str
    amount: Money


@domain_event()
class ConfirmationAwaited:
    """Stock is held until the customer has confirmed it; at that instant at the latest it comes to nothing."""

    order_id: str
    until: datetime
    by: Actor
    at: datetime


@domain_event()
class Affirmed:
    """The customer has said that they mean it, or staff that they take the risk. What was asked in advance is not any
    more. `note` is for staff.
    """

    order_id: str
    how: How
    note: str
    by: Actor
    at: datetime


@domain_event()
class ConfirmationWindowEnded:
    """A timer: the customer has had the hours in which to confirm."""

    order_id: str


@domain_event()
class ConfirmationCodeDue:
    """A code is to be sent to whom the order goes. It is sealed."""

    order_id: str
    nth: int
    sealed_code: str


@domain_event()
class AffirmationFollows:
    """What was affirmed is to be carried out: its stock committed, the purchase bound."""

    order_id: str
