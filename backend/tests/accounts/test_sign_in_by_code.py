"""Signing in by a code to one's phone, and proving a phone for checkout."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog

from accounts.world import World
from bdcommerce.accounts import handlers
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.accounts.errors import WrongCode
from bdcommerce.accounts.ports import Work
from bdcommerce.contracts.accounts import BadPhoneProof, UserRegistered
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import bangla_digits

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PHONE, E164 = "01712345678", "+8801712345678"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_a_code_is_sent_to_the_phone_and_is_not_in_the_reply(world: World) -> None:
    asked = {"phone": "০১৭১২-৩৪৫৬৭৮", "purpose": "login"}
    reply = await world.service.post("/auth/otp/request", asked, headers={"Accept-Language": "bn"})
    assert reply.status_code == 200
    assert (reply.json()["expires_in"], reply.json()["resend_in"]) == (300, 60)
    [message] = world.notifications.sent
    assert (message.template, message.to, message.language) == ("otp", E164, "bn")
    assert message.params["minutes"] == "5"
    assert len(message.params["code"]) == 6


async def test_the_reply_does_not_say_whether_the_phone_is_known(world: World) -> None:
    with clock.frozen(MORNING):
        await world.by_phone(PHONE)
    with clock.frozen(MORNING + timedelta(minutes=2)):
        known = await world.service.post("/auth/otp/request", {"phone": PHONE, "purpose": "login"})
        unknown = await world.service.post("/auth/otp/request", {"phone": "01812345678", "purpose": "login"})
    plain = [{**reply.json(), "device_token": ""} for reply in (known, unknown)]
    assert (known.status_code, plain[0]) == (unknown.status_code, plain[1])


async def test_the_first_sign_in_makes_the_account_and_the_second_finds_it(world: World) -> None:
    with clock.frozen(MORNING):
        first = await world.by_phone(PHONE)
    with clock.frozen(MORNING + timedelta(minutes=2)):
        second = await world.by_phone("+880 1712-345678")
    assert first["user"]["id"] == second["user"]["id"]
    assert first["user"]["phone_confirmed"]
    assert await world.service.told(UserRegistered) == [UserRegistered(user_id=first["user"]["id"], kind="customer")]


async def test_the_account_speaks_the_language_of_the_first_sign_in(world: World) -> None:
    answer = {"phone": PHONE, "code": await world.code(PHONE), "purpose": "login"}
    reply = await world.service.post("/auth/otp/verify", answer, headers={"Accept-Language": "bn-BD,bn;q=0.9"})
    assert reply.json()["user"]["language"] == "bn"


async def test_a_code_typed_in_bangla_digits_is_the_same_code(world: World) -> None:
    reply = await world.answer(PHONE, bangla_digits(await world.code(PHONE)))
    assert reply.status_code == 200


async def test_a_wrong_code_is_refused_and_the_right_one_still_works(world: World) -> None:
    code = await world.code(PHONE)
    refused = await world.answer(PHONE, wrong(code))
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_code")
    assert (await world.answer(PHONE, code)).status_code == 200


async def test_five_wrong_tries_kill_a_code(world: World) -> None:
    code = await world.code(PHONE)
    for _ in range(5):
        assert (await world.answer(PHONE, wrong(code))).status_code == 401
    assert (await world.answer(PHONE, code)).json()["code"] == "wrong_code"


async def test_wrong_tries_at_the_same_moment_are_all_counted(world: World) -> None:
    code = await world.code(PHONE)
    await asyncio.gather(*(world.answer(PHONE, wrong(code)) for _ in range(5)))
    assert (await world.answer(PHONE, code)).status_code == 401


async def test_a_code_works_once_however_many_use_it_at_the_same_moment(world: World) -> None:
    code = await world.code(PHONE)
    replies = await asyncio.gather(*(world.answer(PHONE, code) for _ in range(6)))
    assert sorted(reply.status_code for reply in replies) == [200, *[401] * 5]
    assert len(await world.service.told(UserRegistered)) == 1


async def test_who_answers_while_the_code_is_being_used_waits_and_is_refused(world: World) -> None:
    code, deps = await world.code(PHONE), world.service.deps

    def confirm(work: Work) -> Awaitable[WrongCode | None]:
        return handlers.confirm_code(
            work, E164, "login", code, deps.blind, limits=deps.limits, origin=Origin(address="192.0.2.1")
        )

    async def use() -> WrongCode | None:
        async with deps.works() as work:
            return await confirm(work)

    async with deps.works() as work:
        assert await confirm(work) is None
        late = asyncio.create_task(use())
        await asyncio.sleep(0.1)
        assert not late.done()
    assert isinstance(await late, WrongCode)


async def test_a_code_runs_out_after_five_minutes(world: World) -> None:
    with clock.frozen(MORNING):
        code = await world.code(PHONE)
    with clock.frozen(MORNING + timedelta(minutes=5)):
        assert (await world.answer(PHONE, code)).status_code == 401


async def test_a_new_code_takes_the_place_of_the_old_one(world: World) -> None:
    with clock.frozen(MORNING):
        old = await world.code(PHONE)
    with clock.frozen(MORNING + timedelta(minutes=1)):
        new = await world.code(PHONE)
        assert old == new or (await world.answer(PHONE, old)).status_code == 401
        assert (await world.answer(PHONE, new)).status_code == 200


async def test_a_code_that_was_never_sent_is_refused_like_a_wrong_one(world: World) -> None:
    refused = await world.answer(PHONE, "123456")
    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_code")


async def test_a_code_for_one_purpose_or_phone_is_none_for_another(world: World) -> None:
    code = await world.code(PHONE, "checkout")
    assert (await world.answer(PHONE, code, "login")).status_code == 401
    assert (await world.answer("01812345678", code, "checkout")).status_code == 401
    assert (await world.answer(PHONE, code, "checkout")).status_code == 200


async def test_a_phone_is_sent_one_code_a_minute_and_told_how_long_to_wait(world: World) -> None:
    with clock.frozen(MORNING):
        await world.code(PHONE)
    with clock.frozen(MORNING + timedelta(seconds=15)):
        refused = await world.service.post("/auth/otp/request", {"phone": PHONE, "purpose": "checkout"})
        await world.code("01812345678")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_codes")
    assert refused.headers["retry-after"] == "45"
    with clock.frozen(MORNING + timedelta(seconds=60)):
        await world.code(PHONE)


async def test_a_phone_is_sent_five_codes_an_hour(world: World) -> None:
    for minute in range(0, 10, 2):
        with clock.frozen(MORNING + timedelta(minutes=minute)):
            await world.code(PHONE)
    with clock.frozen(MORNING + timedelta(minutes=30)):
        refused = await world.service.post("/auth/otp/request", {"phone": PHONE, "purpose": "login"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1800")


async def test_of_requests_at_the_same_moment_one_code_is_sent(world: World) -> None:
    asked = {"phone": PHONE, "purpose": "login"}
    replies = await asyncio.gather(*(world.service.post("/auth/otp/request", asked) for _ in range(5)))
    assert sorted(reply.status_code for reply in replies) == [200, *[429] * 4]
    assert len(world.notifications.sent) == 1


async def test_who_cannot_be_reached_is_told_to_try_again(world: World) -> None:
    world.notifications.away = True
    refused = await world.service.post("/auth/otp/request", {"phone": PHONE, "purpose": "login"})
    assert refused.status_code == 503


async def test_a_wrong_phone_is_named(world: World) -> None:
    for typed in ("01212345678", "0171234567"):
        refused = await world.service.post("/auth/otp/request", {"phone": typed, "purpose": "login"})
        assert refused.status_code == 422
        assert [error["field"] for error in refused.json()["errors"]] == ["phone"]


async def test_a_malformed_request_is_refused(world: World) -> None:
    bodies: list[Any] = [{}, {"phone": PHONE}, {"phone": PHONE, "purpose": "fun"}, {"phone": 1, "purpose": "login"}, []]
    for body in bodies:
        assert (await world.service.post("/auth/otp/request", body)).status_code in {400, 422}
    assert not world.notifications.sent


@pytest.fixture
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """Every log line of this test, as it was before anything held personal data back."""
    before = structlog.get_config()
    with structlog.testing.capture_logs() as lines:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
        yield lines
    structlog.configure(**before)


async def test_neither_code_nor_phone_is_stored_readably_or_logged(
    world: World, logged: list[MutableMapping[str, Any]]
) -> None:
    with clock.frozen(MORNING):
        code = await world.code(PHONE)
        written = await world.everything_stored()
        await world.answer(PHONE, code)
        written += await world.everything_stored()
    assert "otp_" in written
    written += str(logged)
    assert "/auth/otp/verify" in written
    assert "1712345678" not in written
    assert code not in re.split(r"\W+", written)


async def test_a_confirmed_phone_can_be_proved_at_checkout_for_a_quarter_of_an_hour(world: World) -> None:
    with clock.frozen(MORNING):
        reply = await world.answer(PHONE, await world.code(PHONE, "checkout"), "checkout")
        proof = reply.json()["phone_proof"]
    assert reply.json()["expires_in"] == 900
    assert "access_token" not in reply.json()
    assert await world.service.told(UserRegistered) == []
    with clock.frozen(MORNING + timedelta(minutes=14, seconds=59)):
        assert await world.service.face.confirmed_phone(proof) == E164
    with clock.frozen(MORNING + timedelta(minutes=15)), pytest.raises(BadPhoneProof):
        await world.service.face.confirmed_phone(proof)


async def test_a_forged_proof_is_refused(world: World) -> None:
    for forged in ("", "k1.", "k1.AAAA", "k9.AAAA", "nonsense", "k1.ঢাকা", "k1." + "A" * 100):
        with pytest.raises(BadPhoneProof):
            await world.service.face.confirmed_phone(forged)


async def test_another_sealed_text_is_no_proof(world: World) -> None:
    sealed = world.service.deps.directory.sealer.seal(E164, "accounts.users.phone")
    with pytest.raises(BadPhoneProof):
        await world.service.face.confirmed_phone(sealed)


async def test_vendor_staff_sign_in_to_the_vendor_centre_by_code(world: World) -> None:
    with clock.frozen(MORNING):
        user_id = (await world.by_phone(PHONE))["user"]["id"]
    world.vendors.employ(user_id, "ven_1", "manager")
    with clock.frozen(MORNING + timedelta(minutes=2)):
        tokens = await world.by_phone(PHONE, audience="vendor")
        claims = await world.claims(tokens["access_token"])
    assert (claims["aud"], claims["vendor_id"], claims["roles"]) == ("vendor", "ven_1", ["manager"])


async def test_a_stranger_gets_no_account_out_of_the_vendor_centre(world: World) -> None:
    refused = await world.answer(PHONE, await world.code(PHONE), audience="vendor")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_vendor_staff")
    assert await world.service.told(UserRegistered) == []


async def test_nobody_enters_the_admin_by_a_code(world: World) -> None:
    assert (await world.answer(PHONE, await world.code(PHONE), audience="admin")).status_code in {400, 422}
