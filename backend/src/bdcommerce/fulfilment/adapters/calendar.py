"""Public holidays as the package `holidays` foretells them. It knows no Janmashtami, Durga Puja and Buddha Purnima, and
no days that are given by executive order: staff put those in.
"""

import asyncio
from collections.abc import Mapping
from datetime import date

from bdcommerce.kernel.text import Localized

_ESTIMATED = (" (estimated)", " (আনুমানিক)")


class Calendar:
    """See ports.PublicHolidays. A year is worked out once, in a thread: the package takes its time to load."""

    def __init__(self) -> None:
        self._years: dict[int, Mapping[date, Localized]] = {}

    async def of(self, year: int) -> Mapping[date, Localized]:
        """See ports.PublicHolidays."""
        if year not in self._years:
            self._years[year] = await asyncio.to_thread(_foretold, year)
        return self._years[year]


def _foretold(year: int) -> Mapping[date, Localized]:
    from holidays.countries.bangladesh import Bangladesh

    english, bangla = (Bangladesh(years=year, language=language) for language in ("en_US", "bn"))
    return {day: Localized(_plain(name), _plain(bangla[day])) for day, name in english.items()}


def _plain(name: str) -> str:
    for estimated in _ESTIMATED:
        name = name.replace(estimated, "")
    return name
