"""Catalog: categories, products, variants, vendors' offers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized


@integration_event(key="product_id")
class ProductPublished:
    """A product can be found by customers."""

    product_id: str
    slug: str


@integration_event(key="offer_id")
class OfferChanged:
    """A vendor's offer is new, has another price, or is (no longer) for sale."""

    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    sku: str
    price: Money
    active: bool


@integration_event(key="product_id")
class ProductWithdrawn:
    """A product cannot be found any more: taken down by its vendor or by staff, or past its expiry date."""

    product_id: str
    slug: str
    reason: str


@integration_event(key="product_id")
class ReviewPosted:
    """Somebody who received a product says how it is; told when the review can be read by all."""

    review_id: str
    product_id: str
    vendor_id: str
    order_id: str
    rating: int
    """1 to 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionPrice:
    """The promotion that an offer's price of this moment comes from, computed before anybody asked."""

    promotion_id: str
    was: Money
    """The vendor's own price for one unit."""
    funded_by: str
    """The vendor that pays for the difference, by id; empty: the operator."""
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What an order must know of an offer at this moment. Prices include all taxes."""

    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    category_path: list[str]
    """Category ids, root first."""
    title: Localized
    """Product and variant, as the customer reads it."""
    sku: str
    price: Money
    weight_grams: int
    sellable: bool
    reason: str
    """Why it is not sellable, or empty."""
    slug: str = ""
    """Of the product's page."""
    brand_id: str = ""
    unit: str = "piece"
    """What one is, as an invoice writes it."""
    vat_rule: str = "vat.standard"
    """The rule whose value is the VAT inside the price, in per cent."""
    ready_to_ship: bool = True
    """In the country, under the vendor's or a warehouse's control, and with the courier within 48 hours (DC-ADV)."""
    promotion: PromotionPrice | None = None
    """Set when `price` is a promotion's. The vendor's own price is `promotion.was`."""


class UnknownOffer(NotFound):
    """There is no such offer."""

    code = "unknown_offer"


class CatalogFace(Protocol):
    """Price and sellability of offers."""

    @idempotent
    async def offers(self, offer_ids: list[str]) -> list[OfferTerms]:
        """The offers with these ids, in that order. Raises UnknownOffer."""

    @idempotent
    async def owned_offers(self, vendor_id: str, offer_ids: list[str]) -> list[str]:
        """Those of the ids that are offers of this vendor."""

    @idempotent
    async def offers_of_skus(self, vendor_id: str, skus: list[str]) -> dict[str, str]:
        """Ids of a vendor's offers by what it calls them; of those that there are."""

    @idempotent
    async def skus_of_offers(self, offer_ids: list[str]) -> dict[str, str]:
        """What vendors call these offers, by id; of those that there are."""
