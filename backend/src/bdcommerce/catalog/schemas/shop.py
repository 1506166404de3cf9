"""What customers read."""

from typing import Literal

import msgspec

from bdcommerce.catalog.events import Facts
from bdcommerce.catalog.schemas.attributes import ShownAttribute
from bdcommerce.catalog.schemas.media import ShownImage
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

Sort = Literal["newest", "price_asc", "price_desc"]


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


class BrandPage(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, to be found by customers."""

    id: str
    name: Localized
    slug: str
    logo: ShownImage | None = None


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list. The price is that of the buy box and includes all taxes."""

    id: str
    slug: str
    title: Localized
    image: ShownImage
    price: Money
    in_stock: bool
    vendor: VendorRef
    category_path: list[str]
    brand: BrandRef | None = None


class Crumb(msgspec.Struct, frozen=True, kw_only=True):
    """A category on the way from the root to a product."""

    id: str
    slug: str
    name: Localized


class ShownOffer(msgspec.Struct, kw_only=True):
    """An offer on a product page."""

    id: str
    vendor: VendorRef
    price: Money
    available: int = 0
    in_stock: bool = False


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
    buy_box: str | None
    """The offer shown first."""
