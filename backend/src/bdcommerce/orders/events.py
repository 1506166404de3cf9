"""What happened to orders, as it is stored. People appear by id only; who acted stands on every event."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.orders import PaymentMethod
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, Localized

ShipmentNews = Literal["picked_up", "out_for_delivery", "attempt_failed", "returning", "delivered", "returned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """So many units of an offer at the price of that moment, with its share of every discount."""

    line_id: str
    offer_id: str
    product_id: str
    variant_id: str
    title: Localized
    sku: str
    quantity: int
    unit_price: Money
    vendor_discount: Money
    operator_discount: Money
    commission_percent: Decimal
    unit_weight_grams: int
    unit: str = "piece"
    vat_percent: Decimal = Decimal(15)
    """VAT inside the price, by the rule book on the day of the order."""

    @property
    def list_price(self) -> Money:
        """Before any discount."""
        return self.unit_price * self.quantity

    @property
    def goods(self) -> Money:
        """After discounts that the vendor pays: what commission is taken from."""
        return self.list_price - self.vendor_discount

    @property
    def to_pay(self) -> Money:
        """What the customer pays for the goods of this line."""
        return self.goods - self.operator_discount


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The money of a vendor order: goods G, operator's discount p, delivery D with its VAT dv, commission k with its
    VAT v, withheld tax t.
    """

    goods: Money
    operator_discount: Money
    delivery: Money
    delivery_vat: Money
    commission: Money
    commission_vat: Money
    withheld_tax: Money

    @property
    def total(self) -> Money:
        """T = G + D - p: what the customer pays."""
        return self.goods + self.delivery - self.operator_discount


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedVendorOrder:
    """The part of a purchase that one vendor fulfils, with the percentages that hold for it for ever."""

    vendor_order_id: str
    vendor_id: str
    vendor_name: Localized
    lines: tuple[PricedLine, ...]
    sums: Sums
    commission_vat_percent: Decimal
    withheld_tax_percent: Decimal
    promised_by: date


@domain_event()
class Placed:
    """A cart has become a purchase. Whose contact and address these are is sealed elsewhere."""

    order_id: str
    number: str
    cart_id: str
    customer_id: str
    guest_hash: str
    """The hash of the token by which a guest proves that the order is theirs; empty for a member."""
    language: Language
    payment_method: PaymentMethod
    hold_id: str
    coupon_id: str
    place: Place
    vendor_orders: tuple[PricedVendorOrder, ...]
    return_window_days: int
    by: Actor
    at: datetime


@domain_event()
class Confirmed:
    """Stock is committed; the purchase binds."""

    order_id: str
    by: Actor
    at: datetime


@domain_event()
class PlacingFailed:
    """The checkout could not be finished; nothing of the purchase holds."""

    order_id: str
    reason: str
    by: Actor
    at: datetime


@domain_event()
class Accepted:
    """The vendor will fulfil its part."""

    order_id: str
    vendor_order_id: str
    by: Actor
    at: datetime


@domain_event()
class Packed:
    """The parcel is closed."""

    order_id: str
    vendor_order_id: str
    by: Actor
    at: datetime


@domain_event()
class MadeReadyToShip:
    """The parcel waits for its courier."""

    order_id: str
    vendor_order_id: str
    weight_grams: int
    by: Actor
    at: datetime


@domain_event()
class LineCancelled:
    """A line will not be delivered; `sums` are those of what is left."""

    order_id: str
    vendor_order_id: str
    line_id: str
    sums: Sums
    reason: str
    by: Actor
    at: datetime


@domain_event()
class Cancelled:
    """Nothing of a vendor order will be delivered."""

    order_id: str
    vendor_order_id: str
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ShipmentMovedOn:
    """The courier's news moved the vendor order: handed over, on its way, failed at the door, coming back."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    news: ShipmentNews
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ShipmentNewsNoted:
    """The courier said something that does not fit the vendor order; kept, so that somebody can look into it."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    news: ShipmentNews
    status: str
    """What the vendor order was when the news came."""
    reason: str
    by: Actor
    at: datetime


@domain_event()
class Completed:
    """The goods are the customer's for good."""

    order_id: str
    vendor_order_id: str
    accepted_by_customer: bool
    by: Actor
    at: datetime


@domain_event()
class ReturnWindowEnded:
    """A timer: the customer has had the days of the return window."""

    order_id: str
    vendor_order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedLine:
    """Units that nobody gets. `key` is the same however often it is said."""

    key: str
    offer_id: str
    quantity: int


@domain_event()
class StockFreed:
    """Sold units that go back to stock."""

    order_id: str
    hold_id: str
    lines: tuple[FreedLine, ...]
    reason: str
