"""The places that ship with the product."""

import re
import time
import unicodedata
from importlib.resources import files

import pytest

from bdcommerce.accounts.adapters import geography as adapter
from bdcommerce.accounts.domain.geography import Area, Geography
from bdcommerce.kernel.errors import Invalid

DHAKA_THANAS = {
    "Dhanmondi", "Gulshan", "Banani", "Mirpur", "Pallabi", "Mohammadpur", "Adabor", "Uttara East", "Uttara West",
    "Motijheel", "Paltan", "Tejgaon", "Tejgaon Industrial Area", "Ramna", "Shahbagh", "Lalbagh", "Chawkbazar",
    "Badda", "Bhatara", "Khilgaon", "Khilkhet", "Rampura", "Jatrabari", "Demra", "Cantonment", "New Market", "Wari",
    "Kotwali",
}  # fmt: skip
CHATTOGRAM_THANAS = {
    "Kotwali", "Panchlaish", "Double Mooring", "Khulshi", "Pahartali", "Halishahar", "Bandar", "Chandgaon", "Bakalia",
    "Bayazid Bostami",
}  # fmt: skip


@pytest.fixture(scope="module")
def places() -> Geography:
    return adapter.geography()


def everything(places: Geography) -> list[Area]:
    levels = (places.divisions, places.districts, places.upazilas, places.unions)
    return [area for level in levels for area in level.all()]


def test_nothing_is_missing(places: Geography) -> None:
    counted = [len(level.all()) for level in (places.divisions, places.districts, places.upazilas, places.unions)]
    assert counted == [8, 64, 597, 4537]
    assert len(places.postcodes) == 1360


def test_every_place_lies_in_one_that_exists(places: Geography) -> None:
    assert all(places.divisions.find(area.parent) for area in places.districts.all())
    assert all(places.districts.find(area.parent) for area in places.upazilas.all())
    assert all(places.upazilas.find(area.parent) for area in places.unions.all())


def test_ids_are_slugs_that_tell_where_a_place_is(places: Geography) -> None:
    slug = r"[a-z0-9]+(-[a-z0-9]+)*"
    assert all(re.fullmatch(slug, area.id) for area in (*places.divisions.all(), *places.districts.all()))
    below = (*places.upazilas.all(), *places.unions.all())
    assert all(re.fullmatch(rf"{re.escape(area.parent)}/{slug}", area.id) for area in below)


def test_every_place_has_a_name_in_both_languages_in_its_normal_form(places: Geography) -> None:
    for area in everything(places):
        for name in (area.name.en, area.name.bn, *area.aliases):
            assert name == unicodedata.normalize("NFC", " ".join(name.split())) != ""
        assert re.fullmatch(r"[\u0980-\u09ff ().,-]+", area.name.bn), area


@pytest.mark.parametrize(
    "today, before",
    [
        ("chattogram", "Chittagong"),
        ("cumilla", "Comilla"),
        ("barishal", "Barisal"),
        ("bogura", "Bogra"),
        ("jashore", "Jessore"),
        ("coxs-bazar", "Coxsbazar"),
    ],
)
def test_districts_have_todays_spelling_and_are_found_by_the_old_one(
    places: Geography, today: str, before: str
) -> None:
    assert before in places.districts.get(today, "district").aliases


def test_the_eight_divisions_are_spelt_as_today(places: Geography) -> None:
    names = "Barishal Chattogram Dhaka Khulna Mymensingh Rajshahi Rangpur Sylhet"
    assert [area.name.en for area in places.divisions.all()] == names.split()


def test_metropolitan_thanas_are_there_beside_the_upazilas(places: Geography) -> None:
    dhaka = {area.name.en for area in places.upazilas.within("dhaka")}
    assert dhaka >= DHAKA_THANAS | {"Savar", "Dhamrai", "Keraniganj", "Nawabganj", "Dohar"}
    assert {area.name.en for area in places.upazilas.within("chattogram")} >= CHATTOGRAM_THANAS


def test_uttara_is_found_by_its_plain_name(places: Geography) -> None:
    assert [a.id for a in places.upazilas.within("dhaka") if "Uttara" in a.aliases] == [
        "dhaka/uttara-east",
        "dhaka/uttara-west",
    ]


def test_both_corporations_of_dhaka_are_one_city_and_savar_is_none(places: Geography) -> None:
    assert places.place("dhaka/gulshan").city_key == places.place("dhaka/lalbagh").city_key == "dhaka"
    assert places.place("dhaka/savar").city_key == ""


def test_there_are_eleven_cities_for_twelve_corporations(places: Geography) -> None:
    cities = {area.city_key for area in places.upazilas.all()} - {""}
    assert cities == {
        "dhaka", "chattogram", "khulna", "rajshahi", "sylhet", "barishal", "rangpur", "cumilla", "narayanganj",
        "gazipur", "mymensingh",
    }  # fmt: skip


def test_a_city_lies_in_one_district(places: Geography) -> None:
    assert {(area.city_key, area.parent) for area in places.upazilas.all() if area.city_key} == {
        (city, city) for city in {area.city_key for area in places.upazilas.all() if area.city_key}
    }


def test_a_place_knows_everything_above_it(places: Geography) -> None:
    place = places.place("coxs-bazar/teknaf")
    assert (place.division, place.district, place.upazila, place.city_key) == (
        "chattogram",
        "coxs-bazar",
        "coxs-bazar/teknaf",
        "",
    )


def test_a_place_lies_where_its_district_does(places: Geography) -> None:
    savar, teknaf = places.place("dhaka/savar"), places.place("coxs-bazar/teknaf")
    assert (round(savar.lat, 1), round(savar.lon, 1)) == (23.7, 90.4)
    assert (round(teknaf.lat, 1), round(teknaf.lon, 1)) == (21.4, 92.0)
    inside = [20.5 < district.lat < 26.7 and 88.0 < district.lon < 92.7 for district in places.districts.all()]
    assert all(inside)
    assert len({(district.lat, district.lon) for district in places.districts.all()}) == 64


def test_every_post_office_lies_in_a_district_and_most_in_an_upazila_of_it(places: Geography) -> None:
    offices = list(places.postcodes.values())
    assert all(places.districts.find(office.district) for office in offices)
    placed = [office for office in offices if office.upazila]
    assert all(office.upazila.startswith(f"{office.district}/") for office in placed)
    assert len(placed) == 1168
    assert places.postcode("৩৫০০").upazila == "cumilla/cumilla-adarsha-sadar"


def test_an_unknown_place_is_refused_by_field(places: Geography) -> None:
    with pytest.raises(Invalid) as refused:
        places.place("dhaka/atlantis")
    assert list(refused.value.data["fields"]) == ["upazila_id"]


def test_places_come_in_the_order_of_their_names(places: Geography) -> None:
    names = [area.name.en for area in places.upazilas.within("sylhet")]
    assert names == sorted(names)


def test_reading_them_all_takes_less_than_a_tenth_of_a_second_of_work() -> None:
    best = 1.0
    for _ in range(3):
        started = time.process_time()
        adapter.geography.__wrapped__()
        best = min(best, time.process_time() - started)
    assert best < 0.1


def test_the_licences_of_the_sources_stand_beside_the_data() -> None:
    folder = files("bdcommerce.accounts.adapters") / "geography_data"
    for licence in ("LICENSE.bangladesh-geocode", "LICENSE.zipbd"):
        assert (folder / licence).read_text(encoding="utf-8").startswith(("The MIT License", "MIT License"))
