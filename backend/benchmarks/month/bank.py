"""The operator's bank: its own book of what came in and went out, and what it does with a file of payouts."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

CHARGE = 1_000
"""Poisha for every payout that arrives."""
_BOUNCES, _COMES_BACK = 0.02, 0.01
ANSWER = ("payout_id", "status", "amount", "charge", "reference", "reason")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bank's statement; in poisha, what comes in counts as positive."""

    what: str
    reference: str
    amount: int


class Bank:
    """The operator's account."""

    def __init__(self, chance: Callable[..., random.Random]) -> None:
        self._chance = chance
        self.lines: list[Line] = []
        self._arrived: list[tuple[str, Decimal]] = []

    @property
    def balance(self) -> int:
        """Poisha."""
        return sum(line.amount for line in self.lines)

    def move(self, what: str, reference: str, amount: int) -> None:
        """Money comes in, or (below zero) goes out."""
        if amount:
            self.lines.append(Line(what, reference, amount))

    def take(self, file: str) -> str:
        """Payouts as the operator's file has them, paid or sent back; the file of what became of each."""
        rows = list(csv.DictReader(io.StringIO(file)))
        answers = [self._paid(row) for row in rows if row.get("payout_id")]
        return _written(answers)

    def _paid(self, row: dict[str, str]) -> Sequence[str]:
        number, taka = row["payout_id"], Decimal(row["amount"])
        if self._chance("bounces", taka, len(self.lines)).random() < _BOUNCES:
            return (number, "returned", f"{taka:.2f}", "0.00", "", "R02")
        self.move("payout", number, -int(taka * 100) - CHARGE)
        self._arrived.append((number, taka))
        return (number, "paid", f"{taka:.2f}", f"{CHARGE / 100:.2f}", f"BEFTN{len(self.lines):06d}", "")

    def sent_back(self) -> str:
        """Payouts of before that the receiving bank has sent back after all; empty if there are none."""
        chance = self._chance("comes back", len(self.lines))
        back = [each for each in self._arrived if chance.random() < _COMES_BACK]
        self._arrived.clear()
        for number, taka in back:
            self.move("payout sent back", number, int(taka * 100))
        answers = [(number, "returned", f"{taka:.2f}", "0.00", "", "R02") for number, taka in back]
        return _written(answers) if answers else ""


def _written(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([ANSWER, *rows])
    return text.getvalue()
