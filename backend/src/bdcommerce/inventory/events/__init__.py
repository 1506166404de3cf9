"""What inventory stores of what happened."""

from bdcommerce.inventory.events.counts import CountApproved, CountCancelled, Counted, CountOpened, LinesCounted
from bdcommerce.inventory.events.movements import (
    Lot,
    Movement,
    Shift,
    StockAdjusted,
    StockCounted,
    StockReceived,
    UnitsArrived,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsHeld,
    UnitsReleased,
    UnitsSent,
)
from bdcommerce.inventory.events.timers import HoldsFellDue, OfferCameBack
from bdcommerce.inventory.events.transfers import (
    Cargo,
    TransferCancelled,
    TransferDrafted,
    TransferReceived,
    TransferRevised,
    TransferSent,
    Wanted,
)

__all__ = [
    "Cargo",
    "CountApproved",
    "CountCancelled",
    "CountOpened",
    "Counted",
    "HoldsFellDue",
    "LinesCounted",
    "Lot",
    "Movement",
    "OfferCameBack",
    "Shift",
    "StockAdjusted",
    "StockCounted",
    "StockReceived",
    "TransferCancelled",
    "TransferDrafted",
    "TransferReceived",
    "TransferRevised",
    "TransferSent",
    "UnitsArrived",
    "UnitsCommitted",
    "UnitsGivenBack",
    "UnitsHeld",
    "UnitsReleased",
    "UnitsSent",
    "Wanted",
]
