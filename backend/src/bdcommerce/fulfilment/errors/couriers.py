"""What fulfilment refuses of couriers and bookings, and what couriers answer."""

from collections.abc import Mapping
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound, Unavailable


class CourierRefused(Conflict):
    """The courier has said no, and why."""

    code = "courier_refused"

    @classmethod
    def saying(cls, courier: str, said: str, fields: Mapping[str, str] | None = None) -> Self:
        return cls(f"{courier} refuses: {said}", courier=courier, said=dict(fields or {}))


class CourierSilent(Unavailable):
    """The courier did not answer: whether it did what was asked is not known."""

    code = "courier_silent"

    @classmethod
    def of(cls, courier: str) -> Self:
        return cls(f"{courier} did not answer", courier=courier)


class CourierAway(Unavailable):
    """The courier cannot be asked now; it has done nothing."""

    code = "courier_away"

    @classmethod
    def of(cls, courier: str, why: str = "cannot be reached") -> Self:
        return cls(f"{courier} {why}", courier=courier)


class CredentialsRefused(CourierAway):
    """The courier does not take our credentials: nothing goes until somebody has put them right."""

    code = "courier_credentials_refused"

    @classmethod
    def of(cls, courier: str, why: str = "does not take our credentials") -> Self:
        return cls(f"{courier} {why}", courier=courier)


class CourierCannot(Conflict):
    """This courier's API has no such call; it must be done by hand."""

    code = "courier_cannot"

    @classmethod
    def of(cls, courier: str, what: str) -> Self:
        return cls(f"{courier} has no call to {what}: do it in its panel or by phone", courier=courier)


class AreaUnmapped(Conflict):
    """Nobody has said which area of the courier's one of our places is."""

    code = "area_unmapped"

    @classmethod
    def of(cls, courier: str, level: str, our_id: str) -> Self:
        message = f"{our_id} ({level}) has no area of {courier} yet: confirm one under /admin/couriers/{courier}/areas"
        return cls(message, courier=courier, level=level, our_id=our_id)


class NoCourier(Conflict):
    """No courier can have the parcel."""

    code = "no_courier"

    @classmethod
    def because(cls, why: str, problems: Mapping[str, str]) -> Self:
        told = "; ".join(f"{courier}: {problem}" for courier, problem in problems.items())
        return cls(f"{why} ({told})" if told else why, problems=dict(problems))


class PickupPointWaits(Unavailable):
    """The courier has not yet approved the place where it shall fetch the parcel."""

    code = "pickup_point_waits"

    @classmethod
    def of(cls, courier: str) -> Self:
        return cls(f"{courier} has not yet approved the pick-up point", courier=courier)


class UnknownBooking(NotFound):
    """The shipment has no booking."""

    code = "unknown_booking"

    @classmethod
    def of(cls, shipment_id: str) -> Self:
        return cls(f"there is no booking of {shipment_id}", shipment_id=shipment_id)


class NotToBook(Conflict):
    """The booking is in another state."""

    code = "not_to_book"

    @classmethod
    def of(cls, shipment_id: str, status: str) -> Self:
        return cls(f"the booking of {shipment_id} is {status}", shipment_id=shipment_id, state=status)


class TrackingNumberUsed(Conflict):
    """The tracking number is another parcel's."""

    code = "tracking_number_used"

    @classmethod
    def of(cls, courier: str, tracking_no: str) -> Self:
        return cls(f"{tracking_no} of {courier} is another parcel", courier=courier, tracking_no=tracking_no)


class UnknownArea(NotFound):
    """There is no such area on the courier's list, or no such place of ours."""

    code = "unknown_area"

    @classmethod
    def of(cls, courier: str, area_id: str) -> Self:
        return cls(f"{courier} has no area {area_id}", courier=courier, area_id=area_id)


class UnknownBulk(NotFound):
    """There is no such bulk booking."""

    code = "unknown_bulk_booking"

    @classmethod
    def of(cls, bulk_id: str) -> Self:
        return cls(f"there is no bulk booking {bulk_id}", bulk_id=bulk_id)


class HookRefused(NotFound):
    """The webhook does not prove that it comes from the courier: for whoever calls there is nothing here."""

    code = "courier_hook_refused"

    @classmethod
    def of(cls, courier: str) -> Self:
        return cls(f"this does not come from {courier}", courier=courier)


class HookUnreadable(Invalid):
    """The webhook's body is not what the courier sends."""

    code = "courier_hook_unreadable"

    @classmethod
    def of(cls, courier: str) -> Self:
        return cls.field("body", f"is not a webhook of {courier}")
