"""How well search finds, as a table: `python -m backend.benchmarks.search_eval`.

It starts a PostgreSQL of its own (or takes the one at `--url`, where it makes and drops a database), indexes the demo's
assortment and asks every judged query of our search and of two baselines.
"""

import argparse
import asyncio
import os
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from urllib.parse import urlsplit

import asyncpg
from backend.benchmarks.search_eval import engines
from backend.benchmarks.search_eval.catalogue import documents
from backend.benchmarks.search_eval.engines import Engine
from backend.benchmarks.search_eval.judged import Judged, judged
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings
from bdcommerce.infra.settings import DatabaseSettings

DATABASE = "bench_search"
OURS = "search"


@dataclass
class Score:
    """What an engine did on some queries."""

    ndcg: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    def add(self, query: Judged, ranked: Sequence[str]) -> None:
        """Count the answer to a query."""
        self.ndcg.append(query.ndcg(ranked))
        self.recall.append(query.recall(ranked))
        self.found.append(query.finds(ranked))


Scores = Mapping[tuple[str, str], Score]
"""By engine and kind of query."""


async def main(url: str, *, missed: bool) -> None:
    """Ask everything of everyone and print what came out."""
    console = Console(width=120)
    queries = judged()
    async with server(url) as running, database(running) as here:
        postgres = Postgres(here, DatabaseSettings())
        try:
            home = postgres.database(SERVICE.name)
            asked = {OURS: await engines.ours(home, documents())} | await engines.baselines(home, documents())
            scores = await ask(asked, queries, console if missed else None)
        finally:
            await postgres.close()
    console.print(table(scores, queries))
    console.print(
        f"{len(queries)} queries over {len(documents())} products. Found: what was meant is among the first 3.\n"
        "like: the words anywhere in title or brand. simple: PostgreSQL's full text search with nothing added."
    )


async def ask(asked: Mapping[str, Engine], queries: Sequence[Judged], console: Console | None) -> Scores:
    """The scores of every engine, for each kind, for all that may be looked at, and for all that is held out."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for query in track(queries, "asking", console=Console(stderr=True), transient=True):
        for name, engine in asked.items():
            ranked = await engine(query.query)
            for kind in (query.kind, "held out" if query.held_out else "looked at", "all"):
                scores[name, kind].add(query, ranked)
            if console and name == OURS and not query.held_out and query.ndcg(ranked) < 1:
                console.print(f"{query.ndcg(ranked):.2f} {query.kind}: {query.query} → {', '.join(ranked[:8])}")
    return scores


def table(scores: Scores, queries: Sequence[Judged]) -> Table:
    """A line per kind, then the summaries."""
    names = list(dict.fromkeys(name for name, _ in scores))
    headings = [f"{name}\n{what}" for name in names for what in ("nDCG@10", "recall@50", "found@3")]
    shown = Table("kind", "queries", *headings)
    for column in shown.columns[1:]:
        column.justify = "right"
    kinds = list(dict.fromkeys(query.kind for query in queries))
    for kind in (*kinds, "looked at", "held out", "all"):
        if kind == "looked at":
            shown.add_section()
        cells = [cell for name in names for cell in _cells(scores[name, kind])]
        shown.add_row(kind, str(len(scores[OURS, kind].ndcg)), *cells)
    return shown


def _cells(score: Score) -> list[str]:
    return [f"{mean(score.ndcg):.3f}", f"{mean(score.recall):.3f}", f"{sum(score.found)}/{len(score.found)}"]


@asynccontextmanager
async def server(url: str) -> AsyncIterator[str]:
    """The server at `url`, or one of our own."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="bdc-benchmark-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as somebody else
        async with PostgresServer(PostgresSettings(Path(folder) / "data"), durable=False) as own:
            yield own.url


@asynccontextmanager
async def database(url: str) -> AsyncIterator[str]:
    """A fresh database with the catalog's tables in it."""
    admin = await asyncpg.connect(url)
    try:
        await admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        fresh = urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
        await migrate(fresh, [SERVICE])
        yield fresh
        await admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    finally:
        await admin.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="", help="a PostgreSQL to use instead of one of our own")
    options.add_argument("--missed", action="store_true", help="show queries that could do better, but none held out")
    given = options.parse_args()
    asyncio.run(main(given.url, missed=given.missed))
