"""Sessions: access tokens, refresh tokens that work once, and signing keys."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from accounts.world import PASSWORD, World
from bdcommerce.accounts import jobs
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unauthenticated

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


async def test_an_access_token_says_who_and_where_for_ten_minutes(world: World) -> None:
    with clock.frozen(MORNING):
        tokens = await world.by_phone()
        claims = await world.claims(tokens["access_token"])
    assert (claims["iss"], claims["aud"], claims["sub"]) == ("bdcommerce", "shop", tokens["user"]["id"])
    assert claims["sid"].startswith("ses_")
    assert claims["exp"] - claims["iat"] == tokens["expires_in"] == 600
    assert (claims["roles"], claims["permissions"], claims["vendor_id"]) == ([], [], "")
    with clock.frozen(MORNING + timedelta(minutes=10)), pytest.raises(Unauthenticated):
        await world.claims(tokens["access_token"])


async def test_no_two_access_tokens_are_the_same(world: World) -> None:
    with clock.frozen(MORNING):
        first = await world.by_phone()
        second = (await world.refresh(first["refresh_token"])).json()
        both = [await world.claims(tokens["access_token"]) for tokens in (first, second)]
    assert both[0]["jti"] != both[1]["jti"]
    assert both[0]["sid"] == both[1]["sid"]


async def test_a_refresh_token_brings_new_tokens_once(world: World) -> None:
    first = await world.by_phone()
    second = await world.refresh(first["refresh_token"])
    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    assert (await world.refresh(second.json()["refresh_token"])).status_code == 200


async def test_a_stolen_refresh_token_ends_the_session_for_thief_and_owner(world: World) -> None:
    stolen = (await world.by_phone())["refresh_token"]
    owned = (await world.refresh(stolen)).json()["refresh_token"]
    refused = await world.refresh(stolen)
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_refresh_token")
    assert (await world.refresh(owned)).status_code == 401


async def test_the_end_of_one_session_leaves_the_others(world: World) -> None:
    with clock.frozen(MORNING):
        lost = (await world.by_phone())["refresh_token"]
    with clock.frozen(MORNING + timedelta(minutes=2)):
        kept = (await world.by_phone())["refresh_token"]
        await world.refresh(lost)
        await world.refresh(lost)
        assert (await world.refresh(kept)).status_code == 200


async def test_of_two_refreshes_at_the_same_moment_one_succeeds_and_the_session_ends(world: World) -> None:
    token = (await world.by_phone())["refresh_token"]
    replies = await asyncio.gather(world.refresh(token), world.refresh(token))
    assert sorted(reply.status_code for reply in replies) == [200, 401]
    [won] = [reply.json()["refresh_token"] for reply in replies if reply.status_code == 200]
    assert (await world.refresh(won)).status_code == 401


async def test_a_made_up_refresh_token_is_refused(world: World) -> None:
    for token in ("x", "A" * 43, "ঢাকা"):
        assert (await world.refresh(token)).status_code == 401


async def test_a_refresh_token_is_stored_as_a_hash(world: World) -> None:
    token = (await world.by_phone())["refresh_token"]
    stored = await world.everything_stored()
    assert token not in stored
    assert hashlib.sha256(token.encode()).hexdigest() in stored


async def test_logging_out_ends_the_session(world: World) -> None:
    first = (await world.by_phone())["refresh_token"]
    second = (await world.refresh(first)).json()["refresh_token"]
    assert (await world.service.post("/auth/logout", {"refresh_token": second})).status_code == 204
    assert (await world.refresh(second)).status_code == 401


async def test_logging_out_of_nothing_is_fine(world: World) -> None:
    assert (await world.service.post("/auth/logout", {"refresh_token": "unknown"})).status_code == 204


async def test_a_session_of_the_shop_ends_after_thirty_days(world: World) -> None:
    with clock.frozen(MORNING):
        token = (await world.by_phone())["refresh_token"]
    with clock.frozen(MORNING + timedelta(days=29, hours=23)):
        token = (await world.refresh(token)).json()["refresh_token"]
    with clock.frozen(MORNING + timedelta(days=30)):
        assert (await world.refresh(token)).status_code == 401


async def test_a_session_of_staff_ends_after_twelve_hours(world: World) -> None:
    with clock.frozen(MORNING):
        await world.service.face.ensure_staff("support@example.com", "Sumi", PASSWORD, ["support"])
        tokens = (await world.login("support@example.com", "admin")).json()
    assert datetime.fromisoformat(tokens["session_expires_at"]) == MORNING + timedelta(hours=12)
    with clock.frozen(MORNING + timedelta(hours=12)):
        assert (await world.refresh(tokens["refresh_token"])).status_code == 401


async def test_other_roles_are_in_the_next_access_token(world: World) -> None:
    await world.service.face.ensure_staff("support@example.com", "Sumi", PASSWORD, ["support"])
    token = (await world.login("support@example.com", "admin")).json()["refresh_token"]
    await world.service.face.ensure_staff("support@example.com", "Sumi", PASSWORD, ["rider"])
    claims = await world.claims((await world.refresh(token)).json()["access_token"])
    assert (claims["roles"], claims["permissions"]) == (["rider"], ["shipments.deliver"])


async def test_who_is_dismissed_by_a_vendor_is_out_at_the_next_refresh(world: World) -> None:
    user_id = (await world.registered())["user"]["id"]
    world.vendors.employ(user_id, "ven_1")
    token = (await world.login("rahim@example.com", "vendor")).json()["refresh_token"]
    world.vendors._members.clear()
    refused = await world.refresh(token)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_vendor_staff")
    world.vendors.employ(user_id, "ven_1")
    assert (await world.refresh(token)).status_code == 401


async def test_keys_are_published_before_anybody_signs_in_and_without_their_private_part(world: World) -> None:
    first = await world.service.face.jwks()
    assert len(first["keys"]) == 1
    assert "d" not in first["keys"][0]
    assert first["keys"][0] == {**first["keys"][0], "kty": "OKP", "crv": "Ed25519", "use": "sig"}
    await world.by_phone()
    assert await world.service.face.jwks() == first


async def test_the_private_key_is_stored_sealed(world: World) -> None:
    await world.by_phone()
    assert '"d"' not in await world.everything_stored()


async def test_first_sign_ins_at_the_same_moment_make_one_key(world: World) -> None:
    await asyncio.gather(*(world.registered(f"person{number}@example.com") for number in range(4)))
    assert len((await world.service.face.jwks())["keys"]) == 1


async def test_a_key_signs_for_ninety_days_and_is_published_until_its_last_token_is_over(world: World) -> None:
    rotation = MORNING + timedelta(days=90)
    with clock.frozen(MORNING):
        [old] = (await world.service.face.jwks())["keys"]
    with clock.frozen(rotation - timedelta(seconds=1)):
        await jobs.rotate_keys(world.service.deps)
        assert (await world.service.face.jwks())["keys"] == [old]
    with clock.frozen(rotation):
        await jobs.rotate_keys(world.service.deps)
        new, still = (await world.service.face.jwks())["keys"]
        before = (await world.registered("one@example.com"))["access_token"]
    with clock.frozen(rotation + timedelta(minutes=1)):
        after = (await world.registered("two@example.com"))["access_token"]
        assert (await world.claims(before))["sub"] != (await world.claims(after))["sub"]
    assert still == old
    assert (kid(before), kid(after)) == (old["kid"], new["kid"])
    with clock.frozen(rotation + timedelta(minutes=13)):
        assert (await world.service.face.jwks())["keys"] == [new]
        await jobs.rotate_keys(world.service.deps)
        assert old["kid"] not in await world.everything_stored()


def kid(token: str) -> str:
    import base64
    import json

    header = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=="))["kid"])


async def test_what_ran_out_is_forgotten_a_day_later(world: World) -> None:
    with clock.frozen(MORNING):
        await world.code("01812345678")
        await world.by_phone()
    with clock.frozen(MORNING + timedelta(days=2)):
        await jobs.forget(world.service.deps)
        stored = await world.everything_stored()
        assert "checkout" not in stored
        assert "ses_" in stored
    with clock.frozen(MORNING + timedelta(days=31, minutes=1)):
        await jobs.forget(world.service.deps)
        assert "ses_" not in (await world.everything_stored()).replace("usr_", "")
