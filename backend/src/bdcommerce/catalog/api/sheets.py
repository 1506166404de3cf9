"""What vendors send, to the sheet of a product."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET

from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.events import Facts, ProductSheet, Variant
from bdcommerce.catalog.schemas.attributes import Value
from bdcommerce.catalog.schemas.products import (
    ChangeProduct,
    DraftProduct,
    FactsInput,
    VariantInput,
)
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.ids import new_id
from bdcommerce.kernel.text import Localized


def drafted_sheet(data: DraftProduct) -> ProductSheet:
    """A sheet as far as it is known."""
    return ProductSheet(
        category_id=data.category_id,
        options=data.options,
        variants=_variants(data.variants, []),
        facts=_facts(Facts(), data.facts),
        attributes=_plain(data.attributes),
        unit=data.unit,
        brand_id=data.brand_id,
    )


def changed_sheet(sheet: ProductSheet, data: ChangeProduct) -> ProductSheet:
    """The sheet with what is to be otherwise."""
    changes: dict[str, Any] = {}
    if data.category_id is not UNSET:
        changes["category_id"] = data.category_id
    if data.options is not UNSET:
        changes["options"] = data.options
    if data.variants is not UNSET:
        changes["variants"] = _variants(data.variants, sheet.variants)
    if data.facts is not UNSET:
        changes["facts"] = _facts(sheet.facts, data.facts)
        if changes["facts"].brand != sheet.facts.brand:
            changes["brand_id"] = ""
    if data.brand_id is not UNSET:
        changes["brand_id"] = data.brand_id
    if data.unit is not UNSET:
        changes["unit"] = data.unit
    given = _plain({key: value for key, value in data.attributes.items() if value is not None})
    kept = {key: value for key, value in sheet.attributes.items() if key not in data.attributes}
    changes["attributes"] = kept | given
    return replace(sheet, **changes)


def _variants(given: Sequence[VariantInput], known: Sequence[Variant]) -> list[Variant]:
    """Variants with ids: those that are named keep theirs. Raises Invalid for an id that is not there, or is twice."""
    free = {each.variant_id for each in known}
    made = []
    for number, each in enumerate(given):
        ensure(
            each.id is None or each.id in free, Invalid.field(f"variants.{number}.id", "is no variant of this product")
        )
        free.discard(each.id or "")
        made.append(
            Variant(
                variant_id=each.id or new_id("var"),
                options=each.options,
                weight_grams=each.weight_grams,
                mrp=each.mrp,
                attributes=_plain(each.attributes),
                images=[image.image() for image in each.images],
            )
        )
    return made


def _facts(known: Facts, given: FactsInput) -> Facts:
    changes = {name: value for name, value in msgspec.structs.asdict(given).items() if value is not UNSET}
    if described := changes.get("description"):
        changes["description"] = Localized(safe_html(described.en), safe_html(described.bn))
    if "images" in changes:
        changes["images"] = [each.image() for each in given.images or []]
    return replace(known, **changes)


def _plain(values: Mapping[str, Value]) -> dict[str, str]:
    return {key: _text(value) for key, value in values.items()}


def _text(value: Value) -> str:
    """A value as people write it; its attribute brings it into canonical form."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return format(Decimal(repr(value)), "f")
    return str(value)
