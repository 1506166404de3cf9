"""Our places beside couriers' lists: what is alike, what nobody has mapped, and what cannot be booked for it."""

import pytest

from bdcommerce.contracts.accounts import NamedArea
from bdcommerce.fulfilment.domain.areas import SURE, TheirArea, propose
from bdcommerce.kernel.text import Localized
from fulfilment.courier_ground import Market


def ours(level: str, area_id: str, name: str, parent: str, *aliases: str, bn: str = "") -> NamedArea:
    return NamedArea(
        id=area_id,
        level=level,  # type: ignore[arg-type]
        name=Localized(name, bn),
        parent=parent,
        aliases=list(aliases),
    )


CHATTOGRAM = ours("district", "chattogram", "Chattogram", "chattogram", "Chittagong")
DHAKA = ours("district", "dhaka", "Dhaka", "dhaka", bn="ঢাকা")


@pytest.mark.parametrize(
    "name, theirs, sure",
    [
        ("Kaliganj", "Kaligonj", True),
        ("Chattogram", "Chattagram", True),
        ("Sher-e-Bangla Nagar", "Sher E Bangla Nagar", True),
        ("Mirpur", "Mirpur Model Thana", True),
        ("Savar", "Savar (Dhaka)", True),
        ("Savar", "Sabhar", True),
        ("Dhanmondi", "Gulshan", False),
        ("Savar", "Savar (Gazipur)", False),
    ],
)
def test_names_are_compared_as_they_sound(name: str, theirs: str, sure: bool) -> None:
    found = propose(
        [DHAKA, ours("upazila", "dhaka/x", name, "dhaka")], [TheirArea(level="upazila", their_id="1", name=theirs)]
    )
    assert [each.likeness == SURE for each in found if each.level == "upazila"] == ([True] if sure else [])


def test_an_old_name_and_a_bangla_one_will_do() -> None:
    theirs = [
        TheirArea(level="district", their_id="1", name="Chittagong"),
        TheirArea(level="district", their_id="2", name="ঢাকা"),
    ]
    assert {each.our_id: (each.their_id, each.likeness) for each in propose([CHATTOGRAM, DHAKA], theirs)} == {
        "chattogram": ("1", 100),
        "dhaka": ("2", 100),
    }


def test_an_upazila_is_looked_for_in_its_own_district() -> None:
    places = [CHATTOGRAM, DHAKA, ours("upazila", "dhaka/kotwali", "Kotwali", "dhaka")]
    theirs = [
        TheirArea(level="district", their_id="1", name="Chittagong"),
        TheirArea(level="district", their_id="2", name="Dhaka"),
        TheirArea(level="upazila", their_id="11", name="Kotwali", parent="1"),
        TheirArea(level="upazila", their_id="22", name="Kotwali", parent="2"),
    ]
    found = {each.our_id: each.their_id for each in propose(places, theirs)}
    assert found["dhaka/kotwali"] == "22"


def test_of_two_areas_that_are_alike_neither_is_sure() -> None:
    theirs = [TheirArea(level="upazila", their_id=number, name="Kotwali") for number in ("1", "2")]
    (found,) = propose([ours("upazila", "dhaka/kotwali", "Kotwali", "dhaka")], theirs)
    assert found.likeness < SURE


@pytest.mark.parametrize("courier, areas", [("pathao", 64 + 588), ("redx", 588)])
async def test_a_courier_s_list_is_fetched_likened_and_confirmed(market: Market, courier: str, areas: int) -> None:
    await market.enable(courier)
    before = await market.get(f"/admin/couriers/{courier}/unmapped", limit="100")
    fetched = await market.post(f"/admin/couriers/{courier}/areas/fetch")
    assert fetched["areas"] == areas
    proposed = (await market.get(f"/admin/couriers/{courier}/areas", proposed="true", limit="100"))["items"]
    assert len(proposed) == fetched["proposals"] == len(before["items"])
    assert (await market.post(f"/admin/couriers/{courier}/areas/confirm", {"least": 100}))["confirmed"] > 0
    left = await market.get(f"/admin/couriers/{courier}/unmapped", limit="100")
    for each in left["items"]:
        found = await market.get(f"/admin/couriers/{courier}/their-areas", begins=each["name"][:5])
        named = next(area for area in found["items"] if area["level"] == each["level"])
        body = {"level": each["level"], "our_id": each["our_id"], "their_id": named["their_id"]}
        await market.post(f"/admin/couriers/{courier}/areas/map", body)
    assert (await market.get(f"/admin/couriers/{courier}/unmapped"))["items"] == []
    await market.post(f"/admin/couriers/{courier}/areas/fetch")
    assert (await market.get(f"/admin/couriers/{courier}/unmapped"))["items"] == [], "confirmed ones stay"


@pytest.mark.parametrize("courier", ["pathao", "redx"])
async def test_a_parcel_to_an_unmapped_place_is_refused_with_what_to_do(market: Market, courier: str) -> None:
    await market.ready(courier)
    gone = {"level": "upazila", "our_id": "dhaka/dhanmondi"}
    await market.post(f"/admin/couriers/{courier}/areas/unmap", gone)
    booking = await market.packed()
    assert (booking["status"], booking["problem"]["code"]) == ("refused", "no_courier")
    assert "dhaka/dhanmondi (upazila) has no area" in booking["problem"]["said"][courier]
    assert await market.ground.parcels(courier) == []


async def test_areas_that_are_not_are_not_mapped(market: Market) -> None:
    await market.ready("redx")
    for wrong in ({"our_id": "dhaka/dhanmondi", "their_id": "7"}, {"our_id": "atlantis/one", "their_id": "101"}):
        reply = await market.service.post(
            "/admin/couriers/redx/areas/map", {"level": "upazila", **wrong}, as_=market.planner
        )
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_area")
