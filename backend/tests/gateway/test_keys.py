"""API keys at the door are exchanged once, as long as they hold and nothing says that they were withdrawn."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from joserfc.util import urlsafe_b64encode

from bdcommerce.contracts.accounts import BadApiKey, KeyedAccess
from bdcommerce.gateway.adapters.keys import ApiKeys
from bdcommerce.kernel import clock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Accounts:
    """Knows the keys whose names are ids."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.withdrawn: set[str] = set()
        self.go = asyncio.Event()
        self.go.set()

    async def access_of_key(self, api_key: str) -> KeyedAccess:
        self.asked.append(api_key)
        alive = api_key not in self.withdrawn
        await self.go.wait()
        if not alive or not api_key.startswith("key_"):
            raise BadApiKey("no such key")
        claims = urlsafe_b64encode(f'{{"sub":"{api_key}","exp":1}}'.encode()).decode()
        return KeyedAccess(token=f"head.{claims}.{len(self.asked)}", expires_at=clock.now() + timedelta(minutes=5))


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
def keys(accounts: Accounts) -> ApiKeys:
    made = ApiKeys(accounts)  # type: ignore[arg-type] # as much of accounts as is asked
    made.arm()
    return made


async def test_a_key_is_exchanged_once_as_long_as_its_token_holds(accounts: Accounts, keys: ApiKeys) -> None:
    with clock.frozen(NOON):
        first = await keys.token_of("key_a")
    with clock.frozen(NOON + timedelta(minutes=4, seconds=40)):
        assert await keys.token_of("key_a") == first
    with clock.frozen(NOON + timedelta(minutes=4, seconds=50)):
        assert await keys.token_of("key_a") != first
    assert accounts.asked == ["key_a", "key_a"]


async def test_many_calls_at_once_are_one_question(accounts: Accounts, keys: ApiKeys) -> None:
    found = await asyncio.gather(*(keys.token_of("key_a") for _ in range(20)))
    assert (len(set(found)), len(accounts.asked)) == (1, 1)


async def test_a_withdrawn_key_is_refused_as_soon_as_it_is_heard(accounts: Accounts, keys: ApiKeys) -> None:
    await keys.token_of("key_a")
    await keys.token_of("key_b")
    accounts.withdrawn.add("key_a")
    keys.heard(["products", "api-key:key_a"])
    with pytest.raises(BadApiKey):
        await keys.token_of("key_a")
    await keys.token_of("key_b")
    assert accounts.asked == ["key_a", "key_b", "key_a"]


async def test_a_key_that_was_withdrawn_while_it_was_exchanged_is_not_kept(accounts: Accounts, keys: ApiKeys) -> None:
    accounts.go.clear()
    asking = asyncio.create_task(keys.token_of("key_a"))
    await asyncio.sleep(0.01)
    accounts.withdrawn.add("key_a")
    keys.heard(["api-key:key_a"])
    accounts.go.set()
    await asking
    with pytest.raises(BadApiKey):
        await keys.token_of("key_a")


async def test_where_withdrawals_cannot_be_heard_a_key_is_asked_about_again_soon(
    accounts: Accounts, keys: ApiKeys
) -> None:
    with clock.frozen(NOON):
        await keys.token_of("key_a")
        keys.disarm()
        await keys.token_of("key_a")
        await keys.token_of("key_a")
    assert len(accounts.asked) == 2
    with clock.frozen(NOON + timedelta(seconds=16)):
        await keys.token_of("key_a")
    assert len(accounts.asked) == 3


@pytest.mark.parametrize("odd", ["", "x" * 201])
async def test_what_can_be_no_key_is_not_asked_about(odd: str, accounts: Accounts, keys: ApiKeys) -> None:
    with pytest.raises(BadApiKey):
        await keys.token_of(odd)
    assert accounts.asked == []


async def test_an_unknown_key_is_asked_about_each_time(accounts: Accounts, keys: ApiKeys) -> None:
    for _ in range(2):
        with pytest.raises(BadApiKey):
            await keys.token_of("nonsense")
    assert len(accounts.asked) == 2
