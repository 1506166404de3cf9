"""What fulfilment refuses of claims."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


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
