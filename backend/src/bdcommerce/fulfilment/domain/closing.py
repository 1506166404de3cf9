"""The end of a rider's day: the cash is counted, somebody else confirms it, and it goes to the bank once.

counted -> confirmed or rejected. A counted day takes no more cash; a rejected count opens it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bdcommerce.fulfilment.domain.cash import CodParcel, HandedOver
from bdcommerce.fulfilment.errors import ClosingDecided, FourEyes, NothingToClose
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money

ClosingStatus = Literal["counted", "confirmed", "rejected"]
DENOMINATIONS = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Notes and coins of Bangladesh in use, in taka."""
POISHA = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Cash as it lies on the table: pieces by denomination in taka, and coins below a taka, in poisha."""

    pieces: Mapping[int, int]
    small_change: int = 0

    @property
    def total(self) -> Money:
        """What it is worth."""
        whole = sum(denomination * pieces for denomination, pieces in self.pieces.items())
        return Money(whole * POISHA + self.small_change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A rider's day as it was counted."""

    closing_id: str
    rider_id: str
    courier: str
    day: date
    expected: Money
    counted: Money
    reason: str
    handed_to: str
    """Who has the cash now."""
    counted_by: str
    status: ClosingStatus = "counted"

    @property
    def short(self) -> Money:
        """What is missing."""
        return Money(max(0, self.expected.amount - self.counted.amount))

    def ensure_decidable(self, by: str) -> None:
        """Raises ClosingDecided, and FourEyes for the rider and for whoever counted."""
        ensure(self.status == "counted", ClosingDecided.of(self.closing_id, self.status))
        ensure(by not in {self.counted_by, self.rider_id}, FourEyes.of(self.closing_id))

    def hand_over(self, parcels: Sequence[CodParcel]) -> list[HandedOver]:
        """What arrives for each parcel. What is short is taken from as few parcels as can be, the dearest first."""
        missing, handed = self.short.amount, []
        for parcel in sorted(parcels, key=lambda parcel: (-parcel.collected.amount, parcel.shipment_id)):
            short = min(missing, parcel.collected.amount)
            missing -= short
            arrived = parcel.collected - Money(short)
            handed.append(HandedOver(shipment_id=parcel.shipment_id, arrived=arrived, charge=Money(0)))
        return handed


def count(
    closing_id: str,
    parcels: Sequence[CodParcel],
    counted: Count,
    *,
    rider_id: str,
    day: date,
    today: date,
    reason: str,
    handed_to: str,
    by: str,
) -> Closing:
    """The day's cash on the table. More or less than was collected needs a reason. Raises Invalid, NothingToClose."""
    ensure(day <= today, Invalid.field("day", "has not come yet"))
    ensure(parcels, NothingToClose.on(rider_id, day))
    for denomination in counted.pieces:
        unknown = Invalid.field("pieces", f"there is no note or coin of {denomination} taka")
        ensure(denomination in DENOMINATIONS, unknown)
    expected = Money(sum(parcel.collected.amount for parcel in parcels))
    unexplained = Invalid.field("reason", "is needed: the cash is not what was collected")
    ensure(counted.total == expected or reason, unexplained)
    return Closing(
        closing_id=closing_id,
        rider_id=rider_id,
        courier=parcels[0].courier,
        day=day,
        expected=expected,
        counted=counted.total,
        reason=reason,
        handed_to=handed_to,
        counted_by=by,
    )
