"""The rules of risk as they stand in the rule book: points, from when on they are given, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import get_args

from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.orders.events.risk import AddressFault, Thresholds

KEYS: tuple[str, ...] = (
    "cod.points_refused",
    "cod.points_absent",
    "cod.points_returned",
    "cod.points_given_back",
    "cod.points_delivered",
    "cod.points_delivered_most",
    "cod.points_first_order",
    "cod.high_value_from",
    "cod.points_high_value",
    "cod.orders_per_phone",
    "cod.orders_per_device",
    "cod.orders_per_address",
    "cod.points_velocity",
    "cod.points_address_short",
    "cod.points_address_no_house",
    "cod.points_address_elsewhere",
    "cod.points_address_gibberish",
    "cod.confirm_from",
    "cod.advance_from",
    "cod.refuse_from",
    "cod.history_days",
    "cod.confirm_hours",
    "cod.confirm_sends",
    "cod.confirm_sends_phone",
    "cod.confirm_pause_seconds",
    "cod.confirm_tries",
    "cod.advance_pct",
    "cod.advance_delivery",
    "cod.open_customer",
    "cod.open_area",
)
"""Points; orders within 24 hours; poisha; points; days; hours, times, times in 24 hours, seconds,
times; per cent; 1 or 0; poisha.

`cod.max_order` is older than these. `cod.max_order_in.<district>` and `cod.open_area.<district>` say otherwise for one
district, if there are such rules (`-` in its id is written `_`).
"""
FAULTS: tuple[AddressFault, ...] = get_args(AddressFault)


@dataclass(frozen=True, slots=True)
class RiskRules:
    """The values of a day."""

    values: Mapping[str, Decimal]

    def __getitem__(self, key: str) -> int:
        """The value of a rule without its dotted prefix, in its unit."""
        return int(self.values[f"cod.{key}"])

    @property
    def thresholds(self) -> Thresholds:
        """From how many points on what is decided."""
        return Thresholds(confirm=self["confirm_from"], advance=self["advance_from"], refuse=self["refuse_from"])

    @property
    def history(self) -> timedelta:
        """How far back parcels are remembered."""
        return timedelta(days=self["history_days"])

    @property
    def window(self) -> timedelta:
        """How long a purchase waits to be confirmed."""
        return timedelta(hours=self["confirm_hours"])

    @property
    def advance_percent(self) -> Decimal:
        """Of the total."""
        return self.values["cod.advance_pct"]

    def supposing(self, others: Mapping[str, Decimal]) -> "RiskRules":
        """With other values. Raises Invalid for a key that is none of these."""
        for key in others:
            ensure(key in self.values, Invalid.field("rules", f"{key} is not a rule of risk"))
        return RiskRules({**self.values, **others})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceilings:
    """How much may be on its way unpaid; None: any amount."""

    per_order: Money
    of_customer: Money | None
    in_area: Money | None


def area_key(rule: str, district: str) -> str:
    """The rule that says something else for one district."""
    return f"{rule}.{district.replace('-', '_')}"
