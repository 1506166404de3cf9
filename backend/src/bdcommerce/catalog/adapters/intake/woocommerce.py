r"""The product file that WooCommerce's own exporter writes, understood.

What it does and we have to undo: several values in a cell are divided by commas, commas inside them are written `\,`;
line ends in descriptions are written `\n`; prices have the shop's decimal sign and no thousands; a cell that looks like
a formula has an apostrophe before it; a variation names its parent by SKU, or as `id:12` if that has none, and may
stand anywhere in the file. What is no goods to ship is refused by its type. Source: WooCommerce documentation, "Product
CSV Importer and Exporter".
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bdcommerce.catalog.adapters.intake.foreign import GRAMS, Exchange, pictures, stable_sku
from bdcommerce.catalog.adapters.markup import plain_text, safe_html
from bdcommerce.catalog.domain import Note, PlannedProduct, PlannedVariant, option_key
from bdcommerce.catalog.domain.sheets import MAX_OPTIONS
from bdcommerce.infra.imports import Group, Row
from bdcommerce.infra.imports.cells import Unclear, Wrong, day, number
from bdcommerce.infra.sheets import Unreadable, undefused
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money, half_up
from bdcommerce.kernel.text import Localized, fold, latin_digits, nfc

_REQUIRED = ("Type", "Name", "Regular price")
_WEIGHT = re.compile(r"Weight \((\w+)\)")
_ATTRIBUTE = re.compile(r"Attribute (\d+) name")
_COMMA = re.compile(r"(?<!\\),")
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_WHOLE = re.compile(r"-?\d{1,9}(\.0+)?")
_SOLD = {"simple", "variable", "variation"}
_REFUSED = {
    "external": "is sold elsewhere: this marketplace sells and ships goods itself",
    "grouped": "only shows other products together; those come in by themselves",
    "downloadable": "is delivered as a file: this marketplace sells and ships goods itself",
    "virtual": "has nothing to ship: this marketplace sells and ships goods itself",
}
_FACTS = {
    "brand": ("brand", "brands", "ব্র্যান্ড"),
    "colour": ("colour", "color", "রং", "রঙ"),
    "material": ("material", "fabric", "কাপড়", "উপাদান"),
    "measurement": ("size", "measurement", "dimensions", "সাইজ", "মাপ"),
    "model": ("model", "model number", "মডেল"),
    "ingredients": ("ingredients", "উপকরণ"),
}
_FACT_OF = {fold(name): fact for fact, names in _FACTS.items() for name in names}
FIELDS: Mapping[str, str] = {
    "category_id": "Categories", "options": "Attribute 1 name", "sku": "SKU", "price": "Regular price",
    "mrp": "Regular price", "offers": "SKU", "variants": "Attribute 1 value(s)", "facts.title": "Name",
    "facts.description": "Description", "facts.images": "Images", "facts.brand": "Brands",
}  # fmt: skip
"""Columns by the fields that refusals name."""


@dataclass(slots=True)
class WooLayout:
    """A variable product and its variations belong together, wherever they stand."""

    old: bool = False
    aliases: dict[str, str] = field(default_factory=dict)

    def check(self, found: Sequence[str]) -> None:
        """See Layout."""
        missing = [name for name in _REQUIRED if name not in found]
        ensure(
            not missing,
            Unreadable.field("file", f"lacks the columns: {', '.join(missing)} (export with WordPress in English)"),
        )

    def key(self, number: int, row: Mapping[str, str]) -> str:
        """See Layout."""
        parent, own_id, sku = (undefused(row.get(name, "")) for name in ("Parent", "ID", "SKU"))
        if "variation" in _types(row.get("Type", "")) and parent:
            return parent if parent.startswith("id:") else f"sku:{parent}"
        if own_id and sku:
            self.aliases[f"sku:{sku}"] = f"id:{own_id}"
        return f"id:{own_id}" if own_id else f"sku:{sku}" if sku else f"row:{number}"

    def identity(self, row: Mapping[str, str]) -> str:
        """See Layout."""
        return "" if "variable" in _types(row.get("Type", "")) else row.get("SKU", "")


@dataclass(frozen=True, slots=True)
class _Said:
    """A row, cell by cell."""

    row: Row

    def __getitem__(self, column: str) -> str:
        return nfc(undefused(self.row[column]))

    def wrong(self, column: str, reason: str, code: str = "invalid") -> Wrong:
        return Wrong(self.row.number, column, reason, code)

    def note(self, column: str, code: str, reason: str) -> Note:
        return Note(row=self.row.number, field=column, code=code, reason=reason)

    def several(self, column: str) -> list[str]:
        return [each for part in _COMMA.split(self[column]) if (each := part.replace("\\,", ",").strip())]

    def amount(self, column: str) -> Decimal | None:
        """A number with whichever decimal sign."""
        text = latin_digits(self[column]).replace(" ", "")
        if not text:
            return None
        if _THOUSANDS.search(text):
            raise self.wrong(column, f"{text[:40]} can be read in two ways: write it without thousands")
        try:
            return number(text.replace(",", "."))
        except Unclear as error:
            raise self.wrong(column, str(error)) from error

    @property
    def types(self) -> list[str]:
        return _types(self["Type"])

    @property
    def attributes(self) -> dict[str, tuple[str, list[str]]]:
        """Names and values by the folded name, in their order."""
        found = {}
        for column in sorted(self.row.cells, key=lambda each: (len(each), each)):
            if (match := _ATTRIBUTE.fullmatch(column)) and (name := plain_text(self[column])):
                found[fold(name)] = (name, self.several(f"Attribute {match[1]} value(s)"))
        return found


@dataclass(frozen=True, slots=True)
class _Sold:
    """A row that is sold, and that of the whole product, which may be the same."""

    row: _Said
    whole: _Said
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What must be known to read such a file."""

    exchange: Exchange
    category_of: Callable[[str], str]
    """The id of one of our categories by a name of theirs, with all above it (`Clothing > Shirts`); or empty."""


def product(group: Group, reading: Reading) -> PlannedProduct:
    """The product of some rows. Raises Wrong."""
    rows = [_Said(each) for each in group.rows]
    for row in rows:
        _ensure_sold(row)
    whole = next((row for row in rows if "variation" not in row.types), None)
    if whole is None:
        raise rows[0].wrong("Parent", f"{rows[0]['Parent']} is not in the file: export it too", "parent_missing")
    if not whole["Name"]:
        raise whole.wrong("Name", "is missing")
    variations = [row for row in rows if row is not whole]
    options = _options(whole, variations)
    notes: list[Note] = []
    sold = variations or [whole]
    variants = [_variant(_Sold(row, whole, group.key), options, reading.exchange, notes) for row in sold]
    _ensure_distinct(sold, variants)
    images, said = pictures(whole.row.number, "Images", _addresses(rows))
    category_id, unknown = _category(whole, reading.category_of)
    return PlannedProduct(
        handle=f"woocommerce {group.key}",
        rows=[row.row.number for row in rows],
        title=plain_text(whole["Name"])[:2_000],
        description=safe_html(_text(whole["Description"]) or _text(whole["Short description"])),
        options=list(options.values()),
        variants=variants,
        images=images,
        category_id=category_id,
        no_category=unknown,
        facts=_facts(whole, options),
        notes=[*notes, *said, *_remarks(whole, options, unknown)],
    )


def _types(cell: str) -> list[str]:
    return [fold(each) for each in cell.split(",") if each.strip()]


def _ensure_sold(row: _Said) -> None:
    for each in row.types:
        if each in _REFUSED:
            raise row.wrong("Type", f"a product of type '{each}' {_REFUSED[each]}", f"{each}_product")
    if len(row.types) != 1 or row.types[0] not in _SOLD:
        known = ", ".join(sorted(_SOLD))
        raise row.wrong(
            "Type", f"products of type '{row['Type'][:40]}' are not known here, only {known}", "unknown_type"
        )


def _options(whole: _Said, variations: Sequence[_Said]) -> dict[str, str]:
    """What a buyer chooses, by the folded name: the attributes in which variations differ."""
    if "variable" in whole.types and not variations:
        raise whole.wrong("Type", "a variable product without variations: export those too", "no_variations")
    if variations and "variable" not in whole.types:
        raise variations[0].wrong("Parent", "is no variable product", "parent_missing")
    chosen = {key: name for row in variations for key, (name, _) in row.attributes.items()}
    ordered = {key: chosen[key] for key in [*whole.attributes, *chosen] if key in chosen}
    if len(ordered) > MAX_OPTIONS:
        raise whole.wrong(
            "Attribute 4 name", f"a product has at most {MAX_OPTIONS} options, this has: {', '.join(ordered.values())}"
        )
    return ordered


def _variant(sold: _Sold, options: Mapping[str, str], exchange: Exchange, notes: list[Note]) -> PlannedVariant:
    row = sold.row
    if row.row.twin:
        raise row.wrong("SKU", f"{row['SKU']} is that of row {row.row.twin} too", "sku_twice")
    chosen = [_choice(row, folded, name) for folded, name in options.items()]
    price, printed = _prices(row, exchange, notes)
    return PlannedVariant(
        row=row.row.number,
        options=chosen,
        sku=row["SKU"] or stable_sku(f"woo-{sold.key.partition(':')[2]}", chosen),
        price=price,
        mrp=printed,
        weight_grams=_grams(row) or _grams(sold.whole),
        quantity=_quantity(row, notes),
    )


def _choice(row: _Said, folded: str, name: str) -> str:
    values = row.attributes.get(folded, (name, []))[1]
    if len(values) != 1:
        reason = f"a variation for any {name}: make one for each, a buyer orders a single thing"
        raise row.wrong("Attribute 1 value(s)", reason, "any_variation")
    return values[0]


def _prices(row: _Said, exchange: Exchange, notes: list[Note]) -> tuple[Money, Money | None]:
    """What one costs now, and what is printed on it if the vendor says that the regular price is that."""
    regular, sale = row.amount("Regular price"), row.amount("Sale price")
    if regular is None and sale is None:
        raise row.wrong("Regular price", "is missing")
    asked = regular if regular is not None else sale
    if sale is not None and regular is not None:
        begins, ends = (_day(row, f"Date sale price {word}") for word in ("starts", "ends"))
        today = clock.today().isoformat()
        if (not begins or begins <= today) and (not ends or today <= ends):
            asked = sale
        if begins or ends:
            reason = (
                f"the sale from {begins or 'now'} to {ends or 'further notice'} is not taken over: schedule the price"
            )
            notes.append(row.note("Sale price", "sale_not_scheduled", reason))
    price = exchange.taka(asked or Decimal(0))
    if price.amount <= 0:
        raise row.wrong("Regular price", "must be more than nothing")
    printed = exchange.taka(regular) if exchange.compare_at_is_mrp and regular else None
    return price, printed


def _day(row: _Said, column: str) -> str:
    text = row[column][:10]
    if not text:
        return ""
    try:
        return day(text).isoformat()
    except Unclear as error:
        raise row.wrong(column, str(error)) from error


def _grams(row: _Said) -> int:
    for column in row.row.cells:
        if match := _WEIGHT.fullmatch(column):
            if match[1] not in GRAMS:
                raise row.wrong(column, "must be in g, kg, lbs or oz")
            return half_up((row.amount(column) or Decimal(0)) * GRAMS[match[1]])
    return 0


def _quantity(row: _Said, notes: list[Note]) -> int | None:
    """Units in stock; none of what is oversold or said to be out of stock."""
    text = latin_digits(row["Stock"])
    if fold(text) == "parent":
        notes.append(row.note("Stock", "shared_stock", "the variations share one stock: count each of them here"))
        return None
    if not text:
        return 0 if row["In stock?"] == "0" else None
    if not _WHOLE.fullmatch(text):
        raise row.wrong("Stock", f"{text[:40]} is not a whole number")
    return max(int(Decimal(text)), 0)


def _ensure_distinct(rows: Sequence[_Said], variants: Sequence[PlannedVariant]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row, each in zip(rows, variants, strict=True):
        twin = seen.setdefault(option_key(each.options or []), each.row)
        if twin != each.row:
            raise row.wrong("Attribute 1 value(s)", f"is the same variant as row {twin}")


def _category(whole: _Said, category_of: Callable[[str], str]) -> tuple[str, str]:
    """One of our categories, the most particular of those named; or what to do about there being none."""
    named = sorted(whole.several("Categories"), key=lambda each: -each.count(">"))
    found = next((category_id for each in named if (category_id := category_of(each))), "")
    if found or not named:
        return found, ""
    names = "', '".join(each[:80] for each in named[:5])
    return "", f"'{names}' is no category here: say which it is with `map`, or give all new ones a `category_id`"


def _facts(whole: _Said, options: Mapping[str, str]) -> dict[str, str]:
    found = {"brand": ", ".join(whole.several("Brands")[:1])} if whole["Brands"] else {}
    for key, (_, values) in whole.attributes.items():
        if key in _FACT_OF and key not in options and values:
            found.setdefault(_FACT_OF[key], ", ".join(values))
    return found


def _remarks(whole: _Said, options: Mapping[str, str], no_category: str) -> Iterable[Note]:
    left = [name for key, (name, _) in whole.attributes.items() if key not in options and key not in _FACT_OF]
    if left:
        reason = f"not taken over: {', '.join(left[:10])}; state them as attributes of the category"
        yield whole.note("Attribute 1 name", "attributes_left_out", reason)
    if no_category:
        yield whole.note("Categories", "unknown_category", no_category)


def _addresses(rows: Iterable[_Said]) -> list[tuple[str, Localized]]:
    addresses = dict.fromkeys(address for row in rows for address in row.several("Images"))
    return [(address, Localized("")) for address in addresses]


def _text(cell: str) -> str:
    r"""A description with its line ends, which the exporter writes as `\n`."""
    return cell.replace("\\\\n", "\0").replace("\\n", "\n").replace("\0", "\\n").strip()
