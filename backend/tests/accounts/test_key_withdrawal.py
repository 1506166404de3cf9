"""A key that is withdrawn opens nothing any more, at once and at every door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from accounts.world import World
from bdcommerce.contracts.accounts import BadApiKey
from bdcommerce.gateway.adapters.keys import ApiKeys
from bdcommerce.infra.cache.announcing import listen
from support.databases import url_of
from support.tokens import vendor

WISH = {"name": "Stock feed", "scopes": ["inventory:write"]}


@pytest.fixture
async def door(world: World) -> AsyncIterator[ApiKeys]:
    """The keys at a door that hears of withdrawals."""
    keys = ApiKeys(world.service.face)
    task = asyncio.create_task(listen(url_of(world.service.database), [keys]))
    async with asyncio.timeout(10):
        while not keys._hears:
            await asyncio.sleep(0.005)
    yield keys
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_key_that_is_withdrawn_is_refused_at_every_door(world: World, door: ApiKeys) -> None:
    world.vendors.employ("usr_vendor", "ven_1")
    key = (await world.service.post("/vendor/api-keys", WISH, as_=vendor("ven_1"))).json()
    assert await door.token_of(key["api_key"]) == await door.token_of(key["api_key"])
    withdrawn = await world.service.delete(f"/vendor/api-keys/{key['key']['id']}", as_=vendor("ven_1"))
    assert withdrawn.status_code == 204
    async with asyncio.timeout(10):
        while door._held:
            await asyncio.sleep(0.005)
    with pytest.raises(BadApiKey):
        await door.token_of(key["api_key"])


async def test_using_a_key_at_the_moment_of_its_withdrawal_does_not_bring_it_back(world: World) -> None:
    world.vendors.employ("usr_vendor", "ven_1")
    key = (await world.service.post("/vendor/api-keys", WISH, as_=vendor("ven_1"))).json()
    path = f"/vendor/api-keys/{key['key']['id']}"
    uses = [world.service.face.access_of_key(key["api_key"]) for _ in range(6)]
    await asyncio.gather(*uses, world.service.delete(path, as_=vendor("ven_1")), return_exceptions=True)
    with pytest.raises(BadApiKey):
        await world.service.face.access_of_key(key["api_key"])
