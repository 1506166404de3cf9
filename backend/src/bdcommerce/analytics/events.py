"""What analytics heard, stored with all the figures a projection needs. Stream `sale-<vendor_order_id>`.

No event holds personal data, not even the customer's id.
"""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is in a vendor order."""

    units: int
    goods: Money
    """VAT included, after vendor-funded discounts."""
    delivery: Money
    vendor_discount: Money
    operator_discount: Money


@domain_event()
class SaleConfirmed:
    order_id: str
    vendor_order_id: str
    vendor_id: str
    figures: Figures
    at: datetime


@domain_event()
class SaleReduced:
    """Lines were cancelled; `figures` hold what is left, `units` and `goods` what went."""

    vendor_order_id: str
    vendor_id: str
    figures: Figures
    units: int
    goods: Money
    at: datetime


@domain_event()
class SaleCancelled:
    """All that was left of it is cancelled."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime


@domain_event()
class SaleReturned:
    """The parcel came back undelivered."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime


@domain_event()
class SaleDelivered:
    """Delivered for good: the return window has passed, or the customer accepted the goods."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime


@domain_event()
class SaleSettled:
    """Escrow was released: the vendor's share and the operator's commission."""

    vendor_order_id: str
    vendor_id: str
    vendor_amount: Money
    commission: Money
    at: datetime
