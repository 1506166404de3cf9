"""What happened to the category tree."""

from dataclasses import dataclass, field
from typing import Literal

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.text import Localized

AttributeType = Literal["text", "choice", "number", "boolean", "colour"]
AttributeLevel = Literal["product", "variant"]
MoneySubstitute = Literal["", "gift_card", "wallet", "store_credit"]
"""What stands for money without being it: cards and vouchers, top-ups of a wallet, credit bought at a shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the values that an attribute may have, and how people read it."""

    value: str
    label: Localized
    swatch: str = ""
    """Of a colour: `#rrggbb`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something that can be said of every product in a category and below it."""

    key: str
    name: Localized
    type: AttributeType
    level: AttributeLevel
    """Whether it is said of the whole product, or tells its variants apart."""
    unit: str = ""
    """Of a number."""
    choices: list[Choice] = field(default_factory=list)
    """Of a choice or a colour."""
    required: bool = False
    filterable: bool = False
    position: int = 0


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
    attributes: list[Attribute] = field(default_factory=list)
    """Those defined here; what is defined above holds too."""
    vat_rule: str = ""
    """The rule whose value is the VAT inside prices here and below, in per cent; empty: as above."""
    money_substitute: MoneySubstitute = ""
    """DC-BAN-06: what is sold in here stands for money, so nothing is unless Bangladesh Bank has permitted it."""


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
