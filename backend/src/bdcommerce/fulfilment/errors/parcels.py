"""What fulfilment refuses of parcels and couriers on their way."""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound
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


class AlreadyShipped(Conflict):
    """The vendor order has a shipment."""

    code = "already_shipped"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"vendor order {vendor_order_id} has a shipment", vendor_order_id=vendor_order_id)


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
