"""What happened to the category tree."""

from dataclasses import dataclass

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.text import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryEntry:
    """All that the operator says of a category. An empty parent is the root; the flags hold for all below it too."""

    parent_id: str
    slug: str
    name: Localized
    position: int
    perishable: bool
    requires_dgda_licence: bool
    """DC-BAN-05: medicine and medical goods."""
    prohibited: bool
    """DC-BAN-02, DC-BAN-04, DC-BAN-06: nothing in here is ever sold."""


@domain_event()
class CategoryAdded:
    """A category stands in the tree."""

    category_id: str
    entry: CategoryEntry


@domain_event()
class CategoryRevised:
    """A category reads otherwise, stands elsewhere, or has other rules from now on."""

    category_id: str
    entry: CategoryEntry
