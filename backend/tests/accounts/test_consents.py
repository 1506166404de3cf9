"""Consents: nothing holds without a word, and every word can be proven."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from asyncpg import InsufficientPrivilegeError
from sqlalchemy import text

from accounts.world import World
from bdcommerce.accounts.domain import consents
from bdcommerce.accounts.domain.consents import Choice, ConsentText, says_something_new
from bdcommerce.contracts.accounts import ConsentChanged
from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized
from support.tokens import customer

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
VERSION = "2026-11-01"


def problem(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["code"]


def word(purpose: str = "marketing_sms", *, granted: bool = True, version: str = VERSION) -> dict[str, Any]:
    return {"purpose": purpose, "granted": granted, "policy_version": version}


async def say(world: World, as_: str, *words: dict[str, Any], **options: Any) -> Any:
    return await world.service.put("/me/consents", {"consents": list(words), "channel": "web"}, as_=as_, **options)


async def granted(world: World, as_: str) -> list[str]:
    reply = await world.service.get("/me/consents", as_=as_)
    return [state["purpose"] for state in reply.json()["items"] if state["granted"]]


async def somebody(world: World) -> str:
    return customer((await world.registered())["user"]["id"])


async def test_where_nothing_was_said_nothing_is_allowed(world: World) -> None:
    states = (await world.service.get("/me/consents", as_=await somebody(world))).json()["items"]
    assert [state["purpose"] for state in states] == list(consents.PURPOSES)
    assert {state["granted"] for state in states} == {False}
    assert {state["current_version"] for state in states} == {VERSION}


async def test_a_yes_holds_until_it_is_taken_back_and_others_are_told(world: World) -> None:
    with clock.frozen(MORNING):
        as_ = await somebody(world)
        assert (await say(world, as_, word(), word("profiling"))).status_code == 200
        assert await granted(world, as_) == ["marketing_sms", "profiling"]
        await say(world, as_, word(granted=False))
        assert await granted(world, as_) == ["profiling"]
    told = await world.service.told(ConsentChanged)
    assert [(one.purpose, one.granted, one.policy_version, one.at) for one in told] == [
        ("marketing_sms", True, VERSION, MORNING),
        ("profiling", True, VERSION, MORNING),
        ("marketing_sms", False, VERSION, MORNING),
    ]


async def test_what_holds_already_is_not_said_twice(world: World) -> None:
    as_ = await somebody(world)
    for _ in range(2):
        await say(world, as_, word(), word("profiling", granted=False))
    assert len((await world.service.get("/me/consents/log", as_=as_)).json()["items"]) == 1
    assert len(await world.service.told(ConsentChanged)) == 1


async def test_the_log_proves_what_was_said_where_and_to_which_text(world: World) -> None:
    with clock.frozen(MORNING), world.at("192.0.2.77"):
        as_ = await somebody(world)
        await say(world, as_, word(), headers={"Accept-Language": "bn"})
        [entry] = (await world.service.get("/me/consents/log", as_=as_)).json()["items"]
    texts = (await world.service.get("/consents/texts")).json()["items"]
    read = next(one["text"] for one in texts if one["purpose"] == "marketing_sms" and one["current"])
    fingerprint = hashlib.sha256(f"{read['en']}\n{read['bn']}".encode()).hexdigest()
    assert (entry["text_sha256"], entry["policy_version"]) == (fingerprint, VERSION)
    assert (entry["language"], entry["channel"], entry["at"]) == ("bn", "web", "2026-11-22T03:00:00Z")
    assert "192.0.2.77" not in await world.everything_stored()
    async with world.service.deps.works() as work:
        [kept] = (await work.consents.latest((await world.login("rahim@example.com")).json()["user"]["id"])).values()
    assert kept.address == "192.0.2.77"


@pytest.mark.parametrize("statement", ["UPDATE consents SET granted = false", "DELETE FROM consents"])
async def test_nobody_changes_the_log(world: World, statement: str) -> None:
    await say(world, await somebody(world), word())
    with pytest.raises(InsufficientPrivilegeError):
        async with world.service.database.transaction() as tx:
            await tx.execute(text(statement))


async def test_the_log_comes_in_pages_the_latest_first(world: World) -> None:
    as_ = await somebody(world)
    for number in range(4):
        await say(world, as_, word(granted=number % 2 == 0))
    first = (await world.service.get("/me/consents/log?limit=3", as_=as_)).json()
    rest = (await world.service.get(f"/me/consents/log?limit=3&cursor={first['next_cursor']}", as_=as_)).json()
    assert [one["granted"] for one in first["items"] + rest["items"]] == [False, True, False, True]
    assert (await world.service.get("/me/consents/log", as_=customer())).json()["items"] == []


async def test_a_yes_is_to_the_text_of_today_and_a_no_to_any(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = ConsentText(
        purpose="marketing_sms", version="2026-12-01", since=date(2026, 12, 1), text=Localized("New.", "নতুন।")
    )
    monkeypatch.setattr(consents, "TEXTS", (*consents.TEXTS, newer))
    with clock.frozen(MORNING):
        user_id = (await world.registered())["user"]["id"]
        as_ = customer(user_id)
        assert (await say(world, as_, word())).status_code == 200
        assert problem(await say(world, as_, word(version="2026-12-01"))) == (409, "consent_text_changed")
    with clock.frozen(MORNING + timedelta(days=9)):
        as_ = customer(user_id)
        assert await granted(world, as_) == ["marketing_sms"]
        refused = await say(world, as_, word("marketing_email", version="2026-12-01"))
        assert [error["field"] for error in refused.json()["errors"]] == ["consents.policy_version"]
        assert (await say(world, as_, word(granted=False))).status_code == 200
        assert problem(await say(world, as_, word())) == (409, "consent_text_changed")
        assert (await say(world, as_, word(version="2026-12-01"))).status_code == 200


async def test_what_is_not_said_clearly_is_refused(world: World) -> None:
    as_ = await somebody(world)
    for wrong in (
        {"purpose": "marketing_sms", "policy_version": VERSION},
        {**word(), "granted": None},
        {**word(), "granted": "yes"},
        word("location"),
        word(version=""),
    ):
        assert (await say(world, as_, wrong)).status_code == 422
    assert (await say(world, as_)).status_code == 422
    assert (await say(world, as_, word(), word(granted=False))).status_code == 422
    assert await granted(world, as_) == []


def test_every_text_says_how_to_take_it_back_in_both_languages() -> None:
    for published in consents.TEXTS:
        assert "take this back" in published.text.en
        assert "ফিরিয়ে নিতে" in published.text.bn
    assert {published.purpose for published in consents.TEXTS} == set(consents.PURPOSES)


def test_a_first_no_is_nothing_new() -> None:
    assert not says_something_new(Choice(purpose="profiling", granted=False, policy_version=VERSION), None)
