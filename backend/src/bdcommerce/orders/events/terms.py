"""What a promotion promises: the terms that an order keeps a copy of, whatever becomes of the promotion.

Every kind of benefit is certain before the customer buys: nothing is drawn or raffled (DC-BAN-03), and nothing is
given that stands for money (DC-BAN-06).
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.orders import PaymentMethod, PromotionScope
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

NOTHING = Money(0)

Level = Literal["cart", "catalogue"]
"""A cart promotion takes something off what somebody buys; a catalogue promotion changes what single units cost."""
BenefitKind = Literal["percentage", "amount", "free_delivery", "buy_x_get_y", "bundle", "fixed_price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePart:
    """So many units out of a scope."""

    scope: PromotionScope
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """What it gives. A kind uses the fields that its line names; the others keep their defaults.

    percentage: `percent` off, at most `most` · amount: `amount` off the goods (catalogue: off each unit) ·
    free_delivery: at most `most` · buy_x_get_y: of every `buy` + `get` units the cheapest `get` are `percent` off, at
    most `times` times; with `get_scope` those come from there · bundle: `parts` together for `price`, at most `times`
    times · fixed_price: each unit for `price` (catalogue).
    """

    kind: BenefitKind
    percent: Decimal = Decimal(0)
    amount: Money = NOTHING
    most: Money | None = None
    buy: int = 0
    get: int = 0
    times: int | None = None
    get_scope: PromotionScope | None = None
    parts: tuple[BundlePart, ...] = ()
    price: Money = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What has to be so. Goods and quantities count within the scope; empty lists ask for nothing."""

    min_goods: Money = NOTHING
    min_quantity: int = 0
    first_order: bool = False
    list_id: str = ""
    """Only for the customers on this list."""
    payment_methods: tuple[PaymentMethod, ...] = ()
    districts: tuple[str, ...] = ()
    full_price_only: bool = False
    """Goods at a promotional price neither count nor get anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """Who pays for every poisha of it: a vendor so many per cent, on its own goods only; the operator the rest."""

    vendor_id: str = ""
    vendor_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacking:
    """Exclusive: with no other cart promotion. Of one group only the best. Higher priority is worked out first."""

    exclusive: bool = False
    priority: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far it goes: orders for a cart promotion, units for a catalogue one; `budget` is what it may cost in all."""

    total: int | None = None
    per_customer: int | None = None
    per_offer: int | None = None
    budget: Money | None = None

    @property
    def none(self) -> bool:
        """Whether nobody has to count."""
        return self == Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionTerms:
    """A promotion, but for what becomes of it. It holds from `starts_at` up to `ends_at`."""

    promotion_id: str
    name: Localized
    level: Level
    benefit: Benefit
    starts_at: datetime
    ends_at: datetime
    scope: PromotionScope = field(default_factory=PromotionScope)
    conditions: Conditions = Conditions()
    funding: Funding = Funding()
    stacking: Stacking = Stacking()
    limits: Limits = Limits()
