"""Killed between any two steps, a process loses nothing and does nothing twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import text

from bdcommerce.kernel import clock
from support.cutting import cutting
from support.post import Post, opened, post_office


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    async with post_office(postgres_url) as made:
        yield made


async def logged(post: Post) -> list[int]:
    """The letters whose telling was committed."""
    async with post.desks["sender"].database.transaction() as tx:
        rows = await tx.rows(text("SELECT data FROM event_log WHERE type = 'post.Sent' ORDER BY position"))
    return [row["data"]["number"] for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize("carried_out", [False, True], ids=["before the server", "before the answer"])
async def test_a_cut_between_any_two_steps_loses_nothing_and_doubles_nothing(url: str, carried_out: bool) -> None:
    number = 0
    while True:
        number += 1
        async with cutting(url, at=number, carried_out=carried_out) as (cut_url, wire), opened(cut_url) as dying:
            with suppress(Exception):
                async with asyncio.timeout(20):
                    await dying.send("a", number)
                    await dying.worker.settle()
            was_cut = wire.cut
        with clock.frozen(clock.now() + number * timedelta(minutes=10)):
            async with opened(url) as recovering:
                assert await recovering.worker.settle() == []
                told, came = await logged(recovering), await recovering.came()
                assert came == [("a", n) for n in told], f"after a cut at step {number}"
        if not was_cut:
            break
    assert number > 20
    assert number in told
