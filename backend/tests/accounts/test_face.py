"""What other services may rely on: the real face and the in-memory one that their tests use keep the same promises."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.world import PASSWORD, World
from bdcommerce.contracts.accounts import AccountsFace, AddressInput, BadApiKey, BadPhoneProof, UnknownAddress
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, NotFound
from bdcommerce.kernel.phone import local
from support.faces.accounts import PLACES, POSTCODES, FakeAccounts
from support.tokens import customer, vendor

ADDRESS = AddressInput(
    recipient_name="Rahim Uddin",
    phone="০১৭১২-৩৪৫৬৭৮",
    line1="House 12, Road 5",
    upazila_id="dhaka/savar",
    union_id="dhaka/savar/ashulia",
    postcode="১৩৪০",
)


@dataclass
class Real:
    """The service itself."""

    world: World

    @property
    def face(self) -> AccountsFace:
        face: AccountsFace = self.world.service.face
        return face

    async def person(self, number: str) -> str:
        return str((await self.world.by_phone(number))["user"]["id"])

    async def address(self, user_id: str) -> str:
        body = {
            "recipient_name": "Rahim Uddin",
            "phone": "01712345678",
            "line1": "House 12",
            "upazila_id": "dhaka/savar",
        }
        return str((await self.world.service.post("/me/addresses", body, as_=customer(user_id))).json()["id"])

    async def proof(self, number: str) -> str:
        reply = await self.world.answer(number, await self.world.code(number, "checkout"), "checkout")
        return str(reply.json()["phone_proof"])

    async def key(self) -> tuple[str, Callable[[], Awaitable[Any]]]:
        self.world.vendors.employ("usr_vendor", "ven_1")
        wish, owner = {"name": "Feed", "scopes": ["orders:read"]}, vendor("ven_1")
        made = (await self.world.service.post("/vendor/api-keys", wish, as_=owner)).json()
        path = f"/vendor/api-keys/{made['key']['id']}"
        return made["api_key"], lambda: self.world.service.delete(path, as_=owner)


class InMemory:
    """What stands for it in other services' tests."""

    def __init__(self) -> None:
        self.fake = FakeAccounts()
        self.face: AccountsFace = self.fake

    async def person(self, number: str) -> str:
        return self.fake.person(number=number)

    async def address(self, user_id: str) -> str:
        return await self.fake.live_at(user_id, replace(ADDRESS, union_id="", postcode=""))

    async def proof(self, number: str) -> str:
        return self.fake.prove(number)

    async def key(self) -> tuple[str, Callable[[], Awaitable[Any]]]:
        self.fake.key("bdc_1")

        async def withdraw() -> None:
            self.fake.withdraw("bdc_1")

        return "bdc_1", withdraw


@pytest.fixture(params=[Real, InMemory])
def accounts(request: pytest.FixtureRequest) -> Real | InMemory:
    return Real(request.getfixturevalue("world")) if request.param is Real else InMemory()


async def test_a_checked_address_is_normalised_and_placed(accounts: Real | InMemory) -> None:
    address = await accounts.face.check_address(ADDRESS)
    assert (address.phone, address.postcode, address.union) == ("+8801712345678", "1340", "dhaka/savar/ashulia")
    assert address.place == await accounts.face.place("dhaka/savar")


async def test_a_wrong_address_is_refused_naming_the_field(accounts: Real | InMemory) -> None:
    wrong = {
        "recipient_name": "",
        "phone": "01212345678",
        "alt_phone": "12",
        "line1": "x",
        "upazila_id": "nowhere",
        "union_id": "dhaka/dhamrai/balia",
        "postcode": "0001",
    }
    for field, typed in wrong.items():
        change: dict[str, Any] = {field: typed}
        with pytest.raises(Invalid) as refused:
            await accounts.face.check_address(replace(ADDRESS, **change))
        assert f"address.{field}" in refused.value.data["fields"]


async def test_an_unknown_place_is_refused(accounts: Real | InMemory) -> None:
    with pytest.raises(Invalid):
        await accounts.face.place("nowhere")


async def test_districts_and_upazilas_are_named_with_what_they_lie_in(accounts: Real | InMemory) -> None:
    found = {(area.level, area.id): area for area in await accounts.face.areas()}
    savar, chattogram = found["upazila", "dhaka/savar"], found["district", "chattogram"]
    assert (savar.name.en, savar.parent) == ("Savar", "dhaka")
    assert (chattogram.parent, "Chittagong" in chattogram.aliases) == ("chattogram", True)


async def test_an_address_is_found_by_its_owner_only(accounts: Real | InMemory) -> None:
    rahim, karim = await accounts.person("01712345678"), await accounts.person("01812345678")
    address_id = await accounts.address(rahim)
    assert (await accounts.face.address(rahim, address_id)).recipient_name == "Rahim Uddin"
    with pytest.raises(UnknownAddress):
        await accounts.face.address(karim, address_id)


async def test_a_person_can_be_reached(accounts: Real | InMemory) -> None:
    user_id = await accounts.person("01712345678")
    contact = await accounts.face.contact(user_id)
    assert (contact.user_id, contact.phone, contact.language) == (user_id, "+8801712345678", "en")
    with pytest.raises(NotFound):
        await accounts.face.contact("usr_nobody")


async def test_a_person_is_found_by_phone_however_it_is_written(accounts: Real | InMemory) -> None:
    user_id = await accounts.person("01712345678")
    for login in ("+8801712345678", local("+8801712345678"), "০১৭১২৩৪৫৬৭৮"):
        assert await accounts.face.user_by_login(login) == user_id
    for login in ("01812345678", "nobody@example.com", "nonsense", ""):
        with pytest.raises(NotFound):
            await accounts.face.user_by_login(login)


async def test_staff_are_made_once_and_found_by_email(accounts: Real | InMemory) -> None:
    first = await accounts.face.ensure_staff("Fatema@example.com", "Fatema", PASSWORD, ["finance"])
    assert await accounts.face.ensure_staff("fatema@example.com", "Fatema", PASSWORD, ["finance"]) == first
    assert await accounts.face.user_by_login("fatema@EXAMPLE.com") == first


async def test_a_proof_vouches_for_its_phone(accounts: Real | InMemory) -> None:
    assert await accounts.face.confirmed_phone(await accounts.proof("01712345678")) == "+8801712345678"
    with pytest.raises(BadPhoneProof):
        await accounts.face.confirmed_phone("made up")


async def test_an_api_key_is_worth_a_token_until_it_is_withdrawn(accounts: Real | InMemory) -> None:
    key, withdraw = await accounts.key()
    access = await accounts.face.access_of_key(key)
    assert access.token
    assert clock.now() < access.expires_at <= clock.now() + timedelta(minutes=5)
    await withdraw()
    with pytest.raises(BadApiKey):
        await accounts.face.access_of_key(key)


async def test_the_places_of_the_in_memory_face_are_real(world: World) -> None:
    for upazila_id, place in PLACES.items():
        assert await world.service.face.place(upazila_id) == place
    assert world.service.deps.geography.postcodes.keys() >= POSTCODES


async def test_a_phone_that_was_only_claimed_finds_nobody(world: World) -> None:
    await world.registered(phone="01712345678")
    with pytest.raises(NotFound):
        await world.service.face.user_by_login("01712345678")
