"""The product file that Shopify exports, understood: rows to products, dollars to poisha, pounds to grams.

A product that is wrong is refused with all its rows. Columns of both generations of the format are known ("Variant SKU"
and "SKU", "Handle" and "URL handle"). Source: Shopify help centre, "Using CSV files to import and export products".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bdcommerce.catalog.adapters.intake.foreign import GRAMS, Exchange, pictures, stable_sku
from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.domain import Note, PlannedProduct, PlannedVariant, option_key
from bdcommerce.catalog.events import Image
from bdcommerce.infra.imports import Group
from bdcommerce.infra.imports import Row as FileRow
from bdcommerce.infra.imports.cells import Unclear, Wrong
from bdcommerce.infra.imports.cells import number as read_number
from bdcommerce.infra.sheets import Unreadable
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import half_up
from bdcommerce.kernel.text import Localized, fold, latin_digits, nfc

_COLUMNS = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "body": ("Body (HTML)", "Description"),
    "brand": ("Vendor",),
    "name1": ("Option1 Name",),
    "value1": ("Option1 Value",),
    "name2": ("Option2 Name",),
    "value2": ("Option2 Value",),
    "name3": ("Option3 Name",),
    "value3": ("Option3 Value",),
    "sku": ("Variant SKU", "SKU"),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "weight": ("Variant Weight",),
    "unit": ("Variant Weight Unit",),
    "quantity": ("Variant Inventory Qty", "Inventory quantity"),
    "price": ("Variant Price", "Price"),
    "compare": ("Variant Compare At Price", "Compare-at price"),
    "image": ("Image Src", "Product image URL"),
    "position": ("Image Position",),
    "alt": ("Image Alt Text",),
    "gift": ("Gift Card",),
}
_FIELDS = {fold(name): field for field, names in _COLUMNS.items() for name in names}
_REQUIRED = ("handle", "title", "price")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_TRUE = {"true", "yes", "1"}
_MAX_HANDLE = 255


FIELDS: Mapping[str, str] = {
    "options": "Option1 Name", "sku": "Variant SKU", "price": "Variant Price", "offers": "Variant SKU",
    "mrp": "Variant Compare At Price", "variants": "Option1 Value", "facts.title": "Title", "facts.brand": "Vendor",
    "facts.description": "Body (HTML)", "facts.images": "Image Src", "category_id": "category_id",
}  # fmt: skip
"""Columns by the fields that refusals name."""


@dataclass(slots=True)
class ShopifyLayout:
    """Rows of one handle are a product. One without, that begins none, may belong to the product above it: then that
    one is incomplete and must not come in either.
    """

    old: bool = True
    aliases: Mapping[str, str] = field(default_factory=dict)
    _above: str = ""
    _names: Mapping[str, str] = field(default_factory=dict)

    def check(self, found: Sequence[str]) -> None:
        """See Layout."""
        self._names = {_FIELDS[fold(label)]: label for label in reversed(found) if fold(label) in _FIELDS}
        known = [_FIELDS[fold(label)] for label in found if fold(label) in _FIELDS]
        twice = sorted({_COLUMNS[name][0] for name in known if known.count(name) > 1})
        ensure(not twice, Unreadable.field("file", f"has the column {', '.join(twice)} twice"))
        missing = [_COLUMNS[name][0] for name in _REQUIRED if name not in known]
        ensure(not missing, Unreadable.field("file", f"lacks the columns: {', '.join(missing)}"))

    def key(self, number: int, row: Mapping[str, str]) -> str:
        """See Layout."""
        if handle := nfc(row[self._names["handle"]]):
            self._above = handle
        elif row[self._names["title"]] or not self._above:
            self._above = ""
            return f"\n{number}"
        return self._above

    def identity(self, row: Mapping[str, str]) -> str:
        """See Layout."""
        return nfc(row.get(self._names.get("sku", ""), ""))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    labels: Mapping[str, str]
    twin: int

    @classmethod
    def of(cls, row: FileRow) -> "_Row":
        labels = {_FIELDS[fold(label)]: label for label in row.cells if fold(label) in _FIELDS}
        return cls(row.number, {name: nfc(row.cells[label]) for name, label in labels.items()}, labels, row.twin)

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def wrong(self, name: str, reason: str, code: str = "invalid") -> Wrong:
        return Wrong(self.number, self.labels.get(name, _COLUMNS[name][0]), reason, code)

    def number_in(self, name: str) -> Decimal:
        try:
            return read_number(self[name])
        except Unclear as error:
            raise self.wrong(name, str(error)) from error


def product(group: Group, exchange: Exchange) -> PlannedProduct:
    """The product of some rows. Raises Wrong."""
    rows = [_Row.of(each) for each in group.rows]
    title = _checked_title(group.key, rows)
    options = _options(rows)
    variants = [_variant(group.key, options, row, exchange) for row in rows if _is_variant(row)]
    if not variants:
        raise rows[0].wrong("price", "is missing")
    _ensure_distinct(rows, variants)
    images, notes = _images(rows)
    return PlannedProduct(
        handle=group.key,
        rows=[row.number for row in rows],
        title=title,
        description=safe_html(next((row["body"] for row in rows if row["body"]), "")),
        brand=next((row["brand"] for row in rows if row["brand"]), ""),
        options=options,
        variants=variants,
        images=images,
        notes=notes,
    )


def _checked_title(handle: str, rows: Sequence[_Row]) -> str:
    if len(handle) > _MAX_HANDLE:
        raise rows[0].wrong("handle", f"is longer than {_MAX_HANDLE} characters")
    for row in rows:
        if not row["handle"]:
            raise row.wrong("handle", "is missing")
        if fold(row["gift"]) in _TRUE:
            reason = "gift cards may not be sold without leave of Bangladesh Bank (DC-BAN-06)"
            raise row.wrong("gift", reason, "gift_card")
    title = next((row["title"] for row in rows if row["title"]), "")
    if not title:
        raise rows[0].wrong("title", "is missing")
    return title


def _options(rows: Sequence[_Row]) -> list[str]:
    """The option names; a product with nothing to choose is written as Title / Default Title."""
    names = [next((row[f"name{n}"] for row in rows if row[f"name{n}"]), "") for n in (1, 2, 3)]
    for number, name in enumerate(names, 1):
        for row in rows:
            if row[f"value{number}"] and not name:
                raise row.wrong(f"name{number}", "is missing")
    values = {fold(row["value1"]) for row in rows if row["value1"]}
    if fold(names[0]) == "title" and values <= {"default title"}:
        return []
    return [name for name in names if name]


def _is_variant(row: _Row) -> bool:
    return any(row[name] for name in ("value1", "price", "sku"))


def _variant(handle: str, options: list[str], row: _Row, exchange: Exchange) -> PlannedVariant:
    chosen = [row[f"value{number}"] for number, _ in enumerate(options, 1)]
    for number, value in enumerate(chosen, 1):
        if not value:
            raise row.wrong(f"value{number}", "is missing")
    price = exchange.taka(row.number_in("price"))
    if price.amount <= 0:
        raise row.wrong("price", "must be more than nothing")
    mrp = None
    if exchange.compare_at_is_mrp and row["compare"]:
        mrp = exchange.taka(row.number_in("compare"))
    return PlannedVariant(
        row=row.number,
        options=chosen,
        sku=row["sku"] or stable_sku(handle, chosen),
        price=price,
        mrp=mrp if mrp and mrp.amount > 0 else None,
        weight_grams=_grams(row),
        quantity=_quantity(row),
    )


def _ensure_distinct(rows: Sequence[_Row], variants: Sequence[PlannedVariant]) -> None:
    """No SKU twice in the file, no variant twice in the product."""
    by_number = {row.number: row for row in rows}
    chosen: dict[tuple[str, ...], int] = {}
    for each in variants:
        row = by_number[each.row]
        twin = chosen.setdefault(option_key(each.options or []), each.row)
        if twin != each.row:
            raise row.wrong("value1", f"is the same variant as row {twin}")
        if row.twin:
            raise row.wrong("sku", f"{each.sku} is that of row {row.twin} too", "sku_twice")


def _images(rows: Sequence[_Row]) -> tuple[list[Image], list[Note]]:
    """In the order of their positions, once each; a note for what cannot be shown from where it is."""
    found: dict[str, tuple[int, int, Image]] = {}
    notes: list[Note] = []
    for order, row in enumerate(rows):
        if not row["image"]:
            continue
        images, said = pictures(row.number, row.labels["image"], [(row["image"], Localized(row["alt"]))])
        notes += said
        position = int(row["position"]) if _WHOLE.fullmatch(row["position"]) else len(rows) + order
        for image in images:
            found.setdefault(image.url, (position, order, image))
    return [image for _, _, image in sorted(found.values(), key=lambda each: each[:2])], notes


def _grams(row: _Row) -> int:
    """Grams are grams whatever the display unit says; only a plain weight is in the row's unit (kg if none)."""
    if row["grams"]:
        return half_up(row.number_in("grams"))
    if not row["weight"]:
        return 0
    unit = fold(row["unit"]) or "kg"
    if unit not in GRAMS:
        raise row.wrong("unit", "must be g, kg, lb or oz")
    return half_up(row.number_in("weight") * GRAMS[unit])


def _quantity(row: _Row) -> int | None:
    """Units in stock; an oversold item (a negative number) has none."""
    text = latin_digits(row["quantity"])
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise row.wrong("quantity", f"{row['quantity'][:40]} is not a whole number")
    return max(int(text), 0)
