"""Goods go from one warehouse to another: drafted, sent, received. In between they are in none, and not for sale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from typing import Literal

from bdcommerce.inventory.domain.allocation import first_expired_first
from bdcommerce.inventory.domain.goods import lots_in
from bdcommerce.inventory.domain.holds import back_in
from bdcommerce.inventory.domain.shelf import Decision, Named, Shelf
from bdcommerce.inventory.domain.stock import check_free, shifted
from bdcommerce.inventory.errors import NotThere, TransferMoved
from bdcommerce.inventory.events import (
    Cargo,
    Lot,
    Shift,
    TransferCancelled,
    TransferDrafted,
    TransferReceived,
    TransferRevised,
    TransferSent,
    UnitsArrived,
    UnitsSent,
    Wanted,
)
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure

TransferStatus = Literal["draft", "sent", "received", "cancelled"]
TransferEvent = TransferDrafted | TransferRevised | TransferSent | TransferReceived | TransferCancelled


@dataclass(frozen=True, slots=True)
class Transfer:
    """Goods that go from one of a vendor's warehouses to another."""

    transfer_id: str
    vendor_id: str = ""
    from_id: str = ""
    to_id: str = ""
    status: TransferStatus = "draft"
    lines: Sequence[Wanted] = ()
    cargo: Sequence[Cargo] = ()
    version: int = 0

    def ensure_is(self, status: TransferStatus) -> None:
        """Raises TransferMoved."""
        ensure(self.status == status, TransferMoved.of(self.transfer_id, self.status))


@dataclass(frozen=True, slots=True)
class Arrived:
    """So many units of an offer and batch came out of the lorry."""

    offer_id: str
    batch_no: str
    units: int


def transfer_of(transfer_id: str, events: Iterable[TransferEvent]) -> Transfer:
    """A transfer as its events make it."""
    return reduce(_evolve, events, Transfer(transfer_id))


def check_lines(lines: Sequence[Wanted]) -> None:
    """Every offer and batch once. Raises Invalid."""
    seen = set[tuple[str, str | None]]()
    for index, line in enumerate(lines):
        named = (line.offer_id, line.batch_no)
        ensure(named not in seen, Invalid.field(f"lines[{index}]", "names an offer and batch that was named before"))
        seen.add(named)


def unloaded(transfer: Transfer, arrived: Sequence[Arrived]) -> list[Cargo]:
    """What was sent with what arrived of it; what nobody speaks of arrived whole. Raises Invalid."""
    last = {(each.offer_id, each.batch_no): index for index, each in enumerate(transfer.cargo)}
    left = dict[tuple[str, str], int]()
    for index, found in enumerate(arrived):
        named = (found.offer_id, found.batch_no)
        ensure(named in last, Invalid.field(f"lines[{index}]", "names an offer and batch that was not sent"))
        ensure(named not in left, Invalid.field(f"lines[{index}]", "names an offer and batch that was named before"))
        left[named] = found.units
    cargo = list[Cargo]()
    for index, each in enumerate(transfer.cargo):
        named = (each.offer_id, each.batch_no)
        units = each.sent
        if named in left:
            units = left[named] if last[named] == index else min(left[named], each.sent)
            left[named] -= units
        cargo.append(replace(each, received=units))
    return cargo


@dataclass(frozen=True, slots=True)
class SendUnits:
    """These goods leave a warehouse."""

    transfer_id: str
    vendor_id: str
    from_id: str
    lines: Sequence[Wanted]

    def named(self) -> Named:
        """See Request."""
        return Named(offers={line.offer_id for line in self.lines}, lots=True)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """All lines or none: what expires first goes first, blocked batches only when they are named.

        Raises UnknownStock, NotThere, BelowHeld.
        """
        loaded: dict[str, dict[Lot, int]] = {}
        for line in self.lines:
            stock, onboard = shelf.owned(self.vendor_id, line.offer_id), loaded.get(line.offer_id, {})
            loaded[line.offer_id] = shifted(onboard, self._load(shelf, line, onboard))
            check_free(stock, _shifts(loaded[line.offer_id]))
        return Decision(moves=[(offer_id, self._sent(lots)) for offer_id, lots in sorted(loaded.items())])

    def _load(self, shelf: Shelf, line: Wanted, onboard: Mapping[Lot, int]) -> list[Shift]:
        here = lots_in(shelf, line.offer_id, self.from_id, line.batch_no)
        shifts, left = list[Shift](), line.quantity
        for lot in sorted(here, key=first_expired_first):
            usable = line.batch_no is not None or not lot.blocked
            if usable and (some := min(left, here[lot] + onboard.get(lot, 0))):
                shifts.append(Shift(lot, -some))
                left -= some
        ensure(not left, NotThere.of(line.offer_id, self.from_id, line.quantity - left))
        return shifts

    def _sent(self, lots: Mapping[Lot, int]) -> UnitsSent:
        return UnitsSent(transfer_id=self.transfer_id, quantity=-sum(lots.values()), shifts=_shifts(lots))


@dataclass(frozen=True, slots=True)
class TakeInUnits:
    """What was sent is there."""

    transfer_id: str
    to_id: str
    cargo: Sequence[Cargo]

    def named(self) -> Named:
        """See Request."""
        return Named(offers={each.offer_id for each in self.cargo}, lots=True)

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """Units of a batch that was blocked meanwhile, or whose day has come, are blocked."""
        landed: dict[str, dict[Lot, int]] = {}
        for each in self.cargo:
            lot = Lot(self.to_id, each.batch_no, each.expires_on, each.blocked)
            put = lot if each.blocked else back_in(shelf, each.offer_id, lot, clock.dhaka_date(now))
            landed[each.offer_id] = shifted(landed.get(each.offer_id, {}), [Shift(put, each.received or 0)])
        return Decision(moves=[(offer_id, self._arrived(lots)) for offer_id, lots in sorted(landed.items())])

    def _arrived(self, lots: Mapping[Lot, int]) -> UnitsArrived:
        return UnitsArrived(transfer_id=self.transfer_id, quantity=sum(lots.values()), shifts=_shifts(lots))


def _shifts(lots: Mapping[Lot, int]) -> list[Shift]:
    return [Shift(lot, units) for lot, units in lots.items()]


def _evolve(transfer: Transfer, event: TransferEvent) -> Transfer:
    moved = replace(transfer, version=transfer.version + 1)
    match event:
        case TransferDrafted():
            home, to, lines = event.from_id, event.to_id, event.lines
            return replace(moved, vendor_id=event.vendor_id, from_id=home, to_id=to, lines=lines)
        case TransferRevised():
            return replace(moved, lines=event.lines)
        case TransferSent():
            return replace(moved, status="sent", cargo=event.cargo)
        case TransferReceived():
            return replace(moved, status="received", cargo=event.cargo)
        case TransferCancelled():
            return replace(moved, status="cancelled")
