"""What couriers take by the operator's own table: by reach and weight, and a part of the cash.

For couriers without a call for prices, and for when that call is not answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bdcommerce.fulfilment.domain.booking import Price
from bdcommerce.fulfilment.domain.tariff import FeeTable, WeightStep, in_one_city
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money, percentage

Reach = Literal["same_city", "same_district", "same_division", "anywhere"]
BASIS_POINTS_PER_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierTariff:
    """A courier's prices for one reach from a day on. Amounts in poisha, VAT as the courier bills it."""

    courier: str
    reach: Reach
    effective_from: date
    steps: Sequence[WeightStep]
    extra_per_kg: Money
    cod_basis_points: int
    """Its part of the cash, in hundredths of a per cent."""

    def price(self, weight_grams: int, cod: Money) -> Price:
        """What a parcel costs."""
        return Price(
            delivery=self.table().fee(weight_grams),
            cod_charge=Money(percentage(cod.amount, Decimal(self.cod_basis_points) / BASIS_POINTS_PER_PERCENT)),
            source="tariff",
        )

    def table(self) -> FeeTable:
        """The same as a table of fees."""
        return FeeTable(
            zone=self.courier, effective_from=self.effective_from, steps=self.steps, extra_per_kg=self.extra_per_kg
        )


def reaches(origin: Place, destination: Place) -> Sequence[Reach]:
    """What a way is, the narrowest first."""
    holds: list[tuple[bool, Reach]] = [
        (in_one_city(origin, destination), "same_city"),
        (origin.district == destination.district, "same_district"),
        (origin.division == destination.division, "same_division"),
        (True, "anywhere"),
    ]
    return [reach for is_, reach in holds if is_]


def of_tariffs(tariffs: Sequence[CourierTariff], origin: Place, destination: Place) -> CourierTariff | None:
    """The one that holds for a way; of one courier, the latest first."""
    for reach in reaches(origin, destination):
        for tariff in tariffs:
            if tariff.reach == reach:
                return tariff
    return None
