"""How stock moves.

A request decides what it does to the shelf it is shown, `evolve` is the only code that changes a count, and `grant`
runs a batch of requests through both.
"""

from bdcommerce.inventory.domain.allocation import Lots, Pick, allocate
from bdcommerce.inventory.domain.batches import EXPIRY_MARGIN, JudgeBatches, sale_ends_at
from bdcommerce.inventory.domain.counts import (
    ApplyCount,
    CountEvent,
    CountStatus,
    Found,
    LookAtLots,
    StockTake,
    expected,
    stock_take_of,
)
from bdcommerce.inventory.domain.goods import AdjustStock, Cause, CountStock, ReceiveStock
from bdcommerce.inventory.domain.granting import Granted, grant
from bdcommerce.inventory.domain.holds import CommitHold, ExpireHold, GiveBack, PlaceHold, ReleaseHold, summed
from bdcommerce.inventory.domain.shelf import Decision, Hold, Moves, Named, Outcome, Request, Shelf
from bdcommerce.inventory.domain.stock import (
    WORTH_A_SNAPSHOT,
    Audited,
    Position,
    Stock,
    evolve,
    fold,
    shifted,
    shifts_of,
    stream_of,
)
from bdcommerce.inventory.domain.transfers import (
    Arrived,
    SendUnits,
    TakeInUnits,
    Transfer,
    TransferEvent,
    TransferStatus,
    check_lines,
    transfer_of,
    unloaded,
)
from bdcommerce.inventory.domain.waiting import MOST_OFFERS, TOLD_AT_ONCE, Waiting
from bdcommerce.inventory.domain.warehouses import MOST, OWN_NAME, Warehouse, own_warehouse

__all__ = [
    "EXPIRY_MARGIN",
    "MOST",
    "MOST_OFFERS",
    "OWN_NAME",
    "TOLD_AT_ONCE",
    "WORTH_A_SNAPSHOT",
    "AdjustStock",
    "ApplyCount",
    "Arrived",
    "Audited",
    "Cause",
    "CommitHold",
    "CountEvent",
    "CountStatus",
    "CountStock",
    "Decision",
    "ExpireHold",
    "Found",
    "GiveBack",
    "Granted",
    "Hold",
    "JudgeBatches",
    "LookAtLots",
    "Lots",
    "Moves",
    "Named",
    "Outcome",
    "Pick",
    "PlaceHold",
    "Position",
    "ReceiveStock",
    "ReleaseHold",
    "Request",
    "SendUnits",
    "Shelf",
    "Stock",
    "StockTake",
    "TakeInUnits",
    "Transfer",
    "TransferEvent",
    "TransferStatus",
    "Waiting",
    "Warehouse",
    "allocate",
    "check_lines",
    "evolve",
    "expected",
    "fold",
    "grant",
    "own_warehouse",
    "sale_ends_at",
    "shifted",
    "shifts_of",
    "stock_take_of",
    "stream_of",
    "summed",
    "transfer_of",
    "unloaded",
]
