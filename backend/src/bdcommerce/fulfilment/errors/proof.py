"""What fulfilment refuses of codes and photos."""

from datetime import timedelta
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound, TooMany
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import grouped


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


class WrongCode(Invalid):
    """The delivery code is not the one that was sent. `tries_left` says how often another may be tried."""

    code = "wrong_code"

    @classmethod
    def of(cls, tries_left: int) -> Self:
        return cls("code: is not the one the customer was sent", fields={"code": "is wrong"}, tries_left=tries_left)


class CodeLocked(Conflict):
    """Too many wrong codes were tried; a new one must be sent."""

    code = "code_locked"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("too many wrong codes were tried: send a new one", shipment_id=shipment_id)


class CodeJustSent(TooMany):
    """A code was sent a moment ago, or many were. `retry_after` says when the next one may be."""

    code = "code_just_sent"

    @classmethod
    def of(cls, wait: timedelta) -> Self:
        return cls("a code was sent a moment ago", retry_after=max(1, round(wait.total_seconds())))


class ReturnCodeNeeded(Conflict):
    """A parcel goes back to its vendor against the vendor's code."""

    code = "return_code_needed"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls("ask the vendor for its code", shipment_id=shipment_id)


class PhotoNotEnough(Conflict):
    """This much cash is handed over against the customer's code only."""

    code = "photo_not_enough"

    @classmethod
    def above(cls, most: Money) -> Self:
        return cls(f"above {grouped(most)} {most.currency} only the code proves a delivery", most=most.amount)


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
