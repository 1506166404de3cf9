"""Products from a file: what the file says, and what that makes of a product that is already here."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from bdcommerce.catalog.domain.offers import Offer
from bdcommerce.catalog.domain.products import Product
from bdcommerce.catalog.events import Facts, Image, ProductSheet, Variant
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, fold

Outcome = Literal["created", "updated", "unchanged"]
WantedStatus = Literal["", "draft", "in_review", "published", "unpublished", "taken_down"]
OptionKey = tuple[str, ...]
OwnOffers = dict[OptionKey, Offer]
"""The offers that a product's own vendor makes of its variants, by what a buyer chooses."""
_BANGLA = range(0x0980, 0x0A00)
_NOTHING = Localized("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be said of a row beside what became of it."""

    row: int
    field: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVariant:
    """A variant as a row of the file describes it. Price and MRP are in BDT already; None and empty say nothing."""

    row: int
    options: list[str] | None
    """None: the variant that has the SKU, or the only one."""
    sku: str = ""
    price: Money | None = None
    weight_grams: int = 0
    mrp: Money | None = None
    without_mrp: bool = False
    """Whether what was printed on the goods is not any more."""
    quantity: int | None = None
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    """By key; None takes a value away."""
    images: list[Image] = field(default_factory=list)
    active: bool | None = None
    dates: Mapping[str, date | None] = field(default_factory=dict)
    """`manufactured_on` and `expires_on` of the vendor's own goods, as far as they are stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedProduct:
    """All rows of one product, understood."""

    handle: str
    """What the file calls it; its id if it is here already."""
    rows: list[int]
    title: str = ""
    description: str = ""
    """Title and description in one language, whichever it is."""
    brand: str = ""
    options: list[str] | None = None
    """None: those it has."""
    variants: list[PlannedVariant]
    images: list[Image] = field(default_factory=list)
    category_id: str = ""
    """Of a new product; of one that is here if `moves`."""
    no_category: str = ""
    """What to do about a file that names none of ours."""
    moves: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Stated facts by name, those in two languages as `title.en` and `title.bn`."""
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    unit: str = ""
    status: WantedStatus = ""
    notes: list[Note] = field(default_factory=list)

    def digest(self) -> str:
        """What the file says of the product, except where it stands in the file and how many there are."""
        variants = [replace(each, row=0, quantity=None) for each in self.variants]
        said = replace(self, rows=[], variants=variants, notes=[])
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a planned product."""

    outcome: Outcome
    product_id: str
    offers: OwnOffers
    waits: bool = False
    """Whether staff want to see something of it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOffer:
    """An offer with its product's title and sheet."""

    offer: Offer
    title: Localized
    sheet: ProductSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTerms:
    """What a vendor says about a whole file."""

    category_id: str = ""
    """Where new products go that name no category of ours."""
    dispatch: Localized = _NOTHING
    """The delivery time of products that state none."""
    remembers: bool = False
    """Whether a product of which the file says what it said before is left alone, whatever became of it since."""


def planned_sheet(planned: PlannedProduct, known: ProductSheet | None, terms: ImportTerms) -> ProductSheet:
    """The sheet of a new product, or of a known one with what the file says of it. Variants that the file does not
    name stay, and so does every fact the file does not state. Raises Invalid if the options are others.
    """
    facts = known.facts if known else Facts(delivery_time=terms.dispatch)
    options = known.options if known else planned.options or []
    same = planned.options is None or [fold(each) for each in options] == [fold(each) for each in planned.options]
    ensure(same, Invalid.field("options", "the product already has other options"))
    stated = _stated(planned, facts, terms)
    kept = known if known and not (planned.moves and planned.category_id) else None
    return ProductSheet(
        brand_id=known.brand_id if known and stated.brand == facts.brand else "",
        attributes=_changed(known.attributes if known else {}, planned.attributes),
        unit=planned.unit or (known.unit if known else "piece"),
        category_id=kept.category_id if kept else planned.category_id or terms.category_id,
        options=options,
        variants=_variants(planned, known.variants if known else []),
        facts=stated,
    )


def option_key(options: Sequence[str]) -> OptionKey:
    """By what two spellings of a variant are the same."""
    return tuple(fold(value) for value in options)


def own_offers(product: Product, standing: Sequence[Offer]) -> OwnOffers:
    """The vendor's own among the offers of its product."""
    keys = {each.variant_id: option_key(each.options) for each in product.working.variants}
    mine = (each for each in standing if each.vendor_id == product.vendor_id and each.variant_id in keys)
    return {keys[each.variant_id]: each for each in mine}


def placed(planned: PlannedProduct, known: ProductSheet | None, offers: OwnOffers) -> PlannedProduct:
    """The same with every variant told by its options. Raises Invalid for one of which nobody can tell which it is."""
    if all(each.options is not None for each in planned.variants):
        return planned
    by_sku = {offer.sku: key for key, offer in offers.items()}
    spelt = {option_key(each.options): each.options for each in known.variants} if known else {(): []}
    variants = []
    for each in planned.variants:
        key = option_key(each.options) if each.options is not None else by_sku.get(each.sku)
        if key is None and len(spelt) == 1:
            key = next(iter(spelt))
        if key is None:
            raise Invalid.field("sku", "is no SKU of this product: state what a buyer chooses")
        variants.append(each if each.options is not None else replace(each, options=spelt[key]))
    return replace(planned, variants=variants)


def wanted_offer(planned: PlannedVariant, standing: Offer) -> Offer:
    """An offer as the file wants it. Raises Invalid for another SKU: it names the offer."""
    renamed = planned.sku and planned.sku != standing.sku
    ensure(not renamed, Invalid.field("sku", f"is {standing.sku} here and stays so"))
    changes: dict[str, Any] = dict(planned.dates)
    changes |= {"price": planned.price} if planned.price is not None else {}
    changes |= {"active": planned.active} if planned.active is not None else {}
    return replace(standing, **changes)


def says_nothing_new(planned: PlannedProduct, product: Product, offers: OwnOffers, terms: ImportTerms) -> bool:
    """Whether all that the file says of a product is so already, letter by letter."""
    try:
        told = placed(planned, product.working, offers)
        same = planned_sheet(told, product.working, terms) == product.working
        return same and moves_to(product, planned.status) is None and not _other_offers(told, offers)
    except Invalid:
        return False


def moves_to(product: Product, wanted: WantedStatus) -> Literal["published", "unpublished"] | None:
    """What is to be done about its status. Raises Invalid for what a file cannot ask."""
    if wanted in {"", product.status} or (wanted == "published" and product.status == "in_review"):
        return None
    if wanted == "published" or (wanted == "unpublished" and product.status == "published"):
        return wanted
    raise Invalid.field("status", f"is {product.status} here; a file can ask for published and unpublished")


def _other_offers(planned: PlannedProduct, offers: OwnOffers) -> bool:
    for each in planned.variants:
        standing = offers.get(option_key(each.options or []))
        if standing is None and (each.sku or each.price is not None):
            return True
        if standing is not None and wanted_offer(each, standing) != standing:
            return True
    return False


def _stated(planned: PlannedProduct, facts: Facts, terms: ImportTerms) -> Facts:
    changes: dict[str, Any] = {
        "title": _either(planned.title, facts.title),
        "description": _either(planned.description, facts.description),
        "brand": planned.brand or facts.brand,
        "images": [_with_words(each, facts.images) for each in planned.images] or facts.images,
    }
    if not any((facts.delivery_time.en, facts.delivery_time.bn)):
        changes["delivery_time"] = terms.dispatch
    for said, value in planned.facts.items():
        name, _, language = said.partition(".")
        before = changes.get(name, getattr(facts, name))
        changes[name] = replace(before, **{language: value}) if language else value
    return replace(facts, **changes)


def _variants(planned: PlannedProduct, known: Sequence[Variant]) -> list[Variant]:
    merged = {option_key(each.options): each for each in known}
    for each in planned.variants:
        options = each.options or []
        before = merged.get(option_key(options)) or Variant(variant_id=new_id("var"), options=options, weight_grams=0)
        merged[option_key(options)] = replace(
            before,
            weight_grams=each.weight_grams or before.weight_grams,
            mrp=None if each.without_mrp else each.mrp or before.mrp,
            attributes=_changed(before.attributes, each.attributes),
            images=[_with_words(one, before.images) for one in each.images] or before.images,
        )
    return list(merged.values())


def _with_words(image: Image, known: Sequence[Image]) -> Image:
    """A picture with the words that stand beside it already, if the file has none."""
    for each in known:
        same = each.media_id == image.media_id if image.media_id else each.url == image.url and not each.media_id
        if same:
            return replace(each, alt=image.alt) if image.alt.en or image.alt.bn else each
    return image


def _changed(before: Mapping[str, str], said: Mapping[str, str | None]) -> dict[str, str]:
    kept = {key: value for key, value in before.items() if key not in said}
    return kept | {key: value for key, value in said.items() if value is not None}


def _either(text: str, before: Localized) -> Localized:
    """The text in the language it is written in; the file has one language only."""
    if not text:
        return before
    if not any(ord(letter) in _BANGLA for letter in text):
        return Localized(text, before.bn)
    return Localized(text if before.en in {"", before.bn} else before.en, text)
