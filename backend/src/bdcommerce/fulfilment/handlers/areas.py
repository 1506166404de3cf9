"""A courier's areas beside our places: fetched, likened, confirmed; and what is still without one."""

import asyncio
from dataclasses import dataclass

from bdcommerce.contracts.accounts import NamedArea
from bdcommerce.fulfilment.domain.areas import AreaLevel, propose
from bdcommerce.fulfilment.errors import CourierSilent, UnknownArea, UnknownCourier
from bdcommerce.fulfilment.ports import Courier, Deps
from bdcommerce.kernel.errors import ensure


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of fetching a courier's list."""

    areas: int
    proposals: int


def courier(deps: Deps, name: str) -> Courier:
    """A courier that is configured here. Raises UnknownCourier."""
    found = deps.couriers.get(name)
    if found is None:
        raise UnknownCourier.of(name)
    return found


async def fetch(deps: Deps, name: str) -> Imported:
    """The courier's list as it is now, and for each of our places the likeliest of its areas.

    Raises UnknownCourier, CourierSilent, CourierAway.
    """
    asked = courier(deps, name)
    theirs, ours = await asked.areas(), await deps.accounts.areas()
    # A courier that brings parcels has areas: an empty list is a fault there, and would unmap everything here.
    ensure(theirs or not asked.can.levels, CourierSilent.of(name))
    wanted = [area for area in ours if area.level in asked.can.levels]
    districts = [area for area in ours if area.level == "district" and area not in wanted]
    proposals = await asyncio.to_thread(propose, [*districts, *wanted], theirs)
    async with deps.works() as work:
        await work.couriers.keep_areas(name, theirs)
        await work.couriers.propose(name, proposals)
    return Imported(areas=len(theirs), proposals=len(proposals))


async def unmapped(deps: Deps, name: str) -> list[NamedArea]:
    """Our places of which nobody has said which area of the courier's they are. Raises UnknownCourier."""
    asked = courier(deps, name)
    if not asked.can.levels:
        return []
    mapped = await deps.market.mapped(name)
    ours = await deps.accounts.areas()
    return [area for area in ours if area.level in asked.can.levels and (area.level, area.id) not in mapped]


async def confirm(deps: Deps, name: str, level: AreaLevel, our_id: str, their_id: str, *, by: str) -> None:
    """Somebody says that it is so. Raises UnknownCourier, UnknownArea."""
    courier(deps, name)
    ours = await deps.accounts.areas()
    ensure(any((area.level, area.id) == (level, our_id) for area in ours), UnknownArea.of(name, our_id))
    async with deps.works() as work:
        await work.couriers.confirm(name, level, our_id, their_id, by)
