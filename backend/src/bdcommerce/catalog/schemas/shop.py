"""What customers read."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bdcommerce.catalog.events import AttributeType, Facts
from bdcommerce.catalog.schemas.attributes import ShownAttribute
from bdcommerce.catalog.schemas.media import ShownImage
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

Sort = Literal["newest", "price_asc", "price_desc", "popular", "rating"]


class VendorRef(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells it."""

    id: str
    name: Localized
    slug: str


class BrandRef(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes it, or under which name it is made."""

    id: str
    name: Localized
    slug: str


class ShownPromotion(msgspec.Struct, frozen=True, kw_only=True):
    """Why a price is lower than the vendor's own, and for how long."""

    id: str
    name: Localized
    was: Money
    """The vendor's own price, all taxes included."""
    percent_off: int
    """Whole per cent, rounded down."""
    ends_at: datetime


class BrandPage(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, to be found by customers."""

    id: str
    name: Localized
    slug: str
    logo: ShownImage | None = None


class Card(msgspec.Struct, kw_only=True):
    """A product in a list. The price is that of the buy box and includes all taxes."""

    id: str
    slug: str
    title: Localized
    image: ShownImage
    price: Money
    promotion: ShownPromotion | None = None
    in_stock: bool
    vendor: VendorRef
    category_path: list[str]
    brand: BrandRef | None = None
    rating: int | None = None
    """Mean of its reviews in hundredths of a star, 100 to 500; null: nobody has reviewed it."""
    reviews: int = 0
    """How many are published."""
    matching_price: Money | None = None
    """In a list that is sifted by attributes: the lowest price of a variant that has them."""


class ValueCount(msgspec.Struct, frozen=True, kw_only=True):
    """A value of an attribute, and how many products have it."""

    value: str
    label: Localized
    swatch: str
    count: int
    """Products."""


class AttributeFacet(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute to sift by as `attr.<key>`, its most frequent values first."""

    key: str
    name: Localized
    type: AttributeType
    unit: str
    values: list[ValueCount]


class BrandCount(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, and how many products it has."""

    id: str
    name: Localized
    slug: str
    count: int
    """Products."""


class CategoryCount(msgspec.Struct, frozen=True, kw_only=True):
    """A category right below the one that is listed, and how many products it has."""

    id: str
    name: Localized
    slug: str
    count: int
    """Products."""


class PriceCount(msgspec.Struct, frozen=True, kw_only=True):
    """A range of prices in poisha, the end not in it (null: no end), and how many products are in it."""

    start: int
    """Poisha."""
    end: int | None
    """Poisha."""
    count: int
    """Products."""


class RatingCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many products have at least so many stars."""

    stars: int
    """1 to 5."""
    count: int
    """Products."""


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What a list could be narrowed to. What is counted for a facet ignores what is chosen of that facet itself."""

    categories: list[CategoryCount]
    brands: list[BrandCount]
    """The 30 with the most products."""
    prices: list[PriceCount]
    ratings: list[RatingCount]
    attributes: list[AttributeFacet]
    counted: int
    """Products that were looked at."""
    complete: bool
    """Whether those were all. Otherwise counts are of a part of the list, the most popular products where possible."""


class ProductList(msgspec.Struct, frozen=True, kw_only=True):
    """A page of products; `facets` where they were asked for."""

    items: list[Card]
    next_cursor: str | None
    facets: Facets | None = None


class Crumb(msgspec.Struct, frozen=True, kw_only=True):
    """A category on the way from the root to a product."""

    id: str
    slug: str
    name: Localized


class Priced(Protocol):
    """Something with a price that a promotion may have made."""

    price: Money
    promotion: ShownPromotion | None


def at(shown: Priced, now: datetime) -> None:
    """What is shown a moment after a promotion has ended, before everything is shown anew, costs what it did."""
    if shown.promotion and shown.promotion.ends_at <= now:
        shown.price, shown.promotion = shown.promotion.was, None


class ShownOffer(msgspec.Struct, kw_only=True):
    """An offer on a product page."""

    id: str
    vendor: VendorRef
    price: Money
    """What one costs now, all taxes included."""
    promotion: ShownPromotion | None = None
    available: int = 0
    """Units left to sell."""
    in_stock: bool = False
    ready_to_ship: bool = True
    """Whether the courier has it within 48 hours; if not, only a part of its price is paid in advance."""


class ShownVariant(msgspec.Struct, kw_only=True):
    """A variant on a product page, its offers in the order of the buy box."""

    id: str
    options: list[str]
    weight_grams: int
    mrp: Money | None
    images: list[ShownImage] = []
    """Of this variant alone."""
    attributes: list[ShownAttribute] = []
    """What tells it from the other variants."""
    offers: list[ShownOffer]


class ProductPage(msgspec.Struct, kw_only=True):
    """All that a customer reads of a product. Without offers it cannot be bought now."""

    id: str
    slug: str
    categories: list[Crumb] = []
    options: list[str]
    variants: list[ShownVariant]
    facts: Facts
    images: list[ShownImage] = []
    """Of the product, in all their sizes."""
    attributes: list[ShownAttribute] = []
    """What holds for all variants, in the order of the category."""
    unit: str = "piece"
    """What one is."""
    vendor: VendorRef
    """Who describes the product; each offer names who sells it."""
    brand: BrandRef | None = None
    rating: int | None = None
    """Mean of its reviews in hundredths of a star, 100 to 500; null: nobody has reviewed it."""
    reviews: int = 0
    """How many are published."""
    stars: list[int] = []
    """How many reviews give one star, two, three, four, five; empty: nobody has reviewed it."""
    buy_box: str | None
    """The offer shown first."""
