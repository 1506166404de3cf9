"""Tries are limited, and nobody can use up somebody else's."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.world import PASSWORD, World
from bdcommerce.accounts import handlers
from bdcommerce.accounts.adapters.devices import SealedDeviceNotes
from bdcommerce.accounts.domain.devices import LIFE
from bdcommerce.accounts.domain.throttles import BackOff, Bucket, Level
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from support.harness import MASTER_KEY

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EMAIL, PHONE = "rahim@example.com", "01712345678"
STRANGER, HOME = "198.51.100.1", "192.0.2.7"


async def wrong(world: World, times: int = 1, email: str = EMAIL, device: str = "") -> list[int]:
    replies = [await world.login(email, password="not the password", device=device) for _ in range(times)]
    return [reply.status_code for reply in replies]


async def fill(world: World, policy: Bucket, key: str, times: int) -> None:
    """As if so many had come from there by now."""
    level = Level()
    for _ in range(times):
        level = policy.plus_one(level)
    async with world.service.deps.works() as work:
        await work.throttles.level(key)
        await work.throttles.save(key, level)


async def test_after_five_wrong_passwords_one_waits_and_waits_twice_as_long_after_each_more(world: World) -> None:
    with clock.frozen(MORNING):
        await world.registered()
        assert await wrong(world, 5) == [401] * 5
        refused = await world.login(EMAIL)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
        assert refused.headers["retry-after"] == "30"
    with clock.frozen(MORNING + timedelta(seconds=30)):
        assert await wrong(world, 2) == [401, 429]
    with clock.frozen(MORNING + timedelta(seconds=89)):
        assert (await world.login(EMAIL)).status_code == 429
    with clock.frozen(MORNING + timedelta(seconds=90)):
        assert (await world.login(EMAIL)).status_code == 200
        assert await wrong(world, 5) == [401] * 5


async def test_a_stranger_cannot_lock_the_owner_out(world: World) -> None:
    with clock.frozen(MORNING):
        with world.at(HOME):
            device = (await world.registered())["device_token"]
        with world.at(STRANGER):
            assert (await wrong(world, 7))[-1] == 429
        with world.at(HOME):
            assert (await world.login(EMAIL)).status_code == 200
        with world.at(STRANGER):
            assert (await world.login(EMAIL, device=device)).status_code == 200
            assert (await world.login(EMAIL)).status_code == 429


async def test_a_device_that_another_person_signed_in_on_is_not_known_for_this_account(world: World) -> None:
    with clock.frozen(MORNING), world.at(STRANGER):
        await world.registered()
        device = (await world.registered("karim@example.com"))["device_token"]
        assert (await wrong(world, 6, device=device))[-1] == 429
        assert (await world.login("karim@example.com", device=device)).status_code == 200


async def test_a_known_device_waits_for_its_own_mistakes_only(world: World) -> None:
    with clock.frozen(MORNING):
        device = (await world.registered())["device_token"]
        assert (await wrong(world, 6, device=device))[-1] == 429
        assert (await world.login(EMAIL)).status_code == 200


@pytest.mark.parametrize("made_up", ["x", "k1.AAAA", "ঢাকা".encode().hex()])
async def test_a_made_up_device_is_none(world: World, made_up: str) -> None:
    with clock.frozen(MORNING):
        await world.registered()
        assert (await wrong(world, 6, device=made_up))[-1] == 429


async def test_an_account_that_does_not_exist_makes_one_wait_the_same(world: World) -> None:
    with clock.frozen(MORNING):
        await world.registered()
        assert await wrong(world, 7) == await wrong(world, 7, "nobody@example.com") == [401] * 5 + [429] * 2


async def test_wrong_passwords_at_one_moment_are_counted_each(world: World) -> None:
    with clock.frozen(MORNING):
        await world.registered()
        replies = await asyncio.gather(*(wrong(world) for _ in range(12)))
    assert sorted(status for [status] in replies) == [401] * 5 + [429] * 7


async def test_an_address_may_be_wrong_about_many_accounts_only_so_often(world: World) -> None:
    with clock.frozen(MORNING):
        device = (await world.registered())["device_token"]
        policy = world.service.deps.limits.wrong_answers
        await fill(world, policy, "wrong|127.0.0.1", policy.an_hour - 2)
        assert (await world.login(EMAIL)).status_code == 200
        assert await wrong(world, 1, "a@example.com") == [401]
        assert await wrong(world, 1, "b@example.com") == [401]
        assert await wrong(world, 1, "c@example.com") == [429]
        assert (await world.login(EMAIL)).status_code == 429
        assert (await world.login(EMAIL, device=device)).status_code == 200
        with world.at(HOME):
            assert (await world.login(EMAIL)).status_code == 200


async def test_strangers_cannot_use_up_the_codes_of_a_known_device(world: World) -> None:
    with clock.frozen(MORNING):
        device = (await world.by_phone(PHONE))["device_token"]
    replies = []
    for minute in range(2, 8):
        with clock.frozen(MORNING + timedelta(minutes=minute)), world.at(STRANGER):
            replies.append(await world.ask(PHONE))
    assert (replies[-1].status_code, replies[-1].json()["code"]) == (429, "too_many_codes")
    with clock.frozen(MORNING + timedelta(minutes=7)):
        code = await world.code(PHONE, device=device)
        assert (await world.answer(PHONE, code, device=device)).status_code == 200
        assert (await world.ask(PHONE, device=device)).status_code == 429


async def test_strangers_cannot_use_up_the_tries_at_a_code_that_a_device_asked_for(world: World) -> None:
    with clock.frozen(MORNING):
        first = (await world.ask("01812345678")).json()["device_token"]
        code = await world.code(PHONE, device=first)
        for _ in range(6):
            assert (await world.answer(PHONE, "000000")).status_code == 401
        assert (await world.answer(PHONE, code, device=first)).status_code == 200


async def test_a_code_asked_for_without_a_device_is_answered_with_the_one_that_came_meanwhile(world: World) -> None:
    with clock.frozen(MORNING):
        device = (await world.ask(PHONE)).json()["device_token"]
        code = world.notifications.last_code("+8801712345678")
        tokens = await world.answer(PHONE, code, device=device)
    assert tokens.status_code == 200


async def test_an_address_has_only_so_many_codes_sent(world: World) -> None:
    with clock.frozen(MORNING):
        policy = world.service.deps.limits.codes
        await fill(world, policy, "codes|127.0.0.1", policy.an_hour)
        refused = await world.ask(PHONE)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
        assert int(refused.headers["retry-after"]) == 12
        with world.at(HOME):
            assert (await world.ask(PHONE)).status_code == 200


async def test_an_address_opens_only_so_many_accounts(world: World) -> None:
    with clock.frozen(MORNING):
        policy = world.service.deps.limits.registrations
        await fill(world, policy, "registrations|127.0.0.1", policy.an_hour)
        form = {"email": EMAIL, "password": PASSWORD, "name": "Rahim"}
        assert (await world.service.post("/auth/register", form)).status_code == 429


async def test_who_tried_what_from_where_is_stored_as_fingerprints_alone(world: World) -> None:
    with world.at("192.0.2.77"):
        await wrong(world)
    assert "192.0.2.77" not in await world.everything_stored()


async def test_counted_tries_are_forgotten_after_a_day(world: World) -> None:
    with clock.frozen(MORNING):
        await wrong(world, 6)
    with clock.frozen(MORNING + timedelta(hours=25)):
        async with world.service.deps.works() as work:
            await handlers.forget(work)
        stored = await world.everything_stored()
    assert "2026-11-22 03:00:00" not in stored


@given(st.integers(min_value=0, max_value=60))
def test_the_wait_grows_to_an_hour_and_no_further(failures: int) -> None:
    policy = BackOff()
    with clock.frozen(MORNING):
        wait = policy.seconds_to_wait(Level(failures, MORNING))
    assert wait == (0 if failures < 5 else min(30 * 2 ** (failures - 5), 3600))


@given(st.lists(st.integers(min_value=0, max_value=600), max_size=60))
def test_a_bucket_lets_through_its_burst_and_then_its_rate(pauses: list[int]) -> None:
    policy, level, at, let = Bucket(an_hour=20), Level(), MORNING, 0
    for pause in pauses:
        at += timedelta(seconds=pause)
        with clock.frozen(at):
            if policy.seconds_to_wait(level) == 0:
                level, let = policy.plus_one(level), let + 1
    assert let <= 20 + (at - MORNING).total_seconds() / 180 + 1


def test_a_wait_is_long_enough() -> None:
    policy, level = Bucket(an_hour=7), Level()
    with clock.frozen(MORNING):
        while policy.seconds_to_wait(level) == 0:
            level = policy.plus_one(level)
        wait = policy.seconds_to_wait(level)
    with clock.frozen(MORNING + timedelta(seconds=wait)):
        assert policy.seconds_to_wait(level) == 0


def test_a_device_token_is_good_for_four_hundred_days() -> None:
    notes = SealedDeviceNotes(Sealer(MASTER_KEY))
    with clock.frozen(MORNING):
        note = notes.of("dev_1")
    with clock.frozen(MORNING + LIFE - timedelta(seconds=1)):
        assert notes.device(note) == "dev_1"
    with clock.frozen(MORNING + LIFE):
        assert notes.device(note) == ""
