"""Cells of a file as values, and what is wrong with them."""

import re
from datetime import date
from decimal import Decimal

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import fold, latin_digits

NONE = "(none)"
"""Written into a cell to take away what is there; an empty cell leaves it."""
_MONEY_NOISE = re.compile(r"[\s,৳$]|tk\.?|bdt|টাকা|/-", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")
_YES, _NO = {"yes", "true", "1", "y", "হ্যাঁ"}, {"no", "false", "0", "n", "না"}
_TWO_DECIMALS = 100


class Wrong(Exception):
    """A cell is wrong, so what its row is about is refused."""

    def __init__(self, row: int, column: str, reason: str, code: str = "invalid") -> None:
        super().__init__(reason)
        self.row, self.column, self.reason, self.code = row, column, reason, code


class Unclear(ValueError):
    """A cell that cannot be read; the reason goes on from the name of its column."""


def number(cell: str) -> Decimal:
    """A number, in Latin or Bangla digits, with signs of money and thousands around it. Raises Unclear."""
    plain = _MONEY_NOISE.sub("", latin_digits(cell))
    if not plain:
        raise Unclear("is missing")
    if not _NUMBER.fullmatch(plain):
        raise Unclear(f"{cell[:40]} is not a number")
    return Decimal(plain)


def taka(cell: str) -> Money:
    """Taka, at most to the poisha. Raises Unclear."""
    poisha = number(cell) * _TWO_DECIMALS
    if poisha != int(poisha):
        raise Unclear("has more than two decimals")
    if poisha <= 0:
        raise Unclear("must be more than nothing")
    return Money(int(poisha))


def whole(cell: str) -> int:
    """A whole number. Raises Unclear."""
    plain = latin_digits(cell).strip().removesuffix(".0")
    if not _WHOLE.fullmatch(plain):
        raise Unclear(f"{cell[:40]} is not a whole number")
    return int(plain)


def yes(cell: str) -> bool:
    """Raises Unclear."""
    said = fold(cell)
    if said not in _YES | _NO:
        raise Unclear(f"{cell[:40]} is neither yes nor no")
    return said in _YES


def day(cell: str) -> date:
    """A day as ISO 8601 writes it. Raises Unclear."""
    try:
        return date.fromisoformat(_MIDNIGHT.sub("", latin_digits(cell).strip()))
    except ValueError as error:
        raise Unclear(f"{cell[:40]} is no day such as 2027-03-31") from error


def lines(cell: str) -> list[str]:
    """What a cell with several entries has, a line each."""
    return [line.strip() for line in cell.splitlines() if line.strip()]


def parts(line: str) -> list[str]:
    """What ` | ` divides; an address has no spaces."""
    return [part.strip() for part in line.split(" | ")]
