"""Places."""

from collections.abc import Iterable

import msgspec

from bdcommerce.accounts.domain.geography import Area
from bdcommerce.kernel.text import Localized


class AreaName(msgspec.Struct, frozen=True, kw_only=True):
    """A place by id and name."""

    id: str
    name: Localized

    @classmethod
    def of(cls, area: Area | None) -> "AreaName | None":
        """None for no place."""
        return cls(id=area.id, name=area.name) if area else None


class AreaView(msgspec.Struct, frozen=True, kw_only=True):
    """A place to choose from a list."""

    id: str
    name: Localized
    aliases: list[str]
    """Other names it is known by, for searching."""
    city_key: str
    """The city corporation it lies in as a whole, or empty."""


class Areas(msgspec.Struct, frozen=True, kw_only=True):
    """All places of a list, in the order of their English names."""

    items: list[AreaView]

    @classmethod
    def of(cls, areas: Iterable[Area]) -> "Areas":
        """The reply of every geography endpoint."""
        views = [AreaView(id=a.id, name=a.name, aliases=list(a.aliases), city_key=a.city_key) for a in areas]
        return cls(items=views)
