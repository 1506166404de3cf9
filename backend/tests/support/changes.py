"""What the services of a marketplace hold, as one fingerprint per table: to see that something changed nothing."""

import asyncio

import asyncpg

from bdcommerce.cli.services import BY_NAME

_NOT_THEIRS = {"inbox"}
"""Infra's own note of what was heard."""


async def fingerprints(url: str) -> dict[str, str]:
    """By `schema.table`."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY ($1) AND tablename <> ALL ($2)",
            list(BY_NAME),
            list(_NOT_THEIRS),
        )
        found = {}
        for schema, table in tables:
            rows = f"SELECT md5(t::text) AS row FROM {schema}.{table} AS t"
            found[f"{schema}.{table}"] = await connection.fetchval(
                f"SELECT md5(string_agg(row, '' ORDER BY row)) FROM ({rows}) AS r"
            )
        return found
    finally:
        await connection.close()


async def when_quiet(url: str, seconds: float = 30) -> dict[str, str]:
    """The same, as soon as a second passes in which nothing changes."""
    async with asyncio.timeout(seconds):
        found = await fingerprints(url)
        while True:
            await asyncio.sleep(1)
            again = await fingerprints(url)
            if again == found:
                return found
            found = again
