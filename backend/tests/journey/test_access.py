"""Who may call what, by audience, role and permission: every call there is, asked by everybody who may not."""

from collections.abc import AsyncIterator, Callable
from typing import get_args

import pytest

from bdcommerce.accounts.domain.roles import PERMISSIONS
from bdcommerce.gateway.domain import Route
from bdcommerce.vendors.events import StaffRole
from journey.samples import SAMPLES, TABLE
from support import tokens
from support.whole import Whole, whole

ROLES: tuple[str, ...] = get_args(StaffRole)
TOKENS: dict[str, Callable[[], str]] = {
    "shop": tokens.customer,
    "vendor": lambda: tokens.vendor("ven_none"),
    "admin": lambda: tokens.staff(*PERMISSIONS),
}


def test_every_call_has_a_sample_and_every_open_one_a_reason() -> None:
    assert sorted(TABLE.keys() - SAMPLES.keys()) == [], "calls without a sample in journey/samples.py"
    assert sorted(SAMPLES.keys() - TABLE.keys()) == [], "samples of calls that are no more"
    open_to_all = {name for name, sample in SAMPLES.items() if sample.whose == "nobody's"}
    assert open_to_all == {name for name, route in TABLE.items() if route.caller == "anybody"}
    assert [name for name in open_to_all if not SAMPLES[name].reason] == []
    assert {name for name, sample in SAMPLES.items() if sample.whose == "staff's"} == {
        name for name, route in TABLE.items() if route.caller == "admin"
    }


def test_a_call_that_names_something_in_its_path_is_somebodys_or_says_why_not() -> None:
    named = [(name, sample) for name, sample in SAMPLES.items() if "{" in name and sample.whose == "the caller's"]
    unnamed = [name for name, sample in named if not sample.reason]
    assert unnamed == []


@pytest.fixture
async def empty(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Whole]:
    """All services, with nothing in them."""
    async with whole(postgres_url, monkeypatch, working=False) as marketplace:
        yield marketplace


async def test_calls_are_for_those_whom_the_route_table_names(empty: Whole) -> None:
    wrong = []
    for name, route in TABLE.items():
        for who, token, wanted in callers_of(route):
            reply = await asked(empty, name, token)
            if (reply in {401, 403} and wanted == 0 and not _proven(name)) or (wanted and reply != wanted):
                wrong.append(f"{name}: {who} got {reply}, not {wanted or 'in'}")
    assert wrong == []


async def test_who_does_not_prove_to_be_the_outside_party_is_not_heard(empty: Whole) -> None:
    hooks = [name for name in TABLE if _proven(name) and "/hooks/" in name]
    assert len(hooks) > 3
    assert [
        (name, reply) for name in hooks if (reply := await asked(empty, name, "")) not in {400, 401, 403, 404, 422}
    ] == []


def _proven(name: str) -> bool:
    """Whether whoever calls has to prove something else than who they are."""
    return SAMPLES[name].reason.endswith("is the proof")


def callers_of(route: Route) -> list[tuple[str, str, int]]:
    """Who asks, with which token, and the refusal they must get (0: none)."""
    if route.caller == "anybody":
        return [("somebody unknown", "", 0), *((who, token(), 0) for who, token in TOKENS.items())]
    if route.caller == "customer or guest":
        others = [(who, TOKENS[who](), 403) for who in ("vendor", "admin")]
        return [("a guest", "", 0), ("a customer", tokens.customer(), 0), *others]
    if route.caller == "signed in":
        return [("somebody unknown", "", 401), *((who, token(), 0) for who, token in TOKENS.items())]
    strangers = [(who, token(), 403) for who, token in TOKENS.items() if who != route.caller]
    forged = tokens.customer()[:-8] + "AAAAAAAA"
    return [("somebody unknown", "", 401), ("a forger", forged, 401), *strangers, *_of_the_audience(route)]


def _of_the_audience(route: Route) -> list[tuple[str, str, int]]:
    if route.caller == "vendor":
        allowed = route.needs.split(", ") if route.needs else (*ROLES, "cleaner")
        return [(role, tokens.vendor("ven_none", role), 0 if role in allowed else 403) for role in (*ROLES, "cleaner")]
    if route.caller == "admin" and not route.needs:
        return [("any staff", tokens.staff(), 0)]
    if route.caller == "admin":
        assert route.needs in PERMISSIONS, f"{route} asks for a permission that no role has"
        others = tokens.staff(*(PERMISSIONS - {route.needs}), roles=["admin"])
        return [("staff with it", tokens.staff(route.needs), 0), ("staff with all others", others, 403)]
    return [("a customer", tokens.customer(), 0)]


async def asked(market: Whole, name: str, token: str) -> int:
    """The status of a call with ids that were made up."""
    method, path = name.split(" ")
    made_up = path.replace("{", "x_").replace("}", "")
    body: dict[str, str] | None = {} if method in {"POST", "PUT", "PATCH"} else None
    return (await market.call(method, made_up, body, as_=token)).status_code


def test_vendors_calls_name_only_roles_that_there_are() -> None:
    named = {role for route in TABLE.values() if route.caller == "vendor" for role in route.needs.split(", ") if role}
    assert named <= set(ROLES)


def test_every_permission_but_those_kept_for_later_opens_something() -> None:
    used = {route.needs for route in TABLE.values() if route.caller == "admin" and route.needs}
    assert PERMISSIONS - used == {"system.read"}
