"""What an answer costs before any of the shop's work is done: an endpoint that encodes the same reply, in the same
server under the same framework, and the same statements sent to PostgreSQL by its driver alone.

`python -m backend.benchmarks.bare FILE` serves the replies of a file by name; the benchmark starts it like that.
"""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
import msgspec
from backend.benchmarks.workloads import Sights
from litestar import Litestar, get
from litestar.params import FromPath

from bdcommerce.catalog.adapters.search import PostgresSearch
from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.catalog.ports.search import SearchRequest
from bdcommerce.catalog.queries import listing, shop
from bdcommerce.cli import serving
from bdcommerce.infra.postgres import Database, Query, Reads, Writes, role_of
from bdcommerce.infra.settings import DatabaseSettings, HttpSettings

T = TypeVar("T")
if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = object
Asked = tuple[str, tuple[Any, ...]]
"""A statement with its arguments."""


class Overheard(Reads):
    """The read pool of the catalog, which remembers what it was asked."""

    def __init__(self, url: str) -> None:
        super().__init__(url, SERVICE.name, DatabaseSettings())
        self.asked: list[Asked] = []

    async def all(self, query: Query[T], *arguments: Any) -> list[T]:
        """See Reads."""
        self.asked.append((query.sql, arguments))
        return await super().all(query, *arguments)


async def statements_of(url: str, seen: Sights) -> dict[str, list[Asked]]:
    """What the catalog sends to PostgreSQL for lists, product pages and searches, one statement for each."""
    reads = Overheard(url)
    search = PostgresSearch(Database(Writes(url, DatabaseSettings()), reads, SERVICE.name))

    async def overheard(act: Awaitable[Any]) -> Asked:
        reads.asked.clear()
        await act
        return reads.asked[-1]

    try:
        listed = [await overheard(listing.products(reads, each, None, 21)) for each in seen.lists]
        shown = [await overheard(shop.product_page(reads, each)) for each in seen.slugs]
        for each in seen.words:  # so that the words are known: what they mean is looked up once
            await search.search(SearchRequest(text=each, limit=20))
        found = [await overheard(search.search(SearchRequest(text=each, limit=20))) for each in seen.words]
    finally:
        await reads.close()
    return {"listing": listed, "detail": shown, "search": found}


@asynccontextmanager
async def connections(url: str, number: int) -> AsyncIterator[list[Connection]]:
    """So many connections in the role of the catalog."""
    settings = {"role": role_of(SERVICE.name), "search_path": f"{SERVICE.name}, public", "jit": "off"}
    opened = [await asyncpg.connect(url, server_settings=settings) for _ in range(number)]
    try:
        for each in opened:
            for kind in ("json", "jsonb"):
                await each.set_type_codec(kind, schema="pg_catalog", encoder=str, decoder=str)
        yield opened
    finally:
        for each in opened:
            await each.close()


def querying(asked: Sequence[Asked]) -> Callable[[Connection], Awaitable[str]]:
    """Send one after the other, over and over."""
    left = itertools.cycle(asked)

    async def act(connection: Connection) -> str:
        sql, arguments = next(left)
        await connection.fetch(sql, *arguments)
        return "ok"

    return act


async def serve(replies: dict[str, Any]) -> None:
    """Answer with these replies until the process is told to end."""

    @get("/{name:str}")
    async def reply(name: FromPath[str]) -> Any:
        return replies[name]

    listening = serving.bound(HttpSettings(host="127.0.0.1", port=0))
    async with serving.answering(Litestar([reply], openapi_config=None, logging_config=None), listening):
        told = serving.told_to_end()
        sys.stdout.write(f"ready on port {listening.getsockname()[1]}\n")
        sys.stdout.flush()
        await serving.until(told)


if __name__ == "__main__":
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(msgspec.json.decode(Path(sys.argv[1]).read_bytes())))
