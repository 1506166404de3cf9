"""The codes by which promotions are asked for."""

import secrets
from collections.abc import Iterator

from bdcommerce.kernel.text import fold

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Nothing that is mistaken for something else when read out or written down."""
_LENGTH = 10
"""About 49 random bits: nobody finds one by trying."""


def normal_code(text: str) -> str:
    """How a code is compared: case, digits of either script and white space around it do not matter."""
    return fold(text).upper()


def new_codes(prefix: str, how_many: int) -> Iterator[str]:
    """So many codes that nobody can guess, in their normal form."""
    for _ in range(how_many):
        yield normal_code(prefix + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
