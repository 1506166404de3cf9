"""The second step of staff's sign-in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

import pyotp
import pytest

from accounts.world import PASSWORD, World
from bdcommerce.accounts.adapters.totp import Totp
from bdcommerce.accounts.domain import second_factors
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import bangla_digits
from support.tokens import api_key, customer, vendor

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
EMAIL = "fatema@example.com"
HALF_MINUTE = timedelta(seconds=30)


def later(times: int = 1) -> datetime:
    return MORNING + times * HALF_MINUTE


@dataclass
class Fatema:
    """A member of staff whose phone makes codes."""

    world: World
    issued: dict[str, Any]
    as_: str
    secret: str = ""
    recovery: tuple[str, ...] = ()

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)

    async def send(self, path: str, code: str) -> Any:
        return await self.world.service.post(f"/me/second-factor{path}", {"code": code}, as_=self.as_)

    async def login(self, code: str = "") -> Any:
        body = {"email": EMAIL, "password": PASSWORD, "audience": "admin", "second_factor": code}
        return await self.world.service.post("/auth/login", body)


async def fatema(world: World, roles: tuple[str, ...] = ("finance",)) -> Fatema:
    await world.service.face.ensure_staff(EMAIL, "Fatema", PASSWORD, list(roles))
    issued = (await world.login(EMAIL, "admin")).json()
    return Fatema(world, issued, await world.as_(issued))


async def with_factor(world: World, roles: tuple[str, ...] = ("finance",)) -> Fatema:
    """Set up and confirmed at MORNING."""
    with clock.frozen(MORNING):
        person = await fatema(world, roles)
        person.secret = (await world.service.post("/me/second-factor", as_=person.as_)).json()["secret"]
        confirmed = await person.send("/confirmation", person.code(MORNING))
        assert confirmed.status_code == 200, confirmed.text
        person.recovery = tuple(confirmed.json()["recovery_codes"])
    return person


def problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


async def test_the_app_learns_the_secret_from_a_qr_code(world: World) -> None:
    person = await fatema(world)
    reply = await world.service.post("/me/second-factor", as_=person.as_)
    assert reply.status_code == 201
    uri = urlparse(reply.json()["otpauth_uri"])
    asked: Mapping[str, list[str]] = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", "/BDCommerce:fatema%40example.com")
    assert (asked["secret"], asked["issuer"]) == ([reply.json()["secret"]], ["BDCommerce"])


async def test_until_a_first_code_came_back_nothing_is_asked_for(world: World) -> None:
    person = await fatema(world)
    first = (await world.service.post("/me/second-factor", as_=person.as_)).json()["secret"]
    second = (await world.service.post("/me/second-factor", as_=person.as_)).json()["secret"]
    assert first != second
    assert (await person.login()).status_code == 200
    view = (await world.service.get("/me/second-factor", as_=person.as_)).json()
    assert (view["standing"], view["recovery_codes_left"]) == ("to_confirm", 0)


async def test_a_sign_in_to_the_admin_takes_a_code_and_one_to_the_shop_does_not(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(later()):
        assert problem(await person.login()) == (401, "second_factor_needed")
        assert problem(await person.login("000000")) == (401, "wrong_second_factor")
        right = await person.login(person.code(later()))
        assert (right.status_code, right.json()["second_step"]) == (200, "proven")
        assert "payouts.draft" in (await world.claims(right.json()["access_token"]))["permissions"]
        assert (await world.login(EMAIL)).status_code == 200
        assert (await world.refresh(right.json()["refresh_token"])).json()["second_step"] == "proven"


async def test_a_code_works_once(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(MORNING + timedelta(seconds=5)):
        assert problem(await person.login(person.code(MORNING))) == (401, "wrong_second_factor")
    with clock.frozen(later()):
        code = person.code(later())
        replies = await asyncio.gather(*(person.login(code) for _ in range(3)))
        assert sorted(reply.status_code for reply in replies) == [200, 401, 401]
        assert problem(await person.login(person.code(MORNING))) == (401, "wrong_second_factor")


async def test_clocks_may_differ_by_half_a_minute(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(later(4)):
        assert (await person.login(person.code(later(2)))).status_code == 401
        assert (await person.login(person.code(later(6)))).status_code == 401
        assert (await person.login(person.code(later(3)))).status_code == 200
        assert (await person.login(person.code(later(5)))).status_code == 200


async def test_a_recovery_code_opens_once_however_it_is_typed(world: World) -> None:
    person = await with_factor(world)
    first, second = person.recovery[:2]
    with clock.frozen(later()):
        assert (await person.login(f" {first.upper()} ")).status_code == 200
        assert problem(await person.login(first)) == (401, "wrong_second_factor")
        assert (await person.login(bangla_digits(second.replace("-", "")))).status_code == 200
        assert (await world.service.get("/me/second-factor", as_=person.as_)).json()["recovery_codes_left"] == 8


async def test_new_recovery_codes_void_the_old_ones(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(later()):
        renewed = await person.send("/recovery-codes", person.code(later()))
        assert len(set(renewed.json()["recovery_codes"]) | set(person.recovery)) == 20
        assert (await person.login(person.recovery[0])).status_code == 401
        assert (await person.login(renewed.json()["recovery_codes"][0])).status_code == 200


async def test_codes_of_both_kinds_are_stored_unreadably(world: World) -> None:
    person = await with_factor(world)
    stored = await world.everything_stored()
    assert person.secret not in stored
    assert not [code for code in person.recovery if code in stored or second_factors.plain(code) in stored]


async def test_five_wrong_codes_make_one_wait_and_who_knows_the_password_cannot_lock_the_owners_device(
    world: World,
) -> None:
    person = await with_factor(world)
    with clock.frozen(later()):
        for _ in range(5):
            assert (await person.login("000000")).status_code == 401
        refused = await person.login(person.code(later()))
        assert (problem(refused), refused.headers["retry-after"]) == ((429, "too_many_tries"), "30")
        body = {"email": EMAIL, "password": PASSWORD, "audience": "admin", "second_factor": person.code(later())}
        device = {"X-Device-Token": person.issued["device_token"]}
        assert (await world.service.post("/auth/login", body, headers=device)).status_code == 200


async def test_to_confirm_ends_the_other_sessions_in_the_admin(world: World) -> None:
    with clock.frozen(MORNING):
        person = await fatema(world)
        other = (await person.login()).json()
        shop = (await world.login(EMAIL)).json()
        person.secret = (await world.service.post("/me/second-factor", as_=person.as_)).json()["secret"]
        assert problem(await person.send("/confirmation", "000000")) == (409, "wrong_proof")
        assert (await world.refresh(other["refresh_token"])).status_code == 200
        assert (await person.send("/confirmation", person.code(MORNING))).status_code == 200
        assert (await world.refresh(other["refresh_token"])).status_code == 401
        assert (await world.refresh(shop["refresh_token"])).status_code == 200
        assert (await world.refresh(person.issued["refresh_token"])).json()["second_step"] == "proven"


async def test_it_is_set_up_once_and_taken_away_with_a_code_only(world: World) -> None:
    person = await with_factor(world)
    with clock.frozen(later()):
        assert problem(await world.service.post("/me/second-factor", as_=person.as_)) == (409, "second_factor_set")
        assert problem(await person.send("/confirmation", person.code(later()))) == (409, "second_factor_set")
        assert problem(await person.send("/removal", "000000")) == (409, "wrong_proof")
        assert (await person.send("/removal", person.code(later()))).status_code == 204
        assert (await person.login()).status_code == 200
        assert problem(await person.send("/removal", "000000")) == (409, "second_factor_missing")


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_STAFF_SECOND_FACTOR", "required")


async def test_where_it_is_required_nothing_can_be_done_before_it_is_set_up(required: None, world: World) -> None:
    with clock.frozen(MORNING):
        person = await fatema(world)
        assert person.issued["second_step"] == "missing"
        assert (await world.claims(person.issued["access_token"]))["permissions"] == []
        person.secret = (await world.service.post("/me/second-factor", as_=person.as_)).json()["secret"]
        await person.send("/confirmation", person.code(MORNING))
        refreshed = (await world.refresh(person.issued["refresh_token"])).json()
        assert refreshed["second_step"] == "proven"
        assert "payouts.draft" in (await world.claims(refreshed["access_token"]))["permissions"]


async def test_a_colleague_takes_it_away_and_the_owner_is_told(world: World) -> None:
    person = await with_factor(world)
    path = f"/admin/staff/{person.issued['user']['id']}/second-factor"
    with clock.frozen(later()):
        admin = await world.admin()
        assert (await world.service.delete(path, as_=admin)).status_code == 204
        assert (await world.refresh(person.issued["refresh_token"])).status_code == 401
        assert (await person.login()).status_code == 200
        assert (await world.service.delete(path, as_=admin)).status_code == 204
        await world.service.settle()
    assert [(sent.template, sent.to) for sent in world.notifications.sent] == [("second_factor_reset", EMAIL)]
    assert "fatema" not in await world.everything_stored()


async def test_nobody_takes_away_their_own_without_a_code(world: World) -> None:
    person = await with_factor(world, ("admin",))
    path = f"/admin/staff/{person.issued['user']['id']}/second-factor"
    with clock.frozen(later()):
        refused = await world.service.delete(path, as_=person.as_)
    assert problem(refused) == (403, "not_yourself")


async def test_only_staff_have_one_to_be_taken_away(world: World) -> None:
    buyer = (await world.registered())["user"]["id"]
    admin = await world.admin()
    for user_id in (buyer, "usr_nobody", "x"):
        refused = await world.service.delete(f"/admin/staff/{user_id}/second-factor", as_=admin)
        assert problem(refused) == (404, "unknown_staff")


async def test_it_is_for_the_admin_alone(world: World) -> None:
    for token in (customer(), vendor("ven_1"), api_key("orders:read", permissions=["orders.read"])):
        assert (await world.service.get("/me/second-factor", as_=token)).status_code == 403
        assert (await world.service.post("/me/second-factor", as_=token)).status_code == 403


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, in the six digits that apps show."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")):
        with clock.frozen(datetime.fromtimestamp(at, UTC)):
            assert Totp().step(secret, code) == at // 30
            assert Totp().step(secret, "999999") is None


def test_a_second_factor_is_never_shown_by_accident() -> None:
    factor = SecondFactor.of("usr_1", "GEZDGNBVGY3TQOJQ")
    assert "GEZDGNBVGY3TQOJQ" not in repr(factor)
