"""Attributes, as staff define them, vendors state them and customers read them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.catalog.events import Attribute, AttributeLevel, AttributeType, Choice
from bdcommerce.catalog.schemas.fields import Key, Position, Version
from bdcommerce.kernel.text import Localized

Value = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00]*$")] | int | float | bool
Values = Annotated[
    dict[Key, Value],
    Meta(
        max_length=80,
        description="values by the key of the category's attribute; a choice is given by its value or its label, a "
        "number in the unit of the attribute",
        examples=[{"size": "xl", "screen_size": 6.5, "waterproof": True}],
    ),
]


class ChoiceInput(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One value to choose. `swatch` belongs to a colour."""

    value: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", examples=["navy"])]
    label: Localized
    swatch: Annotated[str, Meta(pattern=r"^(#[0-9a-fA-F]{6})?$", examples=["#001f5b"])] = ""


class DefineAttribute(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An attribute as it is from now on. Its type and level cannot change later; choices can be added and relabelled.
    A choice that is taken away stays with the products that have it until they are next changed.
    """

    version: Version | None = None
    name: Localized
    type: AttributeType
    level: AttributeLevel = "product"
    unit: Annotated[str, Meta(max_length=20, description="of a number", examples=["GB"])] = ""
    choices: Annotated[list[ChoiceInput], Meta(max_length=200)] = []
    required: bool = False
    filterable: bool = False
    position: Position = 0

    def attribute(self, key: str) -> Attribute:
        """The attribute with this key."""
        return Attribute(
            key=key,
            name=self.name,
            type=self.type,
            level=self.level,
            unit=self.unit,
            choices=[Choice(value=each.value, label=each.label, swatch=each.swatch) for each in self.choices],
            required=self.required,
            filterable=self.filterable,
            position=self.position,
        )


class AttributeView(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute of a category."""

    category_id: str
    """Where it is defined: this category, or one above."""
    key: str
    name: Localized
    type: AttributeType
    level: AttributeLevel
    """Whether it is said of the whole product, or of each variant."""
    unit: str
    choices: list[Choice]
    required: bool
    """Nothing is published without it."""
    filterable: bool
    """`attr.<key>` narrows the list of products."""
    position: int

    @classmethod
    def of(cls, category_id: str, attribute: Attribute) -> "AttributeView":
        """An attribute that a category defines."""
        return cls(
            category_id=category_id,
            key=attribute.key,
            name=attribute.name,
            type=attribute.type,
            level=attribute.level,
            unit=attribute.unit,
            choices=attribute.choices,
            required=attribute.required,
            filterable=attribute.filterable,
            position=attribute.position,
        )


class ShownAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """What a product or a variant says of itself, as customers read it."""

    key: str
    value: str
    name: Localized
    label: Localized
    """The value, with its unit."""
    swatch: str = ""
