"""What happened to products, and what is said of them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bdcommerce.kernel.events import domain_event, upcaster
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

_NOTHING = Localized("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that was uploaded, or one at an https address elsewhere."""

    media_id: str = ""
    """The upload; empty for a picture elsewhere."""
    url: str = ""
    alt: Localized = _NOTHING
    """What is to be seen, for those who cannot see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a buyer must be able to read before buying (Digital Commerce Operation Guidelines 2021, product page;
    Consumer Rights Protection Act 2009 s.37). Empty means not yet stated; "not applicable" is a statement.
    """

    title: Localized = _NOTHING
    description: Localized = _NOTHING
    """A safe subset of HTML."""
    measurement: str = ""
    colour: str = ""
    material: str = ""
    ingredients: str = ""
    brand: str = ""
    model: str = ""
    country_of_origin: str = ""
    """ISO 3166-1 alpha-2."""
    delivery_time: Localized = _NOTHING
    images: list[Image] = field(default_factory=list)
    manufactured_on: date | None = None
    expires_on: date | None = None
    health_hazard_warning: Localized = _NOTHING
    """A warning, or an explicit "none"."""
    return_terms: Localized = _NOTHING
    """Return, refund and exchange."""
    warranty: Localized = _NOTHING
    """Place and period, or an explicit "none"."""
    dgda_licence: str = ""
    """Licence number of the Directorate General of Drug Administration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One concrete form of a product: a value for each of its options."""

    variant_id: str
    options: list[str]
    weight_grams: int
    mrp: Money | None = None
    """Maximum retail price printed on the goods, if any."""
    attributes: dict[str, str] = field(default_factory=dict)
    """What tells it from the other variants, by the key of the category's attribute, in canonical form."""
    images: list[Image] = field(default_factory=list)
    """Of this variant alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSheet:
    """All that a vendor says of a product: where it belongs, what it comes in, and the facts."""

    category_id: str
    options: list[str] = field(default_factory=list)
    """Names of what a buyer chooses, such as size; a variant has a value for each, in this order."""
    variants: list[Variant]
    facts: Facts
    attributes: dict[str, str] = field(default_factory=dict)
    """What holds for all variants, by the key of the category's attribute, in canonical form."""
    unit: str = "piece"
    """What one is, as an invoice writes it."""
    brand_id: str = ""
    """The brand that `facts.brand` names; empty if it names none."""


@domain_event(version=2)
class ProductDrafted:
    """A vendor has begun to describe a product."""

    product_id: str
    vendor_id: str
    sheet: ProductSheet


@domain_event(version=2)
class ProductRevised:
    """This is the whole sheet from now on."""

    product_id: str
    sheet: ProductSheet


@upcaster(ProductDrafted, from_version=1)
@upcaster(ProductRevised, from_version=1)
def _with_alt_in_two_languages(data: dict[str, Any]) -> dict[str, Any]:
    """Pictures had one text beside them."""
    images = data["sheet"]["facts"].get("images", [])
    both = [image | {"alt": {"en": image.get("alt", ""), "bn": ""}} for image in images]
    return data | {"sheet": data["sheet"] | {"facts": data["sheet"]["facts"] | {"images": both}}}


@domain_event()
class ProductBranded:
    """What a product calls its brand is this one."""

    product_id: str
    brand_id: str


@domain_event()
class ProductPutOnSale:
    """Customers can find the product. The slug never changes after the first time."""

    product_id: str
    slug: str


@domain_event()
class ProductTakenOffSale:
    """Customers no longer find the product: its vendor wants it so, or its goods expire."""

    product_id: str
    reason: str = "vendor"
    """`vendor` or `expired`."""


@domain_event()
class ProductTakenDown:
    """Staff have hidden the product from customers."""

    product_id: str
    reason: str


@domain_event()
class ProductReinstated:
    """Staff have let the product be what it was, as far as it still can be."""

    product_id: str
    reason: str
    status: Literal["published", "unpublished"]


@domain_event()
class ShelfLifeEnded:
    """The day of expiry that a published product had states has come: delivered to the catalog itself, at that hour."""

    product_id: str
    expires_on: date
