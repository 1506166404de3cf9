"""A whole shop's worth of products from the articles of the assortment: the same goods of other brands, in other
colours and in packs of several sizes, as vendors list them. The articles themselves are among them, unchanged.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import count as count_from
from itertools import zip_longest

from bdcommerce.demo import assortment
from bdcommerce.demo.assortment import Article
from bdcommerce.demo.goods import Form, Goods, goods_of, grams, root_of
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, bangla_digits, slug

_SEED = "the widened assortment"
_BRANDS, _COLOURS = 5, 4
_PALETTES: Mapping[str, Sequence[str]] = {
    "fashion": ("Black", "White", "Navy", "Maroon", "Green", "Sky blue", "Grey", "Yellow", "Purple", "Brown"),
    "electronics": ("Black", "Silver", "Blue", "White", "Green", "Grey"),
    "home": ("White", "Blue", "Green", "Grey", "Brown", "Red", "Cream"),
    "beauty": ("Pink", "Red", "Brown", "Nude", "Maroon"),
    "family": ("Red", "Blue", "Green", "Yellow", "Pink"),
}
_PACKS: Mapping[str, Sequence[str]] = {
    "1 kg": ("500 g", "1 kg", "2 kg"), "2 kg": ("1 kg", "2 kg", "5 kg"), "5 kg": ("2 kg", "5 kg", "10 kg"),
    "500 g": ("250 g", "500 g", "1 kg"), "400 g": ("200 g", "400 g"), "250 g": ("250 g", "500 g"),
    "200 g": ("100 g", "200 g", "400 g"), "100 g": ("50 g", "100 g", "200 g"), "50 g": ("50 g", "100 g"),
    "1 L": ("500 ml", "1 L", "2 L"), "5 L": ("2 L", "5 L"), "500 ml": ("250 ml", "500 ml", "1 L"),
    "200 ml": ("100 ml", "200 ml", "400 ml"), "300 ml": ("150 ml", "300 ml"), "100 ml": ("50 ml", "100 ml", "200 ml"),
    "12 pcs": ("6 pcs", "12 pcs", "24 pcs"), "10 pcs": ("10 pcs", "20 pcs"),
}  # fmt: skip
_SIZE_EN = re.compile(r"\s*\b\d+(\.\d+)?\s*(kg|g|ml|l|litre|pcs)\b\.?", re.IGNORECASE)
_SIZE_BN = re.compile(r"\s*[০-৯]+(\.[০-৯]+)?\s*(কেজি|গ্রাম|মিলি|লিটার|পিস|টি)")
_AMOUNT = re.compile(r"([\d.]+)\s*(\w+)")
_UNITS = {"kg": 1000, "g": 1, "L": 1000, "ml": 1, "pcs": 1}
_DEARER_THAN = 100
_LESS_PER_UNIT = 0.94
"""A pack of twice the size costs about twice this."""


def widened(count: int) -> list[Goods]:
    """So many products; the same ones for the same number."""
    articles = assortment.articles()
    chance = random.Random(_SEED)  # noqa: S311 - nothing secret
    found, seen = [goods_of(article) for article in articles], {article.title.en for article in articles}
    rounds = zip_longest(*[[*_siblings(article, chance)] for article in articles])
    for each in (one for siblings in rounds for one in siblings if one):
        if len(found) >= count:
            break
        if each.title.en not in seen:
            seen.add(each.title.en)
            found.append(each)
    single = [*found]
    for pieces in count_from(2):
        if len(found) >= count:
            return found
        found += [_several(each, pieces) for each in single[: count - len(found)]]
    return found


def some_of(goods: Sequence[Goods], count: int) -> list[Goods]:
    """So many of them, from all over."""
    return [goods[place * len(goods) // count] for place in range(min(count, len(goods)))]


def _siblings(article: Article, chance: random.Random) -> Iterator[Goods]:
    """The same of other brands, then in other colours of the brands that are there."""
    base = goods_of(article)
    branded = [_of_brand(base, brand, chance) for brand in _other_brands(article, chance)]
    yield from (_in_packs(each) for each in branded)
    yield from _coloured([base, *branded], chance)


def _other_brands(article: Article, chance: random.Random) -> list[str]:
    """Brands of the same aisle, for goods that are not named after theirs."""
    first = article.brand.split()[0].lower() if article.brand else ""
    if not first or first in article.title.en.lower():
        return []
    others = [each for each in _brands_of_aisles()[article.aisle] if each not in {article.brand, ""}]
    return sorted(chance.sample(others, min(_BRANDS, len(others))))


@cache
def _brands_of_aisles() -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for each in assortment.articles():
        if each.brand:
            found[each.aisle][each.brand] = None
    every: dict[str, Sequence[str]] = {each.key: () for each in assortment.aisles()}
    return every | {aisle: [*brands] for aisle, brands in found.items()}


def _of_brand(goods: Goods, brand: str, chance: random.Random) -> Goods:
    name = assortment.brands()[brand]
    title = Localized(f"{brand} {goods.title.en}", f"{name.bn or brand} {goods.title.bn}" if goods.title.bn else "")
    key = f"{slug(brand)}-{goods.key}"
    return replace(_priced(goods, chance.uniform(0.82, 1.22)), key=key, title=title, brand=brand)


def _in_packs(goods: Goods) -> Goods:
    """What comes in one size comes in several, and its title names none."""
    size = goods.forms[0].attributes.get("size", "")
    if len(goods.forms) > 1 or size not in _PACKS:
        return goods
    title = Localized(_SIZE_EN.sub("", goods.title.en).strip(), _SIZE_BN.sub("", goods.title.bn).strip())
    forms = [
        Form(attributes={"size": pack}, price=_scaled(goods.forms[0].price, size, pack), grams=grams(goods.aisle, pack))
        for pack in _PACKS[size]
    ]
    return replace(goods, title=title, forms=forms)


def _scaled(price: Money, size: str, pack: str) -> Money:
    times = _amount(pack) / _amount(size)
    return _rounded(price.amount * times * _LESS_PER_UNIT ** (times - 1 if times > 1 else 0))


def _amount(size: str) -> float:
    found = _AMOUNT.match(size)
    assert found  # noqa: S101 - only what stands above
    return float(found[1]) * _UNITS[found[2]]


def _coloured(goods: Sequence[Goods], chance: random.Random) -> Iterator[Goods]:
    """Each in some other colours, all of the first colour first."""
    root = root_of(goods[0].aisle)
    colour = goods[0].attributes.get("colour", "")
    palette = [each for each in _PALETTES.get(root, ()) if each != colour] if colour else []
    chosen = chance.sample(palette, min(_COLOURS, len(palette)))
    for other in chosen:
        yield from (_in_colour(each, colour, other, chance) for each in goods)


def _in_colour(goods: Goods, colour: str, other: str, chance: random.Random) -> Goods:
    names = assortment.in_bangla()
    title = Localized(
        _recoloured(goods.title.en, colour, other),
        _recoloured(goods.title.bn, names.get(colour, colour), names.get(other, other)) if goods.title.bn else "",
    )
    changed = replace(_priced(goods, chance.uniform(0.94, 1.06)), title=title, key=f"{goods.key}-{slug(other)}")
    return replace(changed, attributes={**goods.attributes, "colour": other})


def _recoloured(title: str, colour: str, other: str) -> str:
    if colour.lower() in title.lower():
        return re.sub(re.escape(colour), other, title, flags=re.IGNORECASE)
    return f"{title} – {other}"


def _several(goods: Goods, pieces: int) -> Goods:
    """So many of one thing sold together."""
    bangla = bangla_digits(f"{goods.title.bn} – {pieces}টির প্যাক") if goods.title.bn else ""
    forms = [
        replace(form, price=_rounded(form.price.amount * pieces * _LESS_PER_UNIT), grams=form.grams * pieces)
        for form in goods.forms
    ]
    title = Localized(f"{goods.title.en} – Pack of {pieces}", bangla)
    return replace(goods, key=f"{goods.key}-x{pieces}", title=title, forms=forms)


def _priced(goods: Goods, factor: float) -> Goods:
    forms = [replace(form, price=_rounded(form.price.amount * factor)) for form in goods.forms]
    return replace(goods, forms=forms)


def _rounded(amount: float) -> Money:
    """To whole taka, above ৳100 to fives."""
    taka = amount / 100
    step = 5 if taka > _DEARER_THAN else 1
    return Money(max(round(taka / step) * step, 1) * 100)
