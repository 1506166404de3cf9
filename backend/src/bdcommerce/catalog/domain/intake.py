"""Products from a file: what the file says, and what that makes of a product that is already here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bdcommerce.catalog.events import Facts, Image, ProductSheet, Variant
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, fold

Result = Literal["created", "updated", "refused", "skipped"]
_BANGLA = range(0x0980, 0x0A00)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVariant:
    """A variant as a row of the file describes it. Price and MRP are in BDT already."""

    row: int
    options: list[str]
    sku: str
    price: Money
    weight_grams: int
    mrp: Money | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedProduct:
    """All rows of one handle, understood."""

    handle: str
    rows: list[int]
    title: str
    description: str
    brand: str
    options: list[str]
    variants: list[PlannedVariant]
    images: list[Image]

    def digest(self) -> str:
        """What the file says of the product, except where it stands in the file and how many there are."""
        variants = [replace(each, row=0, quantity=None) for each in self.variants]
        return hashlib.sha256(repr(replace(self, rows=[], variants=variants)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReport:
    """What became of one row of the file (the header is row 1)."""

    row: int
    """As a person counts them."""
    handle: str
    result: Result
    field: str = ""
    reason: str = ""
    product_id: str = ""
    offer_id: str = ""
    quantity: int | None = None
    """Units the file speaks of: a suggestion for `/vendor/stock`, the catalog owns no stock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole file, understood: what to bring in, and the rows that cannot be."""

    products: list[PlannedProduct] = field(default_factory=list)
    refused: list[RowReport] = field(default_factory=list)
    problem: str = ""
    """Why the file as a whole is unreadable, so that nothing of it may be brought in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTerms:
    """What a vendor says about a whole file."""

    category_id: str
    """Where new products go."""
    dispatch: Localized
    """The delivery time of products that state none."""


def planned_sheet(planned: PlannedProduct, known: ProductSheet | None, terms: ImportTerms) -> ProductSheet:
    """The sheet of a new product, or of a known one with what the file says of it. Variants that the file does not
    name stay, and so does every fact the file cannot know. Raises Invalid if the options are others.
    """
    facts = known.facts if known else Facts(delivery_time=terms.dispatch)
    same = known is None or [fold(each) for each in known.options] == [fold(each) for each in planned.options]
    ensure(same, Invalid.field("Option1 Name", "the product already has other options"))
    named = not planned.brand or planned.brand == facts.brand
    return ProductSheet(
        brand_id=known.brand_id if known and named else "",
        attributes=known.attributes if known else {},
        unit=known.unit if known else "piece",
        category_id=known.category_id if known else terms.category_id,
        options=known.options if known else planned.options,
        variants=_variants(planned, known.variants if known else []),
        facts=replace(
            facts,
            title=_either(planned.title, facts.title),
            description=_either(planned.description, facts.description),
            brand=planned.brand or facts.brand,
            images=planned.images or facts.images,
            delivery_time=facts.delivery_time
            if any((facts.delivery_time.en, facts.delivery_time.bn))
            else terms.dispatch,
        ),
    )


def option_key(options: Sequence[str]) -> tuple[str, ...]:
    """By what two spellings of a variant are the same."""
    return tuple(fold(value) for value in options)


def _variants(planned: PlannedProduct, known: Sequence[Variant]) -> list[Variant]:
    merged = {option_key(each.options): each for each in known}
    for each in planned.variants:
        before = merged.get(option_key(each.options))
        merged[option_key(each.options)] = Variant(
            variant_id=before.variant_id if before else new_id("var"),
            options=before.options if before else each.options,
            weight_grams=each.weight_grams or (before.weight_grams if before else 0),
            mrp=each.mrp or (before.mrp if before else None),
            attributes=before.attributes if before else {},
            images=before.images if before else [],
        )
    return list(merged.values())


def _either(text: str, before: Localized) -> Localized:
    """The text in the language it is written in; the file has one language only."""
    if not text:
        return before
    if not any(ord(letter) in _BANGLA for letter in text):
        return Localized(text, before.bn)
    return Localized(text if before.en in {"", before.bn} else before.en, text)
