"""Suggestions while somebody types."""

from collections.abc import Sequence

from bdcommerce.catalog.ports.search import Suggestion
from bdcommerce.infra.postgres import Reads


async def suggest(reads: Reads, beginning: str, limit: int) -> Sequence[Suggestion]:
    """What could come of what has been typed."""
    return []
