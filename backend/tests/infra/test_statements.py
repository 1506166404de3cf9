"""Statements of SQLAlchemy Core on the driver itself: what comes of them is what an engine would have made."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    Numeric,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra import statements
from bdcommerce.infra.postgres import Database, read_metadata
from support.toy import toy_database

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
thing = Table(
    "odd_thing",
    read_metadata(),
    Column("id", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("share", Numeric),
    Column("facts", JSONB),
    Column("names", ARRAY(Text)),
    Column("at", DateTime(timezone=True)),
    Column("left", Integer, nullable=False, default=7),
    Column("marks", JSONB, nullable=False, default=list),
)


@pytest.fixture
async def toy(postgres_url: str) -> AsyncIterator[Database]:
    async with toy_database(postgres_url) as database:
        async with database.transaction() as tx:
            await tx.execute(
                text(
                    "CREATE TABLE odd_thing (id text PRIMARY KEY, size bigint NOT NULL CHECK (size >= 0),"
                    ' share numeric, facts jsonb, names text[], at timestamptz, "left" integer NOT NULL,'
                    " marks jsonb NOT NULL)"
                )
            )
        yield database


def values(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"t{number}", "size": number, **more}


async def test_every_kind_of_value_comes_back_as_it_was_given(toy: Database) -> None:
    given = values(1, share=Decimal("0.10"), facts={"বাংলা": [1, None]}, names=["a", "b"], at=NOON, left=3, marks=["x"])
    async with toy.transaction() as tx:
        assert (await tx.execute(insert(thing).values(given))).rowcount == 1
        assert [dict(row) for row in await tx.rows(select(thing))] == [given]
        assert await tx.scalar(select(func.count()).select_from(thing)) == 1


async def test_a_default_of_the_table_is_used_where_nothing_is_given(toy: Database) -> None:
    async with toy.transaction() as tx:
        await tx.execute(insert(thing), [values(1), values(2)])
        await tx.execute(insert(thing).values(values(3)))
        assert [(row["left"], row["marks"]) for row in await tx.rows(select(thing))] == [(7, [])] * 3


async def test_one_statement_is_run_for_every_row_of_parameters(toy: Database) -> None:
    async with toy.transaction() as tx:
        put = upsert(thing)
        put = put.on_conflict_do_update(index_elements=["id"], set_={"size": put.excluded.size})
        assert (await tx.execute(put, [values(n) for n in range(1, 51)])).rowcount == 50
        await tx.execute(put, [{"id": "t1", "size": 100}])
        assert await tx.scalar(select(func.sum(thing.c.size))) == sum(range(2, 51)) + 100


@pytest.mark.parametrize("wanted", [[], ["t1"], ["t1", "t3", "none"]])
async def test_a_list_of_any_length_may_stand_in_a_condition(toy: Database, wanted: list[str]) -> None:
    async with toy.transaction() as tx:
        await tx.execute(insert(thing), [values(n) for n in (1, 2, 3)])
        found = await tx.rows(select(thing.c.id).where(thing.c.id.in_(wanted)).order_by(thing.c.id))
        assert [row["id"] for row in found] == [each for each in wanted if each != "none"]
        assert (await tx.execute(delete(thing).where(thing.c.id.in_(wanted)))).rowcount == len(found)


async def test_one_shape_of_statement_is_compiled_once_whatever_its_values(toy: Database) -> None:
    async with toy.transaction() as tx:
        await tx.execute(insert(thing), [values(n) for n in (1, 2)])
        await tx.execute(update(thing).where(thing.c.id == "t1").values(size=10))
        kept = len(statements._CACHE)
        await tx.execute(update(thing).where(thing.c.id == "t2").values(size=20))
        assert len(statements._CACHE) == kept
        assert [row["size"] for row in await tx.rows(select(thing).order_by(thing.c.id))] == [10, 20]


async def test_a_violated_constraint_names_itself_and_no_value(toy: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with toy.transaction() as tx:
            await tx.execute(insert(thing).values(id="secret-id", size=-1))
    assert getattr(refused.value.orig.__cause__, "constraint_name", "") == "odd_thing_size_check"  # type: ignore[union-attr]
    assert "secret-id" not in str(refused.value)


async def test_a_failure_that_somebody_swallowed_commits_nothing(toy: Database) -> None:
    with pytest.raises(RuntimeError, match="nothing was committed"):
        async with toy.transaction() as tx:
            await tx.execute(insert(thing).values(values(1)))
            with pytest.raises(asyncpg.PostgresError):
                await tx.scalar(text("SELECT 1 / 0"))
    async with toy.transaction() as tx:
        assert await tx.rows(select(thing)) == []


async def test_a_connection_keeps_nothing_of_a_transaction_that_failed(toy: Database) -> None:
    for _ in range(30):
        with pytest.raises(ZeroDivisionError):
            async with toy.transaction() as tx:
                await tx.execute(insert(thing).values(values(1)))
                raise ZeroDivisionError
    async with toy.transaction() as tx:
        assert await tx.rows(select(thing)) == []
        assert await tx.scalar(text("SELECT current_user")) == "bdc_toy"
