"""Giving a parcel to a courier: choose one, then ask it, so that no crash and no lost answer books a parcel twice.

That it is asked is written down before it is. Where nobody knows whether the courier took it, it is looked up before it
is asked again; where that cannot be, people or the courier's webhooks tell.
"""

from datetime import timedelta

from bdcommerce.fulfilment.domain.booking import Booking, Ride
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.errors import CourierAway, CourierSilent, NoCourier
from bdcommerce.fulfilment.handlers import bookings, choosing
from bdcommerce.fulfilment.ports import Contacts, Courier, Deps
from bdcommerce.fulfilment.ports.couriers import CourierJob, Receipt
from bdcommerce.kernel.errors import BdError, Conflict, Stale, Unavailable
from bdcommerce.kernel.saga import Step

DEADLINE = timedelta(hours=48)
"""So long a courier that is away is waited for."""


async def choose(ride: Ride, deps: Deps) -> Ride:
    """Compare those that can have it. Once one is chosen it stays."""
    booking, contacts, shipment = await _read(ride, deps)
    if booking.status != "asking" or booking.courier or await _gone(deps, booking, shipment):
        return ride
    way = choosing.Way(
        origin=contacts.pickup.place,
        destination=contacts.recipient.place,
        weight_grams=booking.weight_grams,
        cod=booking.collect,
        pickup_key=choosing.pickup_key(booking.vendor_id, contacts.pickup),
        fetched=shipment.leg == "pickup",
    )
    choice = await choosing.choose(deps, way, ride.named)
    problems = {each.courier: each.problem for each in choice.candidates if each.problem}
    problem = None if choice.courier else NoCourier.because(choice.why, problems)
    async with deps.works() as work:
        await bookings.choose(work, booking, choice, problem)
    return ride


async def give_up(ride: Ride, deps: Deps) -> Ride:
    """The courier was away for too long."""
    async with deps.works() as work:
        await bookings.fail(work, ride.shipment_id, Conflict("no courier could be asked in time"))
    return ride


async def ask(ride: Ride, deps: Deps) -> Ride:
    """Give it the parcel."""
    booking, contacts, shipment = await _read(ride, deps)
    if booking.status != "asking" or not booking.courier or await _gone(deps, booking, shipment):
        return ride
    courier = deps.couriers[booking.courier]
    try:
        job = await _job(deps, courier, booking, contacts, shipment.number)
        receipt = await _before(courier, booking) or await _now(deps, courier, booking, job)
    except (CourierSilent, Stale) as error:
        if _asked_in_vain(courier, error):
            await _leave(ride, deps, error)
            return ride
        raise
    except Unavailable as error:
        async with deps.works() as work:
            await bookings.wait(work, ride.shipment_id, error)
        raise
    except BdError as error:
        async with deps.works() as work:
            await bookings.fail(work, ride.shipment_id, error)
        return ride
    async with deps.works() as work:
        current = await work.bookings.get(ride.shipment_id)
        if current.status == "asking":
            await bookings.take(work, current, receipt)
    return ride


STEPS = (Step("choose", choose, give_up), Step("ask", ask))


async def _read(ride: Ride, deps: Deps) -> tuple[Booking, Contacts, Shipment]:
    async with deps.works() as work:
        shipment = await work.shipments.get(ride.shipment_id)
        contacts = await work.shipments.contacts(ride.shipment_id)
        return await work.bookings.get(ride.shipment_id), contacts, shipment


async def _gone(deps: Deps, booking: Booking, shipment: Shipment) -> bool:
    """Whether the order went away before anybody was asked: then nobody is."""
    if shipment.status != "cancelled" or booking.attempts:
        return False
    async with deps.works() as work:
        await bookings.drop(work, booking.shipment_id)
    return True


async def _job(deps: Deps, courier: Courier, booking: Booking, contacts: Contacts, number: str) -> CourierJob:
    """All that the courier must be told. Raises AreaUnmapped and what pick-up points raise."""
    return CourierJob(
        reference=booking.reference,
        number=number,
        contacts=contacts,
        weight_grams=booking.weight_grams,
        cod=booking.collect,
        areas=await deps.market.their_ids(courier.name, courier.can.levels, contacts.recipient.place),
        pickup_point=await choosing.pickup_point(deps, courier, booking.vendor_id, contacts),
    )


async def _before(courier: Courier, booking: Booking) -> Receipt | None:
    """What came of having asked before. Raises CourierSilent when there is no way to know."""
    if not booking.attempts:
        return None
    if courier.can.looks_up:
        return await courier.find(booking.reference)
    if courier.can.refuses_twice:
        return None
    raise CourierSilent.of(courier.name)


async def _now(deps: Deps, courier: Courier, booking: Booking, job: CourierJob) -> Receipt:
    """Written down, then asked; what was certainly not heard there was not asked."""
    async with deps.works() as work:
        await bookings.count(work, booking.shipment_id, 1)
    try:
        return await courier.book(job)
    except CourierAway:
        async with deps.works() as work:
            await bookings.count(work, booking.shipment_id, -1)
        raise


def _asked_in_vain(courier: Courier, error: BdError) -> bool:
    return isinstance(error, CourierSilent) and not (courier.can.looks_up or courier.can.refuses_twice)


async def _leave(ride: Ride, deps: Deps, error: BdError) -> None:
    """Nobody knows: its webhook or somebody at its panel will tell. A pick-up point or area that was not answered is
    simply tried again, because the parcel itself was not asked for.
    """
    async with deps.works() as work:
        booking = await work.bookings.get(ride.shipment_id)
        if booking.attempts:
            await bookings.fail(work, ride.shipment_id, error, unanswered=True)
            return
        await bookings.wait(work, ride.shipment_id, error)
    raise error
