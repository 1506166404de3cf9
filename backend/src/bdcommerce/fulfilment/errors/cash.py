"""What fulfilment refuses of cash."""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, NotFound


class UnknownShortage(NotFound):
    """There is no such shortage."""

    code = "unknown_shortage"

    @classmethod
    def of(cls, shortage_id: str) -> Self:
        return cls(f"there is no shortage {shortage_id}", shortage_id=shortage_id)


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
