"""What the ports in memory keep."""

from copy import copy
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from bdcommerce.kernel.money import Money
from bdcommerce.orders.domain.carts import Cart
from bdcommerce.orders.domain.checkouts import Checkout
from bdcommerce.orders.domain.confirmation import Confirmation
from bdcommerce.orders.domain.editions import Edition
from bdcommerce.orders.domain.promotions.promotion import Promotion
from bdcommerce.orders.domain.risk.listings import Listing
from bdcommerce.orders.ports import Note


@dataclass(frozen=True)
class Code:
    """A code, and the order that has used it up."""

    promotion_id: str
    single_use: bool
    order_id: str = ""


@dataclass(frozen=True)
class Redemption:
    """What an order has of a promotion."""

    customer: str
    code: str
    uses: int
    amount: Money
    units: dict[str, int]


@dataclass
class Store:
    """Everything that is kept."""

    carts: dict[str, Cart] = field(default_factory=dict)
    promotions: dict[str, Promotion] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    redemptions: dict[tuple[str, str], Redemption] = field(default_factory=dict)
    """By order and promotion."""
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    cart_orders: dict[str, str] = field(default_factory=dict)
    numbers: dict[date, int] = field(default_factory=dict)
    contacts: dict[str, str] = field(default_factory=dict)
    phones: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    streams: dict[str, list[object]] = field(default_factory=dict)
    told: list[object] = field(default_factory=list)
    timers: list[tuple[object, datetime]] = field(default_factory=list)
    sagas: dict[str, Checkout] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    edits: dict[str, Edition] = field(default_factory=dict)
    """Sagas of edits, by id."""
    traces: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """By blind index and order."""
    listings: dict[str, Listing] = field(default_factory=dict)
    confirmations: dict[str, Confirmation] = field(default_factory=dict)

    def snapshot(self) -> "Store":
        """The same, to be changed apart."""
        return Store(**{each.name: copy(getattr(self, each.name)) for each in fields(self)})
