"""Delivery zones and what they cost: which pairs of places a zone covers, and its fee by weight from a day on.

Of the zones that cover a pair the most specific one holds, the destination counting before the origin. A pair of areas
belongs to one zone, so there is never a tie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.fulfilment import AreaNotServed
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money, taka
from bdcommerce.kernel.text import Localized, grouped

Level = Literal["anywhere", "division", "district", "same_city", "city", "upazila"]
LEVELS: tuple[Level, ...] = ("upazila", "city", "same_city", "district", "division", "anywhere")
"""Most specific first. `same_city` is a destination in the origin's own city corporation; it has no key."""
KEYLESS: frozenset[Level] = frozenset({"anywhere", "same_city"})
GRAMS_PER_KG = 1000
DEAREST = taka(100_000)
"""No typing error shall cost more."""
NOBODY = Localized("nobody delivers there yet", "ওখানে এখনো ডেলিভারি হয় না")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of Bangladesh: a level of the hierarchy and the id there."""

    level: Level
    key: str = ""


ANYWHERE = Area(level="anywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """From where to where."""

    origin: Area
    destination: Area


CATCH_ALL = Pair(origin=ANYWHERE, destination=ANYWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """What the operator says of a zone. `fee_rule` is the rule whose value is the fee until a fee table holds."""

    code: str
    name: Localized
    transit_min: int
    """Delivery days on the road, at best."""
    transit_max: int
    rest_days: frozenset[int] = frozenset()
    """ISO weekdays (5: Friday) on which nothing is delivered there."""
    fee_rule: str = ""
    refusal: Localized | None = None
    """Why nothing is delivered there; None: it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightStep:
    """Up to this weight, this fee (VAT included)."""

    up_to_grams: int
    fee: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTable:
    """The fees of a zone from a day on. Above the last step every further started kilogram costs `extra_per_kg`."""

    zone: str
    effective_from: date
    steps: Sequence[WeightStep]
    extra_per_kg: Money

    def fee(self, weight_grams: int) -> Money:
        """What a parcel of this weight costs."""
        for step in self.steps:
            if weight_grams <= step.up_to_grams:
                return step.fee
        last = self.steps[-1]
        return last.fee + self.extra_per_kg * -(-(weight_grams - last.up_to_grams) // GRAMS_PER_KG)


def checked_table(table: FeeTable) -> FeeTable:
    """Raises Invalid unless weights rise from step to step and every amount is taka."""
    for index, (before, step) in enumerate(zip(table.steps, table.steps[1:], strict=False), 1):
        heavier = step.up_to_grams > before.up_to_grams
        ensure(heavier, Invalid.field(f"steps[{index}].up_to_grams", "must be more than in the step before"))
    amounts = {f"steps[{index}].fee": step.fee for index, step in enumerate(table.steps)}
    for field, money in {**amounts, "extra_per_kg": table.extra_per_kg}.items():
        ensure(money.currency == BDT, Invalid.field(field, "must be in BDT"))
        ensure(0 <= money.amount <= DEAREST.amount, Invalid.field(field, f"must be 0 to {grouped(DEAREST)} taka"))
    return table


def checked_pair(pair: Pair, field: str) -> Pair:
    """Raises Invalid for a level that cannot stand there, or with a key too many or too few."""
    ensure(pair.origin.level != "same_city", Invalid.field(f"{field}.origin.level", "is for destinations only"))
    for name, area in (("origin", pair.origin), ("destination", pair.destination)):
        wanted = "must be empty" if area.level in KEYLESS else "is needed"
        ensure(bool(area.key) != (area.level in KEYLESS), Invalid.field(f"{field}.{name}.key", wanted))
    return pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The zone of a pair of places, by which of its pairs, and the fee table that holds (None: the rule book's fee)."""

    zone: Zone
    pair: Pair
    table: FeeTable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """All zones with what they cover and cost; `tables` of a zone with the latest first."""

    zones: Mapping[str, Zone]
    coverage: Mapping[Pair, str]
    tables: Mapping[str, Sequence[FeeTable]]

    def find(self, origin: Place, destination: Place, on: date) -> Found:
        """The zone that holds on a day; one without a fee yet does not. Raises AreaNotServed."""
        for pair in _pairs(origin, destination):
            zone = self.zones.get(self.coverage.get(pair, ""))
            if zone is None:
                continue
            if zone.refusal:
                raise AreaNotServed.because(zone.refusal)
            table = self._table(zone.code, on)
            if table or zone.fee_rule:
                return Found(zone=zone, pair=pair, table=table)
        raise AreaNotServed.because(NOBODY)

    def _table(self, zone: str, on: date) -> FeeTable | None:
        return next((table for table in self.tables.get(zone, ()) if table.effective_from <= on), None)


def fee_of(found: Found, weight_grams: int, rules: Mapping[str, Decimal]) -> Money:
    """The fee, VAT included: of the zone's own table, else of the rule book."""
    return found.table.fee(weight_grams) if found.table else Money(int(rules[found.zone.fee_rule]))


def in_one_city(origin: Place, destination: Place) -> bool:
    """Whether both lie in one city corporation (rule DC-DLV-01); a village is in no city."""
    return bool(origin.city_key) and origin.city_key == destination.city_key


def _pairs(origin: Place, destination: Place) -> list[Pair]:
    """Every pair of areas that these places lie in, most specific first."""
    near = in_one_city(origin, destination)
    arriving = [area for area in _areas(destination) if area.level != "same_city" or near]
    leaving = [area for area in _areas(origin) if area.level != "same_city"]
    return [Pair(origin=start, destination=end) for end in arriving for start in leaving]


def _areas(place: Place) -> list[Area]:
    keys = {"upazila": place.upazila, "city": place.city_key, "district": place.district, "division": place.division}
    return [
        Area(level=level, key=keys.get(level, ""))
        for level in LEVELS
        if level in KEYLESS or keys[level]  # outside every city there is no city to name
    ]
