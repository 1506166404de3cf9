"""Text in Bangla and English: normal form, digits, search keys, slugs, and money as people read it."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bdcommerce.kernel.money import Money

Language = Literal["bn", "en"]

_TO_LATIN = {0x09E6 + digit: str(digit) for digit in range(10)}
_TO_BANGLA = {ord(str(digit)): chr(0x09E6 + digit) for digit in range(10)}
_FOLDS = str.maketrans({"\u200c": "", "\u200d": "", "ৰ": "র", "ৱ": "ব", "’": "'", "‘": "'", "ʼ": "'", "।": " "})
_NOT_SLUG = re.compile(r"[^0-9a-z\u0980-\u09ff]+")


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in both languages. English is always there; Bangla falls back to it."""

    en: str
    bn: str = ""

    def to(self, language: Language) -> str:
        """The text in a language."""
        return self.bn or self.en if language == "bn" else self.en


def nfc(text: str) -> str:
    """Stored form: Unicode NFC, outer white space gone."""
    return unicodedata.normalize("NFC", text).strip()


def latin_digits(text: str) -> str:
    """Bangla digits as 0-9."""
    return text.translate(_TO_LATIN)


def bangla_digits(text: str) -> str:
    """0-9 as Bangla digits."""
    return text.translate(_TO_BANGLA)


def fold(text: str) -> str:
    """Search key: NFC, lower case, joiners dropped, Assamese letters and apostrophes unified, Latin digits."""
    plain = nfc(text.replace("\u09a4\u09cd\u200d", "\u09ce")).translate(_FOLDS)
    return " ".join(nfc(latin_digits(plain)).casefold().split())


def slug(text: str) -> str:
    """A path segment for a URL; Bangla letters stay."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def grouped(money: Money) -> str:
    """`12,34,567.50`: lakh grouping, two decimals, Latin digits."""
    sign, whole, poisha = "-" if money.amount < 0 else "", abs(money.amount) // 100, abs(money.amount) % 100
    head, tail = str(whole)[:-3], str(whole)[-3:]
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
    return f"{sign}{','.join([*pairs, tail])}.{poisha:02d}"


def show(money: Money, language: Language = "en") -> str:
    """`৳1,23,456.00`, or `৳১,২৩,৪৫৬.০০` in Bangla."""
    text = grouped(money)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}৳{bangla_digits(digits) if language == 'bn' else digits}"
