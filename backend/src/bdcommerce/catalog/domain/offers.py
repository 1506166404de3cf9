"""A vendor's offer of a variant, and which of several offers a customer sees first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bdcommerce.catalog.domain.categories import CategoryRules
from bdcommerce.catalog.errors import PriceAboveMrp
from bdcommerce.catalog.events import OfferMade, OfferRevised, Variant
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.kernel.text import nfc

MAX_PRICE = 10**12
MAX_SKU = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A vendor's price for a variant. It includes all taxes."""

    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    sku: str
    price: Money
    active: bool = True
    manufactured_on: date | None = None
    expires_on: date | None = None
    """Of this vendor's goods; None: what the product says."""
    ready_to_ship: bool = True
    """In the country, under the vendor's or a warehouse's control, and with the courier within 48 hours (DC-ADV)."""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An offer as it stands against the others of its variant."""

    offer_id: str
    price: int
    sellable: bool
    available: int
    made_at: datetime

    @property
    def in_stock(self) -> bool:
        """Whether a customer can buy it now."""
        return self.sellable and self.available > 0


def make_offer(offer: Offer, variant: Variant) -> OfferMade:
    """Offer a variant. Raises Invalid, PriceAboveMrp."""
    sku = nfc(offer.sku)
    ensure(0 < len(sku) <= MAX_SKU and sku.isprintable(), Invalid.field("sku", f"must be 1 to {MAX_SKU} characters"))
    ensure_price(offer.price)
    ensure_below_mrp("price", offer.price, variant)
    return OfferMade(
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        vendor_id=offer.vendor_id,
        sku=sku,
        price=offer.price,
        active=offer.active,
        manufactured_on=offer.manufactured_on,
        expires_on=offer.expires_on,
        ready_to_ship=offer.ready_to_ship,
    )


def ensure_fresh(offer: Offer, rules: CategoryRules, *, of_product: bool, today: date) -> None:
    """An offer that is to sell states goods that are still good by more than the margin (CR-12); of perishable goods of
    another vendor's product, its own. Raises Invalid.
    """
    stated = offer.expires_on is not None
    ensure(
        stated or of_product or not rules.perishable,
        Invalid.field("expires_on", "state when your own goods expire (CR-12)"),
    )
    made, expires = offer.manufactured_on, offer.expires_on
    ensure(made is None or made <= today, Invalid.field("manufactured_on", "must not lie in the future"))
    ensure(
        made is None or expires is None or made < expires, Invalid.field("expires_on", "must follow the manufacture")
    )
    fresh = expires is None or not offer.active or expires - rules.expiry_margin > today
    days = f", by more than {rules.expiry_margin.days} days" if rules.expiry_margin else ""
    ensure(fresh, Invalid.field("expires_on", f"must be a day that is still to come{days} (CR-12)"))


def revise_offer(
    offer: Offer,
    variant: Variant,
    price: Money | None,
    active: bool | None,  # noqa: FBT001 - None keeps what is
    reason: str = "vendor",
) -> OfferRevised:
    """Ask another price, stop or go on selling; None keeps what is. Raises Invalid, PriceAboveMrp."""
    price = offer.price if price is None else price
    ensure_price(price)
    ensure_below_mrp("price", price, variant)
    return OfferRevised(
        offer_id=offer.offer_id,
        product_id=offer.product_id,
        price=price,
        active=offer.active if active is None else active,
        manufactured_on=offer.manufactured_on,
        expires_on=offer.expires_on,
        reason=reason,
        ready_to_ship=offer.ready_to_ship,
    )


def ensure_below_mrp(field: str, price: Money, variant: Variant) -> None:
    """CR-07. Raises PriceAboveMrp naming the field."""
    if variant.mrp is not None and price.amount > variant.mrp.amount:
        raise PriceAboveMrp.of(field, price, variant.mrp)


def why_not_sellable(
    *, active: bool, published: bool, prohibited: bool, vendor_sells: bool, expired: bool = False
) -> str:
    """Why an offer does not sell, or empty if it does."""
    if not vendor_sells:
        return "vendor_suspended"
    if prohibited:
        return "prohibited"
    if not published:
        return "unpublished"
    if expired:
        return "expired"
    return "" if active else "inactive"


def buy_box(offers: Iterable[Standing]) -> list[Standing]:
    """Offers in the order in which a customer sees them: what can be bought now first, then what may be sold at all;
    among these the lowest price, and of equal prices the one that was there first.
    """
    return sorted(
        offers, key=lambda each: (not each.in_stock, not each.sellable, each.price, each.made_at, each.offer_id)
    )


def is_price(price: Money) -> bool:
    """Whether this can be asked for goods at all."""
    return price.currency == BDT and 0 < price.amount <= MAX_PRICE


def ensure_price(price: Money) -> None:
    """Raises Invalid for what cannot be asked."""
    ensure(is_price(price), Invalid.field("price", "must be a positive amount in BDT"))
