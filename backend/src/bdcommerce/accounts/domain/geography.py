"""The hierarchy of Bangladesh: division, district, upazila or metropolitan thana, union. In memory, never changing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bdcommerce.accounts.errors import UnknownPostcode
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.text import Localized, latin_digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One place on one level. Ids are ours and never change; names follow today's official spelling."""

    id: str
    name: Localized
    parent: str = ""
    aliases: tuple[str, ...] = ()
    """What it was, or is also, called."""
    city_key: str = ""
    """The city corporation it lies in as a whole, or empty."""
    lat: float = 0.0  # lint-skip: whole-money degrees
    lon: float = 0.0  # lint-skip: whole-money degrees
    """The middle of a district, in degrees; other levels have none."""


class Level:
    """All places of one level: by id, and by the place above them, in the order of their English names."""

    def __init__(self, areas: Iterable[Area]) -> None:
        in_order = sorted(areas, key=lambda area: area.name.en)
        self._by_id = {area.id: area for area in in_order}
        by_parent: defaultdict[str, list[Area]] = defaultdict(list)
        for area in in_order:
            by_parent[area.parent].append(area)
        self._by_parent: Mapping[str, tuple[Area, ...]] = {key: tuple(areas) for key, areas in by_parent.items()}

    def all(self) -> Sequence[Area]:
        """Every place of this level."""
        return tuple(self._by_id.values())

    def within(self, parent: str) -> Sequence[Area]:
        """The places within one of the level above."""
        return self._by_parent.get(parent, ())

    def find(self, area_id: str) -> Area | None:
        """The place with this id."""
        return self._by_id.get(area_id)

    def get(self, area_id: str, field: str) -> Area:
        """The place with this id. Raises Invalid naming the field."""
        area = self.find(area_id)
        if area is None:
            raise Invalid.field(field, "is not a place we know")
        return area


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """A post office; a postcode is its, and not that of a place."""

    code: str
    name: str
    district: str
    upazila: str = ""
    """Where its name, or that of its town, agrees with one; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """All levels, and the post offices by their postcodes."""

    divisions: Level
    districts: Level
    upazilas: Level
    unions: Level
    postcodes: Mapping[str, PostOffice]

    @classmethod
    def of(
        cls,
        divisions: Iterable[Area],
        districts: Iterable[Area],
        upazilas: Iterable[Area],
        unions: Iterable[Area],
        post_offices: Iterable[PostOffice],
    ) -> Self:
        """From the places of each level."""
        return cls(
            divisions=Level(divisions),
            districts=Level(districts),
            upazilas=Level(upazilas),
            unions=Level(unions),
            postcodes={office.code: office for office in post_offices},
        )

    def place(self, upazila_id: str, field: str = "upazila_id") -> Place:
        """Where an upazila or thana is. Raises Invalid naming the field."""
        upazila = self.upazilas.get(upazila_id, field)
        district = self.districts.get(upazila.parent, field)
        return Place(
            division=district.parent,
            district=district.id,
            upazila=upazila.id,
            city_key=upazila.city_key,
            lat=district.lat,
            lon=district.lon,
        )

    def around(self, area: Area) -> tuple[Area, ...]:
        """The places that a place lies in, from the division down."""
        found: list[Area] = []
        for level in (self.upazilas, self.districts, self.divisions)[-1 - area.id.count("/") :]:
            above = level.find(area.parent)
            if above is None:
                break
            found.append(above)
            area = above
        return tuple(reversed(found))

    def postcode(self, code: str) -> PostOffice:
        """The post office with this postcode, in digits of either script. Raises UnknownPostcode."""
        office = self.postcodes.get(latin_digits(code.strip()))
        if office is None:
            raise UnknownPostcode.refused()
        return office

    def around_office(self, office: PostOffice) -> tuple[Area, ...]:
        """The places that a post office lies in, from the division down, as far as they are known."""
        closest = self.upazilas.find(office.upazila) or self.districts.get(office.district, "district")
        return (*self.around(closest), closest)
