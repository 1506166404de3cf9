"""Registering and signing in with an e-mail address and a password."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from accounts.world import PASSWORD, World
from bdcommerce.accounts.adapters.passwords import Argon2Passwords
from bdcommerce.accounts.domain.people import Person
from bdcommerce.contracts.accounts import UserRegistered


def told(problem: Any) -> tuple[int, dict[str, Any]]:
    body = dict(problem.json())
    return problem.status_code, {key: value for key, value in body.items() if key != "trace_id"}


async def test_who_registers_is_signed_in_and_told_of(world: World) -> None:
    tokens = await world.registered(phone="01712345678")
    assert tokens["audience"] == "shop"
    assert tokens["user"]["email"] == "rahim@example.com"
    assert (tokens["user"]["phone"], tokens["user"]["phone_confirmed"]) == ("+8801712345678", False)
    assert await world.service.told(UserRegistered) == [UserRegistered(user_id=tokens["user"]["id"], kind="customer")]


async def test_the_password_signs_in_again_whatever_the_case_of_the_address(world: World) -> None:
    user_id = (await world.registered("Rahim@Example.com"))["user"]["id"]
    reply = await world.login("rahim@EXAMPLE.com")
    assert reply.status_code == 200
    assert reply.json()["user"]["id"] == user_id


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(world: World) -> None:
    await world.registered()
    wrong = told(await world.login("rahim@example.com", password="another password"))
    unknown = told(await world.login("karim@example.com"))
    assert wrong == unknown
    assert (wrong[0], wrong[1]["code"]) == (401, "wrong_login")


async def test_an_unknown_address_costs_as_much_as_a_wrong_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    real = Argon2Passwords._matches

    def counting(self: Argon2Passwords, password_hash: str, password: str) -> bool:
        tried.append(password_hash)
        return real(self, password_hash, password)

    monkeypatch.setattr(Argon2Passwords, "_matches", counting)
    await world.registered()
    await world.by_phone()
    await world.login("rahim@example.com", password="another password")
    await world.login("karim@example.com")
    costs = {password_hash.rsplit("$", 2)[0] for password_hash in tried}
    assert len(tried) == 2
    assert len(costs) == 1


async def test_an_address_registers_once_even_at_the_same_moment(world: World) -> None:
    body = {"email": "rahim@example.com", "password": PASSWORD, "name": "Rahim"}
    replies = await asyncio.gather(*(world.service.post("/auth/register", body) for _ in range(3)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]
    assert {reply.json()["code"] for reply in replies if reply.status_code == 409} == {"email_taken"}
    assert len(await world.service.told(UserRegistered)) == 1


async def test_a_phone_that_was_only_claimed_does_not_open_the_account(world: World) -> None:
    """Who registers with somebody else's number must not be found by its owner's first sign-in."""
    claimed = await world.registered(phone="01712345678")
    owner = await world.by_phone("01712345678")
    assert owner["user"]["id"] != claimed["user"]["id"]


async def test_what_is_wrong_with_a_registration_is_named(world: World) -> None:
    form = {"email": "rahim@example.com", "password": PASSWORD, "name": "Rahim"}
    wrong = {"password": "password123", "email": "no address", "phone": "01212345678", "name": "x" * 81}
    for field, value in wrong.items():
        refused = await world.service.post("/auth/register", {**form, field: value})
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert await world.service.told(UserRegistered) == []


async def test_staff_sign_in_to_the_admin_with_all_their_permissions(world: World) -> None:
    await world.service.face.ensure_staff("finance@example.com", "Fatema", PASSWORD, ["finance", "rider"])
    tokens = (await world.login("finance@example.com", "admin")).json()
    claims = await world.claims(tokens["access_token"])
    assert (claims["aud"], claims["roles"]) == ("admin", ["finance", "rider"])
    assert {"payouts.draft", "shipments.deliver"} <= set(claims["permissions"])
    assert "payouts.approve" not in claims["permissions"]


@pytest.mark.parametrize("audience, code", [("admin", "not_staff"), ("vendor", "not_vendor_staff")])
async def test_a_customer_enters_neither_admin_nor_vendor_centre(world: World, audience: str, code: str) -> None:
    await world.registered()
    refused = await world.login("rahim@example.com", audience)
    assert (refused.status_code, refused.json()["code"]) == (403, code)


async def test_vendor_staff_sign_in_with_a_password(world: World) -> None:
    world.vendors.employ((await world.registered())["user"]["id"], "ven_1")
    tokens = (await world.login("rahim@example.com", "vendor")).json()
    claims = await world.claims(tokens["access_token"])
    assert (claims["vendor_id"], claims["roles"], claims["permissions"]) == ("ven_1", ["owner"], [])


async def test_a_person_without_a_password_cannot_use_one(world: World) -> None:
    tokens = await world.by_phone()
    async with world.service.deps.works() as work:
        person: Person = await work.people.get(tokens["user"]["id"])
        await work.people.save(replace(person, email="rahim@example.com"))
    assert (await world.login("rahim@example.com", password="")).status_code == 401
    assert (await world.login("rahim@example.com")).status_code == 401


async def test_an_outdated_hash_is_renewed_at_the_next_sign_in(world: World) -> None:
    old = await Argon2Passwords(passes=1, memory_kib=64, lanes=1).hash(PASSWORD)
    async with world.service.deps.works() as work:
        await work.people.add(Person.by_email("rahim@example.com", old, "Rahim", "", "bn"))
    assert (await world.login("rahim@example.com")).status_code == 200
    async with world.service.deps.works() as work:
        kept = (await work.people.by_email("rahim@example.com")).password_hash
    assert kept != old
    assert not world.service.deps.passwords.is_outdated(kept)
    assert (await world.login("rahim@example.com")).status_code == 200


async def test_neither_address_nor_name_nor_password_is_stored_readably(world: World) -> None:
    await world.registered(phone="01712345678")
    stored = (await world.everything_stored()).casefold()
    assert "customer" in stored
    assert not [secret for secret in ("rahim", "example.com", "1712345678", PASSWORD) if secret in stored]
