"""The places that couriers know, each by its own number and spelling."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Thana:
    """A thana or upazila, with both spellings that are about."""

    division: str
    district: str
    district_before: str
    name: str
    name_too: str


@cache
def thanas() -> tuple[Thana, ...]:
    """All of them, in one order for ever."""
    table = files("bdcommerce.simulators.couriers") / "thanas.csv"
    with table.open(encoding="utf-8") as lines:
        return tuple(
            Thana(
                division=row["division"],
                district=row["district"],
                district_before=row["district_before"],
                name=row["thana"],
                name_too=row["thana_too"],
            )
            for row in csv.DictReader(lines)
        )


def served(leaves_out: Callable[[int], bool]) -> Iterator[tuple[int, Thana]]:
    """Each with its place in the list, but for those that a courier does not go to."""
    return ((index, thana) for index, thana in enumerate(thanas()) if not leaves_out(index))


def gonj(name: str) -> str:
    """How half of the country writes it."""
    return name.replace("ganj", "gonj").replace("Nabab", "Nawab")
