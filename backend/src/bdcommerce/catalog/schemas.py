"""What the catalog takes in and gives out over HTTP."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain import Category, Offer, Product, Result, RowReport, Status
from bdcommerce.catalog.events import Facts, Image, Variant
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

Text = Annotated[str, Meta(max_length=2_000, pattern=r"^[^\x00]*$")]
Name = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Id = Annotated[str, Meta(max_length=60, pattern=r"^[a-z]+_[0-9a-z]+$")]
Version = Annotated[int, Meta(ge=1, le=2**31 - 1, description="the version that was read; or send If-Match")]
Position = Annotated[int, Meta(ge=0, le=1_000_000)]
Slug = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[0-9a-z\u0980-\u09ff-]+$")]
Sort = Literal["newest", "price_asc", "price_desc"]


class FactsInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Facts of a product; what is left out stays as it is. See the checklist for what publishing needs."""

    title: Localized | UnsetType = UNSET
    description: Localized | UnsetType = UNSET
    measurement: Text | UnsetType = UNSET
    colour: Text | UnsetType = UNSET
    material: Text | UnsetType = UNSET
    ingredients: Text | UnsetType = UNSET
    brand: Text | UnsetType = UNSET
    model: Text | UnsetType = UNSET
    country_of_origin: Text | UnsetType = UNSET
    delivery_time: Localized | UnsetType = UNSET
    images: list[Image] | UnsetType = UNSET
    manufactured_on: date | UnsetType | None = UNSET
    expires_on: date | UnsetType | None = UNSET
    health_hazard_warning: Localized | UnsetType = UNSET
    return_terms: Localized | UnsetType = UNSET
    warranty: Localized | UnsetType = UNSET
    dgda_licence: Text | UnsetType = UNSET


class VariantInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A variant: one value for each option. An id keeps a variant that is there, none makes a new one."""

    id: Id | None = None
    options: list[Name] = []
    weight_grams: Annotated[int, Meta(ge=0, le=1_000_000)]
    mrp: Money | None = None


class DraftProduct(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A product as far as it is known."""

    category_id: Id
    options: list[Name] = []
    variants: Annotated[list[VariantInput], Meta(min_length=1, max_length=250)]
    facts: FactsInput


class ChangeProduct(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise. Variants are given whole: one that is left out is taken away."""

    version: Version | None = None
    category_id: Id | UnsetType = UNSET
    options: list[Name] | UnsetType = UNSET
    variants: Annotated[list[VariantInput], Meta(min_length=1, max_length=250)] | UnsetType = UNSET
    facts: FactsInput | UnsetType = UNSET


class MakeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A vendor's offer of a variant. The price includes all taxes."""

    variant_id: Id
    sku: Name
    price: Money
    active: bool = True


class ChangeOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise."""

    version: Version | None = None
    price: Money | None = None
    active: bool | None = None


class AddCategory(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new category; without a slug, its English name becomes one."""

    parent_id: Id | None = None
    slug: Slug | None = None
    name: Localized
    position: Position = 0
    perishable: bool = False
    requires_dgda_licence: bool = False
    prohibited: bool = False


class ChangeCategory(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise; a null parent is the root."""

    version: Version | None = None
    parent_id: Id | UnsetType | None = UNSET
    slug: Slug | UnsetType = UNSET
    name: Localized | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    perishable: bool | UnsetType = UNSET
    requires_dgda_licence: bool | UnsetType = UNSET
    prohibited: bool | UnsetType = UNSET


class CategoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A category, as staff see it."""

    id: str
    version: int
    parent_id: str | None
    slug: str
    name: Localized
    position: int
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool

    @classmethod
    def of(cls, category: Category) -> "CategoryView":
        """A category that was just decided on."""
        entry = category.entry
        return cls(
            id=category.category_id,
            version=category.version,
            parent_id=entry.parent_id or None,
            slug=entry.slug,
            name=entry.name,
            position=entry.position,
            perishable=entry.perishable,
            requires_dgda_licence=entry.requires_dgda_licence,
            prohibited=entry.prohibited,
        )


class CategoryNode(msgspec.Struct, kw_only=True):
    """A category and what stands below it."""

    id: str
    slug: str
    name: Localized
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool
    version: int
    children: list["CategoryNode"] = []


class VariantView(msgspec.Struct, frozen=True, kw_only=True):
    """A variant, as its vendor sees it."""

    id: str
    options: list[str]
    weight_grams: int
    mrp: Money | None

    @classmethod
    def of(cls, variant: Variant) -> "VariantView":
        """A variant of a sheet."""
        return cls(id=variant.variant_id, options=variant.options, weight_grams=variant.weight_grams, mrp=variant.mrp)


class ProductView(msgspec.Struct, frozen=True, kw_only=True):
    """A product, as its vendor sees it."""

    id: str
    version: int
    status: Status
    slug: str | None
    category_id: str
    options: list[str]
    variants: list[VariantView]
    facts: Facts

    @classmethod
    def of(cls, product: Product) -> "ProductView":
        """A product that was just decided on."""
        sheet = product.sheet
        return cls(
            id=product.product_id,
            version=product.version,
            status=product.status,
            slug=product.slug or None,
            category_id=sheet.category_id,
            options=sheet.options,
            variants=[VariantView.of(each) for each in sheet.variants],
            facts=sheet.facts,
        )


class ProductSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A product in its vendor's list."""

    id: str
    version: int
    status: Status
    slug: str | None
    category_id: str
    title: Localized
    image: Image | None
    changed_at: datetime


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """One demand of the publish gate."""

    field: str
    ok: bool
    reason: str
    rule: str


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """What the publish gate asks of a product; `ok` when nothing is missing."""

    product_id: str
    ok: bool
    checks: list[CheckView]


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, as its vendor sees it."""

    id: str
    version: int
    product_id: str
    variant_id: str
    sku: str
    price: Money
    active: bool

    @classmethod
    def of(cls, offer: Offer) -> "OfferView":
        """An offer that was just decided on."""
        return cls(
            id=offer.offer_id,
            version=offer.version,
            product_id=offer.product_id,
            variant_id=offer.variant_id,
            sku=offer.sku,
            price=offer.price,
            active=offer.active,
        )


class ListedOffer(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in its vendor's list, with the stock that was last heard of."""

    id: str
    version: int
    product_id: str
    variant_id: str
    title: Localized
    sku: str
    price: Money
    active: bool
    available: int
    sellable: bool
    reason: str
    """Why it is not sellable: `inactive`, `unpublished`, `prohibited`, `vendor_suspended`; or empty."""


class VendorRef(msgspec.Struct, frozen=True, kw_only=True):
    """Who sells it."""

    id: str
    name: Localized
    slug: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a list. The price is that of the buy box and includes all taxes."""

    id: str
    slug: str
    title: Localized
    image: Image
    price: Money
    in_stock: bool
    vendor: VendorRef
    category_path: list[str]


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


class ShownVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A variant on a product page, its offers in the order of the buy box."""

    id: str
    options: list[str]
    weight_grams: int
    mrp: Money | None
    offers: list[ShownOffer]


class ProductPage(msgspec.Struct, kw_only=True):
    """All that a customer reads of a product. Without offers it cannot be bought now."""

    id: str
    slug: str
    categories: list[Crumb] = []
    options: list[str]
    variants: list[ShownVariant]
    facts: Facts
    vendor: VendorRef
    """Who describes the product; each offer names who sells it."""
    buy_box: str | None
    """The offer shown first."""


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file, row by row. `id` is null when it was only rehearsed."""

    id: str | None
    imported_at: datetime
    totals: dict[Result, int]
    rows: list[RowReport]
