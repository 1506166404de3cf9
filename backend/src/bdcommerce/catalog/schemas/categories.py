"""Categories, as staff keep them and everybody reads them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from bdcommerce.catalog.domain import Category
from bdcommerce.catalog.events.categories import MoneySubstitute
from bdcommerce.catalog.schemas.attributes import AttributeView
from bdcommerce.catalog.schemas.fields import Id, Position, Slug, Version
from bdcommerce.kernel.text import Localized

VatRule = Annotated[
    str,
    Meta(
        max_length=60,
        pattern=r"^(vat\.[a-z0-9_.]+)?$",
        description="the rule in the rule book whose value is the VAT inside prices, in per cent; empty: as above",
        examples=["vat.standard"],
    ),
]

Substitute = Annotated[
    MoneySubstitute,
    Meta(
        description="what is sold here stands for money: such a category is `prohibited` until the rule "
        "`dc.permit_<kind>` is 1, which wants the permission of Bangladesh Bank (Digital Commerce Operation Guidelines "
        "2021); empty: ordinary goods",
        examples=["gift_card"],
    ),
]


class AddCategory(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A new category; without a slug, its English name becomes one."""

    parent_id: Id | None = None
    slug: Slug | None = None
    name: Localized
    position: Position = 0
    perishable: bool = False
    requires_dgda_licence: bool = False
    prohibited: bool = False
    vat_rule: VatRule = ""
    money_substitute: Substitute = ""


class ChangeCategory(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is to be otherwise; a null parent is the root."""

    version: Version | None = None
    parent_id: Id | UnsetType | None = UNSET
    slug: Slug | UnsetType = UNSET
    name: Localized | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    perishable: bool | UnsetType = UNSET
    requires_dgda_licence: bool | UnsetType = UNSET
    prohibited: bool | UnsetType = UNSET
    vat_rule: VatRule | UnsetType = UNSET
    money_substitute: Substitute | UnsetType = UNSET


class CategoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A category, as staff see it."""

    id: str
    version: int
    parent_id: str | None
    slug: str
    name: Localized
    position: int
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool
    vat_rule: str
    """Empty: as above, at the root `vat.standard`."""
    money_substitute: MoneySubstitute
    """What is sold here stands for money; empty: ordinary goods."""
    attributes: list[AttributeView]
    """Those defined here; what is defined above holds too."""

    @classmethod
    def of(cls, category: Category) -> "CategoryView":
        """A category that was just decided on."""
        entry = category.entry
        return cls(
            id=category.category_id,
            version=category.version,
            parent_id=entry.parent_id or None,
            slug=entry.slug,
            name=entry.name,
            position=entry.position,
            perishable=entry.perishable,
            requires_dgda_licence=entry.requires_dgda_licence,
            prohibited=entry.prohibited,
            vat_rule=entry.vat_rule,
            money_substitute=entry.money_substitute,
            attributes=[AttributeView.of(category.category_id, each) for each in entry.attributes],
        )


class CategoryNode(msgspec.Struct, kw_only=True):
    """A category and what stands below it."""

    id: str
    slug: str
    name: Localized
    perishable: bool
    requires_dgda_licence: bool
    prohibited: bool
    version: int
    children: list["CategoryNode"] = []
