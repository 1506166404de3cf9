"""Files in our own columns: products with their variants and offers, and offers alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast, get_args

from bdcommerce.catalog.adapters.intake import columns
from bdcommerce.catalog.adapters.markup import safe_html
from bdcommerce.catalog.domain import PlannedProduct, PlannedVariant, is_picture, option_key
from bdcommerce.catalog.domain.intake import WantedStatus
from bdcommerce.catalog.domain.sheets import MAX_GRAMS, MAX_OPTIONS
from bdcommerce.catalog.events import Image
from bdcommerce.catalog.handlers import OfferTerms
from bdcommerce.catalog.schemas.products import UNITS
from bdcommerce.infra.imports import Group, Row, cells
from bdcommerce.infra.imports.cells import NONE, Unclear, Wrong
from bdcommerce.infra.imports.columns import check
from bdcommerce.infra.sheets import undefused
from bdcommerce.kernel.text import Localized, nfc

T = TypeVar("T")

_PLAIN = ("measurement", "colour", "material", "ingredients", "brand", "model", "country_of_origin", "dgda_licence")
_LOCALIZED = ("title", "description", "delivery_time", "health_hazard_warning", "return_terms", "warranty")
_FACT_DAYS = ("manufactured_on", "expires_on")
_OF_PRODUCT = frozenset(
    {
        "category", "status", "unit", "images", "attributes", *_PLAIN, *_FACT_DAYS,
        *(f"{name}_{language}" for name in _LOCALIZED for language in ("en", "bn")),
        *(f"option{number}_name" for number in range(1, MAX_OPTIONS + 1)),
    }
)  # fmt: skip
MAX_HANDLE = 255
FIELDS: Mapping[str, str] = {
    "category_id": "category", "options": "option1_name", "price": "price_taka", "mrp": "mrp_taka",
    "facts.images": "images", "offers": "sku", "offers.price": "price_taka", "variants": "option1_value",
    **{f"facts.{name}": f"{name}_en" for name in _LOCALIZED},
    "facts.delivery_time": "delivery_time_bn", "facts.return_terms": "return_terms_bn",
}  # fmt: skip
"""Columns by the fields that refusals name, where they are not called the same."""


@dataclass(slots=True)
class ProductsLayout:
    """Rows of one product are its variants."""

    old: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    def check(self, found: Sequence[str]) -> None:
        """See Layout."""
        check(columns.PRODUCTS, found)

    def key(self, number: int, row: Mapping[str, str]) -> str:
        """See Layout."""
        return row.get("product") or f"row {number}"

    def identity(self, row: Mapping[str, str]) -> str:
        """See Layout."""
        return row.get("sku", "")


@dataclass(slots=True)
class OffersLayout:
    """Every row is an offer."""

    old: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    def check(self, found: Sequence[str]) -> None:
        """See Layout."""
        check(columns.OFFERS, found)

    def key(self, number: int, _: Mapping[str, str]) -> str:
        """See Layout."""
        return str(number)

    def identity(self, row: Mapping[str, str]) -> str:
        """See Layout."""
        return row.get("sku", "")


@dataclass(frozen=True, slots=True)
class Cells:
    """A row, cell by cell. What cannot be read raises Wrong."""

    row: Row

    def text(self, column: str) -> str:
        """As it is meant: without the mark against formulas."""
        return nfc(undefused(self.row[column]))

    def read(self, column: str, reading: Callable[[str], T]) -> T | None:
        """None: the cell says nothing, or takes away."""
        said = self.text(column)
        if said in {"", NONE}:
            return None
        try:
            return reading(said)
        except Unclear as error:
            raise self.wrong(column, str(error)) from error

    def takes_away(self, column: str) -> bool:
        """Whether what is there is to go."""
        return self.text(column) == NONE

    def wrong(self, column: str, reason: str, code: str = "invalid") -> Wrong:
        """A refusal of this row."""
        return Wrong(self.row.number, column, reason, code)

    def days(self, **by_name: str) -> dict[str, date | None]:
        """Stated days by the names they have in an offer, which columns they stand in given."""
        said = {name: column for name, column in by_name.items() if self.text(column)}
        return {name: self.read(column, cells.day) for name, column in said.items()}

    def ensure_alone(self) -> None:
        """Raises Wrong if a row before it is about the same."""
        if self.row.twin:
            raise self.wrong("sku", f"{self.text('sku')} is that of row {self.row.twin} too", "sku_twice")


def product(group: Group, category_of: Callable[[str], str]) -> PlannedProduct:
    """The product of some rows; `category_of` finds the id of a category, or nothing. Raises Wrong."""
    rows = [Cells(each) for each in group.rows]
    if not rows[0].text("product"):
        raise rows[0].wrong("product", "is missing")
    if len(group.key) > MAX_HANDLE:
        raise rows[0].wrong("product", f"is longer than {MAX_HANDLE} characters")
    whole = _whole(rows)
    named = (f"option{number}_name" for number in range(1, MAX_OPTIONS + 1))
    options = [name for column in named if (name := whole(column).text(column))]
    variants = [_variant(each, options) for each in rows]
    _ensure_distinct(rows, variants)
    return PlannedProduct(
        handle=group.key,
        rows=[each.row.number for each in rows],
        options=options or None,
        variants=variants,
        images=_images(whole("images"), "images"),
        category_id=_category(whole("category"), category_of),
        moves=True,
        facts=_facts(whole),
        attributes=_attributes(whole("attributes"), "attributes"),
        unit=_one_of(whole("unit"), "unit", UNITS),
        status=cast("WantedStatus", _one_of(whole("status"), "status", get_args(WantedStatus))),
    )


def offer(row: Row) -> OfferTerms:
    """What a row of a file of offers says. Raises Wrong."""
    said = Cells(row)
    said.ensure_alone()
    if not said.text("sku"):
        raise said.wrong("sku", "is missing")
    return OfferTerms(
        sku=said.text("sku"),
        variant_id=said.text("variant"),
        price=said.read("price_taka", cells.taka),
        mrp=said.read("mrp_taka", cells.taka),
        without_mrp=said.takes_away("mrp_taka"),
        active=said.read("active", cells.yes),
        dates=said.days(manufactured_on="manufactured_on", expires_on="expires_on"),
    )


def _whole(rows: Sequence[Cells]) -> Callable[[str], Cells]:
    """The row that states a column of the whole product; any of them may, but they must not contradict each other."""
    stating: dict[str, Cells] = {}
    for each in rows:
        for column in each.row.cells.keys() & _OF_PRODUCT:
            first = stating.setdefault(column, each)
            if first.text(column) != each.text(column):
                raise each.wrong(column, f"is not what row {first.row.number} of the same product says")
    return lambda column: stating.get(column, rows[0])


def _facts(whole: Callable[[str], Cells]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in _PLAIN:
        if text := whole(name).text(name):
            said[name] = "" if text == NONE else text
    for name in _LOCALIZED:
        for language in ("en", "bn"):
            column = f"{name}_{language}"
            if text := whole(column).text(column):
                said[f"{name}.{language}"] = "" if text == NONE else safe_html(text) if name == "description" else text
    for name in _FACT_DAYS:
        if whole(name).text(name):
            said[name] = whole(name).read(name, cells.day)
    return said


def _variant(said: Cells, options: Sequence[str]) -> PlannedVariant:
    said.ensure_alone()
    chosen = [said.text(f"option{number}_value") for number in range(1, MAX_OPTIONS + 1)]
    if any(chosen[len(options) :]) and options:
        raise said.wrong(f"option{len(options) + 1}_name", "is missing")
    given = [each for each in chosen if each] if not options else chosen[: len(options)]
    if options and any(given) and not all(given):
        raise said.wrong(f"option{given.index('') + 1}_value", "is missing")
    return PlannedVariant(
        row=said.row.number,
        options=given if any(given) else None,
        sku=said.text("sku"),
        price=said.read("price_taka", cells.taka),
        weight_grams=said.read("weight_grams", _grams) or 0,
        mrp=said.read("mrp_taka", cells.taka),
        without_mrp=said.takes_away("mrp_taka"),
        attributes=_attributes(said, "variant_attributes"),
        images=_images(said, "variant_images"),
        active=said.read("active", cells.yes),
        dates=said.days(manufactured_on="offer_manufactured_on", expires_on="offer_expires_on"),
    )


def _grams(cell: str) -> int:
    grams = cells.whole(cell)
    if not 1 <= grams <= MAX_GRAMS:
        raise Unclear(f"must be 1 to {MAX_GRAMS}")
    return grams


def _ensure_distinct(rows: Sequence[Cells], variants: Sequence[PlannedVariant]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for said, each in zip(rows, variants, strict=True):
        if each.options is None and (each.sku or len(rows) == 1):
            continue
        twin = seen.setdefault(option_key(each.options or []), each.row)
        if twin != each.row:
            raise said.wrong("option1_value", f"is the same variant as row {twin}")


def _category(said: Cells, category_of: Callable[[str], str]) -> str:
    named = said.text("category")
    found = category_of(named) if named else ""
    if named and not found:
        raise said.wrong("category", f"{named[:80]} is no category: take a slug from /categories", "unknown_category")
    return found


def _one_of(said: Cells, column: str, allowed: Sequence[str]) -> str:
    text = said.text(column)
    if text and text not in allowed:
        raise said.wrong(column, f"must be one of {', '.join(filter(None, allowed))}")
    return text


def _attributes(said: Cells, column: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for line in cells.lines(said.text(column)):
        key, sign, value = line.partition("=")
        if not sign:
            raise said.wrong(column, f"{line[:40]} is not key=value")
        found[key.strip()] = value.strip() or None
    return found


def _images(said: Cells, column: str) -> list[Image]:
    found = []
    for line in cells.lines(said.text(column)):
        address, *words = [*cells.parts(line), "", ""][:3]
        upload = address.startswith("med_")
        image = Image(
            media_id=address if upload else "", url="" if upload else address, alt=Localized(words[0], words[1])
        )
        if not is_picture(image):
            raise said.wrong(column, f"{address[:80]} is neither an upload nor an https address")
        found.append(image)
    return found
