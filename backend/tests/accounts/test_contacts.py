"""Another phone or e-mail address, by proof of the new one and of an old one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from accounts.world import PASSWORD, World
from bdcommerce.accounts import handlers
from bdcommerce.kernel import clock
from support import tokens

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EMAIL, PHONE, E164 = "rahim@example.com", "01712345678", "+8801712345678"


def at(minutes: int) -> Any:
    return clock.frozen(MORNING + timedelta(minutes=minutes))


def problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


async def start(world: World, as_: str, kind: str, to: str, **more: str) -> Any:
    return await world.service.post("/me/contact-changes", {"kind": kind, "to": to, **more}, as_=as_)


async def confirm(world: World, as_: str, change: Any, new: str, old: str = "") -> Any:
    path = f"/me/contact-changes/{change.json()['id']}/confirmation"
    return await world.service.post(path, {"new_code": new, "old_code": old}, as_=as_)


async def somebody(world: World, **registered: str) -> str:
    return tokens.customer((await world.registered(**registered))["user"]["id"])


async def with_confirmed_email(world: World) -> str:
    """Registered and confirmed at MORNING."""
    with at(0):
        as_ = await somebody(world)
        change = await start(world, as_, "email", EMAIL)
        [code] = await world.codes_to(EMAIL)
        assert (await confirm(world, as_, change, code)).json()["email_confirmed"] is True
    return as_


async def test_an_email_address_is_confirmed_by_naming_it_again(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        change = await start(world, as_, "email", "Rahim@Example.com")
        assert (change.status_code, change.json()["codes"], change.json()["expires_in"]) == (201, ["new"], 300)
        [code] = await world.codes_to(EMAIL)
        assert world.notifications.sent[-1].template == "email_code"
        profile = await confirm(world, as_, change, code)
    assert (profile.status_code, profile.json()["email_confirmed"]) == (200, True)
    with at(2):
        assert (await start(world, as_, "email", EMAIL)).status_code == 422


async def test_another_email_address_takes_a_code_from_each(world: World) -> None:
    as_ = await with_confirmed_email(world)
    with at(2):
        change = await start(world, as_, "email", "new@example.com")
        assert change.json()["codes"] == ["new", "old"]
        new, old = await world.codes_to("new@example.com", EMAIL)
        assert problem(await confirm(world, as_, change, new)) == (409, "wrong_proof")
        assert problem(await confirm(world, as_, change, old, new)) == (409, "wrong_proof")
        assert (await world.login("new@example.com")).status_code == 401
        assert (await confirm(world, as_, change, new, old)).json()["email"] == "new@example.com"
        assert (await world.login("new@example.com")).status_code == 200
        assert (await world.login(EMAIL)).status_code == 401
        await world.service.settle()
    assert [(m.template, m.to) for m in world.notifications.sent][-1] == ("contact_changed_email", EMAIL)


async def test_another_phone_takes_a_code_from_each_and_signs_in_from_then_on(world: World) -> None:
    with at(0):
        first = await world.by_phone(PHONE)
        as_ = tokens.customer(first["user"]["id"])
    with at(2):
        change = await start(world, as_, "phone", "01812345678")
        new, old = await world.codes_to("+8801812345678", E164)
        assert (await confirm(world, as_, change, new, old)).json()["phone"] == "+8801812345678"
        await world.service.settle()
        assert [(m.template, m.to) for m in world.notifications.sent][-1] == ("contact_changed_sms", E164)
    with at(4):
        assert (await world.by_phone("01812345678"))["user"]["id"] == first["user"]["id"]
        assert (await world.by_phone(PHONE))["user"]["id"] != first["user"]["id"]


async def test_a_first_phone_takes_a_code_from_the_confirmed_email_address(world: World) -> None:
    as_ = await with_confirmed_email(world)
    with at(2):
        change = await start(world, as_, "phone", PHONE)
        assert change.json()["codes"] == ["new", "old"]
        new, old = await world.codes_to(E164, EMAIL)
        assert (await confirm(world, as_, change, new, old)).json()["phone_confirmed"] is True


async def test_where_nothing_is_confirmed_the_password_is_asked_for(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        assert problem(await start(world, as_, "email", "new@example.com")) == (409, "wrong_proof")
        assert problem(await start(world, as_, "phone", PHONE, password="wrong")) == (409, "wrong_proof")
        change = await start(world, as_, "phone", PHONE, password=PASSWORD)
        assert change.json()["codes"] == ["new"]
        [new] = await world.codes_to(E164)
        assert (await confirm(world, as_, change, new)).json()["phone_confirmed"] is True


async def test_guessing_the_password_of_an_open_session_is_limited_too(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        tried = [await start(world, as_, "phone", PHONE, password="wrong") for _ in range(6)]
    assert [reply.status_code for reply in tried] == [409] * 5 + [429]


async def test_a_code_is_missed_five_times_and_holds_for_five_minutes(world: World) -> None:
    as_ = await with_confirmed_email(world)
    with at(2):
        change = await start(world, as_, "phone", PHONE)
        new, old = await world.codes_to(E164, EMAIL)
        for _ in range(5):
            assert (await confirm(world, as_, change, new, "000000")).status_code == 409
        assert problem(await confirm(world, as_, change, new, old)) == (409, "wrong_proof")
    with at(4):
        change = await start(world, as_, "phone", PHONE)
        new, old = await world.codes_to(E164, EMAIL)
    with at(9):
        assert problem(await confirm(world, as_, change, new, old)) == (409, "wrong_proof")


async def test_a_new_change_takes_the_place_of_the_one_before(world: World) -> None:
    as_ = await with_confirmed_email(world)
    with at(2):
        first = await start(world, as_, "email", "first@example.com")
        codes = await world.codes_to("first@example.com", EMAIL)
    with at(3):
        await start(world, as_, "email", "second@example.com")
        assert problem(await confirm(world, as_, first, *codes)) == (404, "unknown_contact_change")


async def test_whose_an_address_is_shows_only_when_it_is_proven(world: World) -> None:
    with at(0):
        await world.registered("karim@example.com")
        await world.by_phone("01812345678")
        as_ = await somebody(world)
        taken = await start(world, as_, "email", "karim@example.com", password=PASSWORD)
        free = await start(world, as_, "email", "nobody@example.com", password=PASSWORD)
        assert {**taken.json(), "id": ""} == {**free.json(), "id": ""}
        await world.service.settle()
    with at(2):
        taken = await start(world, as_, "email", "karim@example.com", password=PASSWORD)
        [code] = await world.codes_to("karim@example.com")
        assert problem(await confirm(world, as_, taken, code)) == (409, "email_taken")
        taken = await start(world, as_, "phone", "01812345678", password=PASSWORD)
        [code] = await world.codes_to("+8801812345678")
        assert problem(await confirm(world, as_, taken, code)) == (409, "phone_taken")


async def test_nobody_confirms_a_strangers_change(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        change = await start(world, as_, "email", EMAIL)
        [code] = await world.codes_to(EMAIL)
        stranger = tokens.customer((await world.by_phone(PHONE))["user"]["id"])
        assert problem(await confirm(world, stranger, change, code)) == (404, "unknown_contact_change")


async def test_what_is_wrong_with_a_change_is_named(world: World) -> None:
    as_ = await somebody(world)
    for kind, to in (("email", "nonsense"), ("phone", "01212345678"), ("phone", EMAIL)):
        refused = await start(world, as_, kind, to)
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["to"])


async def test_one_place_is_sent_one_code_a_minute(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        assert (await start(world, as_, "email", EMAIL)).status_code == 201
        assert problem(await start(world, as_, "email", EMAIL)) == (429, "too_many_codes")


async def test_nothing_of_a_change_is_stored_readably_and_it_is_forgotten(world: World) -> None:
    with at(0):
        as_ = await somebody(world)
        await start(world, as_, "email", EMAIL)
        stored = await world.everything_stored()
        assert EMAIL not in stored
        assert "chg_" in stored
        await world.service.settle()
    with at(60 * 25):
        async with world.service.deps.works() as work:
            await handlers.forget(work)
        async with world.service.database.transaction() as tx:
            assert await tx.scalar(text("SELECT count(*) FROM contact_changes")) == 0


async def test_a_new_password_ends_the_other_sessions_and_the_owner_is_told(world: World) -> None:
    with at(0):
        issued = await world.registered()
        other = (await world.login(EMAIL)).json()
        as_ = await world.as_(issued)
        body = {"current_password": PASSWORD, "new_password": "a better boat 43"}
        assert (await world.service.put("/me/password", body, as_=as_)).status_code == 204
        assert (await world.refresh(issued["refresh_token"])).status_code == 200
        assert (await world.refresh(other["refresh_token"])).status_code == 401
        assert (await world.login(EMAIL)).status_code == 401
        assert (await world.login(EMAIL, password="a better boat 43")).status_code == 200
        await world.service.settle()
    assert [(m.template, m.to) for m in world.notifications.sent] == [("password_changed_email", EMAIL)]


async def test_a_new_password_takes_the_present_one_and_must_be_good(world: World) -> None:
    as_ = await somebody(world)
    wrong = {"current_password": "wrong", "new_password": "a better boat 43"}
    assert problem(await world.service.put("/me/password", wrong, as_=as_)) == (409, "wrong_proof")
    weak = {"current_password": PASSWORD, "new_password": "password"}
    refused = await world.service.put("/me/password", weak, as_=as_)
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["new_password"])
    assert (await world.login(EMAIL)).status_code == 200


async def test_who_has_no_password_is_told_how_to_get_one(world: World) -> None:
    as_ = tokens.customer((await world.by_phone(PHONE))["user"]["id"])
    body = {"current_password": "", "new_password": "a better boat 43"}
    assert problem(await world.service.put("/me/password", body, as_=as_)) == (409, "no_password")
