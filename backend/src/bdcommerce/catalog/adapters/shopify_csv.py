"""The product CSV that Shopify exports, understood: rows to products, dollars to poisha, pounds to grams.

A pure function from bytes to a plan. It raises nothing: a file that is broken as a whole is a plan with a problem, a
product that is wrong is refused with all its rows. Columns of both generations of the format are known ("Variant SKU"
and "SKU", "Handle" and "URL handle"). Source: Shopify help centre, "Using CSV files to import and export products".
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.domain import Plan, PlannedProduct, PlannedVariant, RowReport, is_picture, option_key
from bdcommerce.catalog.events import Image
from bdcommerce.kernel.money import Money, half_up
from bdcommerce.kernel.text import Localized, fold, latin_digits, nfc, slug

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
_GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
    "": Decimal(1000),
}
_MONEY_NOISE = re.compile(r"[\s,৳$]|tk\.?|টাকা|/-", re.IGNORECASE)
_SPACES = re.compile(r"\s")
_NUMBER = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_TRUE = {"true", "yes", "1"}
_MAX_HANDLE = 255
_SKU_STEM = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one unit of the file's currency is in taka."""

    rate: Decimal
    compare_at_is_mrp: bool = False
    """Compare At Price is a marketing price; only a vendor who says so prints it on the goods as MRP."""

    def taka(self, price: Decimal) -> Money:
        """A price of the file in BDT, half up to the poisha."""
        return Money(half_up(price * self.rate * 100))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    labels: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def wrong(self, name: str, reason: str) -> "_Wrong":
        return _Wrong(self.number, self.labels.get(name, _COLUMNS[name][0]), reason)


class _Broken(Exception):
    """The file as a whole cannot be read."""


class _Wrong(Exception):
    """A row is wrong, so its product is refused."""

    def __init__(self, row: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.row, self.column, self.reason = row, column, reason


@dataclass(slots=True)
class _Group:
    handle: str
    rows: list[_Row] = field(default_factory=list)
    stray: list[_Row] = field(default_factory=list)


def read(data: bytes, exchange: Exchange) -> Plan:
    """The plan of a file. Raises nothing, whatever the bytes are."""
    try:
        groups, orphans = _grouped(_rows(_decoded(data)))
    except _Broken as error:
        return Plan(problem=str(error))
    products: list[PlannedProduct] = []
    refused = [_refusal(row, "", "Handle", "is missing") for row in orphans]
    skus: dict[str, int] = {}
    for group in groups:
        try:
            products.append(_product(group, exchange, skus))
        except _Wrong as error:
            refused.extend(_refusals(group, error))
    return Plan(products=products, refused=refused)


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 with or without a mark, else the Windows code page that spreadsheets save by default."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise _Broken("the file is not text")
        return text
    raise _Broken("the file is neither UTF-8, UTF-16 nor Windows-1252")


def _rows(text: str) -> list[_Row]:
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise _Broken(f"the file is not CSV: {error}") from error
    if not records:
        raise _Broken("the file is empty")
    names, labels = _header(records[0])
    found = []
    for number, record in enumerate(records[1:], 2):
        if any(cell.strip() for cell in record[len(names) :]):
            raise _Broken(f"row {number} has {len(record)} columns, the header has {len(names)}")
        cells = {name: nfc(cell) for name, cell in zip(names, record, strict=False) if name}
        if any(cell.strip() for cell in record):
            found.append(_Row(number, cells, labels))
    return found


def _header(record: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    names = [_FIELDS.get(fold(cell), "") for cell in record]
    for name in set(names) - {""}:
        if names.count(name) > 1:
            raise _Broken(f"the column {_COLUMNS[name][0]} is there twice")
    missing = [_COLUMNS[name][0] for name in _REQUIRED if name not in names]
    if missing:
        raise _Broken(f"the first row must name the columns; missing: {', '.join(missing)}")
    return names, {name: cell.strip() for name, cell in zip(names, record, strict=True) if name}


def _grouped(rows: Iterable[_Row]) -> tuple[list[_Group], list[_Row]]:
    """Rows by handle. A row without one, if it does not begin a product, may belong to the product above it: then that
    one is incomplete and must not come in either.
    """
    groups: dict[str, _Group] = {}
    orphans: list[_Row] = []
    above: _Group | None = None
    for row in rows:
        if handle := row["handle"]:
            above = groups.setdefault(handle, _Group(handle))
            above.rows.append(row)
        elif above and not row["title"]:
            above.stray.append(row)
        else:
            orphans.append(row)
            above = None
    return list(groups.values()), orphans


def _refusal(row: _Row, handle: str, column: str, reason: str) -> RowReport:
    return RowReport(row=row.number, handle=handle, result="refused", field=column, reason=reason)


def _refusals(group: _Group, error: _Wrong) -> Iterable[RowReport]:
    for row in [*group.rows, *group.stray]:
        if row.number == error.row:
            yield _refusal(row, group.handle, error.column, error.reason)
        else:
            yield _refusal(row, group.handle, "", f"row {error.row} of this product is wrong")


def _product(group: _Group, exchange: Exchange, skus: dict[str, int]) -> PlannedProduct:
    first = group.rows[0]
    if len(group.handle) > _MAX_HANDLE:
        raise first.wrong("handle", f"is longer than {_MAX_HANDLE} characters")
    if group.stray:
        raise group.stray[0].wrong("handle", "is missing")
    title = next((row["title"] for row in group.rows if row["title"]), "")
    if not title:
        raise first.wrong("title", "is missing")
    for row in group.rows:
        if fold(row["gift"]) in _TRUE:
            raise row.wrong("gift", "gift cards may not be sold without leave of Bangladesh Bank (DC-BAN-06)")
    options = _options(group.rows)
    variants = [_variant(group.handle, options, row, exchange) for row in group.rows if _is_variant(row)]
    if not variants:
        raise first.wrong("price", "is missing")
    _ensure_distinct(group.rows, variants, skus)
    return PlannedProduct(
        handle=group.handle,
        rows=[row.number for row in group.rows],
        title=title,
        description=safe_html(next((row["body"] for row in group.rows if row["body"]), "")),
        brand=next((row["brand"] for row in group.rows if row["brand"]), ""),
        options=options,
        variants=variants,
        images=_images(group.rows),
    )


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
    price = exchange.taka(_number(row, "price", _MONEY_NOISE))
    if price.amount <= 0:
        raise row.wrong("price", "must be more than nothing")
    mrp = None
    if exchange.compare_at_is_mrp and row["compare"]:
        mrp = exchange.taka(_number(row, "compare", _MONEY_NOISE))
    return PlannedVariant(
        row=row.number,
        options=chosen,
        sku=row["sku"] or _stable_sku(handle, chosen),
        price=price,
        mrp=mrp if mrp and mrp.amount > 0 else None,
        weight_grams=_grams(row),
        quantity=_quantity(row),
    )


def _ensure_distinct(rows: Sequence[_Row], variants: Sequence[PlannedVariant], skus: dict[str, int]) -> None:
    """No SKU twice in the file, no variant twice in the product."""
    by_number = {row.number: row for row in rows}
    chosen: dict[tuple[str, ...], int] = {}
    for each in variants:
        twin = chosen.setdefault(option_key(each.options), each.row)
        if twin != each.row:
            raise by_number[each.row].wrong("value1", f"is the same variant as row {twin}")
        other = skus.setdefault(each.sku, each.row)
        if other != each.row:
            raise by_number[each.row].wrong("sku", f"{each.sku} is that of row {other} too")


def _images(rows: Sequence[_Row]) -> list[Image]:
    found: dict[str, tuple[int, int, Image]] = {}
    for order, row in enumerate(rows):
        if not row["image"]:
            continue
        image = Image(url=row["image"], alt=Localized(row["alt"]))
        if not is_picture(image):
            raise row.wrong("image", "must be an https address, with a short text beside it")
        position = int(row["position"]) if _WHOLE.fullmatch(row["position"]) else len(rows) + order
        found.setdefault(image.url, (position, order, image))
    return [image for _, _, image in sorted(found.values(), key=lambda each: each[:2])]


def _number(row: _Row, name: str, noise: re.Pattern[str]) -> Decimal:
    text = noise.sub("", latin_digits(row[name]))
    if not text:
        raise row.wrong(name, "is missing")
    if not _NUMBER.fullmatch(text):
        raise row.wrong(name, f"{row[name][:40]} is not a number")
    return Decimal(text)


def _grams(row: _Row) -> int:
    """Grams are grams whatever the display unit says; only a plain weight is in the row's unit (kg if none)."""
    if row["grams"]:
        return half_up(_number(row, "grams", _SPACES))
    if not row["weight"]:
        return 0
    unit = fold(row["unit"]) or "kg"
    if unit not in _GRAMS:
        raise row.wrong("unit", "must be g, kg, lb or oz")
    return half_up(_number(row, "weight", _SPACES) * _GRAMS[unit])


def _quantity(row: _Row) -> int | None:
    """Units in stock; an oversold item (a negative number) has none."""
    text = latin_digits(row["quantity"])
    if not text:
        return None
    if not _WHOLE.fullmatch(text):
        raise row.wrong("quantity", f"{row['quantity'][:40]} is not a whole number")
    return max(int(text), 0)


def _stable_sku(handle: str, options: Sequence[str]) -> str:
    """The same SKU whenever the same variant is read again."""
    if not options and slug(handle) == handle and len(handle) <= _SKU_STEM:
        return handle
    stem = slug(" ".join([handle, *options]))[:_SKU_STEM].strip("-")
    return f"{stem}-{hashlib.sha256('|'.join([handle, *options]).encode()).hexdigest()[:6]}"
