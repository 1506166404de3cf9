"""The places that ship with the package, read once per process."""

import asyncio
import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from bdcommerce.accounts.domain.gazetteer import Gazetteer
from bdcommerce.accounts.domain.geography import Area, Geography, PostOffice
from bdcommerce.accounts.domain.spelling import sound, words
from bdcommerce.kernel.text import Localized


@cache
def geography() -> Geography:
    """All places of Bangladesh, frozen; some 40 ms for the first caller."""
    upazilas = [_area(row, _above(row["id"])) for row in _rows("upazilas")]
    return Geography.of(
        divisions=(_area(row) for row in _rows("divisions")),
        districts=(_area(row, row["division"]) for row in _rows("districts")),
        upazilas=upazilas,
        unions=(_area(row, _above(row["id"])) for row in _rows("unions")),
        post_offices=_post_offices(upazilas),
    )


async def gazetteer() -> Gazetteer:
    """The same, ready to be searched. It takes some 200 ms to make, for which nobody else waits."""
    return await asyncio.to_thread(_gazetteer) if not _gazetteer.cache_info().currsize else _gazetteer()


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(geography())


def _post_offices(upazilas: Sequence[Area]) -> Iterator[PostOffice]:
    """The source names the town of each post office; where an upazila of the district is called like the town, or
    like the post office, that is where it lies.
    """
    called: dict[tuple[str, str], str] = {}
    for area in upazilas:
        for name in (area.name.en, *area.aliases):
            called.setdefault((area.parent, _heard(name)), area.id)
    for row in _rows("postcodes"):
        places = ((row["district"], _heard(row[name])) for name in ("city", "post_office"))
        upazila = next((called[place] for place in places if place in called), "")
        yield PostOffice(code=row["postcode"], name=row["post_office"], district=row["district"], upazila=upazila)


def _heard(name: str) -> str:
    return " ".join(sound(word) for word in words(name))


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
