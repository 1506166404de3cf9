"""Address books: one's own, and nobody else's."""

import asyncio
from typing import Any

import pytest

from accounts.world import World
from bdcommerce.contracts.accounts import UnknownAddress
from support.tokens import customer

HOME = {
    "recipient_name": "Rahim Uddin",
    "phone": "01712345678",
    "line1": "House 12, Road 5",
    "upazila_id": "dhaka/savar",
    "union_id": "dhaka/savar/ashulia",
    "postcode": "1340",
    "landmark": "beside the mosque",
    "label": "Home",
}
OFFICE = {**HOME, "upazila_id": "dhaka/gulshan", "union_id": "", "postcode": "1212", "label": "Office"}


async def add(world: World, user_id: str, body: dict[str, Any]) -> dict[str, Any]:
    reply = await world.service.post("/me/addresses", body, as_=customer(user_id))
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


async def book(world: World, user_id: str) -> list[dict[str, Any]]:
    reply = await world.service.get("/me/addresses", as_=customer(user_id))
    return list(reply.json()["items"])


@pytest.fixture
async def rahim(world: World) -> str:
    return str((await world.by_phone("01712345678"))["user"]["id"])


@pytest.fixture
async def karim(world: World) -> str:
    return str((await world.by_phone("01812345678"))["user"]["id"])


async def test_a_kept_address_comes_back_with_the_names_of_its_places(world: World, rahim: str) -> None:
    added = await add(world, rahim, HOME)
    assert added["phone"] == "+8801712345678"
    assert added["upazila"] == {"id": "dhaka/savar", "name": {"en": "Savar", "bn": "সাভার"}}
    assert added["district"]["id"] == added["division"]["id"] == "dhaka"
    assert added["union"]["name"]["en"] == "Ashulia"
    assert await book(world, rahim) == [added]


async def test_the_first_address_is_the_default_until_another_becomes_it(world: World, rahim: str) -> None:
    home = await add(world, rahim, HOME)
    office = await add(world, rahim, OFFICE)
    assert (home["is_default"], office["is_default"]) == (True, False)
    await world.service.patch(f"/me/addresses/{office['id']}", {"is_default": True}, as_=customer(rahim))
    assert {one["label"]: one["is_default"] for one in await book(world, rahim)} == {"Home": False, "Office": True}
    newest = await add(world, rahim, {**HOME, "label": "Village", "is_default": True})
    assert [one["id"] for one in await book(world, rahim) if one["is_default"]] == [newest["id"]]


async def test_a_default_does_not_simply_stop_being_one(world: World, rahim: str) -> None:
    home = await add(world, rahim, HOME)
    await world.service.patch(f"/me/addresses/{home['id']}", {"is_default": False}, as_=customer(rahim))
    assert [one["is_default"] for one in await book(world, rahim)] == [True]


async def test_when_the_default_goes_the_newest_of_the_others_takes_over(world: World, rahim: str) -> None:
    home = await add(world, rahim, HOME)
    await add(world, rahim, OFFICE)
    newest = await add(world, rahim, {**HOME, "label": "Village"})
    gone = await world.service.delete(f"/me/addresses/{home['id']}", as_=customer(rahim))
    assert gone.status_code == 204
    assert [one["id"] for one in await book(world, rahim) if one["is_default"]] == [newest["id"]]
    assert len(await book(world, rahim)) == 2


async def test_only_what_is_given_changes(world: World, rahim: str) -> None:
    home = await add(world, rahim, HOME)
    reply = await world.service.patch(f"/me/addresses/{home['id']}", {"line1": "House 13"}, as_=customer(rahim))
    assert reply.status_code == 200
    assert reply.json() == {**home, "line1": "House 13"}


async def test_moving_to_another_upazila_leaves_the_union_behind(world: World, rahim: str) -> None:
    home = await add(world, rahim, HOME)
    moved = await world.service.patch(
        f"/me/addresses/{home['id']}", {"upazila_id": "dhaka/dhanmondi", "postcode": "1209"}, as_=customer(rahim)
    )
    assert (moved.json()["upazila"]["id"], moved.json()["union"]) == ("dhaka/dhanmondi", None)


async def test_everything_wrong_with_an_address_is_named(world: World, rahim: str) -> None:
    body = {**HOME, "phone": "01212345678", "postcode": "9999", "upazila_id": "dhaka/atlantis"}
    refused = await world.service.post("/me/addresses", body, as_=customer(rahim))
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == {"phone", "postcode", "upazila_id"}
    home = await add(world, rahim, HOME)
    refused = await world.service.patch(f"/me/addresses/{home['id']}", {"line1": "x"}, as_=customer(rahim))
    assert [error["field"] for error in refused.json()["errors"]] == ["line1"]


async def test_nobody_reads_changes_or_removes_somebody_elses_address(world: World, rahim: str, karim: str) -> None:
    home = await add(world, rahim, HOME)
    path = f"/me/addresses/{home['id']}"
    assert await book(world, karim) == []
    assert (await world.service.patch(path, {"line1": "Mine now"}, as_=customer(karim))).status_code == 404
    assert (await world.service.delete(path, as_=customer(karim))).status_code == 404
    with pytest.raises(UnknownAddress):
        await world.service.face.address(karim, home["id"])
    assert await book(world, rahim) == [home]


async def test_an_address_book_holds_twenty_even_if_filled_at_the_same_moment(world: World, rahim: str) -> None:
    calls = (world.service.post("/me/addresses", HOME, as_=customer(rahim)) for _ in range(22))
    statuses = sorted(reply.status_code for reply in await asyncio.gather(*calls))
    assert statuses == [*[201] * 20, 409, 409]
    kept = await book(world, rahim)
    assert len(kept) == 20
    assert [one["is_default"] for one in kept].count(True) == 1


async def test_an_address_is_stored_sealed(world: World, rahim: str) -> None:
    await add(world, rahim, HOME)
    stored = await world.everything_stored()
    assert "dhaka/savar" in stored
    assert not [part for part in ("Rahim", "1712345678", "House", "1340", "mosque", "Home") if part in stored]


async def test_an_address_that_does_not_exist_is_not_found(world: World, rahim: str) -> None:
    for address_id in ("adr_01h455vb4pex5vsknk084sn02q", "adr_1", "ঢাকা"):
        path = f"/me/addresses/{address_id}"
        assert (await world.service.patch(path, {}, as_=customer(rahim))).json()["code"] == "unknown_address"
        assert (await world.service.delete(path, as_=customer(rahim))).status_code == 404


async def test_a_postcode_of_another_district_is_a_question_and_not_a_refusal(world: World, rahim: str) -> None:
    assert (await add(world, rahim, HOME))["warnings"] == []
    added = await add(world, rahim, {**HOME, "postcode": "৪২০৩"})
    [warning] = added["warnings"]
    assert (added["postcode"], warning["field"], warning["code"]) == ("4203", "postcode", "postcode_elsewhere")
    assert warning["message"] == {
        "en": "Postcode 4203 belongs to Chattogram, not to Dhaka.",
        "bn": "পোস্টকোড ৪২০৩ চট্টগ্রাম জেলার, ঢাকা জেলার নয়।",
    }
    assert [bool(entry["warnings"]) for entry in await book(world, rahim)] == [True, False]
    moved = await world.service.patch(
        f"/me/addresses/{added['id']}", {"upazila_id": "chattogram/panchlaish"}, as_=customer(rahim)
    )
    assert moved.json()["warnings"] == []
