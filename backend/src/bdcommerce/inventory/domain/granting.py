"""A batch of requests is decided in the order of arrival, each of them wholly or not at all.

What the database holds afterwards is what `grant` says, never more.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bdcommerce.inventory.domain.allocation import Lots
from bdcommerce.inventory.domain.shelf import Decision, Hold, Outcome, Request, Shelf
from bdcommerce.inventory.domain.stock import Stock, evolve, shifted, shifts_of
from bdcommerce.inventory.events import Movement
from bdcommerce.kernel.errors import BdError


@dataclass(frozen=True, slots=True)
class Granted:
    """What a batch does: an outcome or a refusal per request, in order, and what has to be written."""

    outcomes: Sequence[Outcome | BdError]
    stock: Mapping[str, Stock]
    lots: Mapping[str, Lots]
    """Of those offers whose units have moved."""
    holds: Mapping[str, Hold]
    given: Mapping[str, str]
    movements: Mapping[str, Sequence[Movement]]
    """Per offer, in order."""


def grant(shelf: Shelf, requests: Sequence[Request], now: datetime) -> Granted:
    """Decide a batch in order of arrival; each request sees what those before it did."""
    batch = _Batch(shelf)
    outcomes: list[Outcome | BdError] = []
    for request in requests:
        try:
            decision = request.decide(batch.seen, now)
        except BdError as refusal:
            outcomes.append(refusal)
            continue
        batch.carry_out(decision)
        outcomes.append(decision.outcome)
    return batch.granted(outcomes)


class _Batch:
    """The shelf as the requests of a batch change it, one after the other."""

    def __init__(self, shelf: Shelf) -> None:
        self._before = shelf
        self._stock, self._lots = dict(shelf.stock), dict(shelf.lots)
        self._holds, self._given = dict(shelf.holds), dict(shelf.given)
        self._movements: dict[str, list[Movement]] = defaultdict(list)
        self._changed, self._shifted = set[str](), set[str]()
        self.seen = Shelf(self._stock, self._holds, self._given, self._lots, shelf.warehouses)

    def carry_out(self, decision: Decision) -> None:
        """Every movement of a decision, and its hold."""
        for offer_id, movement in decision.moves:
            stock = self.seen.of(offer_id)
            if shifts := shifts_of(movement, stock):
                self._lots[offer_id] = shifted(self.seen.lots_of(offer_id), shifts)
                self._shifted.add(offer_id)
            self._stock[offer_id] = evolve(stock, movement)
            self._movements[offer_id].append(movement)
        if decision.hold:
            self._holds[decision.hold.hold_id] = decision.hold
            self._changed.add(decision.hold.hold_id)
            if decision.given:
                self._given[decision.given] = decision.hold.hold_id

    def granted(self, outcomes: Sequence[Outcome | BdError]) -> Granted:
        """What has come of it."""
        return Granted(
            outcomes=outcomes,
            stock={offer_id: self._stock[offer_id] for offer_id in self._movements},
            lots={offer_id: self._lots[offer_id] for offer_id in sorted(self._shifted)},
            holds={hold_id: self._holds[hold_id] for hold_id in sorted(self._changed)},
            given={key: hold_id for key, hold_id in self._given.items() if key not in self._before.given},
            movements=self._movements,
        )
