"""Attributes of categories, and the values of products as people read them."""

from collections.abc import Mapping, Sequence

import msgspec

from bdcommerce.catalog.domain import attributes
from bdcommerce.catalog.events import Attribute
from bdcommerce.catalog.schemas.attributes import AttributeView, ShownAttribute
from bdcommerce.infra.postgres import Query, Reads


class _DefinedRow(msgspec.Struct):
    category_id: str
    attributes: list[Attribute]


ATTRIBUTES = Query(
    "catalog.category_attributes",
    """
    SELECT a.category_id, a.attributes FROM category c JOIN category a ON a.category_id = ANY(c.path)
    WHERE c.category_id = $1 ORDER BY cardinality(a.path)
    """,
    _DefinedRow,
)


async def of_category(reads: Reads, category_id: str) -> list[AttributeView] | None:
    """The attributes of a category, those from above first; None if there is no such category."""
    rows = await reads.all(ATTRIBUTES, category_id)
    return [AttributeView.of(row.category_id, each) for row in rows for each in row.attributes] if rows else None


def read(stated: Sequence[ShownAttribute], known: Mapping[str, Attribute]) -> list[ShownAttribute]:
    """Values with their names and labels, in the order of the category; those it does not know are left out."""
    values = {each.key: each.value for each in stated}
    return [
        ShownAttribute(
            key=key,
            value=values[key],
            name=attribute.name,
            label=attributes.label(attribute, values[key]),
            swatch=next((each.swatch for each in attribute.choices if each.value == values[key]), ""),
        )
        for key, attribute in known.items()
        if key in values
    ]
