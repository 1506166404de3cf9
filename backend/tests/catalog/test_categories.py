from typing import Any

import pytest

from bdcommerce.catalog.domain import Category, CategoryRules, add_category, revise_category, rules_of
from bdcommerce.catalog.domain.categories import MAX_DEPTH
from bdcommerce.catalog.errors import CategoryLoop
from bdcommerce.catalog.events import CategoryEntry
from bdcommerce.kernel.text import Localized


def category(category_id: str, parent_id: str = "", **flags: bool) -> Category:
    rules: dict[str, Any] = {"perishable": False, "requires_dgda_licence": False, "prohibited": False} | flags
    entry = CategoryEntry(parent_id=parent_id, slug=category_id, name=Localized(category_id), position=0, **rules)
    return Category(category_id=category_id, entry=entry, version=1)


def path(length: int) -> list[Category]:
    return [category(f"cat_{number}") for number in range(length)]


def test_what_holds_above_holds_below() -> None:
    food, fish = category("cat_food", perishable=True), category("cat_fish", "cat_food")
    assert rules_of([food, fish]) == CategoryRules(perishable=True)
    assert rules_of([category("cat_ban", prohibited=True), fish]).prohibited
    assert rules_of([]) == CategoryRules()


def test_a_category_cannot_stand_below_itself() -> None:
    moved = category("cat_1")
    with pytest.raises(CategoryLoop):
        revise_category(moved.category_id, moved.entry, path(3), 1)


def test_the_tree_does_not_grow_too_deep() -> None:
    new = category("cat_new")
    assert add_category(new.category_id, new.entry, path(MAX_DEPTH - 1)).entry == new.entry
    with pytest.raises(CategoryLoop):
        add_category(new.category_id, new.entry, path(MAX_DEPTH))
    with pytest.raises(CategoryLoop):
        revise_category(new.category_id, new.entry, path(MAX_DEPTH - 1), height=2)
