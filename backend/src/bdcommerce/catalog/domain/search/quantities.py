"""Amounts in a text: `২ কেজি`, `2 kg`, `2kg` and `2000 gm` are one and the same word, `2000g`.

The hali (four) and the dozen are how eggs and fruit are sold; tons and inches name air conditioners and televisions.
"""

import re
from decimal import Decimal

from bdcommerce.catalog.domain.search.letters import BANGLA

_SPELLINGS: dict[tuple[str, str], str] = {
    ("g", "1000"): "kg kgs kilo kilos kilogram kilograms কেজি কিলো কিলোগ্রাম",
    ("g", "1"): "g gm gms gram grams গ্রাম গ্রা জি",
    ("ml", "1000"): "l lt ltr liter litre liters litres লিটার লি",
    ("ml", "1"): "ml mililiter milliliter millilitre মিলি মিলিলিটার এমএল",
    ("gb", "1"): "gb জিবি",
    ("gb", "1024"): "tb টিবি",
    ("inch", "1"): 'inch inches ইঞ্চি ইঞ্চ " ”',
    ("ton", "1"): "ton tons tonne টন",
    ("w", "1"): "w watt watts ওয়াট",
    ("mah", "1"): "mah এমএএইচ",
    ("mp", "1"): "mp megapixel মেগাপিক্সেল",
    ("ft", "1"): "ft feet foot ফুট ফিট",
    ("m", "1"): "meter metre meters metres মিটার",
    ("yard", "1"): "yard yards goj গজ",
    ("pc", "1"): "pc pcs piece pieces পিস",
    ("pc", "4"): "hali হালি",
    ("pc", "12"): "dozen dozon dojon ডজন",
    ("hz", "1"): "hz hertz হার্টজ",
}
_UNITS = {
    spelling: (unit, Decimal(factor)) for (unit, factor), names in _SPELLINGS.items() for spelling in names.split()
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![0-9a-z.])(?P<number>[0-9]{{1,6}}(?:\.[0-9]{{1,3}})?)[ -]?(?P<unit>{_UNIT})(?:এর|ের|র)?(?![0-9a-z{BANGLA}])"
)
_TELLING_ALONE = ("gb", "mah", "w")
_LEAST_PLAIN = 3


def take(tidied: str) -> tuple[list[str], list[str], str]:
    """The amounts of a tidied text, each as one word; their numbers where those are telling alone (128 of `128 GB`);
    and the text without them.
    """
    found = list(_AMOUNT.finditer(tidied))
    amounts = list(dict.fromkeys(map(_word, found)))
    numbers = [match["number"] for match, word in zip(found, map(_word, found), strict=True) if _telling(match, word)]
    return amounts, numbers, _AMOUNT.sub(" ", tidied)


def _telling(match: "re.Match[str]", word: str) -> bool:
    return word.endswith(_TELLING_ALONE) and len(match["number"]) >= _LEAST_PLAIN


def _word(match: "re.Match[str]") -> str:
    unit, factor = _UNITS[match["unit"]]
    return f"{_plain(Decimal(match['number']) * factor)}{unit}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
