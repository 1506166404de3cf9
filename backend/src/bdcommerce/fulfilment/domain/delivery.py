"""Fee and promise of a delivery, by zone."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.fulfilment import DeliveryQuestion, DeliveryQuote
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money

Zone = Literal["same_city", "other"]

RULES = ["delivery.fee_same_city", "delivery.fee_other", "dc.delivery_days_same_city", "dc.delivery_days_other"]
"""What the rule book is asked for: fees in poisha, VAT included, and days (Digital Commerce Guidelines 2021)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """Fee and days of one zone."""

    fee: Money
    days: int


def tariffs(values: dict[str, Decimal]) -> dict[Zone, Tariff]:
    """The tariffs in the values of RULES."""
    zones: tuple[Zone, ...] = ("same_city", "other")
    return {
        zone: Tariff(fee=Money(int(values[f"delivery.fee_{zone}"])), days=int(values[f"dc.delivery_days_{zone}"]))
        for zone in zones
    }


def zone_of(origin: Place, destination: Place) -> Zone:
    """`same_city` when both lie in one city corporation (rule DC-DLV-01); a village is in no city."""
    return "same_city" if origin.city_key and origin.city_key == destination.city_key else "other"


def quote(question: DeliveryQuestion, by_zone: dict[Zone, Tariff], today: date) -> DeliveryQuote:
    """The fee, and the calendar day by which the parcel is there. `today` is the day in Bangladesh."""
    zone = zone_of(question.origin, question.destination)
    tariff = by_zone[zone]
    promised_by = today + timedelta(days=tariff.days)
    return DeliveryQuote(vendor_id=question.vendor_id, zone=zone, fee=tariff.fee, promised_by=promised_by)
