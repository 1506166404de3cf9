"""What a text costs as SMS (3GPP TS 23.038 and 23.040): 160 or 153 places a part in GSM-7; any other letter makes it
UCS-2, 70 or 67.
"""

from dataclasses import dataclass
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""These take two places each: an escape and a letter, which a part never separates."""
_THRIFTY = str.maketrans({"৳": "Tk ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "•": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """How a text travels."""

    encoding: Literal["gsm7", "ucs2"]
    units: int
    """Places of GSM-7, or 16-bit units of UCS-2."""
    parts: int


def parts_of(text: str) -> Parts:
    """How many messages a network bills for a text (3GPP TS 23.038, 23.040)."""
    if _is_gsm(text):
        units = sum(map(_places, text))
        return Parts(encoding="gsm7", units=units, parts=len(cut(text)))
    return Parts(encoding="ucs2", units=sum(map(_units, text)), parts=len(cut(text)))


def cut(text: str) -> list[str]:
    """The text as the parts it travels in. What takes two places (an escaped letter, a surrogate pair) is never cut in
    two, so a part may go with one place empty.
    """
    width, whole, each = (_places, 160, 153) if _is_gsm(text) else (_units, 70, 67)
    if sum(map(width, text)) <= whole:
        return [text]
    parts, begin, room = list[str](), 0, each
    for place, letter in enumerate(text):
        if width(letter) > room:
            parts.append(text[begin:place])
            begin, room = place, each
        room -= width(letter)
    return [*parts, text[begin:]]


def thrifty(text: str) -> str:
    """The text in GSM-7 where only a taka sign or typography kept it from that (`Tk 1,250.00`); else as it is."""
    plain = text.translate(_THRIFTY)
    return plain if _is_gsm(plain) else text


def _is_gsm(text: str) -> bool:
    return all(letter in _BASIC or letter in _EXTENDED for letter in text)


def _places(letter: str) -> int:
    return 2 if letter in _EXTENDED else 1


def _units(letter: str) -> int:
    return 2 if ord(letter) > 0xFFFF else 1  # noqa: PLR2004 - the end of the basic multilingual plane
