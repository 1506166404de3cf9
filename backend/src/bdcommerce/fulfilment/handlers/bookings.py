"""Bookings with couriers: planned, begun, taken, refused, heard of, called off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bdcommerce.fulfilment.domain.booking import BOOKING, TO_BOOK, Booking, BookingStatus, Choice, Ride
from bdcommerce.fulfilment.domain.cash import CodParcel
from bdcommerce.fulfilment.domain.news import News, Outcome, follow, moment
from bdcommerce.fulfilment.domain.shipment import Shipment
from bdcommerce.fulfilment.errors import NotToBook, UnknownBooking
from bdcommerce.fulfilment.events import (
    CallOffDue,
    CourierGaveUp,
    ParcelDelivered,
    ParcelPartlyDelivered,
    ShipmentEvent,
    ShipmentPlanned,
    TrackingNumberTold,
)
from bdcommerce.fulfilment.handlers.shipments import record
from bdcommerce.fulfilment.ports import Contacts, Owner, Work
from bdcommerce.fulfilment.ports.couriers import Receipt
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import BdError, ensure
from bdcommerce.kernel.money import Money


async def plan(work: Work, planned: ShipmentPlanned, contacts: Contacts, owner: Owner) -> Booking:
    """A parcel is packed: it waits for a courier. Raises AlreadyShipped."""
    await work.shipments.add(planned, contacts, owner)
    made = Booking(
        shipment_id=planned.shipment_id,
        vendor_order_id=planned.vendor_order_id,
        vendor_id=planned.vendor_id,
        round=1,
        courier="",
        status="wanted",
        cod=planned.cod,
        weight_grams=planned.weight_grams,
        of_return=f"{planned.return_id}-{planned.leg}" if planned.return_id else "",
    )
    await work.bookings.add(made, contacts.recipient.place)
    return made


async def begin(work: Work, shipment_id: str, named: str) -> None:
    """Look for a courier, or give it to the one that is named. Raises UnknownBooking, NotToBook."""
    booking = await work.bookings.get(shipment_id)
    ensure(booking.status in TO_BOOK, NotToBook.of(shipment_id, booking.status))
    await work.bookings.keep(replace(booking, status="asking", courier="", attempts=0))
    await work.sagas.start(BOOKING, ids.new_id("bkg"), Ride(shipment_id=shipment_id, named=named))


async def begin_many(work: Work, shipment_ids: Sequence[str], named: str, by: str) -> str:
    """Each that can be booked is begun; of each that cannot it is kept why. The id of it all."""
    rows = []
    for shipment_id in shipment_ids:
        try:
            await begin(work, shipment_id, named)
        except (NotToBook, UnknownBooking) as refusal:
            rows.append((shipment_id, refusal.message))
        else:
            rows.append((shipment_id, ""))
    bulk_id = ids.new_id("blk")
    await work.bookings.add_bulk(bulk_id, named, by, rows)
    return bulk_id


async def resolve(work: Work, shipment_id: str, tracking_no: str) -> None:
    """Somebody has looked into the panel of a courier that had not answered: it has the parcel under this number, or
    (empty) it has not. Raises UnknownBooking, NotToBook, TrackingNumberUsed.
    """
    booking = await work.bookings.get(shipment_id)
    ensure(booking.status == "unanswered", NotToBook.of(shipment_id, booking.status))
    if tracking_no:
        await take(work, booking, Receipt(tracking_no=tracking_no))
    else:
        await work.bookings.keep(replace(booking, status="wanted", courier="", attempts=0))


async def choose(work: Work, booking: Booking, choice: Choice, problem: BdError | None) -> None:
    """This courier shall be asked, or none can have it."""
    status: BookingStatus = "asking" if choice.courier else "refused"
    told = told_of(problem) if problem else None
    await work.bookings.keep(replace(booking, courier=choice.courier, status=status), choice=choice, problem=told)


async def take(work: Work, booking: Booking, receipt: Receipt) -> Shipment:
    """A courier has it; for an order that went away meanwhile it is called off. Raises TrackingNumberUsed."""
    shipment = await work.shipments.get(booking.shipment_id)
    number = receipt.tracking_no or booking.reference
    taken = replace(booking, status="booked", tracking_no=number, attempts=0)
    await work.bookings.keep(taken, charge=receipt.charge)
    if shipment.status == "cancelled":
        await work.log.later(CallOffDue(shipment_id=shipment.shipment_id, reason=shipment.reason), due=clock.now())
        return shipment
    return await record(work, shipment, shipment.book(booking.courier, number))


async def fail(work: Work, shipment_id: str, problem: BdError, *, unanswered: bool = False) -> None:
    """It is left to people, with the reason; unless it has been taken meanwhile."""
    booking = await work.bookings.get(shipment_id)
    if booking.status == "asking":
        status: BookingStatus = "unanswered" if unanswered else "refused"
        await work.bookings.keep(replace(booking, status=status), problem=told_of(problem))


async def wait(work: Work, shipment_id: str, problem: BdError) -> None:
    """The courier cannot be asked now; why is shown to people, and it is tried again."""
    booking = await work.bookings.get(shipment_id)
    if booking.status == "asking":
        await work.bookings.keep(booking, problem=told_of(problem))


async def count(work: Work, shipment_id: str, by: int) -> None:
    """The courier is about to be asked (1), or has certainly not been (-1)."""
    booking = await work.bookings.get(shipment_id)
    await work.bookings.keep(replace(booking, attempts=booking.attempts + by))


async def drop(work: Work, shipment_id: str) -> None:
    """Nobody has to bring it."""
    booking = await work.bookings.get(shipment_id)
    await work.bookings.keep(replace(booking, status="ended"))


async def hear(work: Work, news_id: str) -> Outcome:
    """What a courier has said is understood, and what follows from it is done."""
    courier, news = await work.news.get(news_id)
    booking = await work.bookings.find(courier, news.tracking_no, news.reference)
    if booking is None:
        await work.news.close(news_id, "unknown", "")
        return "unknown"
    booking, shipment = await _known(work, booking, news)
    told = _with_cash(booking, news)
    happened, outcome = _meaning(shipment, told, booking)
    if outcome != "late":
        await _apply(work, shipment, happened)
        await _remember(work, booking.shipment_id, happened, told)
    await work.news.close(news_id, outcome, shipment.shipment_id)
    return outcome


async def call_off(work: Work, shipment_id: str, *, fetched: bool, problem: BdError | None) -> None:
    """There is no order for it any more. What the courier has is still heard of; what it has not taken is over."""
    booking = await work.bookings.get(shipment_id)
    status: BookingStatus = booking.status
    if not fetched and booking.status in TO_BOOK | {"booked"}:
        status = "calling_off" if problem else "ended"
    await work.bookings.keep(replace(booking, status=status), problem=told_of(problem) if problem else None)


def told_of(problem: BdError) -> Mapping[str, Any]:
    """A refusal as it is kept for people."""
    return {"code": problem.code, "message": problem.message, **problem.data}


async def _known(work: Work, booking: Booking, news: News) -> tuple[Booking, Shipment]:
    """A booking whose answer was lost is known by its news; so is a number that was not told."""
    shipment = await work.shipments.get(booking.shipment_id)
    if booking.status in {"asking", "unanswered"} and shipment.status == "planned" and news.tracking_no:
        shipment = await take(work, booking, Receipt(tracking_no=news.tracking_no, charge=news.charge))
        return await work.bookings.get(booking.shipment_id), shipment
    if booking.status == "booked" and news.tracking_no and booking.tracking_no == booking.reference:
        booking = replace(booking, tracking_no=news.tracking_no)
        await work.bookings.keep(booking, charge=news.charge)
        shipment = await record(work, shipment, [TrackingNumberTold(tracking_no=news.tracking_no)])
    return booking, shipment


def _meaning(shipment: Shipment, news: News, booking: Booking) -> tuple[Sequence[ShipmentEvent], Outcome]:
    if shipment.status == "planned":
        return [], "late"
    happened, outcome = follow(shipment, news, booking.heard)
    differs = happened and news.status == "delivered" and news.collected != booking.collect
    return happened, "mismatch" if differs else outcome


async def _apply(work: Work, shipment: Shipment, happened: Sequence[ShipmentEvent]) -> None:
    now = await record(work, shipment, happened)
    for event in happened:
        if isinstance(event, ParcelDelivered | ParcelPartlyDelivered) and event.collected:
            await work.cash.collect(_cash(now, event.collected))


async def _remember(work: Work, shipment_id: str, happened: Sequence[ShipmentEvent], news: News) -> None:
    """How far the story was heard. Who gave up has told it to its end: the next one begins another."""
    booking = await work.bookings.get(shipment_id)
    if any(isinstance(event, CourierGaveUp) for event in happened):
        begun = replace(booking, status="wanted", courier="", tracking_no="", heard=None, round=booking.round + 1)
        await work.bookings.keep(begun)
    else:
        heard = max(booking.heard, moment(news)) if booking.heard else moment(news)
        await work.bookings.keep(replace(booking, heard=heard))


def _with_cash(booking: Booking, news: News) -> News:
    """A courier that does not say what it took has taken what was asked for."""
    silent = news.collected is None and news.status == "delivered"
    return replace(news, collected=booking.collect) if silent else news


def _cash(shipment: Shipment, collected: Money) -> CodParcel:
    return CodParcel(
        shipment_id=shipment.shipment_id,
        vendor_order_id=shipment.vendor_order_id,
        courier=shipment.courier,
        collected=collected,
    )


async def change_cod(work: Work, shipment_id: str, cod: Money, reason: str) -> Shipment:
    """Another amount is collected. Raises UnknownShipment, NotPossibleNow, Invalid."""
    shipment = await work.shipments.get(shipment_id)
    happened = shipment.collect_otherwise(cod, reason)
    booking = await work.bookings.get(shipment_id)
    await work.bookings.keep(replace(booking, cod=cod))
    return await record(work, shipment, happened)
