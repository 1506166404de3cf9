"""The category tree: what staff can do."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from bdcommerce.catalog.domain import Category, add_category, attributes, revise_category
from bdcommerce.catalog.domain.categories import ensure_lawful
from bdcommerce.catalog.errors import AttributeTaken, UnknownAttribute, UnknownCategory
from bdcommerce.catalog.events import Attribute, CategoryEntry
from bdcommerce.catalog.events.categories import MoneySubstitute
from bdcommerce.catalog.events.shelves import Cause
from bdcommerce.catalog.handlers.shelves import rearrange
from bdcommerce.catalog.ports import Work
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import new_id

SUBSTITUTES: tuple[MoneySubstitute, ...] = ("gift_card", "wallet", "store_credit")


async def permitted_substitutes(compliance: ComplianceFace) -> AbstractSet[MoneySubstitute]:
    """What stands for money and may be sold today, as the rule book says."""
    rules = await compliance.rules([f"dc.permit_{kind}" for kind in SUBSTITUTES], clock.today())
    return {kind for kind, rule in zip(SUBSTITUTES, rules, strict=True) if rule.value == 1}


async def start_category(
    work: Work, entry: CategoryEntry, permitted: AbstractSet[MoneySubstitute] = frozenset()
) -> Category:
    """Put a new category into the tree. Raises Invalid, CategoryLoop, SlugTaken."""
    ensure_lawful(entry, permitted)
    event = add_category(new_id("cat"), entry, await _above(work, entry))
    await work.categories.save(event, expected=0)
    return Category(category_id=event.category_id, entry=entry, version=1)


async def change_category(
    work: Work,
    category_id: str,
    version: int,
    change: Callable[[CategoryEntry], CategoryEntry],
    permitted: AbstractSet[MoneySubstitute],
) -> Category:
    """Change what is said of a category.

    Raises UnknownCategory, Stale, Invalid, CategoryLoop, SlugTaken, AttributeTaken.
    """
    before = (await _read(work, category_id, version))[-1]
    entry = change(before.entry)
    ensure_lawful(entry, permitted)
    above = await _above(work, entry)
    if entry.parent_id != before.entry.parent_id:
        await _ensure_keys_free(work, before, above)
    return await _revised(work, before, entry, above)


async def define_attribute(work: Work, category_id: str, version: int, attribute: Attribute) -> Category:
    """Let products of a category, and of those below it, be described by an attribute, new or as it is from now on.

    Raises UnknownCategory, Stale, Invalid, AttributeTaken, AttributeFixed.
    """
    *above, before = await _read(work, category_id, version)
    elsewhere = _keys(above) | await work.categories.keys_below(category_id)
    entry = attributes.define(before.entry, attribute, elsewhere)
    return await _revised(work, before, entry, above)


async def drop_attribute(work: Work, category_id: str, version: int, key: str) -> Category:
    """Let products be described by it no more. Raises UnknownCategory, UnknownAttribute, Stale."""
    *above, before = await _read(work, category_id, version)
    ensure(key in _keys([before]), UnknownAttribute.named(key))
    return await _revised(work, before, attributes.without(before.entry, key), above)


async def ensure_category(work: Work, category_id: str) -> None:
    """Raises Invalid if there is no such category."""
    await category_path(work, category_id)


async def category_path(work: Work, category_id: str) -> Sequence[Category]:
    """A product's category with all above it. Raises Invalid if there is none."""
    try:
        return await work.categories.path(category_id)
    except UnknownCategory as error:
        raise Invalid.field("category_id", "there is no such category") from error


async def _above(work: Work, entry: CategoryEntry) -> Sequence[Category]:
    if not entry.parent_id:
        return []
    try:
        return await work.categories.path(entry.parent_id)
    except UnknownCategory as error:
        raise Invalid.field("parent_id", "there is no such category") from error


async def _read(work: Work, category_id: str, version: int) -> Sequence[Category]:
    path = await work.categories.path(category_id)
    ensure(path[-1].version == version, Stale("the category has changed meanwhile", version=path[-1].version))
    return path


async def _revised(work: Work, before: Category, entry: CategoryEntry, above: Sequence[Category]) -> Category:
    height = await work.categories.height(before.category_id)
    event = revise_category(before.category_id, entry, above, height)
    await work.categories.save(event, expected=before.version)
    if (entry.name, entry.attributes) != (before.entry.name, before.entry.attributes):
        await rearrange(work, Cause(kind="category", id=before.category_id))
    return Category(category_id=before.category_id, entry=entry, version=before.version + 1)


async def _ensure_keys_free(work: Work, moved: Category, above: Sequence[Category]) -> None:
    """Nothing in a subtree that moves may have an attribute that it would meet again above."""
    mine = _keys([moved]) | await work.categories.keys_below(moved.category_id)
    met = sorted(mine & _keys(above))
    ensure(not met, AttributeTaken.named(", ".join(met)))


def _keys(categories: Sequence[Category]) -> set[str]:
    return {each.key for category in categories for each in category.entry.attributes}
