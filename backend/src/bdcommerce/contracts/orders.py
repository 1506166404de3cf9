"""Orders: one purchase, split into one vendor order per vendor."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money, half_up
from bdcommerce.kernel.text import Language, Localized

PaymentMethod = Literal["cod", "bkash", "nagad", "sslcommerz"]
"""Cash at the door, or a provider that takes the money before anything is sent."""
Channel = Literal["web", "app", "phone"]
"""Where a customer buys: in a browser, in the mobile app, or through somebody who orders for them on the telephone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """One line of a vendor order. Amounts are for the whole line."""

    line_id: str
    offer_id: str
    product_id: str
    title: Localized
    quantity: int
    list_price: Money
    """Unit price times quantity, before any discount."""
    vendor_discount: Money
    operator_discount: Money
    commission_percent: Decimal
    sku: str = ""
    unit: str = "piece"
    vat_percent: Decimal = Decimal(15)
    """VAT inside the price: what the rule book said of these goods on the day of the order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorOrderTerms:
    """The money of a vendor order, frozen when it was placed (money-and-states section 2: G, p, D, dv, T, k, v, t)."""

    vendor_order_id: str
    vendor_id: str
    lines: list[LineTerms]
    goods: Money
    """G: goods, VAT included, after vendor-funded discounts."""
    operator_discount: Money
    """p: what the operator adds for the customer."""
    delivery: Money
    """D: delivery fee charged, VAT included."""
    delivery_vat: Money
    """dv: VAT inside D."""
    total: Money
    """T = G + D - p: what the customer pays."""
    commission: Money
    commission_vat: Money
    withheld_tax: Money
    commission_vat_percent: Decimal
    withheld_tax_percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionScope:
    """Which offers a catalogue promotion is for: those that fit every list that is not empty."""

    offer_ids: list[str] = field(default_factory=list)
    product_ids: list[str] = field(default_factory=list)
    category_ids: list[str] = field(default_factory=list)
    brand_ids: list[str] = field(default_factory=list)
    vendor_ids: list[str] = field(default_factory=list)


@integration_event(key="promotion_id")
class PromotionScheduled:
    """A promotion will change (or changes) what single units cost, so that lists can show the price beforehand.

    Exactly one of `percent`, `amount_off` and `fixed_price` is set. Of several for one offer the one with the highest
    priority holds, then the lowest price.
    """

    promotion_id: str
    name: Localized
    scope: PromotionScope
    percent: Decimal | None
    amount_off: Money | None
    fixed_price: Money | None
    funded_by: str
    """A vendor's id (its own offers only), or empty: the operator."""
    priority: int
    starts_at: datetime
    ends_at: datetime


@integration_event(key="promotion_id")
class PromotionWithdrawn:
    """A promotion is over before its time: stopped, or its quota is sold out."""

    promotion_id: str
    reason: str


@integration_event(key="order_id")
class OrderPlaced:
    """A purchase exists; it is not yet promised to anybody."""

    order_id: str
    number: str
    customer_id: str
    """Empty for a guest."""
    payment_method: PaymentMethod
    total: Money


@integration_event(key="order_id")
class OrderConfirmed:
    """The purchase is binding: stock is committed, vendors may work."""

    order_id: str
    number: str
    customer_id: str
    payment_method: PaymentMethod
    place: Place
    vendor_orders: list[VendorOrderTerms]
    total: Money
    at: datetime
    channel: str = "web"
    """Where it was bought: `web`, `app`, `phone`."""
    advance: Money = Money(0)
    """Of an order of which only a part is paid before anything is sent: that part. The rest is paid at the door."""


@integration_event(key="order_id")
class VendorOrderAmended:
    """Lines were cancelled, added or changed before packing; `terms` are those that hold from now on."""

    order_id: str
    terms: VendorOrderTerms
    cancelled_lines: list[str]
    reason: str
    at: datetime
    code: str = ""
    """Why lines were cancelled: a code of `GET /cancellation-reasons`; empty when nothing was."""


@integration_event(key="order_id")
class OrderEditProposed:
    """Staff want to change an order so that it costs more: the customer is asked, and may say yes until an instant."""

    order_id: str
    edit_id: str
    number: str
    customer_id: str
    """Empty for a guest."""
    was: Money
    total: Money
    expires_at: datetime
    at: datetime


@integration_event(key="order_id")
class VendorOrderCancelled:
    """Nothing of this vendor order will be delivered."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    reason: str
    by: str
    """`customer`, `vendor`, `staff` or `system`."""
    at: datetime
    code: str = ""
    """Why: a code of `GET /cancellation-reasons`."""


@integration_event(key="order_id")
class VendorOrderReadyToShip:
    """A packed parcel waits for its courier."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    place: Place
    weight_grams: int
    cod_amount: Money
    at: datetime


@integration_event(key="order_id")
class VendorOrderCompleted:
    """Delivered, and the return window has passed or the customer has accepted the goods."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    accepted_by_customer: bool
    at: datetime


@integration_event(key="order_id")
class VendorOrderReturned:
    """The parcel came back to the vendor undelivered; its units are in stock again and nothing is owed."""

    order_id: str
    vendor_order_id: str
    vendor_id: str
    at: datetime


@integration_event(key="order_id")
class OrderCancelled:
    """Every part of the purchase is cancelled."""

    order_id: str
    reason: str


@integration_event(key="order_id")
class OrderCompleted:
    """Every part of the purchase has come to its end, at least one of them delivered."""

    order_id: str


def portion(whole: int, before: int, after: int, of: int) -> int:
    """What the units from `before` to `after` of a line of so many are worth of an amount, in poisha: the difference of
    two running totals, half up. So all units are worth the whole, in however many portions they come back; whoever
    works it out, orders or payments.
    """
    return half_up(Decimal(whole) * after / of) - half_up(Decimal(whole) * before / of)


ReturnCode = Literal[
    "damaged", "defective", "wrong_item", "not_as_described", "missing_parts", "expired", "counterfeit", "size",
    "changed_mind", "other",
]  # fmt: skip
"""Why somebody gives goods back."""
ReturnOutcome = Literal["refunded", "exchanged", "rejected", "withdrawn", "lapsed"]
"""How a return ends: paid back, replaced, refused for good, taken back by the customer, or never sent."""


@integration_event(key="order_id")
class ReturnRequested:
    """A customer wants to give back delivered goods. Until the return has ended its money stays where it is."""

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    code: ReturnCode
    units: int
    answer_by: datetime | None
    """Until when the vendor may answer; None: staff have agreed already."""
    at: datetime


@integration_event(key="order_id")
class ReturnMoved:
    """A return is `approved`, `refused` by the vendor, `escalated` to staff, or `received` by the vendor."""

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    status: Literal["approved", "refused", "escalated", "received"]
    reason: str
    """What was said about it."""
    code: ReturnCode
    """Why the goods are given back."""
    worth: Money
    """What the customer paid for the units of the return."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """Units of a line that came back. `goods` is their price after vendor-funded discounts, VAT included, of which the
    operator paid `operator_discount`.
    """

    line_id: str
    quantity: int
    goods: Money
    operator_discount: Money


@integration_event(key="order_id")
class ReturnAccepted:
    """Goods came back and were found to be as they should: the customer gets back what was paid for them, and the
    delivery fee (`delivery`, with `delivery_vat` in it) where nothing is left of the vendor order, by its fault.
    """

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    code: ReturnCode
    lines: list[ReturnedLine]
    delivery: Money
    delivery_vat: Money
    amount: Money
    """What the customer gets: goods without the operator's part, and delivery, without the fee for the pick-up."""
    at: datetime
    pickup_fee: Money = Money(0)
    """What the customer bears of having had the goods fetched, VAT included."""
    pickup_fee_vat: Money = Money(0)
    """VAT inside that."""


@integration_event(key="order_id")
class ReturnPickupCharged:
    """Goods of a return were fetched because of a fault of their vendor's, which bears the fee, VAT included."""

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    fee: Money
    fee_vat: Money
    at: datetime


@integration_event(key="order_id")
class ReturnEnded:
    """Nothing of a return is open any more: what its money waited for is decided."""

    return_id: str
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    outcome: ReturnOutcome
    at: datetime


@integration_event(key="order_id")
class ReturnParcelWanted:
    """Goods of a return shall be fetched at the customer's, or a replacement for them shall be brought there."""

    return_id: str
    leg: Literal["pickup", "replacement"]
    order_id: str
    vendor_order_id: str
    vendor_id: str
    number: str
    weight_grams: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a vendor order goes. Personal data."""

    vendor_order_id: str
    order_id: str
    number: str
    customer_id: str
    address: Address
    language: Language
    guest_hash: str = ""
    """SHA-256 (hex) of the token by which a guest proves whose order it is; empty for a customer's."""
    delivery_note: str = ""
    """What the customer asks of whoever brings it."""

    def __repr__(self) -> str:
        return f"Recipient(vendor_order_id={self.vendor_order_id!r})"


class UnknownOrder(NotFound):
    """There is no such order, or not for this caller."""

    code = "unknown_order"


class OrdersFace(Protocol):
    """What others may ask of an order."""

    @idempotent
    async def recipient(self, vendor_order_id: str) -> Recipient:
        """To whom it goes. Raises UnknownOrder."""

    @idempotent
    async def recipient_of_order(self, order_id: str) -> Recipient:
        """The same for a whole order (`vendor_order_id` empty). Raises UnknownOrder."""
