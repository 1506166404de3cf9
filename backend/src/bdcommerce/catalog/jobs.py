"""What the catalog does by the clock."""

from datetime import timedelta

from bdcommerce.catalog import handlers
from bdcommerce.catalog.domain.search.documents import RULES
from bdcommerce.catalog.handlers import search
from bdcommerce.catalog.ports import Deps
from bdcommerce.catalog.queries.edge import Edge
from bdcommerce.infra.service import Job

_BATCH = 100


async def adopt_brands(deps: Deps) -> None:
    """Products from before there were brands, or of a name that has become one, refer to the brand they name."""
    adopted = _BATCH
    while adopted == _BATCH:
        async with deps.works() as work:
            adopted = await handlers.adopt_brands(work, _BATCH)


async def drop_unused_media(deps: Deps) -> None:
    """Uploads that nothing has shown for a day are forgotten."""
    dropped = _BATCH
    while dropped == _BATCH:
        async with deps.works() as work:
            dropped = await handlers.drop_unused(work, deps.files, _BATCH)


async def count_popularity(deps: Deps) -> None:
    """Lists are sorted by what was bought in the last 30 days."""
    counted = _BATCH
    while counted == _BATCH:
        async with deps.works() as work:
            counted = await handlers.count_popularity(work, _BATCH)


async def keep_search(deps: Deps) -> None:
    """Words and suggestions are counted anew, and documents that a former release indexed are indexed again."""
    async with deps.works() as work:
        await search.count_searches(work)
    while True:
        async with deps.works() as work:
            documents = await work.searches.outdated(RULES, _BATCH)
        if not documents:
            return
        await deps.search.index(documents)


async def end_shelf_lives(deps: Deps) -> None:
    """What expires within the margin that the rule book names today leaves the shop."""
    margin = await handlers.expiry_margin(deps.compliance)
    ended = _BATCH
    while ended == _BATCH:
        async with deps.works() as work:
            ended = await handlers.end_shelf_lives(work, margin, _BATCH)
    ended = _BATCH
    while ended == _BATCH:
        async with deps.works() as work:
            ended = await handlers.end_offers(work, margin, _BATCH)


async def forget_imports(deps: Edge) -> None:
    """Reports of files are kept for 90 days."""
    await deps.imports.forget_old()


JOBS = (
    Job("forget_imports", timedelta(days=1), forget_imports),
    Job("end_shelf_lives", timedelta(hours=1), end_shelf_lives),
    Job("keep_search", timedelta(minutes=10), keep_search),
    Job("count_popularity", timedelta(hours=1), count_popularity),
    Job("adopt_brands", timedelta(hours=1), adopt_brands),
    Job("drop_unused_media", timedelta(hours=1), drop_unused_media),
)
