"""A placed order that staff change before it is packed: what is proposed, and what becomes of the proposal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.events.purchases import AppliedPromotion, PricedVendorOrder

ChangeKind = Literal["quantity", "added", "removed", "delivery", "address", "contact"]
WhyDropped = Literal["declined", "expired", "withdrawn", "overtaken", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditChange:
    """One thing that is changed: units of a line, the delivery fee of a vendor order in poisha. Where it goes and to
    whom is personal, so only that it changed is said.
    """

    kind: ChangeKind
    vendor_order_id: str = ""
    line_id: str = ""
    title: Localized | None = None
    was: int = 0
    """Units, or poisha of a delivery fee."""
    now: int = 0
    """Units, or poisha of a delivery fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An order as it would be. `parts` are the vendor orders that become different, with their live lines."""

    edit_id: str
    changes: tuple[EditChange, ...]
    parts: tuple[PricedVendorOrder, ...]
    promotions: tuple[AppliedPromotion, ...]
    place: Place
    hold_id: str
    """The stock of units that are added; empty if none are."""
    was: Money
    total: Money
    reason: str


@domain_event()
class EditProposed:
    """It would cost the customer more, so the customer is asked."""

    order_id: str
    proposal: Proposal
    expires_at: datetime
    by: Actor
    at: datetime


@domain_event()
class EditAgreed:
    """The customer wants it so."""

    order_id: str
    edit_id: str
    by: Actor
    at: datetime


@domain_event()
class EditDropped:
    """It comes to nothing; the order stays what it was."""

    order_id: str
    edit_id: str
    hold_id: str
    code: WhyDropped
    by: Actor
    at: datetime


@domain_event()
class Edited:
    """The order is another one from now on."""

    order_id: str
    proposal: Proposal
    reason: str
    by: Actor
    at: datetime


@domain_event()
class EditExpires:
    """A timer: the customer has had the hours to say yes, or the system the minutes to carry it out."""

    order_id: str
    edit_id: str


@domain_event()
class HoldAbandoned:
    """Units that were set aside for an edit that came to nothing."""

    order_id: str
    hold_id: str
    reason: str
