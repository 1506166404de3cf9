"""What districts are called, asked of accounts once: the hierarchy of the country is shipped with the product."""

from collections.abc import Sequence

from bdcommerce.contracts.accounts import AccountsFace, NamedArea
from bdcommerce.kernel.address import Place


class KnownDistricts:
    """See ports.Districts."""

    def __init__(self, accounts: AccountsFace) -> None:
        self._accounts = accounts
        self._names: dict[str, list[str]] = {}
        self._districts: list[str] = []

    async def names(self, place: Place) -> tuple[Sequence[str], Sequence[str]]:
        """See the port."""
        if not self._districts:
            areas = await self._accounts.areas()
            self._names = {area.id: _names_of(area) for area in areas}
            self._districts = [area.id for area in areas if area.level == "district"]
        here = [*self._names.get(place.district, []), *self._names.get(place.upazila, [])]
        others = [name for each in self._districts if each != place.district for name in self._names[each]]
        return here, others


def _names_of(area: NamedArea) -> list[str]:
    return [name for name in (area.name.en, area.name.bn, *area.aliases) if name]
