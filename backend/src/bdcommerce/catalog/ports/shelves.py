"""What is shown of many products, as handlers need it brought up to date."""

from collections.abc import Sequence
from typing import Protocol

from bdcommerce.catalog.events.shelves import Cause


class Shelves(Protocol):
    """Products by what they show."""

    async def showing(self, cause: Cause, after: str, limit: int) -> Sequence[str]:
        """Products that show what has changed, or should, after one of them, by id."""
