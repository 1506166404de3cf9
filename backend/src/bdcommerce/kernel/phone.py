"""Bangladeshi mobile numbers: many spellings in, E.164 out."""

import re

from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import latin_digits

_NOISE = re.compile(r"[\s\-().]")
_MOBILE = re.compile(r"(?:\+?880|00880|0)?(1[3-9][0-9]{8})")
_TYPO = re.compile(r"\+?88(?:00|0)(1[3-9][0-9]{8})")


def normalise(text: str, field: str = "phone") -> str:
    """A mobile number as `+8801XXXXXXXXX`. Raises Invalid naming the field.

    Source: the number plan in libphonenumber 9 (1[3-9] and eight digits); the extra zero after the country code
    (`+8800 1…`) is a frequent typing error and is forgiven.
    """
    digits = _NOISE.sub("", latin_digits(text))
    match = _MOBILE.fullmatch(digits) or _TYPO.fullmatch(digits)
    if match is None:
        raise Invalid.field(field, "is not a Bangladeshi mobile number like 01712345678")
    return f"+880{match[1]}"


def local(e164: str) -> str:
    """`01XXXXXXXXX`, as couriers want it."""
    return f"0{e164.removeprefix('+880')}"


def masked(e164: str) -> str:
    """`+88017*****678`: enough to recognise, not enough to call."""
    return f"{e164[:6]}*****{e164[-3:]}"
