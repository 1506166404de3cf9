"""Every judged query finds what was meant among its first three, and the best come first."""

from collections.abc import AsyncIterator, Mapping
from statistics import mean

import pytest
import pytest_asyncio
from backend.benchmarks.search_eval import engines
from backend.benchmarks.search_eval.catalogue import documents
from backend.benchmarks.search_eval.judged import Judged, judged

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.settings import DatabaseSettings
from support.databases import ensure_template, throw_away_database

in_one_loop = pytest.mark.asyncio(loop_scope="module")

QUERIES = judged()
KINDS = sorted({query.kind for query in QUERIES})
Answers = Mapping[str, list[str]]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def answers(postgres_url: str) -> AsyncIterator[Answers]:
    """What is found for each query, best first."""
    await ensure_template(postgres_url, "migrated_catalog", [SERVICE])
    async with throw_away_database(postgres_url, "migrated_catalog") as url:
        postgres = Postgres(url, DatabaseSettings())
        find = await engines.ours(postgres.database("catalog"), documents())
        yield {query.query: await find(query.query) for query in QUERIES}
        await postgres.close()


def test_there_are_enough_queries_of_every_kind_and_a_third_is_held_out() -> None:
    assert len(QUERIES) >= 200
    assert len({query.query for query in QUERIES}) == len(QUERIES)
    assert all(sum(query.kind == kind for query in QUERIES) >= 8 for kind in KINDS)
    assert 0.3 < mean(query.held_out for query in QUERIES) < 0.4


@in_one_loop
@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_meant_is_among_the_first_three(answers: Answers, kind: str) -> None:
    missed = {
        query.query: answers[query.query][:5]
        for query in QUERIES
        if query.kind == kind and not query.finds(answers[query.query])
    }
    assert not missed


@in_one_loop
@pytest.mark.parametrize("held_out", [False, True])
async def test_the_best_come_first_for_queries_that_nobody_looked_at_too(answers: Answers, held_out: bool) -> None:
    chosen = [query for query in QUERIES if query.held_out == held_out]
    assert mean(query.ndcg(answers[query.query]) for query in chosen) > 0.94
    assert mean(query.recall(answers[query.query]) for query in chosen) > 0.97


@in_one_loop
async def test_one_thing_said_in_three_scripts_finds_the_same(answers: Answers) -> None:
    for several in (
        ("rice", "চাল", "chal"),
        ("red saree", "লাল শাড়ি", "lal shari"),
        ("2kg chal", "২ কেজি চাল", "2 kg rice"),
    ):
        first, *others = (set(answers[query][:3]) for query in several)
        assert all(first & each for each in others), several


def test_grades_make_sense() -> None:
    query = Judged(query="q", kind="k", held_out=False, grades={"a": 3, "b": 2, "c": 0})
    assert query.ndcg(["a", "b"]) == pytest.approx(1)
    assert query.ndcg(["b", "a"]) < 1
    assert query.ndcg([]) == 0
    assert query.recall(["b", "x"]) == pytest.approx(0.5)
    assert query.finds(["x", "b", "a"])
    assert not query.finds(["x", "b", "c", "a"])
