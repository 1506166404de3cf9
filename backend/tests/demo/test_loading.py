"""A small demo, loaded by its command: everything in it is as if the marketplace had lived through it."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from bdcommerce.cli.assembly import assembled
from bdcommerce.cli.services import SERVICES
from bdcommerce.cli.staging import used
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.infra.settings import Settings
from bdcommerce.payments.queries.ledger import verify
from support import processes
from support.processes import migrated_database
from support.replays import replays

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]

WORDS = ("demo", "load", "--scale", "0.015", "--days", "16", "--until", "2026-10-20", "--seed", "7")
RANDOM = (
    "sealed", "hash", "digest", "position", "horizon", "lease", "secret", "token", "payee", "metadata", "data", "state",
)  # fmt: skip
"""What is made with randomness that is for secrets, or holds some of it."""
UNLIKE = {"saga", "idempotency", "sealed_record", "message", "audit_entry", "stock_audited", "stock_finding"}
"""Tables of secrets, of what is chained to them, and of what these tests themselves look into."""


async def bdc(url: str, folder: Path) -> str:
    """`bdc demo load` in a process of its own; what it printed."""
    environment = {**os.environ, **processes.environment(url, folder)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bdcommerce.cli", *WORDS, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def loaded(postgres_url: str) -> AsyncIterator[tuple[str, str, str]]:
    """Two databases with the same demo, and what the command said of the first."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        async with migrated_database(postgres_url) as first, migrated_database(postgres_url) as second:
            said, _ = await asyncio.gather(bdc(first, Path(one)), bdc(second, Path(other)))
            yield first, second, said


async def test_it_says_what_was_made_and_who_can_sign_in(loaded: tuple[str, str, str]) -> None:
    *_, said = loaded
    for word in ("The demo is loaded", "products", "orders", "admin@demo.example"):
        assert word in said


async def test_the_books_balance_and_agree_with_everything_else(loaded: tuple[str, str, str]) -> None:
    url, *_ = loaded
    async with assembled(Settings(), url, SERVICES) as assembly:
        verdict = await verify(assembly.wired["payments"].deps.reads)
        assert (verdict.holds, verdict.problems) == (True, [])
        assert verdict.entries > 20
        assert (await assembly.find(InventoryFace).audit_stock()).agrees
        assert (await assembly.find(ComplianceFace).verify_audit()).ok


async def test_no_stock_is_negative_and_nothing_told_is_unheard(loaded: tuple[str, str, str]) -> None:
    url, *_ = loaded
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM inventory.stock WHERE on_hand < held OR held < 0") == 0
    assert await connection.fetch("SELECT queue, key FROM bus.lane WHERE dead_at IS NOT NULL") == []
    for service in SERVICES:
        unheard = f"""
            SELECT count(*) FROM bus.checkpoint c JOIN {service.name}.event_log e
            ON (e.horizon, e.position) > (c.horizon, c.position) AND (e.public OR e.due IS NOT NULL)
            WHERE c.service = '{service.name}'
        """
        assert await connection.fetchval(unheard) == 0, service.name
    await connection.close()


async def test_a_bit_of_everything_has_happened(loaded: tuple[str, str, str]) -> None:
    url, *_ = loaded
    connection = await asyncpg.connect(url)
    statuses = {row[0] for row in await connection.fetch("SELECT DISTINCT status FROM orders.vendor_order_view")}
    assert {"completed", "cancelled"} <= statuses
    for table in ("catalog.review", "catalog.media", "compliance.invoice", "analytics.sales_by_day", "payments.payout"):
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") > 0, table
    await connection.close()


async def test_no_message_of_the_past_is_sent(loaded: tuple[str, str, str]) -> None:
    url, *_ = loaded
    connection = await asyncpg.connect(url)
    states = await connection.fetch("SELECT DISTINCT state FROM notifications.message")
    assert [row["state"] for row in states] == ["none"]
    await connection.close()


async def test_the_same_seed_gives_the_same_tables(loaded: tuple[str, str, str]) -> None:
    first, second, _ = loaded
    one, other = await asyncio.gather(_tables(first), _tables(second))
    assert {name for name in one if one[name] != other[name]} == set()
    assert sum(map(len, one.values())) > 1_000


async def test_a_database_that_is_in_use_is_told_from_an_empty_one(
    loaded: tuple[str, str, str], database_url: str
) -> None:
    url, *_ = loaded
    assert (await used(url), await used(database_url)) == ("has vendors", "")


async def test_every_projection_replayed_gives_the_same_tables_byte_for_byte(loaded: tuple[str, str, str]) -> None:
    url, *_ = loaded
    tables = await replays(url)
    assert {each.table: each.differences() for each in tables if each.lived != each.replayed} == {}


async def _tables(url: str) -> dict[str, list[str]]:
    """All rows of all tables, without what is random in them."""
    connection = await asyncpg.connect(url)
    found = {}
    for schema, table, columns in await connection.fetch(
        """
        SELECT table_schema, table_name, array_agg(column_name::text ORDER BY column_name)
        FROM information_schema.columns WHERE table_schema = ANY($1) GROUP BY 1, 2
        """,
        [service.name for service in SERVICES],
    ):
        kept = [name for name in columns if not any(word in name for word in RANDOM)]
        if table not in UNLIKE and kept:
            said = ", ".join(f'"{name}"' for name in kept)
            rows = await connection.fetch(f'SELECT ROW({said})::text AS row FROM {schema}."{table}" ORDER BY 1')
            found[f"{schema}.{table}"] = [row["row"] for row in rows]
    await connection.close()
    return found
