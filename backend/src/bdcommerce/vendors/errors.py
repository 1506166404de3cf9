"""What vendors refuses, by name.

NotFound    UnknownApplication, UnknownStaff (UnknownVendor stands in the contract)
Forbidden   OwnApplication, OwnersOnly
Invalid     BackdatedPlan
Conflict    WrongVendorState, AlreadyApplied, IdentityTaken, SlugTaken, AlreadyStaff, LastOwner, NoCommissionPlan
"""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class UnknownApplication(NotFound):
    """This person has not applied."""

    code = "unknown_application"

    @classmethod
    def yours(cls) -> Self:
        return cls("You have not applied to sell here.")


class UnknownStaff(NotFound):
    """Nobody of that id works for this vendor."""

    code = "unknown_vendor_staff"

    @classmethod
    def of(cls, staff_id: str) -> Self:
        return cls("Nobody of that id works for this vendor.", staff_id=staff_id)


class OwnApplication(Forbidden):
    """Nobody decides on an application of their own."""

    code = "own_application"

    @classmethod
    def of(cls, vendor_id: str) -> Self:
        return cls("Somebody else has to decide on your own application.", vendor_id=vendor_id)


class OwnersOnly(Forbidden):
    """Only an owner of the vendor may do this."""

    code = "owners_only"

    @classmethod
    def to(cls, what: str) -> Self:
        return cls(f"Only an owner may {what}.")


class BackdatedPlan(Invalid):
    """A commission plan cannot begin on a day that has passed."""

    code = "backdated_plan"

    @classmethod
    def on(cls, today: date) -> Self:
        return cls.field("effective_from", f"must be {today} or later")


class WrongVendorState(Conflict):
    """The vendor is not in a state that allows this step."""

    code = "wrong_vendor_state"

    @classmethod
    def of(cls, vendor_id: str, status: str, step: str) -> Self:
        return cls(f"A vendor that is {status} cannot be {step}.", vendor_id=vendor_id, state=status, step=step)


class AlreadyApplied(Conflict):
    """This person's application waits for a decision."""

    code = "already_applied"

    @classmethod
    def once(cls) -> Self:
        return cls("Your application is waiting for a decision; there is no need for a second one.")


class IdentityTaken(Conflict):
    """A vendor with this TIN or NID is active or has applied. Which one is not said."""

    code = "identity_taken"

    @classmethod
    def by(cls, field: str) -> Self:
        return cls(f"There is already a vendor with this {field.upper()}.", field=field)


class SlugTaken(Conflict):
    """Another vendor of that name was approved at the same moment; the next attempt finds a free name."""

    code = "vendor_slug_taken"

    @classmethod
    def now(cls) -> Self:
        return cls("Another vendor of this name was approved just now. Try again.")


class AlreadyStaff(Conflict):
    """This person works for a vendor already; a person works for one."""

    code = "already_vendor_staff"

    @classmethod
    def somewhere(cls) -> Self:
        return cls("This person works for a vendor already.")


class LastOwner(Conflict):
    """A vendor keeps at least one owner."""

    code = "last_owner"

    @classmethod
    def of(cls, vendor_id: str) -> Self:
        return cls("The last owner cannot leave.", vendor_id=vendor_id)


class NoCommissionPlan(Conflict):
    """No plan has a rate for this vendor, not even the operator's own."""

    code = "no_commission_plan"

    @classmethod
    def of(cls, vendor_id: str) -> Self:
        return cls("There is no commission rate for this vendor.", vendor_id=vendor_id)
