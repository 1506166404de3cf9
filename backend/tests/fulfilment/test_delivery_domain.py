"""Fee and promise, by zone."""

from datetime import date
from decimal import Decimal

import pytest

from bdcommerce.contracts.fulfilment import DeliveryQuestion, DeliveryQuote
from bdcommerce.fulfilment.domain.delivery import quote, tariffs, zone_of
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.money import Money

TARIFFS = tariffs(
    {
        "delivery.fee_same_city": Decimal(6000),
        "delivery.fee_other": Decimal(12000),
        "dc.delivery_days_same_city": Decimal(5),
        "dc.delivery_days_other": Decimal(10),
    }
)


def place(city_key: str, upazila: str = "anywhere") -> Place:
    return Place(division="dhaka", district="dhaka", upazila=upazila, city_key=city_key)


@pytest.mark.parametrize(
    "origin, destination, zone",
    [
        ("dhaka", "dhaka", "same_city"),
        ("dhaka", "chattogram", "other"),
        ("dhaka", "", "other"),
        ("", "dhaka", "other"),
        ("", "", "other"),
    ],
)
def test_the_zone_is_one_city_only_if_both_lie_in_it(origin: str, destination: str, zone: str) -> None:
    assert zone_of(place(origin), place(destination)) == zone


def test_two_places_in_one_village_are_not_in_one_city() -> None:
    assert zone_of(place("", "dhaka/savar"), place("", "dhaka/savar")) == "other"


@pytest.mark.parametrize(
    "city, expected",
    [
        ("dhaka", DeliveryQuote(vendor_id="ven_a", zone="same_city", fee=Money(6000), promised_by=date(2026, 3, 3))),
        ("sylhet", DeliveryQuote(vendor_id="ven_a", zone="other", fee=Money(12000), promised_by=date(2026, 3, 8))),
    ],
)
def test_fee_and_promise_follow_the_zone(city: str, expected: DeliveryQuote) -> None:
    question = DeliveryQuestion(vendor_id="ven_a", origin=place("dhaka"), destination=place(city), weight_grams=500)
    assert quote(question, TARIFFS, date(2026, 2, 26)) == expected
