"""The harness itself: databases are fresh, and one server serves all workers."""

import pytest

from support.databases import connected, throw_away_database


@pytest.mark.parametrize("round_", range(4))
async def test_every_test_gets_an_empty_database(empty_database: str, round_: int) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE mine (id int)")
        assert await connection.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


async def test_a_clone_carries_what_its_template_has(postgres_url: str) -> None:
    async with throw_away_database(postgres_url) as template:
        async with connected(template) as connection:
            await connection.execute("CREATE TABLE kept AS SELECT 7 AS id")
        name = template.rsplit("/", 1)[1]
        async with throw_away_database(postgres_url, name) as clone, connected(clone) as connection:
            assert await connection.fetchval("SELECT id FROM kept") == 7


async def test_a_database_is_dropped_even_while_someone_is_connected(postgres_url: str) -> None:
    async with throw_away_database(postgres_url) as url:
        leftover = connected(url)
        connection = await leftover.__aenter__()
    assert connection is not None
    async with connected(postgres_url) as admin:
        name = url.rsplit("/", 1)[1]
        assert not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
