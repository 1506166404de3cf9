"""The category tree: where a product stands, and which rules hold there."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta

from bdcommerce.catalog.domain.attributes import inherited
from bdcommerce.catalog.errors import CategoryLoop
from bdcommerce.catalog.events import Attribute, CategoryAdded, CategoryEntry, CategoryRevised
from bdcommerce.catalog.events.categories import MoneySubstitute
from bdcommerce.kernel.errors import Invalid, ensure

MAX_DEPTH = 6
STANDARD_VAT = "vat.standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One place in the tree."""

    category_id: str
    entry: CategoryEntry
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRules:
    """What holds for a product: from its category and all above it, and from its brand."""

    perishable: bool = False
    requires_dgda_licence: bool = False
    prohibited: bool = False
    attributes: tuple[Attribute, ...] = ()
    vat_rule: str = STANDARD_VAT
    """The rule whose value is the VAT inside prices, in per cent."""
    brand_refused: bool = False
    """Staff do not want anything new under this brand."""
    expiry_margin: timedelta = timedelta(0)
    """So long before their day of expiry goods leave the shop."""


def rules_of(path: Sequence[Category]) -> CategoryRules:
    """The rules of the last category of a path, root first."""
    return CategoryRules(
        perishable=any(each.entry.perishable for each in path),
        requires_dgda_licence=any(each.entry.requires_dgda_licence for each in path),
        prohibited=any(each.entry.prohibited for each in path),
        attributes=inherited(each.entry for each in path),
        vat_rule=next((each.entry.vat_rule for each in reversed(path) if each.entry.vat_rule), STANDARD_VAT),
    )


def ensure_lawful(entry: CategoryEntry, permitted: AbstractSet[MoneySubstitute]) -> None:
    """What stands for money may be sold only with the permission of Bangladesh Bank (Digital Commerce Operation
    Guidelines 2021, DC-BAN-06). Raises Invalid.
    """
    lawful = entry.prohibited or not entry.money_substitute or entry.money_substitute in permitted
    reason = f"must be set: no {entry.money_substitute} is sold without the permission of Bangladesh Bank (DC-BAN-06)"
    ensure(lawful, Invalid.field("prohibited", reason))


def add_category(category_id: str, entry: CategoryEntry, above: Sequence[Category]) -> CategoryAdded:
    """Put a category below a path (root first; empty for the root). Raises CategoryLoop."""
    _fits(category_id, above, height=1)
    return CategoryAdded(category_id=category_id, entry=entry)


def revise_category(category_id: str, entry: CategoryEntry, above: Sequence[Category], height: int) -> CategoryRevised:
    """Let a category, with the subtree of that height that hangs on it, be as given. Raises CategoryLoop."""
    _fits(category_id, above, height)
    return CategoryRevised(category_id=category_id, entry=entry)


def _fits(category_id: str, above: Sequence[Category], height: int) -> None:
    ensure(
        category_id not in {each.category_id for each in above},
        CategoryLoop.field("parent_id", "a category cannot stand below itself"),
    )
    ensure(
        len(above) + height <= MAX_DEPTH,
        CategoryLoop.field("parent_id", f"the tree is at most {MAX_DEPTH} categories deep"),
    )
