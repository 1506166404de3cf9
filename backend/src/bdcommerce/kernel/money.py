"""Money: integer poisha of one currency, one allocator, one rounding. Never a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

BDT = "BDT"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the minor unit (poisha) of a currency. May be negative; arithmetic never mixes currencies."""

    amount: int
    """Poisha: 100 are a taka."""
    currency: str = BDT

    def __add__(self, other: Self) -> Self:
        return type(self)(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, quantity: int) -> Self:
        return type(self)(self.amount * quantity, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: Self) -> Self:
        if other.currency != self.currency:
            message = f"cannot mix {self.currency} and {other.currency}"
            raise ValueError(message)
        return other


def taka(text: str | int) -> Money:
    """Taka as people write them, `taka("1250.50")`, as money. Raises ValueError beyond two decimals."""
    poisha = Decimal(text) * 100
    if poisha != poisha.to_integral_value():
        message = f"{text} has more than two decimals"
        raise ValueError(message)
    return Money(int(poisha))


def half_up(value: Decimal) -> int:
    """Round to a whole number, halves away from zero: how VAT and percentages are rounded."""
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))


def percentage(amount: int, percent: Decimal) -> int:
    """That many per cent of an amount, in poisha, half up."""
    return half_up(Decimal(amount) * percent / 100)


def included(gross: int, percent: Decimal) -> int:
    """The tax inside a gross amount at that rate, in poisha, half up (the "tax fraction" r / (100 + r))."""
    return half_up(Decimal(gross) * percent / (100 + percent))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly (largest remainder).

    Equal remainders go to the earlier part. Weights are not negative; if all are zero, the first part takes all.
    Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        message = "weights must be given and not negative"
        raise ValueError(message)
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return [total, *[0] * (len(weights) - 1)]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
