"""Counts, adjustments, and stock as it is shown."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.inventory.domain import Cause
from bdcommerce.inventory.schemas.fields import MOST_UNITS, BatchNo, Reason, Units, UnitsOrNone, WarehouseId

AnyBatch = Annotated[BatchNo | None, msgspec.Meta(description="Of this batch only; null: whatever batch they are of")]


class CountStock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How many units are there, those set aside for orders included."""

    on_hand: UnitsOrNone
    reason: Reason
    warehouse_id: WarehouseId = ""
    batch_no: AnyBatch = None


class AdjustStock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How many units came (positive) or went (negative)."""

    delta: Annotated[int, msgspec.Meta(ge=-MOST_UNITS, le=MOST_UNITS, description="Units", examples=[-2])]
    reason: Reason
    cause: Annotated[
        Cause,
        msgspec.Meta(
            description="`correction` goes either way, `found` only up, the others only down", examples=["damaged"]
        ),
    ] = "correction"
    warehouse_id: WarehouseId = ""
    batch_no: AnyBatch = None


class ReceiveStock(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Units that came in from outside."""

    quantity: Units
    reason: Reason
    warehouse_id: WarehouseId = ""
    batch_no: BatchNo = ""
    expires_on: Annotated[
        date | None,
        msgspec.Meta(
            description="The day of expiry printed on the goods; null: they do not expire", examples=["2027-03-31"]
        ),
    ] = None


LowAt = Annotated[
    int,
    msgspec.Meta(ge=0, le=MOST_UNITS, description="Fewer available units than this are low; 0: never", examples=[5]),
]


class SetLowAt(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """From when on an offer runs low."""

    low_at: Annotated[LowAt | None, msgspec.Meta(description="null: as the vendor has settled for all offers")]


class StockSettings(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What holds for all offers of a vendor."""

    low_at: LowAt


class InWarehouse(msgspec.Struct, frozen=True, kw_only=True):
    """Units of an offer in one warehouse. `blocked` of them are not for sale: their batch is near its expiry."""

    warehouse_id: str
    on_hand: int
    """Units there."""
    blocked: int
    """Units not for sale."""


class StockView(msgspec.Struct, frozen=True, kw_only=True):
    """The units of an offer: there, set aside, not for sale, and left to sell."""

    offer_id: str
    on_hand: int
    """Units there."""
    held: int
    """Units set aside for orders."""
    blocked: int
    """Units not for sale: their batch is near its expiry."""
    available: int
    """Units left to sell."""
    low_at: int
    """Fewer available units than this are low; 0: never."""
    low: bool
    changed_at: datetime
    warehouses: list[InWarehouse]
    """Where they are. What is on its way between two warehouses is in none, and not `on_hand`."""


class LotName(msgspec.Struct, frozen=True, kw_only=True):
    """Where units lie and what they are."""

    warehouse_id: str
    batch_no: str
    expires_on: date | None
    blocked: bool
    """Not for sale: the batch is near its expiry, or past it."""


class LotView(LotName, frozen=True, kw_only=True):
    """The units of an offer in one warehouse, of one batch."""

    offer_id: str
    on_hand: int
    """Units there."""


class ExportedLot(msgspec.Struct, frozen=True, kw_only=True):
    """The units of an offer in one warehouse, of one batch, for sale or not."""

    offer_id: str
    warehouse_id: str
    batch_no: str
    expires_on: date | None
    on_hand: int


class ShiftView(msgspec.Struct, frozen=True, kw_only=True):
    """So many units more in a lot, or fewer."""

    lot: LotName
    units: int
    """More, or below 0 fewer."""


class MovementView(msgspec.Struct, frozen=True, kw_only=True):
    """One movement of an offer's stock. `number` counts them from 1."""

    number: int
    """Counts the offer's movements from 1."""
    kind: Literal[
        "counted",
        "received",
        "adjusted",
        "held",
        "released",
        "committed",
        "given_back",
        "sent",
        "arrived",
        "blocked",
        "unblocked",
    ]
    quantity: int
    """Units; for `counted` how many there were in all, for `adjusted` the difference."""
    hold_id: str
    reason: str
    cause: str
    """Of an adjustment, `stock_take` with the others; empty for everything else."""
    reference: str
    """The order, the transfer or the stock-take that it belongs to, if any."""
    shifts: list[ShiftView]
    """Which lots the units came from or went to."""
    at: datetime
    by: str
    """Id of the person, or the part of the system, that caused it."""
