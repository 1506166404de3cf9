"""Which courier gets a parcel: all that are enabled are priced and compared. Asks outside: never in a transaction."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bdcommerce.fulfilment.domain import booking
from bdcommerce.fulfilment.domain.areas import AreaLevel
from bdcommerce.fulfilment.domain.booking import Account, Candidate, Choice, Policy, Price
from bdcommerce.fulfilment.errors import CourierCannot
from bdcommerce.fulfilment.ports import Contacts, Courier, Deps
from bdcommerce.fulfilment.ports.couriers import PickupPoint, PriceAsk
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import BdError, Unavailable
from bdcommerce.kernel.money import Money

GRAMS_PER_KG = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is to be brought: from where to where, how heavy, for how much cash. Without `pickup_key` couriers that
    price by pick-up point go by their tables.
    """

    origin: Place
    destination: Place
    weight_grams: int
    cod: Money
    pickup_key: str = ""
    fetched: bool = False
    """Whether it is fetched at a customer's door."""


def pickup_key(vendor_id: str, pickup: Address) -> str:
    """What we call the place where a vendor hands over; another address is another place."""
    told = f"{pickup.recipient_name}\n{pickup.phone}\n{pickup.line1}\n{pickup.area}\n{pickup.place.upazila}"
    return f"{vendor_id}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


async def compare(deps: Deps, way: Way) -> list[Candidate]:
    """All couriers that are enabled here, each with its price and what its failures cost, or why it cannot have it."""
    policy = await deps.market.policy()
    accounts = [each for each in await deps.market.accounts() if each.enabled and each.courier in deps.couriers]
    return list(await asyncio.gather(*(_candidate(deps, policy, account, way) for account in accounts)))


async def choose(deps: Deps, way: Way, named: str) -> Choice:
    """The one that somebody named, or the one that costs least. Its problem stands in it if there is none."""
    candidates = await compare(deps, way)
    return booking.forced(named, candidates) if named else booking.choose(candidates)


async def fetchers(deps: Deps) -> list[str]:
    """The couriers that fetch returned goods at customers' doors, by name."""
    accounts = [each for each in await deps.market.accounts() if each.enabled and each.fetches]
    able = [each for each in accounts if each.courier in deps.couriers and deps.couriers[each.courier].can.fetches]
    return [each.courier for each in able if not booking.problem_of(each, Money(0), clock.today())]


async def only_local(deps: Deps) -> Courier | None:
    """The operator's own riders, if there is nobody else to choose."""
    enabled = [each for each in await deps.market.accounts() if each.enabled and each.courier in deps.couriers]
    courier = deps.couriers[enabled[0].courier] if len(enabled) == 1 else None
    fine = courier and courier.can.local and not booking.problem_of(enabled[0], Money(0), clock.today())
    return courier if fine and enabled[0].cod_limit is None else None


async def pickup_point(deps: Deps, courier: Courier, vendor_id: str, contacts: Contacts) -> str:
    """The courier's id of the place, made if it has none; empty where it wants none.

    Raises AreaUnmapped, CourierRefused, PickupPointWaits, CourierSilent, CourierAway.
    """
    if not courier.can.pickup_points:
        return ""
    key = pickup_key(vendor_id, contacts.pickup)
    if known := await deps.market.known_pickup_point(courier.name, key):
        return known
    areas = await deps.market.their_ids(courier.name, courier.can.levels, contacts.pickup.place)
    made = await courier.pickup_point(PickupPoint(key=key, contacts=contacts, areas=areas))
    async with deps.works() as work:
        await work.couriers.keep_pickup_point(courier.name, key, made)
    return made


async def _candidate(deps: Deps, policy: Policy, account: Account, way: Way) -> Candidate:
    courier = deps.couriers[account.courier]
    record = await deps.market.record(account.courier, way.destination.district)
    problem = booking.problem_of(account, way.cod, clock.today())
    if not problem and 0 < courier.can.most_grams < way.weight_grams:
        problem = f"takes at most {courier.can.most_grams // GRAMS_PER_KG} kg"
    if not problem and way.fetched and not (courier.can.fetches and account.fetches):
        problem = "fetches nothing at customers' doors"
    price = None
    if not problem:
        try:
            price = await _price(deps, courier, way)
        except BdError as error:
            problem = error.message
    return booking.candidate(account, price, record, policy, problem)


async def _price(deps: Deps, courier: Courier, way: Way) -> Price:
    """Its own answer; without one the operator's table. Raises AreaUnmapped, CourierCannot without either."""
    await _ensure_fetched_there(deps, courier, way)
    destination = await deps.market.their_ids(courier.name, courier.can.levels, way.destination)
    refusal: BdError = CourierCannot.of(courier.name, "ask for prices, and no table is set")
    if courier.can.prices:
        try:
            return await _asked(deps, courier, way, destination)
        except BdError as error:
            refusal = error
    table = await deps.market.tariff(courier.name, way.origin, way.destination, way.weight_grams, way.cod)
    if table is None:
        raise refusal
    return table


async def _ensure_fetched_there(deps: Deps, courier: Courier, way: Way) -> None:
    """A courier that wants a pick-up point must know this one, or the area it would be in. Raises AreaUnmapped."""
    if not courier.can.pickup_points:
        return
    if way.pickup_key and await deps.market.known_pickup_point(courier.name, way.pickup_key):
        return
    await deps.market.their_ids(courier.name, courier.can.levels, way.origin)


async def _asked(deps: Deps, courier: Courier, way: Way, destination: Mapping[AreaLevel, str]) -> Price:
    by_point = courier.can.prices_by_point
    point = await deps.market.known_pickup_point(courier.name, way.pickup_key) if by_point else ""
    if by_point and not point:
        raise Unavailable(f"{courier.name} does not know the place where it is fetched yet, and no table is set")
    origin = await deps.market.their_ids(courier.name, courier.can.levels, way.origin)
    ask = PriceAsk(
        origin=origin,
        destination=destination,
        pickup_point=point,
        weight_grams=way.weight_grams,
        cod=way.cod,
    )
    return await courier.price(ask)
