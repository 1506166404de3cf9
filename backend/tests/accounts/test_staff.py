"""The operator's staff."""

import asyncio
from typing import Any

import pytest

from accounts.world import PASSWORD, World
from bdcommerce.accounts import handlers
from bdcommerce.accounts.errors import EmailTaken
from bdcommerce.contracts.accounts import UserRegistered
from bdcommerce.infra.http.paging import encode
from support.tokens import staff

NEW = {"email": "fatema@example.com", "name": "Fatema", "password": PASSWORD, "roles": ["finance", "support"]}


async def add(world: World, **changes: Any) -> Any:
    return await world.service.post("/admin/staff", {**NEW, **changes}, as_=await world.admin())


async def test_a_new_member_of_staff_can_sign_in_to_the_admin(world: World) -> None:
    added = await add(world)
    assert added.status_code == 201
    assert (added.json()["roles"], added.json()["email"]) == (["finance", "support"], "fatema@example.com")
    assert "payouts.draft" in added.json()["permissions"]
    assert (await world.login("fatema@example.com", "admin")).status_code == 200
    assert [event.kind for event in await world.service.told(UserRegistered)] == ["staff", "staff"]


async def test_everybody_is_listed_page_by_page_and_customers_are_not(world: World) -> None:
    await world.registered("customer@example.com")
    for number in range(5):
        await add(world, email=f"staff{number}@example.com")
    first = (await world.service.get("/admin/staff?limit=4", as_=await world.admin())).json()
    second = (
        await world.service.get(f"/admin/staff?limit=4&cursor={first['next_cursor']}", as_=await world.admin())
    ).json()
    found = [person["email"] for person in first["items"] + second["items"]]
    assert found == ["admin@example.com", *(f"staff{number}@example.com" for number in range(5))]
    assert second["next_cursor"] is None
    assert not [person for person in first["items"] if "password" in str(person)]


async def test_a_made_up_cursor_is_refused(world: World) -> None:
    for cursor in ("!!", encode(1), encode("a", "b"), encode("\0"), encode("usr_1")):
        assert (await world.service.get(f"/admin/staff?cursor={cursor}", as_=await world.admin())).status_code == 422


async def test_a_wrong_field_is_named(world: World) -> None:
    wrong = {"roles": ["root"], "password": "1234567890", "email": "fatema"}
    for field, value in wrong.items():
        refused = await add(world, **{field: value})
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == [field]


async def test_an_address_that_has_an_account_gets_no_second_one(world: World) -> None:
    await add(world)
    assert (await add(world)).json()["code"] == "email_taken"


async def test_other_permissions_do_not_help(world: World) -> None:
    refused = await world.service.post("/admin/staff", NEW, as_=staff("rules.manage", "system.read"))
    assert refused.status_code == 403


async def test_ensured_staff_have_one_account_with_the_latest_roles_and_the_first_password(
    world: World,
) -> None:
    first = await world.service.face.ensure_staff("fatema@example.com", "Fatema", PASSWORD, ["finance"])
    again = await world.service.face.ensure_staff("Fatema@example.com", "F", "another password 42", ["rider"])
    assert first == again
    assert (await world.login("fatema@example.com", "admin")).status_code == 200
    listed = (await world.service.get("/admin/staff", as_=await world.admin())).json()["items"]
    assert [(person["name"], person["roles"]) for person in listed] == [("Fatema", ["rider"]), ("Ayesha", ["admin"])]


async def test_a_password_hashed_anew_meanwhile_does_not_bring_old_roles_back(world: World) -> None:
    works = world.service.deps.works
    user_id = await world.service.face.ensure_staff("fatema@example.com", "Fatema", PASSWORD, ["finance"])
    async with works() as work:
        before = (await work.people.get(user_id)).password_hash

    async def hash_anew() -> None:
        async with works() as work:
            await handlers.remember_password(work, user_id, before, "another hash")

    async with works() as work:
        await handlers.give_roles(work, "fatema@example.com", frozenset({"rider"}))
        renewing = asyncio.create_task(hash_anew())
        await asyncio.sleep(0.1)
    await renewing
    async with works() as work:
        person = await work.people.get(user_id)
    assert (person.roles, person.password_hash) == ({"rider"}, "another hash")


async def test_a_customers_account_is_never_made_one_of_staff(world: World) -> None:
    """Nobody proved that the e-mail address is theirs: whoever registered it would walk into the admin."""
    await world.registered("fatema@example.com")
    with pytest.raises(EmailTaken):
        await world.service.face.ensure_staff("fatema@example.com", "Fatema", PASSWORD, ["admin"])
    assert (await world.login("fatema@example.com", "admin")).status_code == 403
