"""The category tree: what staff can do."""

from collections.abc import Callable, Sequence

from bdcommerce.catalog.domain import (
    Category,
    add_category,
    revise_category,
)
from bdcommerce.catalog.errors import UnknownCategory
from bdcommerce.catalog.events import CategoryEntry
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import new_id


async def start_category(work: Work, entry: CategoryEntry) -> Category:
    """Put a new category into the tree. Raises Invalid, CategoryLoop, SlugTaken."""
    event = add_category(new_id("cat"), entry, await _above(work, entry))
    await work.categories.save(event, expected=0)
    return Category(category_id=event.category_id, entry=entry, version=1)


async def change_category(
    work: Work, category_id: str, version: int, change: Callable[[CategoryEntry], CategoryEntry]
) -> Category:
    """Change what is said of a category. Raises UnknownCategory, Stale, Invalid, CategoryLoop, SlugTaken."""
    before = (await work.categories.path(category_id))[-1]
    ensure(before.version == version, Stale("the category has changed meanwhile", version=before.version))
    entry = change(before.entry)
    event = revise_category(category_id, entry, await _above(work, entry), await work.categories.height(category_id))
    await work.categories.save(event, expected=version)
    return Category(category_id=category_id, entry=entry, version=version + 1)


async def ensure_category(work: Work, category_id: str) -> None:
    """Raises Invalid if there is no such category."""
    await category_path(work, category_id)


async def _above(work: Work, entry: CategoryEntry) -> Sequence[Category]:
    if not entry.parent_id:
        return []
    try:
        return await work.categories.path(entry.parent_id)
    except UnknownCategory as error:
        raise Invalid.field("parent_id", "there is no such category") from error


async def category_path(work: Work, category_id: str) -> Sequence[Category]:
    """A product's category with all above it. Raises Invalid if there is none."""
    try:
        return await work.categories.path(category_id)
    except UnknownCategory as error:
        raise Invalid.field("category_id", "there is no such category") from error
