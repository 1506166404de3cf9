"""Warehouses, and which of them is near: by great circle where both ends are known, else by what they share."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from bdcommerce.kernel.address import Place

MOST = 20
"""Open warehouses of a vendor: few enough that every set of three can be looked at when an order is allocated."""
OWN_NAME = "Main warehouse"
_EARTH = 6_371_000
_SHARED = (("upazila", 5_000), ("city_key", 15_000), ("district", 25_000), ("division", 100_000))
"""What two places may share, and how many metres are then between them at most, roughly."""
_FAR = 300_000


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A place where a vendor keeps stock. Without a place it is as far from everywhere as anything can be."""

    warehouse_id: str
    vendor_id: str
    name: str
    place: Place | None = None
    open: bool = True

    @property
    def own(self) -> bool:
        """Whether it is the one that every vendor has: units that come from nowhere in particular go there."""
        return self.warehouse_id == own_warehouse(self.vendor_id)

    def distance(self, destination: Place | None) -> tuple[int, int, str]:
        """What warehouses are sorted by, nearest first: metres, what little is shared, and the id to break ties."""
        if destination is None:
            return (0, 0, self.warehouse_id)
        if self.place is None:
            return (_FAR, len(_SHARED), self.warehouse_id)
        shared = _apart(self.place, destination)
        if _located(self.place) and _located(destination):
            return (metres(self.place, destination), shared, self.warehouse_id)
        return ((*(most for _, most in _SHARED), _FAR)[shared], shared, self.warehouse_id)


def own_warehouse(vendor_id: str) -> str:
    """The id of the warehouse that a vendor has without doing anything, known without looking it up."""
    return f"whs_{vendor_id.removeprefix('ven_')}"


def metres(a: Place, b: Place) -> int:
    """The great circle between two places."""
    north, east = radians(b.lat - a.lat), radians(b.lon - a.lon)
    chord = sin(north / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east / 2) ** 2
    return round(2 * _EARTH * asin(sqrt(min(chord, 1))))


def _located(place: Place) -> bool:
    return bool(place.lat or place.lon)


def _apart(a: Place, b: Place) -> int:
    """How little two places share: 0 for the same upazila, one more for every step up the hierarchy."""
    for step, (level, _) in enumerate(_SHARED):
        if getattr(a, level) and getattr(a, level) == getattr(b, level):
            return step
    return len(_SHARED)
