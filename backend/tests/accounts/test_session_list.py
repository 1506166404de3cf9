"""Sessions one can see and end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.world import PASSWORD, World
from bdcommerce.accounts.domain.devices import described, network
from bdcommerce.kernel import clock
from support import tokens

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36"
)


async def listed(world: World, as_: str, query: str = "") -> dict[str, Any]:
    reply = await world.service.get(f"/me/sessions{query}", as_=as_)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def test_one_sees_where_one_is_signed_in_and_which_of_them_this_is(world: World) -> None:
    with clock.frozen(MORNING), world.at("192.0.2.7", ANDROID):
        phone = await world.registered()
    with clock.frozen(MORNING + timedelta(hours=1)):
        laptop = (await world.login("rahim@example.com")).json()
        await world.refresh(phone["refresh_token"])
        found = (await listed(world, await world.as_(laptop)))["items"]
    assert [(one["device"], one["current"]) for one in found] == [("a program", True), ("Chrome on Android", False)]
    assert found[1]["started_at"] == "2026-11-22T03:00:00Z"
    assert found[1]["last_used_at"] == "2026-11-22T04:00:00Z"
    assert found[1]["expires_at"] == "2026-12-22T03:00:00Z"


async def test_an_ended_session_cannot_be_refreshed_and_is_gone_from_the_list(world: World) -> None:
    lost, kept = await world.registered(), (await world.login("rahim@example.com")).json()
    as_ = await world.as_(kept)
    [session_id] = [one["id"] for one in (await listed(world, as_))["items"] if not one["current"]]
    assert (await world.service.delete(f"/me/sessions/{session_id}", as_=as_)).status_code == 204
    assert (await world.refresh(lost["refresh_token"])).status_code == 401
    assert (await world.refresh(kept["refresh_token"])).status_code == 200
    assert [one["current"] for one in (await listed(world, as_))["items"]] == [True]
    assert (await world.service.delete(f"/me/sessions/{session_id}", as_=as_)).status_code == 204
    unknown = await world.service.delete("/me/sessions/ses_1", as_=as_)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_session")


async def test_all_other_sessions_end_at_once_whatever_their_audience(world: World) -> None:
    world.vendors.employ((await world.registered())["user"]["id"], "ven_1")
    others = [(await world.login("rahim@example.com", audience)).json() for audience in ("shop", "vendor")]
    kept = (await world.login("rahim@example.com", "vendor")).json()
    as_ = await world.as_(kept)
    assert {one["audience"] for one in (await listed(world, as_))["items"]} == {"shop", "vendor"}
    for _ in range(2):
        assert (await world.service.delete("/me/sessions", as_=as_)).status_code == 204
    assert [(await world.refresh(one["refresh_token"])).status_code for one in others] == [401, 401]
    assert (await world.refresh(kept["refresh_token"])).status_code == 200


async def test_staff_see_their_sessions_too(world: World) -> None:
    await world.service.face.ensure_staff("finance@example.com", "Fatema", PASSWORD, ["finance"])
    issued = (await world.login("finance@example.com", "admin")).json()
    [one] = (await listed(world, await world.as_(issued)))["items"]
    assert (one["audience"], one["current"]) == ("admin", True)


async def test_nobody_sees_or_ends_a_strangers_session(world: World) -> None:
    issued = await world.registered()
    session_id = (await world.claims(issued["access_token"]))["sid"]
    stranger = tokens.customer()
    assert (await listed(world, stranger))["items"] == []
    assert (await world.service.delete(f"/me/sessions/{session_id}", as_=stranger)).status_code == 404
    assert (await world.service.delete("/me/sessions", as_=stranger)).status_code == 204
    assert (await world.refresh(issued["refresh_token"])).status_code == 200


async def test_sessions_come_in_pages_and_those_that_are_over_do_not_come(world: World) -> None:
    with clock.frozen(MORNING):
        await world.registered()
    with clock.frozen(MORNING + timedelta(days=29)):
        *_, latest = [(await world.login("rahim@example.com")).json() for _ in range(3)]
    with clock.frozen(MORNING + timedelta(days=31)):
        as_ = await world.as_((await world.refresh(latest["refresh_token"])).json())
        first = await listed(world, as_, "?limit=2")
        rest = await listed(world, as_, f"?limit=2&cursor={first['next_cursor']}")
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert sum(one["current"] for one in [*first["items"], *rest["items"]]) == 1


@pytest.mark.parametrize(
    "agent, name",
    [
        (ANDROID, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/124.0 Safari/537.36 Edg/124.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0", "Firefox on Linux"),
        ("", "an unknown device"),
        ("<script>", "an unknown device"),
    ],
)
def test_a_device_is_described_as_people_would(agent: str, name: str) -> None:
    assert described(agent) == name


@pytest.mark.parametrize(
    "address, counted",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("testserver", "unknown"),
    ],
)
def test_an_address_is_counted_as_what_one_household_has(address: str, counted: str) -> None:
    assert network(address) == counted
