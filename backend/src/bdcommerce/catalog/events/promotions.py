"""What was heard of promotions, and when they began and ended here."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Offers that fit every list that is not empty."""

    offer_ids: list[str] = field(default_factory=list)
    product_ids: list[str] = field(default_factory=list)
    category_ids: list[str] = field(default_factory=list)
    brand_ids: list[str] = field(default_factory=list)
    vendor_ids: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """What single units cost less for, and when. Exactly one of the three cuts is set."""

    promotion_id: str
    name: Localized
    scope: Scope
    percent: Decimal | None = None
    amount_off: Money | None = None
    fixed_price: Money | None = None
    funded_by: str = ""
    """The vendor that pays for it, by id, for its own offers only; empty: the operator."""
    priority: int = 0
    starts_at: datetime
    ends_at: datetime


@domain_event()
class PromotionNoted:
    """Orders told of a promotion, new or changed; from now on it is the one with these terms, and not begun."""

    promotion: Promotion


@domain_event()
class PromotionOpened:
    """Its window has opened: prices are cut from now on."""

    promotion_id: str


@domain_event()
class PromotionClosed:
    """It is over: its window has closed, or it was withdrawn."""

    promotion_id: str
    reason: str


@domain_event()
class PromotionDue:
    """Delivered to the catalog itself when a window opens or closes. It is for the promotion as it was noted then."""

    promotion_id: str
    revision: int
