"""Products as the demo's vendors describe them: an article of the assortment with all that the law and a shop ask for.

The same for everybody who fills a catalog: the demo marketplace, and the bulk that is made for measuring.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from bdcommerce.catalog.events import Attribute, CategoryEntry, Choice, Facts, Image, ProductSheet, Variant
from bdcommerce.catalog.events.categories import AttributeType
from bdcommerce.demo import assortment
from bdcommerce.demo.assortment import Aisle, Article
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, slug

FRESH_DAYS = 540
"""How long what one eats keeps, from the day it was packed; fish and vegetables are frozen or bought again."""
_NUMBERS = {"storage": "GB", "ram": "GB"}
_NAMES = {
    "size": Localized("Size", "সাইজ"),
    "colour": Localized("Colour", "রং"),
    "material": Localized("Material", "উপাদান"),
    "for": Localized("For", "যার জন্য"),
    "grain": Localized("Grain", "চালের জাত"),
    "capacity": Localized("Capacity", "ধারণক্ষমতা"),
    "power": Localized("Power", "ক্ষমতা"),
    "ram": Localized("RAM", "র‍্যাম"),
    "storage": Localized("Storage", "স্টোরেজ"),
    "screen": Localized("Screen", "পর্দা"),
    "resolution": Localized("Resolution", "রেজোলিউশন"),
    "length": Localized("Length", "দৈর্ঘ্য"),
    "flavour": Localized("Flavour", "স্বাদ"),
}
_SWATCHES = {
    "Black": "#1b1b1f", "White": "#fafafa", "Red": "#c62828", "Blue": "#1e63c4", "Green": "#2e7d32",
    "Pink": "#e8799f", "Maroon": "#6d1b2b", "Silver": "#b8bcc2", "Navy": "#1b2a52", "Grey": "#7d8187",
    "Golden": "#c9a227", "Off white": "#f3eee0", "Purple": "#6a3fa0", "Brown": "#6f4a2f", "Yellow": "#e9c22b",
    "Orange": "#e8782a", "Beige": "#d9c7a5", "Cream": "#f1e6c8", "Sky blue": "#7db9e8", "Olive": "#6b6b2f",
    "Nude": "#d9a58c", "Khaki": "#a8946b", "Gold": "#c9a227", "Mixed": "#9a6fb0", "Clear": "#e8eef2",
    "Multicolour": "#9a6fb0", "Magenta": "#b5297f", "Peach": "#f3b394", "Teal": "#1f7f7f",
}  # fmt: skip
_ANY_SWATCH = "#8a8a8a"
_SIZED = re.compile(r"([\d.]+)\s*(kg|g|l|ml|litre|liter)\b", re.IGNORECASE)
_GRAMS = {"kg": 1000.0, "g": 1.0, "l": 1000.0, "ml": 1.0, "litre": 1000.0, "liter": 1000.0}
_WEIGHTS = {"grocery": 500, "fashion": 350, "electronics": 450, "beauty": 250, "home": 900, "kids": 400}
_HEAVY = {
    "furniture": 18_000, "large-appliances": 28_000, "tv": 9_000, "laptops": 2_300, "bedding": 1_600,
    "small-appliances": 3_200, "kitchenware": 1_300, "lighting": 600, "mobile-phones": 420,
}  # fmt: skip
_DELIVERY = Localized("Within 5 days in the same city, 10 days elsewhere", "একই শহরে ৫ দিন, অন্যত্র ১০ দিনের মধ্যে")
_RETURNS = Localized("Return or exchange within 7 days, unused", "অব্যবহৃত অবস্থায় ৭ দিনের মধ্যে ফেরত বা বদল")
NO_BRAND = Localized("No brand", "ব্র্যান্ড ছাড়া")
_NONE = Localized("none", "নেই")
_WARRANTY = Localized("One year, by the brand's service centre", "ব্র্যান্ডের সার্ভিস সেন্টারে এক বছর")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a product comes in: one of its variants."""

    attributes: dict[str, str] = field(default_factory=dict)
    price: Money
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product to be sold."""

    key: str
    aisle: str
    title: Localized
    brand: str
    attributes: dict[str, str]
    """Of the whole product."""
    forms: Sequence[Form]

    def shows(self) -> Iterable[tuple[str, str]]:
        """Every attribute with every value it has."""
        yield from self.attributes.items()
        for form in self.forms:
            yield from form.attributes.items()


def goods_of(article: Article) -> Goods:
    """An article as it is: its sizes are what a buyer chooses from."""
    said = {key: value for key, value in article.attributes.items() if key not in {"size", "sizes"}}
    sizes = [each for each in article.attributes.get("sizes", article.attributes.get("size", "")).split(",") if each]
    forms = [
        Form(attributes={"size": size} if size else {}, price=article.price, grams=grams(article.aisle, size))
        for size in sizes or [""]
    ]
    return Goods(
        key=article.key,
        aisle=article.aisle,
        title=article.title,
        brand=article.brand,
        attributes=said,
        forms=forms,
    )


def attributes_of(goods: Iterable[Goods]) -> dict[str, list[Attribute]]:
    """What is asked of the products of each aisle: what these products say of themselves."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for one in goods:
        for key, value in one.shows():
            found.setdefault(one.aisle, {}).setdefault(key, {})[value] = None
    return {
        aisle: [_attribute(key, sorted(values), place) for place, (key, values) in enumerate(sorted(keys.items()))]
        for aisle, keys in found.items()
    }


def entry_of(aisle: Aisle, parent_id: str, place: int, attributes: Sequence[Attribute]) -> CategoryEntry:
    """A category for an aisle."""
    return CategoryEntry(
        parent_id=parent_id,
        slug=aisle.key,
        name=aisle.name,
        position=place,
        perishable=False,
        requires_dgda_licence=False,
        prohibited=False,
        attributes=list(attributes),
    )


def sheet_of(
    goods: Goods, category_id: str, brand_id: str = "", images: Sequence[Image] = (), packed: date | None = None
) -> ProductSheet:
    """All that a vendor says of it. `packed` is when what can spoil was packed."""
    variants = [
        Variant(variant_id=new_id("var"), options=[], weight_grams=form.grams, attributes=dict(form.attributes))
        for form in goods.forms
    ]
    return ProductSheet(
        category_id=category_id,
        variants=variants,
        facts=_facts(goods, images, packed),
        attributes=dict(goods.attributes),
        unit="piece",
        brand_id=brand_id,
    )


def swatch_of(colour: str) -> str:
    """A colour as a screen shows it, `#rrggbb`."""
    return _SWATCHES.get(colour, _ANY_SWATCH)


def grams(aisle: str, size: str) -> int:
    """What a parcel with it weighs."""
    if found := _SIZED.search(size):
        return int(float(found[1]) * _GRAMS[found[2].lower()] * 1.05) + 30
    return _HEAVY.get(aisle) or _WEIGHTS.get(root_of(aisle), 500)


@cache
def root_of(aisle: str) -> str:
    """The department that an aisle is part of."""
    return next((each.parent for each in assortment.aisles() if each.key == aisle), "")


def _facts(goods: Goods, images: Sequence[Image], packed: date | None) -> Facts:
    values = dict(goods.shows())
    durable = bool(values.keys() & {"ram", "power", "screen", "capacity", "resolution"})
    shown = ", ".join(dict.fromkeys(value for _, value in goods.shows()))
    return Facts(
        title=goods.title,
        description=_description(goods, shown),
        measurement=values.get("size") or values.get("screen") or values.get("capacity") or "1 piece",
        colour=values.get("colour") or "as pictured",
        material=values.get("material") or "as described",
        ingredients=goods.title.en if packed else "",
        brand=goods.brand or NO_BRAND.en,
        model=goods.key,
        country_of_origin="BD",
        delivery_time=_DELIVERY,
        images=list(images),
        manufactured_on=packed,
        expires_on=packed + timedelta(days=FRESH_DAYS) if packed else None,
        health_hazard_warning=_NONE,
        return_terms=_RETURNS,
        warranty=_WARRANTY if durable else _NONE,
    )


def _description(goods: Goods, shown: str) -> Localized:
    said = in_bangla(value for _, value in goods.shows())
    brand = assortment.brands().get(goods.brand)
    by = f" by {goods.brand}" if goods.brand else ""
    english = f"<p>{goods.title.en}{by}. {shown}</p>" if shown else f"<p>{goods.title.en}{by}.</p>"
    title = goods.title.bn or goods.title.en
    bangla = f"<p>{title}{f' – {brand.bn}' if brand and brand.bn else ''}। {said}</p>"
    return Localized(english, bangla)


def in_bangla(values: Iterable[str]) -> str:
    """Those of the values that have a name in Bangla, by that name."""
    known = assortment.in_bangla()
    return ", ".join(dict.fromkeys(known[value] for value in values if value in known))


def _attribute(key: str, values: Sequence[str], place: int) -> Attribute:
    number = key in _NUMBERS
    kind: AttributeType = "number" if number else "colour" if key == "colour" else "choice"
    return Attribute(
        key=key,
        name=_NAMES[key],
        type=kind,
        level="variant" if key in VARIES else "product",
        unit=_NUMBERS.get(key, ""),
        choices=[] if number else [_choice(key, value) for value in values],
        filterable=True,
        position=place,
    )


VARIES = frozenset({"size"})
"""What tells the variants of one product apart."""


def _choice(key: str, value: str) -> Choice:
    label = Localized(value, assortment.in_bangla().get(value, ""))
    return Choice(value=slug(value), label=label, swatch=swatch_of(value) if key == "colour" else "")


def said(values: Mapping[str, str]) -> dict[str, str]:
    """Values as the API takes them: of numbers the number alone."""
    return {key: _number(value) if key in _NUMBERS else value for key, value in values.items()}


def _number(value: str) -> str:
    number, _, unit = value.partition(" ")
    return str(int(number) * 1024) if unit == "TB" else number
