"""Search: what staff keep of it, and what it remembers."""

from collections.abc import Sequence
from datetime import timedelta

from bdcommerce.catalog.domain.search.thesaurus import SynonymGroup, checked
from bdcommerce.catalog.errors.search import UnknownSynonyms
from bdcommerce.catalog.ports import Work
from bdcommerce.catalog.ports.search import Asked, KeptSynonyms
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, ensure

REMEMBERED = timedelta(days=180)
"""How long what was searched is kept, day by day."""


async def keep_synonyms(work: Work, group: SynonymGroup, version: int) -> KeptSynonyms:
    """Add a group (version 0), or let the one of that key and version be as given. Raises Invalid, Stale."""
    group = checked(group)
    before = await work.searches.synonyms(group.key)
    stands = before.version if before else 0
    ensure(stands == version, Stale("the synonyms have changed meanwhile", version=stands))
    kept = KeptSynonyms(group=group, version=version + 1, changed_at=clock.now())
    await work.searches.keep_synonyms(kept)
    return kept


async def drop_synonyms(work: Work, key: str, version: int) -> None:
    """The words of a group mean the same no more. Raises UnknownSynonyms, Stale."""
    before = await work.searches.synonyms(key)
    if before is None:
        raise UnknownSynonyms.named(key)
    ensure(before.version == version, Stale("the synonyms have changed meanwhile", version=before.version))
    await work.searches.drop_synonyms(key)


async def remember_searches(work: Work, asked: Sequence[Asked]) -> None:
    """Add to what was searched today."""
    await work.searches.remember(asked, clock.now())


async def count_searches(work: Work) -> None:
    """Count words and what is worth suggesting anew, and forget what was searched long ago."""
    await work.searches.forget(clock.now() - REMEMBERED)
    await work.searches.recount()
