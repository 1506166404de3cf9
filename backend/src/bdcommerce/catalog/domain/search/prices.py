"""Price limits said in words, in English, Bangla and Banglish: `under 2000`, `২০০০ টাকার নিচে`, `500 theke 1000 taka`.

A number alone is never a price: a word of comparison or of money must stand with it, and no unit may follow it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.catalog.domain.search.letters import BANGLA

_POISHA = 100
_DIGIT = re.compile("[0-9]")
_SCALES = {
    "k": 1_000, "হাজার": 1_000, "hajar": 1_000, "hazar": 1_000, "thousand": 1_000,
    "লাখ": 100_000, "লক্ষ": 100_000, "lakh": 100_000, "lac": 100_000,
}  # fmt: skip
_END = rf"(?![0-9a-z{BANGLA}])"
_TAKA = "(?:৳|টাকার|টাকা|takar|taka|tk\\.?|bdt|/-)"
_AMOUNT = rf"(?<![0-9a-z.])([0-9]{{1,9}}(?:\.[0-9]{{1,2}})?) ?({'|'.join(_SCALES)})?"
_PRICE = rf"(?:{_TAKA} ?)?{_AMOUNT}(?: ?{_TAKA})?"
_NO_UNIT = (
    "(?! ?-?(?:kg|kilo|g|gm|gram|l|ltr|lit|ml|gb|tb|mb|inch|w|watt|mah|mp|pcs?|piece|years?|months?|ton|"
    rf"কেজি|গ্রাম|লিটার|মিলি|জিবি|ইঞ্চি|ওয়াট|পিস|বছর|মাস|টন|জন|bochor|mash){_END})"
)
_BELOW = "(?:under|below|less than|lower than|cheaper than|within|up ?to|at most|max|maximum|<=?)"
_ABOVE = "(?:over|above|more than|higher than|at least|min|minimum|starting from|starting at|>=?)"
_AND_LESS = (
    "(?:এর |er )?(?:নিচে|নীচে|মধ্যে|কমে|কম|ভিতরে|ভেতরে|পর্যন্ত|niche|moddhe|modhe|modde|kome|kom|vitore|bhitore|porjonto|"
    "or less|or under|max)"
)
_AND_MORE = "(?:এর |er )?(?:উপরে|ওপরে|বেশি|বেশী|থেকে শুরু|upore|opore|beshi|or more)"
_TO = "(?:-|–|to|and|থেকে|হতে|theke)"

_BETWEEN = re.compile(rf"(?:between|from|দাম|dam) {_PRICE} ?{_TO} ?{_PRICE}{_NO_UNIT}{_END}")
_LARGE = r"(?<![0-9a-z.])([0-9]{3,9}|[0-9]{1,3}(?=k))(k)?"
_LARGE_TO = re.compile(rf"{_LARGE} (?:থেকে|হতে|theke) {_LARGE}{_NO_UNIT}{_END}")
_FROM_TO = re.compile(rf"{_PRICE} ?{_TO} ?(?:{_TAKA} ?)?{_AMOUNT} ?{_TAKA}(?: ?{_AND_LESS})?{_END}")
_LESS = (
    re.compile(rf"(?<![0-9a-z]){_BELOW} ?{_PRICE}{_NO_UNIT}{_END}"),
    re.compile(rf"{_PRICE} ?{_AND_LESS}{_END}"),
)
_MORE = (
    re.compile(rf"(?<![0-9a-z]){_ABOVE} ?{_PRICE}{_NO_UNIT}{_END}"),
    re.compile(rf"{_PRICE} ?{_AND_MORE}{_END}"),
)
_JUST = (re.compile(rf"{_AMOUNT} ?{_TAKA}{_END}"), re.compile(rf"{_TAKA} ?{_AMOUNT}{_END}"))


@dataclass(frozen=True, slots=True)
class PriceLimits:
    """From and to which price, in poisha; None where nothing was said."""

    least: int | None = None
    most: int | None = None


def take(tidied: str) -> tuple[PriceLimits, str]:
    """The price limits that a tidied text states, and the text without them. A bare price is the most to be paid."""
    if not _DIGIT.search(tidied):
        return PriceLimits(), tidied
    for pattern in (_BETWEEN, _FROM_TO, _LARGE_TO):
        if found := pattern.search(tidied):
            ends = sorted((_poisha(found[1], found[2]), _poisha(found[3], found[4])))
            return PriceLimits(*ends), _without(tidied, found)
    least, rest = _limit(_MORE, tidied)
    most, rest = _limit(_LESS, rest)
    if least is None and most is None:
        most, rest = _limit(_JUST, rest)
    return PriceLimits(least, most), rest


def _limit(patterns: "tuple[re.Pattern[str], ...]", tidied: str) -> tuple[int | None, str]:
    for pattern in patterns:
        if found := pattern.search(tidied):
            return _poisha(found[1], found[2]), _without(tidied, found)
    return None, tidied


def _poisha(number: str, scale: str | None) -> int:
    return int(Decimal(number) * _SCALES.get(scale or "", 1) * _POISHA)


def _without(tidied: str, found: "re.Match[str]") -> str:
    return f"{tidied[: found.start()]} {tidied[found.end() :]}"
