"""What a good address has."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.accounts.adapters.geography import geography
from bdcommerce.accounts.domain import addresses
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.kernel.errors import Invalid

PLACES = geography()
GOOD = AddressInput(
    recipient_name="  রহিম   উদ্দিন ",
    phone="০১৭১২৩৪৫৬৭৮",
    line1="House 12, Road 5",
    upazila_id="dhaka/savar",
    union_id="dhaka/savar/ashulia",
    area="Jamgora",
    postcode="১৩৪০",
    landmark="beside the mosque",
    alt_phone="01812345678",
)

FIELDS = [field.name for field in fields(AddressInput)]


def wrong_fields(typed: AddressInput, prefix: str = "") -> set[str]:
    with pytest.raises(Invalid) as refused:
        addresses.check(typed, PLACES, prefix=prefix)
    return set(refused.value.data["fields"])


def test_a_good_address_is_normalised_and_placed() -> None:
    address = addresses.check(GOOD, PLACES)
    assert address.recipient_name == "রহিম উদ্দিন"
    assert (address.phone, address.alt_phone) == ("+8801712345678", "+8801812345678")
    assert (address.postcode, address.union) == ("1340", "dhaka/savar/ashulia")
    assert (address.place.division, address.place.district, address.place.upazila) == ("dhaka", "dhaka", "dhaka/savar")


def test_only_name_phone_line_and_upazila_are_needed() -> None:
    plain = AddressInput(recipient_name="Rahim", phone="01712345678", line1="House 12", upazila_id="dhaka/dhanmondi")
    address = addresses.check(plain, PLACES)
    assert address.place.city_key == "dhaka"
    assert (address.alt_phone, address.postcode, address.union, address.landmark) == ("", "", "", "")


@pytest.mark.parametrize(
    "field, typed",
    [
        ("recipient_name", "R"),
        ("recipient_name", " " * 5),
        ("recipient_name", "x" * 81),
        ("line1", "12"),
        ("line1", "x" * 201),
        ("area", "x" * 101),
        ("landmark", "x" * 121),
        ("phone", "01212345678"),
        ("phone", ""),
        ("alt_phone", "12345"),
        ("postcode", "9999"),
        ("postcode", "134"),
        ("upazila_id", "dhaka/atlantis"),
        ("upazila_id", "dhaka"),
        ("union_id", "dhaka/dhamrai/balia"),
        ("union_id", "dhaka/savar/nowhere"),
    ],
)
def test_a_wrong_field_is_named(field: str, typed: str) -> None:
    wrong: dict[str, Any] = {field: typed}
    assert wrong_fields(replace(GOOD, **wrong), "address.") == {f"address.{field}"}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    typed = AddressInput(recipient_name="", phone="1", line1="", upazila_id="", postcode="0", alt_phone="2")
    assert wrong_fields(typed) == {"recipient_name", "phone", "line1", "upazila_id", "postcode", "alt_phone"}


@given(st.builds(AddressInput, **dict.fromkeys(FIELDS, st.text(max_size=220))))
def test_nonsense_is_refused_by_field_whatever_it_is(typed: AddressInput) -> None:
    with pytest.raises(Invalid) as refused:
        addresses.check(typed, PLACES)
    assert set(refused.value.data["fields"]) <= set(FIELDS)


def test_a_checked_address_passes_again() -> None:
    address = addresses.check(GOOD, PLACES)
    saved = SavedAddress.of("usr_1", address, "Home", is_default=True)
    assert addresses.check(saved.typed(), PLACES) == address


def test_a_label_is_short() -> None:
    address = addresses.check(GOOD, PLACES)
    assert SavedAddress.of("usr_1", address, "  My   home ", is_default=True).label == "My home"
    with pytest.raises(Invalid, match="label"):
        SavedAddress.of("usr_1", address, "x" * 31, is_default=True)


def test_an_address_shows_no_personal_data() -> None:
    address = addresses.check(GOOD, PLACES)
    shown = f"{GOOD!r} {address!r} {SavedAddress.of('usr_1', address, 'Home', is_default=True)!r}"
    assert not [part for part in ("রহিম", "1712345678", "House", "Jamgora", "mosque") if part in shown]
