"""Stock-takes: people count while the shop goes on selling.

What was counted is held against what was expected at that very moment, so what moves before the stock-take is approved
changes the stock and not the difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Literal

from bdcommerce.inventory.domain.goods import lot_in, lots_in
from bdcommerce.inventory.domain.shelf import Decision, Named, Shelf
from bdcommerce.inventory.domain.stock import check_free
from bdcommerce.inventory.errors import CountEnded, NotThere
from bdcommerce.inventory.events import (
    CountApproved,
    CountCancelled,
    Counted,
    CountOpened,
    LinesCounted,
    Shift,
    StockAdjusted,
)
from bdcommerce.kernel.errors import ensure

CountStatus = Literal["open", "approved", "cancelled"]
CountEvent = CountOpened | LinesCounted | CountApproved | CountCancelled
STOCK_TAKE = "stock_take"
"""The cause of the adjustments that come of it."""


@dataclass(frozen=True, slots=True)
class StockTake:
    """A stock-take in one warehouse, with what was counted last of every offer and batch."""

    count_id: str
    vendor_id: str = ""
    warehouse_id: str = ""
    status: CountStatus = "open"
    lines: Mapping[tuple[str, str], Counted] = field(default_factory=dict)
    version: int = 0

    def ensure_open(self) -> None:
        """Raises CountEnded."""
        ensure(self.status == "open", CountEnded.of(self.count_id, self.status))


@dataclass(frozen=True, slots=True)
class Found:
    """So many units of an offer and batch lie on the shelf."""

    offer_id: str
    batch_no: str
    units: int


def stock_take_of(count_id: str, events: Iterable[CountEvent]) -> StockTake:
    """A stock-take as its events make it."""
    return reduce(_evolve, events, StockTake(count_id))


def expected(shelf: Shelf, stock_take: StockTake, found: Sequence[Found]) -> list[Counted]:
    """What was found beside what is there now by the books. Raises UnknownStock, UnknownBatch."""
    lines = list[Counted]()
    for each in found:
        shelf.owned(stock_take.vendor_id, each.offer_id)
        lot_in(shelf, each.offer_id, stock_take.warehouse_id, each.batch_no)
        here = lots_in(shelf, each.offer_id, stock_take.warehouse_id, each.batch_no)
        lines.append(Counted(each.offer_id, each.batch_no, sum(here.values()), each.units))
    return lines


@dataclass(frozen=True, slots=True)
class LookAtLots:
    """Nothing moves: somebody wants to see where the units of some offers lie, and that they lie still meanwhile."""

    offers: Sequence[str]

    def named(self) -> Named:
        """See Request."""
        return Named(offers=self.offers, lots=True)

    def decide(self, _shelf: Shelf, _now: datetime) -> Decision:
        """Nothing."""
        return Decision()


@dataclass(frozen=True, slots=True)
class ApplyCount:
    """The differences of a stock-take are real."""

    count_id: str
    vendor_id: str
    warehouse_id: str
    lines: Sequence[Counted]
    reason: str

    def named(self) -> Named:
        """See Request."""
        return Named(offers={each.offer_id for each in self.lines}, lots=True)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """All of them or none: a unit that is missing must not have been sold since.

        Raises BelowHeld, NotThere, UnknownBatch.
        """
        shifts: dict[str, list[Shift]] = {}
        for each in self.lines:
            if each.expected != each.counted:
                shifts.setdefault(each.offer_id, []).append(self._shift(shelf, each))
        for offer_id, some in shifts.items():
            check_free(shelf.owned(self.vendor_id, offer_id), some)
        return Decision(moves=[(offer_id, self._adjusted(some)) for offer_id, some in sorted(shifts.items())])

    def _shift(self, shelf: Shelf, line: Counted) -> Shift:
        here = lots_in(shelf, line.offer_id, self.warehouse_id, line.batch_no)
        lot = next(iter(here), None) or lot_in(shelf, line.offer_id, self.warehouse_id, line.batch_no)
        there, missing = here.get(lot, 0), line.expected - line.counted
        ensure(there >= missing, NotThere.of(line.offer_id, self.warehouse_id, there))
        return Shift(lot, -missing)

    def _adjusted(self, shifts: Sequence[Shift]) -> StockAdjusted:
        delta = sum(shift.units for shift in shifts)
        return StockAdjusted(delta=delta, reason=self.reason, cause=STOCK_TAKE, shifts=shifts, reference=self.count_id)


def _evolve(taken: StockTake, event: CountEvent) -> StockTake:
    moved = replace(taken, version=taken.version + 1)
    match event:
        case CountOpened():
            return replace(moved, vendor_id=event.vendor_id, warehouse_id=event.warehouse_id)
        case LinesCounted():
            anew = {(each.offer_id, each.batch_no): each for each in event.lines}
            return replace(moved, lines={**taken.lines, **anew})
        case CountApproved():
            return replace(moved, status="approved")
        case CountCancelled():
            return replace(moved, status="cancelled")
