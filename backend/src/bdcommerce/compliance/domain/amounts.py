"""Amounts of money in words, as an invoice writes them, in English and Bangla: hundreds, thousands, lakhs, crores."""

from collections.abc import Callable, Sequence

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized, nfc

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BANGLA = nfc(
    "শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয় দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ "
    "বিশ একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ ঊনত্রিশ ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ "
    "সাঁইত্রিশ আটত্রিশ ঊনচল্লিশ চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ "
    "ঊনপঞ্চাশ পঞ্চাশ একান্ন বায়ান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন ঊনষাট ষাট একষট্টি বাষট্টি তেষট্টি "
    "চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর "
    "আটাত্তর ঊনআশি আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি ঊননব্বই নব্বই একানব্বই বিরানব্বই তিরানব্বই "
    "চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই"
).split()
"""Bangla has a word of its own for every number below a hundred."""
_CRORE, _LAKH, _THOUSAND, _HUNDRED = 10_000_000, 100_000, 1_000, 100
_UNITS_EN = ((_LAKH, "lakh"), (_THOUSAND, "thousand"), (_HUNDRED, "hundred"))
_UNITS_BN = ((_LAKH, "লাখ"), (_THOUSAND, "হাজার"), (_HUNDRED, "শত"))


def in_words(money: Money) -> Localized:
    """`Taka one lakh five and fifty poisha only`, `এক লাখ পাঁচ টাকা পঞ্চাশ পয়সা মাত্র`. The amount is not negative."""
    taka, poisha = divmod(money.amount, 100)
    english = f"Taka {_english(taka)}" + (f" and {_english(poisha)} poisha" if poisha else "") + " only"
    bangla = f"{_bangla(taka)} টাকা" + (f" {_bangla(poisha)} পয়সা" if poisha else "") + " মাত্র"
    return Localized(en=english, bn=nfc(bangla))


def _english(number: int) -> str:
    return _spelled(number, _english_below_hundred, "crore", _UNITS_EN)


def _bangla(number: int) -> str:
    return nfc(_spelled(number, _BANGLA.__getitem__, "কোটি", _UNITS_BN))


def _english_below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return f"{_TENS[tens]}-{_SMALL[ones]}" if ones else _TENS[tens]


def _spelled(number: int, below_hundred: Callable[[int], str], crore: str, units: Sequence[tuple[int, str]]) -> str:
    """Crores may be as many as there are, each smaller unit is counted below the next."""
    parts, (crores, rest) = [], divmod(number, _CRORE)
    if crores:
        parts.append(f"{_spelled(crores, below_hundred, crore, units)} {crore}")
    for size, name in units:
        count, rest = divmod(rest, size)
        parts += [f"{below_hundred(count)} {name}"] if count else []
    if rest or not parts:
        parts.append(below_hundred(rest))
    return " ".join(parts)
