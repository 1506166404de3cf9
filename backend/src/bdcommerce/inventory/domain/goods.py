"""What a vendor says of its goods: so many are there, so many came in, so many are gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bdcommerce.inventory.domain.shelf import Decision, Named, Shelf
from bdcommerce.inventory.domain.stock import check_free, taken
from bdcommerce.inventory.errors import BatchDiffers, BelowHeld, NotThere, UnknownBatch, UnknownStock
from bdcommerce.inventory.events import Lot, Shift, StockAdjusted, StockCounted, StockReceived
from bdcommerce.kernel.errors import Invalid, ensure

LAST_EXPIRY = date(2199, 12, 31)
Cause = Literal["correction", "damaged", "expired", "found", "lost", "sample", "stolen", "returned_to_supplier"]
"""Why units were found to be there or not. A correction goes either way, `found` only up, the others only down."""


@dataclass(frozen=True, slots=True)
class CountStock:
    """So many are in a warehouse, says the vendor that owns the offer; of one batch, or of all together."""

    vendor_id: str
    offer_id: str
    on_hand: int
    reason: str
    warehouse_id: str = ""
    batch_no: str | None = None
    """Empty: those without a batch. None: whatever they are."""

    def named(self) -> Named:
        """See Request."""
        return Named(offers=(self.offer_id,), lots=True, begins=self.vendor_id)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """More than was known lies in no batch; fewer are missing from what has none, then from what expires first.

        Raises BelowHeld, UnknownStock, UnknownWarehouse, WarehouseClosed, UnknownBatch, Invalid.
        """
        stock = shelf.of(self.offer_id)
        ensure(stock.vendor_id in ("", self.vendor_id), UnknownStock.of(self.offer_id))
        where = shelf.where(self.vendor_id, self.offer_id, self.warehouse_id)
        here = lots_in(shelf, self.offer_id, where, self.batch_no)
        more = self.on_hand - sum(here.values())
        if more > 0:
            shifts = [Shift(lot_in(shelf, self.offer_id, where, self.batch_no or ""), more)]
        else:
            shifts = taken(here, -more) or []
        check_free(stock, shifts)
        on_hand = sum(shelf.lots_of(self.offer_id).values()) + more
        counted = StockCounted(vendor_id=self.vendor_id, on_hand=on_hand, reason=self.reason, shifts=shifts)
        return Decision(moves=[(self.offer_id, counted)])


@dataclass(frozen=True, slots=True)
class AdjustStock:
    """So many more or fewer are there."""

    vendor_id: str
    offer_id: str
    delta: int
    reason: str
    cause: Cause = "correction"
    warehouse_id: str = ""
    batch_no: str | None = None
    """Empty: those without a batch. None: whatever they are."""

    def named(self) -> Named:
        """See Request."""
        return Named(offers=(self.offer_id,), lots=True)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """Raises UnknownStock, BelowHeld, NotThere, UnknownWarehouse, WarehouseClosed, UnknownBatch, Invalid."""
        stock = shelf.owned(self.vendor_id, self.offer_id)
        self._check()
        ensure(stock.on_hand + self.delta >= stock.held, BelowHeld.of(self.offer_id, stock.held))
        where = shelf.where(self.vendor_id, self.offer_id, self.warehouse_id)
        if self.delta > 0:
            shifts = [Shift(lot_in(shelf, self.offer_id, where, self.batch_no or ""), self.delta)]
        else:
            here = lots_in(shelf, self.offer_id, where, self.batch_no)
            found = taken(here, -self.delta, blocked_first=self.cause == "expired")
            if found is None:
                raise NotThere.of(self.offer_id, where, sum(here.values()))
            shifts = found
        check_free(stock, shifts)
        adjusted = StockAdjusted(delta=self.delta, reason=self.reason, cause=self.cause, shifts=shifts)
        return Decision(moves=[(self.offer_id, adjusted)])

    def _check(self) -> None:
        ensure(self.delta, Invalid.field("delta", "must not be zero"))
        upwards = self.cause in {"correction", "found"}
        ensure(self.delta < 0 or upwards, Invalid.field("delta", f"must be negative: nothing more is {self.cause}"))
        ensure(self.delta > 0 or self.cause != "found", Invalid.field("delta", "must be positive: more were found"))


@dataclass(frozen=True, slots=True)
class ReceiveStock:
    """Goods came in from outside; with a batch number and a day of expiry if they have them."""

    vendor_id: str
    offer_id: str
    quantity: int
    reason: str
    warehouse_id: str = ""
    batch_no: str = ""
    expires_on: date | None = None
    unsold_until: date = date.min
    """What expires on that day or before is not for sale."""

    def named(self) -> Named:
        """See Request."""
        return Named(offers=(self.offer_id,), lots=True, begins=self.vendor_id)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """Raises UnknownStock, UnknownWarehouse, WarehouseClosed, BatchDiffers, Invalid."""
        stock = shelf.of(self.offer_id)
        ensure(stock.vendor_id in ("", self.vendor_id), UnknownStock.of(self.offer_id))
        self._check()
        where = shelf.where(self.vendor_id, self.offer_id, self.warehouse_id)
        lot = Lot(where, self.batch_no, self.expires_on)
        for known in shelf.lots_of(self.offer_id):
            same = known.batch_no == lot.batch_no != ""
            ensure(not same or known.expires_on == lot.expires_on, BatchDiffers.of(lot.batch_no, known.expires_on))
            ensure(not same or not known.blocked, BatchDiffers.of(lot.batch_no, known.expires_on))
        received = StockReceived(
            vendor_id=self.vendor_id,
            quantity=self.quantity,
            reason=self.reason,
            shifts=[Shift(lot, self.quantity)],
        )
        return Decision(moves=[(self.offer_id, received)])

    def _check(self) -> None:
        if self.expires_on:
            ensure(self.batch_no, Invalid.field("batch_no", "is needed with a day of expiry"))
            fresh = self.unsold_until < self.expires_on <= LAST_EXPIRY
            ensure(fresh, Invalid.field("expires_on", f"must be after {self.unsold_until} to be sold, and before 2200"))


def lots_in(shelf: Shelf, offer_id: str, warehouse_id: str, batch_no: str | None) -> Mapping[Lot, int]:
    """The lots of an offer in a warehouse, of one batch if it is named."""
    return {
        lot: units
        for lot, units in shelf.lots_of(offer_id).items()
        if lot.warehouse_id == warehouse_id and batch_no in (None, lot.batch_no)
    }


def lot_in(shelf: Shelf, offer_id: str, warehouse_id: str, batch_no: str) -> Lot:
    """The lot that more units of a known batch are put in. Raises UnknownBatch."""
    if not batch_no:
        return Lot(warehouse_id)
    for known in shelf.lots_of(offer_id):
        if known.batch_no == batch_no:
            return Lot(warehouse_id, batch_no, known.expires_on, known.blocked)
    raise UnknownBatch.of(offer_id, batch_no)
