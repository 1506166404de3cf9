"""A purchase as it was agreed: lines, discounts and money, frozen for ever."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bdcommerce.contracts.orders import Channel, PaymentMethod
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money, allocate
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.orders.events.risk import Advance, Appraisal
from bdcommerce.orders.events.terms import NOTHING, PromotionTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """The promotional price that so many units of a line were sold at: each is `unit_cut` below the vendor's own."""

    promotion_id: str
    name: Localized
    unit_cut: Money
    units: int
    vendor_percent: Decimal
    """How much of the cut the vendor pays; the operator pays the rest."""

    @property
    def cut(self) -> Money:
        """What it takes off the line."""
        return self.unit_cut * self.units

    @property
    def vendor_share(self) -> Money:
        """The vendor's part of that."""
        return vendor_part(self.cut, self.vendor_percent)


def vendor_part(amount: Money, vendor_percent: Decimal) -> Money:
    """The vendor's part of a discount of which it pays so many per cent, by largest remainder."""
    return Money(allocate(amount.amount, [int(vendor_percent * 100), 10_000 - int(vendor_percent * 100)])[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUnits:
    """So many units that were set aside under a hold."""

    hold_id: str
    quantity: int


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
    category_path: tuple[str, ...] = ()
    brand_id: str = ""
    sale: Sale | None = None
    """Its promotional price; the cut is in the discounts."""
    holds: tuple[HeldUnits, ...] = ()
    """Which holds its units come from; without any, all from that of the order."""
    ready_to_ship: bool = True
    """Whether it can be with the courier within 48 hours: else only a part may be paid in advance (DC-ADV)."""

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
class Share:
    """What a promotion takes off one line, and who pays for it."""

    line_id: str
    vendor: Money
    operator: Money

    @property
    def amount(self) -> Money:
        """Both parts."""
        return self.vendor + self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Delivery that the operator does not charge for a vendor order."""

    vendor_order_id: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPromotion:
    """A cart promotion at work: its terms as they were, and every poisha that it gives."""

    terms: PromotionTerms
    code: str
    """With which it was asked for; empty for one that needs none."""
    shares: tuple[Share, ...]
    waivers: tuple[Waiver, ...] = ()

    @property
    def goods(self) -> Money:
        """What it takes off goods."""
        return sum((share.amount for share in self.shares), NOTHING)

    @property
    def delivery(self) -> Money:
        """What it takes off delivery fees."""
        return sum((waiver.amount for waiver in self.waivers), NOTHING)

    @property
    def amount(self) -> Money:
        """All of it."""
        return self.goods + self.delivery


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
    delivery_waived: Money = NOTHING
    """By how much promotions have lowered the delivery fee."""
    delivery_vat_percent: Decimal = Decimal(15)

    @property
    def ready_to_ship(self) -> bool:
        """Whether the parcel is: it is no sooner than the last thing in it."""
        return all(line.ready_to_ship for line in self.lines)


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
    """The promotion whose code was used; empty without one."""
    place: Place
    vendor_orders: tuple[PricedVendorOrder, ...]
    return_window_days: int
    by: Actor
    at: datetime
    promotions: tuple[AppliedPromotion, ...] = ()
    accept_hours: int = 0
    """How long a vendor may take to accept; 0: as long as it likes."""
    channel: Channel = "web"
    appraisal: Appraisal | None = None
    """Of a purchase that is paid at the door."""


@domain_event()
class PaymentAwaited:
    """Stock is held until the customer has paid; at that instant at the latest the purchase comes to nothing."""

    order_id: str
    until: datetime
    by: Actor
    at: datetime
    advances: tuple[Advance, ...] = ()
    """What is to be paid now; without any, everything."""


@domain_event()
class PaymentMethodChanged:
    """It is paid in another way than was said when it was placed."""

    order_id: str
    payment_method: PaymentMethod
    by: Actor
    at: datetime
    appraisal: Appraisal | None = None
    """Of a purchase that is paid at the door from now on."""


@domain_event()
class PaymentWindowEnded:
    """A timer: the customer has had the time in which to pay."""

    order_id: str


@domain_event()
class Confirmed:
    """Stock is committed; the purchase binds."""

    order_id: str
    by: Actor
    at: datetime


@domain_event()
class PlacingFailed:
    """The checkout could not be finished, or was not paid for; nothing of the purchase holds."""

    order_id: str
    reason: str
    by: Actor
    at: datetime
