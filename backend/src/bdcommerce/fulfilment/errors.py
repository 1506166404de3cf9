"""What fulfilment refuses.

NotFound
├── UnknownShipment       there is no such shipment
├── UnknownCourier        there is no such courier
├── UnknownShortage       there is no such shortage
├── UnknownClosing        there is no such closing
├── UnknownClaim          there is no such claim
├── UnknownEvidence       there is no such photo of this shipment
├── UnknownZone           there is no such delivery zone
└── UnknownHoliday        staff have said nothing of that day
Forbidden
└── FourEyes              somebody else has to decide on the closing
Invalid
├── UnreadablePhoto       the bytes are no picture that can be kept
├── WrongCode             the delivery code is not the one that was sent
└── WrongCollection       the cash is not what was to be collected
Conflict
├── DayClosed             the rider's day is counted: it takes no more cash
├── NothingToClose        the rider holds no cash of that day
├── ClosingDecided        the closing is confirmed or rejected
├── InClosing             the cash of a parcel is in a closing
├── ClaimClosed           the claim is decided or withdrawn
├── ClaimIsOpen           a parcel has one open claim
├── TooLateToClaim        damage is claimed within days
├── PhotoUsed             the picture proves the delivery of another parcel
├── TooManyPhotos         a parcel has as many photos as may be
├── PhotoNotEnough        this much cash is handed over against the code only
├── ReturnCodeNeeded      a parcel goes back to its vendor against the vendor's code
├── AskedForLater         the customer has chosen a later day
├── TooOftenRescheduled   the customer has chosen another day as often as may be
├── AlreadyChecked        the vendor has said how the parcel came back
├── ZoneExists            the code stands for another zone
├── PairTaken             another zone covers this pair of areas
├── CatchAllNeeded        some zone must cover what no other does
├── NotPossibleNow        the shipment is in another state
├── CodeLocked            too many wrong codes; a new one must be sent
├── AlreadyShipped        the vendor order has a shipment
├── AlreadyRemitted       cash of a parcel is handed over once
├── NotCollected          no cash of this courier was collected for this parcel
├── ReferenceUsed         the courier's reference stands for another remittance
└── AlreadySettled        the shortage was paid or written off before
TooMany
└── CodeJustSent          a new code may be sent a little later
"""

from datetime import date, timedelta
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped


class UnknownShipment(NotFound):
    """There is no such shipment."""

    code = "unknown_shipment"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls(f"there is no shipment {shipment_id}", shipment_id=shipment_id)


class UnknownCourier(NotFound):
    """There is no such courier."""

    code = "unknown_courier"

    @classmethod
    def of(cls, courier: str) -> Self:
        return cls(f"there is no courier {courier}", courier=courier)


class UnknownShortage(NotFound):
    """There is no such shortage."""

    code = "unknown_shortage"

    @classmethod
    def of(cls, shortage_id: str) -> Self:
        return cls(f"there is no shortage {shortage_id}", shortage_id=shortage_id)


class UnknownZone(NotFound):
    """There is no such delivery zone."""

    code = "unknown_zone"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"there is no delivery zone {zone}", zone=zone)


class UnknownHoliday(NotFound):
    """Staff have said nothing of that day: the calendar holds."""

    code = "unknown_holiday"

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(f"nothing was put right on {day}", day=day.isoformat())


class UnknownClosing(NotFound):
    """There is no such closing."""

    code = "unknown_closing"

    @classmethod
    def of(cls, closing_id: str) -> Self:
        return cls(f"there is no closing {closing_id}", closing_id=closing_id)


class FourEyes(Forbidden):
    """Neither the rider nor whoever counted decides on a closing."""

    code = "four_eyes"

    @classmethod
    def of(cls, closing_id: str) -> Self:
        return cls("somebody else has to count that cash", closing_id=closing_id)


class DayClosed(Conflict):
    """The rider's day is counted: it takes no more cash and is not counted again."""

    code = "day_closed"

    @classmethod
    def on(cls, day: date, closing_id: str) -> Self:
        return cls(f"the cash of {day} is counted", day=day.isoformat(), closing_id=closing_id)


class NothingToClose(Conflict):
    """The rider holds no cash of that day."""

    code = "nothing_to_close"

    @classmethod
    def on(cls, rider_id: str, day: date) -> Self:
        return cls(f"there is no cash of {day} to count", rider_id=rider_id, day=day.isoformat())


class ClosingDecided(Conflict):
    """The closing is confirmed or rejected."""

    code = "closing_decided"

    @classmethod
    def of(cls, closing_id: str, status: str) -> Self:
        return cls(f"closing {closing_id} is {status}", closing_id=closing_id, state=status)


class InClosing(Conflict):
    """The cash of these parcels is counted in a closing and goes to the bank with it."""

    code = "in_closing"

    @classmethod
    def of(cls, *shipment_ids: str) -> Self:
        return cls("the cash of these parcels is in a closing", shipment_ids=sorted(shipment_ids))


class UnknownClaim(NotFound):
    """There is no such claim, or not for this caller."""

    code = "unknown_claim"

    @classmethod
    def of(cls, claim_id: str) -> Self:
        return cls(f"there is no claim {claim_id}", claim_id=claim_id)


class ClaimClosed(Conflict):
    """The claim is decided or withdrawn."""

    code = "claim_closed"

    @classmethod
    def of(cls, claim_id: str, status: str) -> Self:
        return cls(f"claim {claim_id} is {status}", claim_id=claim_id, state=status)


class ClaimIsOpen(Conflict):
    """A parcel has one open claim."""

    code = "claim_is_open"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("there is an open claim about this parcel", shipment_id=shipment_id)


class TooLateToClaim(Conflict):
    """Damage is claimed within days of delivery or return."""

    code = "too_late_to_claim"

    @classmethod
    def after(cls, days: int) -> Self:
        return cls(f"damage is claimed within {days} days", days=days)


class UnknownEvidence(NotFound):
    """There is no such photo of this shipment, or not for this caller."""

    code = "unknown_evidence"

    @classmethod
    def of(cls, evidence_id: str) -> Self:
        return cls(f"there is no photo {evidence_id} of this shipment", evidence_id=evidence_id)


class UnreadablePhoto(Invalid):
    """The bytes are no picture that can be kept; the reason says why."""

    code = "unreadable_photo"

    @classmethod
    def because(cls, reason: str) -> Self:
        return cls.field("photo", reason)


class PhotoUsed(Conflict):
    """The picture proves the delivery of another parcel."""

    code = "photo_used"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("this picture proves the delivery of another parcel", shipment_id=shipment_id)


class TooManyPhotos(Conflict):
    """A parcel has as many photos for a purpose as may be."""

    code = "too_many_photos"

    @classmethod
    def of(cls, shipment_id: str, most: int) -> Self:
        return cls(f"a parcel has at most {most} photos", shipment_id=shipment_id, most=most)


class PhotoNotEnough(Conflict):
    """This much cash is handed over against the customer's code only."""

    code = "photo_not_enough"

    @classmethod
    def above(cls, most: Money) -> Self:
        return cls(f"above {grouped(most)} {most.currency} only the code proves a delivery", most=most.amount)


class ReturnCodeNeeded(Conflict):
    """A parcel goes back to its vendor against the vendor's code."""

    code = "return_code_needed"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("ask the vendor for its code", shipment_id=shipment_id)


class AskedForLater(Conflict):
    """The customer has chosen a later day."""

    code = "asked_for_later"

    @classmethod
    def on(cls, day: date) -> Self:
        return cls(f"the customer wants it on {day}", deliver_on=day.isoformat())


class TooOftenRescheduled(Conflict):
    """The customer has chosen another day as often as may be."""

    code = "too_often_rescheduled"

    @classmethod
    def after(cls, times: int) -> Self:
        return cls(f"another day may be chosen {times} times", most=times)


class AlreadyChecked(Conflict):
    """The vendor has said how the parcel came back."""

    code = "already_checked"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("it was said before how the parcel came back", shipment_id=shipment_id)


class ZoneExists(Conflict):
    """The code stands for another zone."""

    code = "zone_exists"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"there is a delivery zone {zone}", zone=zone)


class PairTaken(Conflict):
    """Another zone covers this pair of areas, or it is named twice."""

    code = "pair_taken"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"a pair of areas of {zone} is covered already", zone=zone)


class CatchAllNeeded(Conflict):
    """The pair anywhere to anywhere cannot be given up: some zone must cover what no other does."""

    code = "catch_all_needed"

    @classmethod
    def of(cls, zone: str) -> Self:
        return cls(f"{zone} has to cover what no other zone does", zone=zone)


class WrongCode(Invalid):
    """The delivery code is not the one that was sent. `tries_left` says how often another may be tried."""

    code = "wrong_code"

    @classmethod
    def of(cls, tries_left: int) -> Self:
        return cls("code: is not the one the customer was sent", fields={"code": "is wrong"}, tries_left=tries_left)


class WrongCollection(Invalid):
    """The cash is not what was to be collected."""

    code = "wrong_collection"

    @classmethod
    def of(cls, due: Money) -> Self:
        reason = f"must be {grouped(due)} {due.currency}"
        return cls(f"collected: {reason}", fields={"collected": reason}, due=due.amount)


class NotPossibleNow(Conflict):
    """The shipment is in another state."""

    code = "not_possible_now"

    @classmethod
    def of(cls, shipment_id: str, status: str, wanted: str) -> Self:
        message = f"shipment {shipment_id} is {status}: it cannot be {wanted}"
        return cls(message, shipment_id=shipment_id, state=status)


class CodeLocked(Conflict):
    """Too many wrong codes were tried; a new one must be sent."""

    code = "code_locked"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("too many wrong codes were tried: send a new one", shipment_id=shipment_id)


class AlreadyShipped(Conflict):
    """The vendor order has a shipment."""

    code = "already_shipped"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"vendor order {vendor_order_id} has a shipment", vendor_order_id=vendor_order_id)


class AlreadyRemitted(Conflict):
    """Cash of a parcel is handed over once."""

    code = "already_remitted"

    @classmethod
    def of(cls, *shipment_ids: str) -> Self:
        return cls("the cash of these parcels was handed over before", shipment_ids=sorted(shipment_ids))


class NotCollected(Conflict):
    """No cash was collected by this courier for these parcels."""

    code = "not_collected"

    @classmethod
    def of(cls, courier: str, *shipment_ids: str) -> Self:
        message = f"{courier} collected no cash for these parcels"
        return cls(message, courier=courier, shipment_ids=sorted(shipment_ids))


class ReferenceUsed(Conflict):
    """The courier's reference stands for another remittance."""

    code = "reference_used"

    @classmethod
    def of(cls, courier: str, reference: str) -> Self:
        return cls(f"remittance {reference} of {courier} was recorded before", courier=courier, reference=reference)


class AlreadySettled(Conflict):
    """The shortage was paid or written off before."""

    code = "already_settled"

    @classmethod
    def of(cls, shortage_id: str) -> Self:
        return cls(f"shortage {shortage_id} was settled before", shortage_id=shortage_id)


class CodeJustSent(TooMany):
    """A code was sent a moment ago, or many were. `retry_after` says when the next one may be."""

    code = "code_just_sent"

    @classmethod
    def of(cls, wait: timedelta) -> Self:
        return cls("a code was sent a moment ago", retry_after=max(1, round(wait.total_seconds())))
