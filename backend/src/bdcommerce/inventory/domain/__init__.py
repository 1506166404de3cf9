"""How stock moves.

A request decides what it does to the shelf it is shown, `evolve` is the only code that changes a count, and `grant`
runs a batch of requests through both.
"""

from bdcommerce.inventory.domain.allocation import Lots, Pick, allocate
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
from bdcommerce.inventory.domain.warehouses import MOST, OWN_NAME, Warehouse, own_warehouse

__all__ = [
    "MOST",
    "OWN_NAME",
    "WORTH_A_SNAPSHOT",
    "AdjustStock",
    "Audited",
    "Cause",
    "CommitHold",
    "CountStock",
    "Decision",
    "ExpireHold",
    "GiveBack",
    "Granted",
    "Hold",
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
    "Shelf",
    "Stock",
    "Warehouse",
    "allocate",
    "evolve",
    "fold",
    "grant",
    "own_warehouse",
    "shifted",
    "shifts_of",
    "stream_of",
    "summed",
]
