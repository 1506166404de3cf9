"""Places."""

from collections.abc import Iterable
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain.gazetteer import KINDS, Found, PlaceKind
from bdcommerce.accounts.domain.geography import Area, Geography, PostOffice
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


class PlaceAround(msgspec.Struct, frozen=True, kw_only=True):
    """A place that another lies in."""

    kind: PlaceKind
    id: str
    name: Localized


class PlaceFound(msgspec.Struct, frozen=True, kw_only=True):
    """A place that fits what was typed."""

    kind: PlaceKind
    id: Annotated[str, msgspec.Meta(description="of the place; of a postcode, the postcode")]
    name: Localized
    label: Annotated[Localized, msgspec.Meta(description="with everything it lies in, the closest first")]
    around: Annotated[list[PlaceAround], msgspec.Meta(description="what it lies in, from the division down")]
    city_key: Annotated[str, msgspec.Meta(description="the city corporation it lies in as a whole, or empty")]

    @classmethod
    def of(cls, found: Found) -> "PlaceFound":
        """With its full path."""
        return cls(
            kind=found.kind,
            id=found.id,
            name=found.name,
            label=_label(found.name, found.around),
            around=_around(found.around),
            city_key=found.city_key,
        )


class PlacesFound(msgspec.Struct, frozen=True, kw_only=True):
    """The best first."""

    items: list[PlaceFound]


class PostcodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A postcode, and where its post office is."""

    postcode: str
    post_office: str
    label: Localized
    around: Annotated[
        list[PlaceAround],
        msgspec.Meta(description="division, district, and the upazila where its name agrees with the post office's"),
    ]

    @classmethod
    def of(cls, office: PostOffice, geography: Geography) -> "PostcodeView":
        """With the places it lies in."""
        around = geography.around_office(office)
        label = _label(Localized(f"{office.name} {office.code}"), around)
        return cls(postcode=office.code, post_office=office.name, label=label, around=_around(around))


def _label(name: Localized, around: tuple[Area, ...]) -> Localized:
    names = [name, *(area.name for area in reversed(around))]
    return Localized(", ".join(each.en for each in names), ", ".join(each.to("bn") for each in names))


def _around(around: tuple[Area, ...]) -> list[PlaceAround]:
    return [PlaceAround(kind=kind, id=area.id, name=area.name) for kind, area in zip(KINDS, around, strict=False)]
