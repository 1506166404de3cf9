"""An idempotency key over its whole life."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bdcommerce.infra.idempotency import LEASE, HeldKey, IdempotencyKeys, InFlight, KeyReused, Reply, ReplyLost
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from support.harness import MASTER_KEY
from support.toy import toy_database

HELD = HeldKey("POST /x|shop|usr_1", "0123456789abcdef")
REPLY = Reply(201, [("content-type", "application/json")], b'{"secret": "token"}')
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def toy(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as database:
        yield database


@pytest.fixture
def keys(toy: Database) -> IdempotencyKeys:
    return IdempotencyKeys(toy, Sealer(MASTER_KEY))


async def test_the_first_call_runs_and_a_later_one_gets_its_reply(keys: IdempotencyKeys) -> None:
    assert await keys.take(HELD, "sha", resumable=False) is None
    await keys.complete(HELD, REPLY)
    assert await keys.take(HELD, "sha", resumable=False) == REPLY


async def test_a_second_call_at_the_same_time_is_refused(keys: IdempotencyKeys) -> None:
    await keys.take(HELD, "sha", resumable=True)
    with pytest.raises(InFlight):
        await keys.take(HELD, "sha", resumable=True)


async def test_the_key_of_another_request_is_refused(keys: IdempotencyKeys) -> None:
    await keys.take(HELD, "sha", resumable=False)
    with pytest.raises(KeyReused):
        await keys.take(HELD, "other", resumable=False)


async def test_a_call_that_died_before_its_change_may_be_made_again(keys: IdempotencyKeys) -> None:
    with clock.frozen(NOON):
        await keys.take(HELD, "sha", resumable=False)
    with clock.frozen(NOON + LEASE + timedelta(seconds=1)):
        assert await keys.take(HELD, "sha", resumable=False) is None


async def test_a_call_that_died_after_its_change_is_not_made_again(toy: Database, keys: IdempotencyKeys) -> None:
    with clock.frozen(NOON):
        await keys.take(HELD, "sha", resumable=False)
        async with toy.transaction() as tx:
            await HELD.committed(tx)
    with clock.frozen(NOON + LEASE + timedelta(seconds=1)):
        with pytest.raises(ReplyLost):
            await keys.take(HELD, "sha", resumable=False)
        assert await keys.take(HELD, "sha", resumable=True) is None


async def test_between_a_change_and_its_reply_the_call_is_in_flight_not_lost(
    toy: Database, keys: IdempotencyKeys
) -> None:
    await keys.take(HELD, "sha", resumable=False)
    async with toy.transaction() as tx:
        await HELD.committed(tx)
    with pytest.raises(InFlight):
        await keys.take(HELD, "sha", resumable=False)


async def test_a_call_that_failed_after_its_change_says_at_once_that_its_reply_is_lost(
    toy: Database, keys: IdempotencyKeys
) -> None:
    await keys.take(HELD, "sha", resumable=False)
    async with toy.transaction() as tx:
        await HELD.committed(tx)
    await keys.let_go(HELD)
    with pytest.raises(ReplyLost):
        await keys.take(HELD, "sha", resumable=False)


async def test_a_refused_call_gives_its_key_back(keys: IdempotencyKeys) -> None:
    await keys.take(HELD, "sha", resumable=False)
    await keys.let_go(HELD)
    assert await keys.take(HELD, "other", resumable=False) is None


async def test_a_change_that_rolled_back_leaves_the_key_in_flight(toy: Database, keys: IdempotencyKeys) -> None:
    await keys.take(HELD, "sha", resumable=False)
    with pytest.raises(ZeroDivisionError):
        async with toy.transaction() as tx:
            await HELD.committed(tx)
            raise ZeroDivisionError
    await keys.let_go(HELD)
    assert await keys.take(HELD, "sha", resumable=False) is None


async def test_stored_replies_are_sealed(toy: Database, keys: IdempotencyKeys) -> None:
    await keys.take(HELD, "sha", resumable=False)
    await keys.complete(HELD, REPLY)
    async with toy.transaction() as tx:
        assert "token" not in await tx.scalar(text("SELECT body FROM idempotency"))
