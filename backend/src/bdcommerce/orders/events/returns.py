"""What happens to goods that a customer wants to give back after they were delivered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.orders import ReturnCode, ReturnOutcome
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnits:
    """So many units of a line."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectedUnits:
    """How the units of a line came back: as they were described in the return, worse, or not at all."""

    line_id: str
    as_described: int
    damaged: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedUnits:
    """Units that are paid back: their price after vendor-funded discounts, and the operator's part of it."""

    line_id: str
    quantity: int
    goods: Money
    operator_discount: Money

    @property
    def amount(self) -> Money:
        """What the customer paid for them."""
        return self.goods - self.operator_discount


ReturnWish = Literal["refund", "exchange"]
PickupPayer = Literal["", "customer", "vendor"]
"""Who bears the fee of a pick-up; empty: the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """For units of a line another offer is wanted: another variant of the same product."""

    line_id: str
    offer_id: str
    title: Localized
    sku: str


@domain_event()
class ReturnAsked:
    """Somebody wants to give units back. Until `answer_by` the vendor may answer; None: staff have agreed already."""

    order_id: str
    vendor_order_id: str
    return_id: str
    units: tuple[ReturnedUnits, ...]
    code: ReturnCode
    reason: str
    answer_by: datetime | None
    silence_approves: bool
    escalate_hours: int
    """So long a refusal may be contradicted."""
    send_days: int
    """So long the goods may take to come back, once it is approved."""
    by: Actor
    at: datetime
    wish: ReturnWish = "refund"
    swaps: tuple[Swap, ...] = ()
    fetch: bool = False
    """They shall be fetched, for a fee, VAT included, that somebody bears."""
    fetch_fee: Money = Money(0)
    fetch_vat_percent: Decimal = Decimal(0)
    fetch_paid_by: PickupPayer = ""


@domain_event()
class ReturnPhotoAdded:
    """A photo of what is wrong; `photo` is the name of a stored file."""

    order_id: str
    vendor_order_id: str
    return_id: str
    photo: str
    by: Actor
    at: datetime


@domain_event()
class ReturnApproved:
    """The goods may come back, until an instant."""

    order_id: str
    vendor_order_id: str
    return_id: str
    send_by: datetime
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ReturnRefused:
    """The vendor does not want them back. Unless the customer contradicts until an instant, that stands."""

    order_id: str
    vendor_order_id: str
    return_id: str
    reason: str
    stands_at: datetime
    by: Actor
    at: datetime


@domain_event()
class ReturnEscalated:
    """Staff shall decide, in a dispute."""

    order_id: str
    vendor_order_id: str
    return_id: str
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ReturnClosed:
    """Nothing comes of it."""

    order_id: str
    vendor_order_id: str
    return_id: str
    code: ReturnOutcome
    by: Actor
    at: datetime


@domain_event()
class ReturnReceived:
    """The vendor has looked at what came back."""

    order_id: str
    vendor_order_id: str
    return_id: str
    units: tuple[InspectedUnits, ...]
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ReturnGranted:
    """So much of what was paid goes back to the customer."""

    order_id: str
    vendor_order_id: str
    return_id: str
    units: tuple[GrantedUnits, ...]
    delivery: Money
    delivery_vat: Money
    by: Actor
    at: datetime
    pickup_fee: Money = Money(0)
    """What the customer bears of the pick-up: so much less goes back."""
    pickup_fee_vat: Money = Money(0)
    because: ReturnCode | None = None
    """Why it was given back."""
    nothing_left: bool = False
    """Whether nothing is left of the vendor order."""


@domain_event()
class ReturnRefunded:
    """The customer has it, or a part of it."""

    order_id: str
    vendor_order_id: str
    return_id: str
    refund_id: str
    amount: Money
    left: Money
    """What is still to be paid."""
    by: Actor
    at: datetime


ReturnWait = Literal["answer", "refusal", "goods"]


@domain_event()
class ReturnDue:
    """A timer: what was waited for has had its time."""

    order_id: str
    vendor_order_id: str
    return_id: str
    wait: ReturnWait
