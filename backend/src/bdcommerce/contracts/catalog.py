"""Catalog: categories, products, variants, vendors' offers."""

from dataclasses import dataclass
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
