"""What fulfilment refuses of zones, fees and holidays."""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownZone(NotFound):
    """There is no such delivery zone."""

    code = "unknown_zone"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"there is no delivery zone {zone}", zone=zone)


class UnknownHoliday(NotFound):
    """Staff have said nothing of that day: the calendar holds."""

    code = "unknown_holiday"

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(f"nothing was put right on {day}", day=day.isoformat())


class ZoneExists(Conflict):
    """The code stands for another zone."""

    code = "zone_exists"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"there is a delivery zone {zone}", zone=zone)


class PairTaken(Conflict):
    """Another zone covers this pair of areas, or it is named twice."""

    code = "pair_taken"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"a pair of areas of {zone} is covered already", zone=zone)


class CatchAllNeeded(Conflict):
    """The pair anywhere to anywhere cannot be given up: some zone must cover what no other does."""

    code = "catch_all_needed"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"{zone} has to cover what no other zone does", zone=zone)
