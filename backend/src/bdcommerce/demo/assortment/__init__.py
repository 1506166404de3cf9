"""What the demo's vendors may sell: categories, brands and products as data, in files beside this one."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Aisle:
    """A category; an empty parent is the root."""

    key: str
    parent: str
    name: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A product as a vendor describes it."""

    key: str
    aisle: str
    title: Localized
    brand: str
    """Its English name; empty for goods without a brand."""
    price: Money
    attributes: dict[str, str]


def aisles() -> list[Aisle]:
    """All categories, parents before what stands below them."""
    return [Aisle(key=row["key"], parent=row["parent"], name=_name(row)) for row in _rows("categories.tsv")]


@cache
def brands() -> dict[str, Localized]:
    """All brands by English name."""
    return {row["name_en"]: _name(row) for row in _rows("brands.tsv")}


@cache
def in_bangla() -> dict[str, str]:
    """Attribute values in Bangla by their English."""
    return {row["value_en"]: row["value_bn"] for row in _rows("values.tsv")}


def articles() -> list[Article]:
    """All products, in the order of the files."""
    files = sorted((_folder() / "products").iterdir(), key=lambda file: file.name)
    return [_article(row) for file in files for row in _rows(f"products/{file.name}")]


def _article(row: dict[str, str]) -> Article:
    pairs = (part.split("=", 1) for part in row["attributes"].split(";") if part)
    return Article(
        key=row["key"],
        aisle=row["category"],
        title=Localized(row["title_en"], row["title_bn"]),
        brand=row["brand"],
        price=taka(row["price_taka"]),
        attributes={part[0]: part[1] for part in pairs},
    )


def _name(row: dict[str, str]) -> Localized:
    return Localized(row["name_en"], row["name_bn"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (_folder() / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _folder() -> Traversable:
    return resources.files(__name__)
