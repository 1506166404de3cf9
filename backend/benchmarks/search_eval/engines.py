"""What is compared: our search, and two that PostgreSQL offers out of the box."""

from collections.abc import Awaitable, Callable, Sequence

from backend.benchmarks.search_eval.catalogue import key_of
from sqlalchemy import text

from bdcommerce.catalog.adapters.search import PostgresDesk, PostgresSearch
from bdcommerce.catalog.domain.search.documents import SearchDocument
from bdcommerce.catalog.ports.search import SearchRequest
from bdcommerce.infra.postgres import Database
from bdcommerce.kernel.text import Localized, fold

Engine = Callable[[str], Awaitable[list[str]]]
"""From a query to the keys of what it finds, best first."""
_DEPTH = 50
_LIKE = text("""
    SELECT product_id FROM plain WHERE NOT EXISTS (
        SELECT FROM unnest(CAST(:words AS text[])) AS word WHERE title NOT LIKE '%' || word || '%'
    ) ORDER BY product_id DESC LIMIT :depth
""")
_SIMPLE = text("""
    SELECT product_id FROM plain, plainto_tsquery('simple', :query) AS wanted WHERE whole @@ wanted
    ORDER BY ts_rank(whole, wanted) DESC, product_id DESC LIMIT :depth
""")
_PLAIN = text("""
    INSERT INTO plain SELECT :product_id, :title,
        setweight(to_tsvector('simple', :title), 'A') || to_tsvector('simple', :rest)
""")


async def ours(database: Database, documents: Sequence[SearchDocument]) -> Engine:
    """The search of the catalog, over its index of these documents."""
    search = PostgresSearch(database)
    await search.index(documents)
    async with database.transaction() as tx:
        await PostgresDesk(tx).recount()

    async def find(query: str) -> list[str]:
        found = await search.search(SearchRequest(text=query, limit=_DEPTH))
        return [key_of(hit.product_id) for hit in found.hits]

    return find


async def baselines(database: Database, documents: Sequence[SearchDocument]) -> dict[str, Engine]:
    """Words anywhere in title or brand (what `GET /products?q=` does), and full text search with nothing added."""
    async with database.transaction() as tx:
        await tx.execute(text("CREATE TABLE plain (product_id text, title text, whole tsvector)"))
        await tx.execute(_PLAIN, [_plain(each) for each in documents])

    async def like(query: str) -> list[str]:
        sought = {"words": fold(query).split()[:5], "depth": _DEPTH}
        async with database.transaction() as tx:
            return [key_of(row["product_id"]) for row in await tx.rows(_LIKE, sought)]

    async def simple(query: str) -> list[str]:
        sought = {"query": fold(query), "depth": _DEPTH}
        async with database.transaction() as tx:
            return [key_of(row["product_id"]) for row in await tx.rows(_SIMPLE, sought)]

    return {"like": like, "simple": simple}


def _plain(document: SearchDocument) -> dict[str, str]:
    names: list[Localized] = [document.brand, *document.categories]
    return {
        "product_id": document.product_id,
        "title": fold(f"{document.title.en} {document.title.bn} {document.brand.en}"),
        "rest": fold(" ".join([*(f"{name.en} {name.bn}" for name in names), *document.attributes])),
    }
