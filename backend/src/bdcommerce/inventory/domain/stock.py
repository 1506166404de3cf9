"""What an offer's stock is: counts, and the lots that the counted units lie in. `evolve` alone changes a count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bdcommerce.inventory.domain.allocation import Lots, first_expired_first
from bdcommerce.inventory.domain.warehouses import own_warehouse
from bdcommerce.inventory.errors import BelowHeld
from bdcommerce.inventory.events import (
    Lot,
    Movement,
    Shift,
    StockAdjusted,
    StockCounted,
    StockReceived,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsHeld,
    UnitsReleased,
)
from bdcommerce.kernel.errors import ensure

WORTH_A_SNAPSHOT = 100
"""Writing a snapshot takes as long as reading so many movements: one of fewer would cost more than it saves."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The units of one offer, in all warehouses together. `held` of the `on_hand` are set aside, `blocked` of them are
    in lots that are not for sale; `version` counts the movements.
    """

    offer_id: str
    vendor_id: str = ""
    on_hand: int = 0
    held: int = 0
    version: int = 0
    blocked: int = 0

    @property
    def for_sale(self) -> int:
        """Units that are sold or will be: all but the blocked ones."""
        return self.on_hand - self.blocked

    @property
    def available(self) -> int:
        """Units that can be bought now. More may be held than is for sale once a batch was blocked under a hold."""
        return max(self.for_sale - self.held, 0)


@dataclass(frozen=True, slots=True)
class Position:
    """The stock of an offer and where it lies: what all its movements make of it.

    Snapshots keep it under its name: when it comes to mean something else it needs another one, and those are ignored.
    """

    stock: Stock
    lots: tuple[Shift, ...] = ()
    """Every lot that has units, in the order of its name."""

    @classmethod
    def of(cls, stock: Stock, lots: Lots) -> "Position":
        """Lots in the one order in which positions can be compared."""
        return cls(stock, tuple(Shift(lot, lots[lot]) for lot in sorted(lots, key=_by_name)))


def evolve(stock: Stock, movement: Movement) -> Stock:
    """The stock after a movement."""
    on_hand, held, blocked, vendor_id = stock.on_hand, stock.held, stock.blocked, stock.vendor_id
    match movement:
        case UnitsHeld():
            held += movement.quantity
        case UnitsReleased():
            held -= movement.quantity
        case _:
            for shift in shifts_of(movement, stock):
                on_hand += shift.units
                blocked += shift.units if shift.lot.blocked else 0
            match movement:
                case UnitsCommitted():
                    held -= movement.quantity
                case StockCounted():
                    on_hand, vendor_id = movement.on_hand, movement.vendor_id
                case StockReceived():
                    vendor_id = movement.vendor_id
    return Stock(stock.offer_id, vendor_id, on_hand, held, stock.version + 1, blocked)


def shifts_of(movement: Movement, stock: Stock) -> Sequence[Shift]:
    """What a movement of this stock does to its lots."""
    match movement:
        case UnitsHeld() | UnitsReleased():
            return ()
        case StockCounted() | StockAdjusted() | UnitsCommitted() | UnitsGivenBack():
            return movement.shifts if movement.shifts is not None else _shifts_before_warehouses(movement, stock)
        case _:
            return movement.shifts


def shifted(lots: Lots, shifts: Iterable[Shift]) -> dict[Lot, int]:
    """The lots after some shifts; empty ones are gone."""
    after = dict(lots)
    for shift in shifts:
        after[shift.lot] = after.get(shift.lot, 0) + shift.units
    return {lot: units for lot, units in after.items() if units}


def fold(position: Position, movements: Iterable[Movement]) -> Position:
    """The position after the movements that follow its version."""
    stock, lots = position.stock, {shift.lot: shift.units for shift in position.lots}
    for movement in movements:
        for shift in shifts_of(movement, stock):
            lots[shift.lot] = lots.get(shift.lot, 0) + shift.units
        stock = evolve(stock, movement)
    return Position.of(stock, {lot: units for lot, units in lots.items() if units})


def check_free(stock: Stock, shifts: Sequence[Shift]) -> None:
    """Nobody takes away what is set aside. Raises BelowHeld."""
    total = sum(shift.units for shift in shifts)
    for_sale = sum(shift.units for shift in shifts if not shift.lot.blocked)
    takes_held = for_sale < 0 and stock.for_sale + for_sale < stock.held
    ensure(not takes_held and stock.on_hand + total >= stock.held, BelowHeld.of(stock.offer_id, stock.held))


def taken(lots: Lots, units: int, *, blocked_first: bool = False) -> list[Shift] | None:
    """So many units out of these lots, without a batch first, then what expires first; None if there are fewer."""
    shifts = list[Shift]()
    for lot in sorted(lots, key=lambda each: (each.blocked != blocked_first, *_loose_first(each))):
        if some := min(units, lots[lot]):
            shifts.append(Shift(lot, -some))
            units -= some
    return shifts if not units else None


def stream_of(offer_id: str) -> str:
    """The stream of an offer's movements."""
    return f"stock-{offer_id}"


@dataclass(frozen=True, slots=True)
class Audited:
    """The rows of an offer beside what its movements make of it. A row that is gone counts as no stock at all."""

    row: Position
    folded: Position
    remembered: int
    """The version of the snapshot that the movements were folded on; zero without one."""

    @property
    def offer_id(self) -> str:
        """Whose rows these are."""
        return self.row.stock.offer_id

    @property
    def agrees(self) -> bool:
        """Whether the rows are right: the movements always are."""
        return self.row == self.folded

    @property
    def worth_a_snapshot(self) -> bool:
        """Whether the next audit should begin here."""
        return self.agrees and self.folded.stock.version - self.remembered >= WORTH_A_SNAPSHOT


def _shifts_before_warehouses(
    movement: StockCounted | StockAdjusted | UnitsCommitted | UnitsGivenBack, stock: Stock
) -> Sequence[Shift]:
    vendor_id = stock.vendor_id
    match movement:
        case StockCounted():
            units, vendor_id = movement.on_hand - stock.on_hand, movement.vendor_id
        case StockAdjusted():
            units = movement.delta
        case UnitsCommitted():
            units = -movement.quantity
        case _:
            units = movement.quantity
    return (Shift(Lot(own_warehouse(vendor_id)), units),)


def _by_name(lot: Lot) -> tuple[str, str, date, bool]:
    return (lot.warehouse_id, lot.batch_no, lot.expires_on or date.max, lot.blocked)


def _loose_first(lot: Lot) -> tuple[bool, date, str, str]:
    return (bool(lot.batch_no), *first_expired_first(lot))
