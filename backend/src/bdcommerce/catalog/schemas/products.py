"""Products, as vendors describe and read them."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain import Product, Status
from bdcommerce.catalog.events import Facts, Image, Variant
from bdcommerce.catalog.schemas.attributes import Value, Values
from bdcommerce.catalog.schemas.fields import Id, Key, Name, Text, Version
from bdcommerce.catalog.schemas.media import ImageInput
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

UnitName = Literal["piece", "pair", "set", "pack", "dozen", "kg", "g", "litre", "ml", "metre", "sq_m"]
UNITS: tuple[str, ...] = get_args(UnitName)
Unit = Annotated[UnitName, Meta(description="what one is, as an invoice writes it")]

BrandId = Annotated[
    str,
    Meta(
        max_length=60,
        pattern=r"^(brd_[0-9a-z]+)?$",
        description="the brand; without one, `facts.brand` is looked up by name, and proposed if nobody has it yet",
    ),
]


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
    images: Annotated[list[ImageInput], Meta(max_length=30)] | UnsetType = UNSET
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
    attributes: Values = {}
    images: Annotated[list[ImageInput], Meta(max_length=30, description="of this variant alone")] = []


class DraftProduct(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A product as far as it is known."""

    category_id: Id
    options: list[Name] = []
    variants: Annotated[list[VariantInput], Meta(min_length=1, max_length=250)]
    facts: FactsInput
    attributes: Values = {}
    unit: Unit = "piece"
    brand_id: BrandId = ""


class ChangeProduct(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise. Variants are given whole: one that is left out is taken away."""

    version: Version | None = None
    category_id: Id | UnsetType = UNSET
    options: list[Name] | UnsetType = UNSET
    variants: Annotated[list[VariantInput], Meta(min_length=1, max_length=250)] | UnsetType = UNSET
    facts: FactsInput | UnsetType = UNSET
    attributes: Annotated[
        dict[Key, Value | None], Meta(max_length=80, description="what is left out stays; null takes a value away")
    ] = {}
    unit: Unit | UnsetType = UNSET
    brand_id: BrandId | UnsetType = UNSET


class VariantView(msgspec.Struct, frozen=True, kw_only=True):
    """A variant, as its vendor sees it."""

    id: str
    options: list[str]
    weight_grams: int
    mrp: Money | None
    attributes: dict[str, str]
    images: list[Image]

    @classmethod
    def of(cls, variant: Variant) -> "VariantView":
        """A variant of a sheet."""
        return cls(
            id=variant.variant_id,
            options=variant.options,
            weight_grams=variant.weight_grams,
            mrp=variant.mrp,
            attributes=variant.attributes,
            images=variant.images,
        )


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What of a product waits for staff: its first publication, or an edit of these fields."""

    approval_id: str
    fields: list[str]

    @classmethod
    def of(cls, product: Product) -> "Waiting | None":
        """What waits, if anything."""
        if product.pending:
            return cls(approval_id=product.pending.approval_id, fields=product.pending.fields)
        return cls(approval_id=product.approval_id, fields=[]) if product.approval_id else None


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
    attributes: dict[str, str]
    unit: str
    brand_id: str
    reason: str
    """Why it was sent back, taken off sale (`vendor`, `expired`) or taken down; or empty."""
    waiting: Waiting | None
    """What waits for staff."""

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
            attributes=sheet.attributes,
            unit=sheet.unit,
            brand_id=sheet.brand_id,
            reason=product.reason,
            waiting=Waiting.of(product),
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
    expires_on: date | None
    reason: str
    """Why it was sent back, taken off sale (`vendor`, `expired`) or taken down; or empty."""
    waiting: bool
    """Whether something of it waits for staff."""


class ListedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product in the list of staff."""

    id: str
    vendor_id: str
    version: int
    status: Status
    slug: str | None
    category_id: str
    title: Localized
    changed_at: datetime
    reason: str


class StaffProductView(msgspec.Struct, frozen=True, kw_only=True):
    """A product, as staff see it."""

    vendor_id: str
    product: ProductView


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that leave the shop soon, or have left it because they expire: a whole product, or one offer of it."""

    product_id: str
    offer_id: str | None
    title: Localized
    expires_on: date
    leaves_on: date
    """The day from which customers do not find them, or do not any more."""
    on_sale: bool


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
