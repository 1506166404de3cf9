"""The places that ship with the package, read once per process."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from bdcommerce.accounts.domain.geography import Area, Geography
from bdcommerce.kernel.text import Localized


@cache
def geography() -> Geography:
    """All places of Bangladesh, frozen; some 30 ms for the first caller."""
    return Geography.of(
        divisions=(_area(row) for row in _rows("divisions")),
        districts=(_area(row, row["division"]) for row in _rows("districts")),
        upazilas=(_area(row, _above(row["id"])) for row in _rows("upazilas")),
        unions=(_area(row, _above(row["id"])) for row in _rows("unions")),
        postcodes=(row["postcode"] for row in _rows("postcodes")),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = files("bdcommerce.accounts.adapters") / "geography_data" / f"{name}.csv"
    with table.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _area(row: dict[str, str], parent: str = "") -> Area:
    return Area(
        id=row["id"],
        name=Localized(row["en"], row["bn"]),
        parent=parent,
        aliases=tuple(alias for alias in row.get("aliases", "").split("|") if alias),
        city_key=row.get("city_key", ""),
        lat=float(row.get("lat", 0)),
        lon=float(row.get("lon", 0)),
    )


def _above(area_id: str) -> str:
    return area_id.rpartition("/")[0]
