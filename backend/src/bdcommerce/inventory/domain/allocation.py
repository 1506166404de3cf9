"""Which warehouses an order is picked from: the nearest that has everything, else as few as possible, then the nearest.

Within a warehouse what expires first goes first. The same question always has the same answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bdcommerce.inventory.domain.warehouses import Warehouse
from bdcommerce.inventory.events import Lot
from bdcommerce.kernel.address import Place

Lots = Mapping[Lot, int]
"""The units in each lot of an offer."""
Supply = Mapping[str, Mapping[str, int]]
"""Units that can be sold, by offer and warehouse."""

TRIED_WHOLE = 3
"""Sets of up to so many warehouses are all looked at; larger ones are put together step by step."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Units of an offer that were taken from a lot. `given_back` of them are back there."""

    offer_id: str
    lot: Lot
    quantity: int
    given_back: int = 0


def allocate(
    wanted: Mapping[str, int],
    lots: Mapping[str, Lots],
    warehouses: Mapping[str, Warehouse],
    destination: Place | None,
    today: date,
) -> list[Pick] | None:
    """Where to pick what one vendor has sold; None if there is not enough for sale."""
    fresh = {offer_id: _for_sale(lots.get(offer_id, {}), today) for offer_id in wanted}
    supply = {offer_id: _by_warehouse(units) for offer_id, units in fresh.items()}
    chosen = _choose(wanted, supply, warehouses, destination)
    if chosen is None:
        return None
    return [
        pick for offer_id, quantity in wanted.items() for pick in _take(offer_id, quantity, fresh[offer_id], chosen)
    ]


def first_expired_first(lot: Lot) -> tuple[date, str, str]:
    """What lots are sorted by; those that never expire come last."""
    return (lot.expires_on or date.max, lot.batch_no, lot.warehouse_id)


def _for_sale(lots: Lots, today: date) -> dict[Lot, int]:
    """Blocked lots are not, nor is one whose day has come and that nobody has blocked yet."""
    return {lot: units for lot, units in lots.items() if not lot.blocked and (lot.expires_on or date.max) > today}


def _by_warehouse(lots: Lots) -> dict[str, int]:
    units: dict[str, int] = {}
    for lot, there in lots.items():
        units[lot.warehouse_id] = units.get(lot.warehouse_id, 0) + there
    return units


def _choose(
    wanted: Mapping[str, int], supply: Supply, warehouses: Mapping[str, Warehouse], destination: Place | None
) -> Sequence[str] | None:
    """The ids of the warehouses to pick from, nearest first."""
    having = {warehouse_id for units in supply.values() for warehouse_id in units}
    distance = {each: warehouses[each].distance(destination) for each in having}
    near = sorted(having, key=lambda each: distance[each])
    if not _covers(near, wanted, supply):
        return None
    for size in range(1, min(TRIED_WHOLE, len(near)) + 1):
        fitting = [some for some in combinations(near, size) if _covers(some, wanted, supply)]
        if fitting:
            return min(fitting, key=lambda some: (sum(distance[each][0] for each in some), [distance[e] for e in some]))
    return sorted(_step_by_step(wanted, supply, near), key=lambda each: distance[each])


def _covers(some: Sequence[str], wanted: Mapping[str, int], supply: Supply) -> bool:
    return all(sum(supply[offer_id].get(each, 0) for each in some) >= quantity for offer_id, quantity in wanted.items())


def _step_by_step(wanted: Mapping[str, int], supply: Supply, near: Sequence[str]) -> list[str]:
    """Always add the warehouse that has most of what is still missing, the nearest of those that have as much."""
    missing, chosen = dict(wanted), list[str]()
    while any(missing.values()):
        had = {each: _has(each, missing, supply) for each in near if each not in chosen}
        best = max(had, key=had.__getitem__)
        chosen.append(best)
        missing = {
            offer_id: quantity - min(quantity, supply[offer_id].get(best, 0)) for offer_id, quantity in missing.items()
        }
    return chosen


def _has(warehouse_id: str, missing: Mapping[str, int], supply: Supply) -> int:
    return sum(min(quantity, supply[offer_id].get(warehouse_id, 0)) for offer_id, quantity in missing.items())


def _take(offer_id: str, quantity: int, lots: Lots, chosen: Sequence[str]) -> list[Pick]:
    picks = list[Pick]()
    for warehouse_id in chosen:
        here = sorted((lot for lot in lots if lot.warehouse_id == warehouse_id), key=first_expired_first)
        for lot in here:
            if units := min(quantity, lots[lot]):
                picks.append(Pick(offer_id, lot, units))
                quantity -= units
    return picks
