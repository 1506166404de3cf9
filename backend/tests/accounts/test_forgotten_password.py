"""A forgotten password: a code proves who one is, and nobody learns whether there is an account."""

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.test_second_factor import EMAIL as FATEMA
from accounts.test_second_factor import later, with_factor
from accounts.world import PASSWORD, World
from bdcommerce.kernel import clock
from support import tokens

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EMAIL, PHONE, E164 = "rahim@example.com", "01712345678", "+8801712345678"
BETTER = "a better boat 43"


def at(minutes: int) -> Any:
    return clock.frozen(MORNING + timedelta(minutes=minutes))


def problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


async def forgot(world: World, login: str = EMAIL) -> Any:
    return await world.service.post("/auth/password/forgot", {"login": login})


async def reset(world: World, code: str, login: str = EMAIL, password: str = BETTER) -> Any:
    return await world.service.post("/auth/password/reset", {"login": login, "code": code, "password": password})


async def test_a_code_by_email_sets_a_new_password_and_ends_every_session(world: World) -> None:
    with at(0):
        before = await world.registered()
        assert (await forgot(world, "Rahim@Example.com")).status_code == 200
        [code] = await world.codes_to(EMAIL)
        assert (await reset(world, code)).status_code == 204
        assert (await world.refresh(before["refresh_token"])).status_code == 401
        assert (await world.login(EMAIL)).status_code == 401
        after = await world.login(EMAIL, password=BETTER)
        assert (after.status_code, after.json()["user"]["email_confirmed"]) == (200, True)
        await world.service.settle()
    assert [m.template for m in world.notifications.sent] == ["email_code", "password_changed_email"]


async def test_a_code_by_phone_does_too_once_the_phone_is_confirmed(world: World) -> None:
    with at(0):
        claimed = await world.registered(phone=PHONE)
        assert (await forgot(world, PHONE)).status_code == 200
        await world.service.settle()
        assert world.notifications.sent == []
        as_ = tokens.customer(claimed["user"]["id"])
    with at(2):
        body = {"kind": "phone", "to": PHONE, "password": PASSWORD}
        change = (await world.service.post("/me/contact-changes", body, as_=as_)).json()
        [code] = await world.codes_to(E164)
        path = f"/me/contact-changes/{change['id']}/confirmation"
        assert (await world.service.post(path, {"new_code": code}, as_=as_)).status_code == 200
    with at(4):
        await forgot(world, PHONE)
        [code] = await world.codes_to(E164)
        assert (await reset(world, code, PHONE)).status_code == 204
        assert (await world.login(EMAIL, password=BETTER)).status_code == 200


async def test_the_answer_is_the_same_for_whoever_is_not_known(world: World) -> None:
    with at(0):
        await world.registered()
        await world.by_phone("01812345678")
        replies = [await forgot(world, login) for login in (EMAIL, "nobody@example.com", "01912345678")]
        again = [await forgot(world, login) for login in (EMAIL, "nobody@example.com", "01912345678")]
        wrong = [await reset(world, "000000", login) for login in (EMAIL, "nobody@example.com", "01912345678")]
        await world.service.settle()
    assert {reply.status_code for reply in replies} == {200}
    assert len({str({**reply.json(), "device_token": ""}) for reply in replies}) == 1
    assert {problem(reply) for reply in again} == {(429, "too_many_codes")}
    assert {problem(reply) for reply in wrong} == {(401, "wrong_code")}
    assert [m.to for m in world.notifications.sent if m.template == "email_code"] == [EMAIL]


async def test_who_signs_in_by_phone_alone_has_no_password_to_forget(world: World) -> None:
    with at(0):
        await world.by_phone(PHONE)
    with at(2):
        assert (await forgot(world, PHONE)).status_code == 200
        await world.service.settle()
    assert [m.template for m in world.notifications.sent] == ["otp"]


async def test_a_code_works_once_holds_five_minutes_and_is_missed_five_times(world: World) -> None:
    with at(0):
        await world.registered()
        await forgot(world)
        [code] = await world.codes_to(EMAIL)
        assert (await reset(world, code)).status_code == 204
        assert (await reset(world, code, password="yet another boat 44")).status_code == 401
    with at(2):
        await forgot(world)
        [code] = await world.codes_to(EMAIL)
    with at(7):
        assert (await reset(world, code)).status_code == 401
        await forgot(world)
        [code] = await world.codes_to(EMAIL)
        for _ in range(5):
            assert (await reset(world, "000000")).status_code == 401
        assert (await reset(world, code)).status_code == 401


async def test_a_code_for_signing_in_sets_no_password(world: World) -> None:
    with at(0):
        code = await world.code(PHONE)
        assert (await reset(world, code, PHONE)).status_code == 401


async def test_a_weak_password_is_refused_and_does_not_use_up_the_code(world: World) -> None:
    with at(0):
        await world.registered()
        await forgot(world)
        [code] = await world.codes_to(EMAIL)
        refused = await reset(world, code, password="password")
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["password"])
        assert (await reset(world, code)).status_code == 204


async def test_what_is_neither_address_nor_phone_is_refused_by_name(world: World) -> None:
    for login in ("nonsense", "a@b", "01212345678"):
        refused = await forgot(world, login)
        assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["login"])


async def test_a_device_that_was_known_is_a_stranger_after_it(world: World) -> None:
    with at(0):
        device = (await world.registered())["device_token"]
        await forgot(world)
        [code] = await world.codes_to(EMAIL)
        await reset(world, code)
        for _ in range(5):
            await world.login(EMAIL, password="wrong")
        assert (await world.login(EMAIL, password=BETTER, device=device)).status_code == 429


async def test_a_second_factor_stays(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(later()):
        await forgot(world, FATEMA)
        [code] = await world.codes_to(FATEMA)
        assert (await reset(world, code, FATEMA)).status_code == 204
        body = {"email": FATEMA, "password": BETTER, "audience": "admin"}
        assert problem(await world.service.post("/auth/login", body)) == (401, "second_factor_needed")
        right = {**body, "second_factor": person.code(later())}
        assert (await world.service.post("/auth/login", right)).status_code == 200
