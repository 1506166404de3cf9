"""The category tree, as handlers need it kept."""

from collections.abc import Sequence
from typing import Protocol

from bdcommerce.catalog.domain import Category
from bdcommerce.catalog.events import (
    CategoryAdded,
    CategoryRevised,
)

CategoryEvent = CategoryAdded | CategoryRevised


class Categories(Protocol):
    """The category tree."""

    async def path(self, category_id: str) -> Sequence[Category]:
        """A category with all above it, root first, unchanged until the transaction ends. Raises UnknownCategory."""

    async def height(self, category_id: str) -> int:
        """How many levels the subtree of a category has; 1 for a leaf."""

    async def keys_below(self, category_id: str) -> set[str]:
        """The keys of the attributes that categories below this one define."""

    async def save(self, event: CategoryEvent, *, expected: int) -> None:
        """Append to the category's stream. Raises Stale, SlugTaken."""
