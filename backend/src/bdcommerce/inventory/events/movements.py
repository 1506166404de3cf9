"""The movements of stock, each on the stream of its offer.

Folding the movements of an offer gives its row and its lots. A movement that changes how many units there are says
which lots they came from or went to; `shifts` is None in movements from before there were warehouses, when all units
of an offer were in one lot: without a batch, in its vendor's own warehouse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True)
class Lot:
    """Where units lie and what they are. A blocked lot is there, and not for sale: its batch is too near its expiry."""

    warehouse_id: str
    batch_no: str = ""
    expires_on: date | None = None
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units more in a lot, or fewer."""

    lot: Lot
    units: int


@domain_event()
class StockCounted:
    """The vendor has counted: this many are there, in all warehouses together."""

    vendor_id: str
    on_hand: int
    reason: str
    shifts: Sequence[Shift] | None = None


@domain_event()
class StockReceived:
    """Goods came in from outside."""

    vendor_id: str
    quantity: int
    reason: str
    shifts: Sequence[Shift]


@domain_event()
class StockAdjusted:
    """Units were found to be there (more) or not (fewer). `cause` says why, `reason` in the vendor's own words."""

    delta: int
    reason: str
    cause: str = "correction"
    shifts: Sequence[Shift] | None = None
    reference: str = ""
    """The stock-take that found it out, if it was one."""


@domain_event()
class UnitsHeld:
    """Units are set aside for somebody."""

    hold_id: str
    quantity: int


@domain_event()
class UnitsReleased:
    """Units that were set aside may be sold to others: the hold was given up, or has expired."""

    hold_id: str
    quantity: int
    reason: str


@domain_event()
class UnitsCommitted:
    """Units that were set aside are sold."""

    hold_id: str
    quantity: int
    reference: str = ""
    """What they were sold for: the order."""
    shifts: Sequence[Shift] | None = None


@domain_event()
class UnitsGivenBack:
    """Sold units are back in stock."""

    hold_id: str
    quantity: int
    reason: str
    shifts: Sequence[Shift] | None = None


@domain_event()
class UnitsSent:
    """Units left one warehouse for another: until they arrive they are in none."""

    transfer_id: str
    quantity: int
    shifts: Sequence[Shift]


@domain_event()
class UnitsArrived:
    """What was sent is in its new warehouse; as much of it as arrived."""

    transfer_id: str
    quantity: int
    shifts: Sequence[Shift]


@domain_event()
class BatchBlocked:
    """A batch is too near its expiry to be sold."""

    batch_no: str
    quantity: int
    shifts: Sequence[Shift]


@domain_event()
class BatchUnblocked:
    """A batch is for sale again: the rule has changed."""

    batch_no: str
    quantity: int
    shifts: Sequence[Shift]


Movement = (
    StockCounted
    | StockReceived
    | StockAdjusted
    | UnitsHeld
    | UnitsReleased
    | UnitsCommitted
    | UnitsGivenBack
    | UnitsSent
    | UnitsArrived
    | BatchBlocked
    | BatchUnblocked
)
