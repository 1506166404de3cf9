"""From a commit to its effect elsewhere: once, in order, whatever fails on the way."""

from collections.abc import AsyncIterator

import pytest

from support.post import Post, opened, post_office, working


@pytest.fixture
async def url(postgres_url: str) -> AsyncIterator[str]:
    async with post_office(postgres_url) as made:
        yield made


@pytest.fixture
async def post(url: str) -> AsyncIterator[Post]:
    async with opened(url) as office:
        yield office


async def test_what_is_told_arrives_once(post: Post) -> None:
    await post.send("a", 1, 2, 3)
    assert await post.worker.settle() == []
    assert await post.came() == [("a", 1), ("a", 2), ("a", 3)]
    assert await post.worker.settle() == []
    assert len(await post.came()) == 3


async def test_a_running_worker_delivers_within_a_quarter_of_a_second(post: Post) -> None:
    async with working(post):
        await post.send("a", 1)
        await post.until_came(1)
