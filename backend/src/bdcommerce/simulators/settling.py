"""What a provider holds for its merchant, and how it pays that out: a statement of everything that was not on one
before, less its fee. `POST /desk/statement` makes one, `GET /desk/account` shows what is held.

None of the providers says how its statement looks; these have the columns that all of them need. Amounts are in taka.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults

SETTLING = {
    "line_twice": "a line stands twice in the next statement, though it is paid once",
    "line_missing": "a line is left out of the next statement, and stands in the one after it",
    "wrong_fee": "keeps `value` taka too much of a payment in the next statement",
    "short_settlement": "pays `value` taka too little for a payment in the next statement",
}
"""The faults that all providers have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Money that came in for the merchant, or (below zero) went back to a customer."""

    number: str
    """As the provider calls it."""
    invoice: str
    """As the merchant does."""
    amount: Decimal
    at: datetime


class Account:
    """The merchant's account with a provider."""

    def __init__(self, prefix: str, fee_percent: Decimal, faults: Faults, moved: Callable[[], Iterable[Moved]]) -> None:
        self._prefix, self._fee_percent, self._faults, self.moved = prefix, fee_percent, faults, moved
        self.forget()

    def forget(self) -> None:
        """Nothing was ever settled."""
        self._settled: set[str] = set()
        self.statements = 0
        self.owed: dict[str, Decimal] = {}
        """What was paid too little, by the number of the payment; it is paid when somebody asks for it."""

    def open(self) -> Sequence[Moved]:
        """What stood on no statement yet."""
        return [each for each in self.moved() if each.number not in self._settled]

    def settle(self) -> dict[str, Any]:
        """The next statement: its lines, and what is paid for them."""
        self.statements += 1
        rows = [self._row(each) for each in self._due()]
        paid = sum((Decimal(row["net"]) for row in rows), Decimal(0))
        if rows and self._faults.happens("line_twice"):
            rows.append(rows[-1])
        number = f"{self._prefix}{self.statements:05d}"
        return {"statement": number, "paid_at": clock.now().isoformat(), "paid": f"{paid:.2f}", "rows": rows}

    def _due(self) -> Sequence[Moved]:
        due = self.open()
        return due[1:] if due and self._faults.happens("line_missing") else due

    def _row(self, moved: Moved) -> dict[str, str]:
        self._settled.add(moved.number)
        fee = (moved.amount * self._fee_percent / 100).quantize(Decimal("0.01")) if moved.amount > 0 else Decimal(0)
        gross = moved.amount
        if moved.amount > 0 and (wrong := self._faults.happens("wrong_fee")):
            fee += Decimal(wrong.value or 10)
            self.owed[moved.number] = Decimal(wrong.value or 10)
        elif moved.amount > 0 and (short := self._faults.happens("short_settlement")):
            gross -= Decimal(short.value or 10)
            self.owed[moved.number] = Decimal(short.value or 10)
        return {
            "transaction": moved.number,
            "invoice": moved.invoice,
            "date": f"{clock.dhaka_date(moved.at):%Y-%m-%d}",
            "amount": f"{gross:.2f}",
            "charge": f"{fee:.2f}",
            "net": f"{gross - fee:.2f}",
            "status": "Completed" if moved.amount > 0 else "Refunded",
        }

    def standing(self) -> dict[str, Any]:
        """What it holds and what it owes beside that, item by item."""
        held = {each.number: each for each in self.open()}
        return {
            "held": f"{sum((each.amount for each in held.values()), Decimal(0)):.2f}",
            "items": [
                {"transaction": each.number, "invoice": each.invoice, "amount": f"{each.amount:.2f}"}
                for each in held.values()
            ],
            "owed": [{"transaction": number, "amount": f"{amount:.2f}"} for number, amount in self.owed.items()],
        }

    def make_good(self, number: str) -> Decimal | None:
        """It pays what it paid too little; None if it does not think so."""
        return self.owed.pop(number, None)


def routes(account: Account) -> list[ControllerRouterHandler]:
    """What somebody at the provider's panel sees and asks for."""

    @post("/desk/statement", status_code=200)
    async def settle() -> dict[str, Any]:
        return account.settle()

    @get("/desk/account")
    async def show() -> Mapping[str, Any]:
        return account.standing()

    @post("/desk/owed/{number:str}", status_code=200)
    async def make_good(number: FromPath[str]) -> Response[dict[str, str]]:
        paid = account.make_good(number)
        if paid is None:
            return Response({"error": f"nothing is owed for '{number}'"}, status_code=404)
        return Response({"transaction": number, "paid": f"{paid:.2f}"})

    return [settle, show, make_good]
