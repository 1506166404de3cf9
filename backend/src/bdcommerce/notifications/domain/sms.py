"""What a text costs as SMS (facts C1): GSM-7 with 160 or 153 characters a part, any other letter makes it UCS-2."""

from dataclasses import dataclass
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""These take two places each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How a text travels."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    """Characters of GSM-7, or 16-bit units of UCS-2."""
    parts: int


def parts_of(text: str) -> Parts:
    """How many messages a network bills for a text (3GPP TS 23.038, 23.040)."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        units = len(text) + sum(letter in _EXTENDED for letter in text)
        return Parts(encoding="gsm7", units=units, parts=_parts(units, whole=160, each=153))
    units = len(text.encode("utf-16-le")) // 2
    return Parts(encoding="ucs2", units=units, parts=_parts(units, whole=70, each=67))


def _parts(units: int, *, whole: int, each: int) -> int:
    return 1 if units <= whole else -(-units // each)
