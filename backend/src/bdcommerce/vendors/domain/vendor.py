"""A vendor from its application on: decide gives events, evolve is all that changes state."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bdcommerce.contracts.vendors import VendorStatus, VendorTier
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.errors import AlreadyStaff, LastOwner, OwnApplication, UnknownStaff, WrongVendorState
from bdcommerce.vendors.events import (
    ApplicationApproved,
    ApplicationRefused,
    ApplicationSubmitted,
    BankAccountReplaced,
    DispatchMoved,
    IssuerNamed,
    SellingResumed,
    SellingSuspended,
    StaffAdded,
    StaffRemoved,
    StaffRole,
    TierSet,
)

STEPS: Mapping[str, tuple[frozenset[VendorStatus], VendorStatus]] = {
    "approved": (frozenset({"applied"}), "active"),
    "refused": (frozenset({"applied"}), "refused"),
    "suspended": (frozenset({"active"}), "suspended"),
    "reinstated": (frozenset({"suspended"}), "active"),
}
"""Which step leads from where to where."""
_WORKING: frozenset[VendorStatus] = frozenset({"active", "suspended"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person and what they do for the vendor."""

    staff_id: str
    user_id: str
    role: StaffRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """What decisions need to know."""

    vendor_id: str
    applicant_id: str
    name: Localized
    dispatch: Place
    status: VendorStatus = "applied"
    slug: str = ""
    tier: VendorTier = "standard"
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    """By staff id."""

    @property
    def owners(self) -> list[StaffMember]:
        """Those who may do everything for the vendor."""
        return [member for member in self.staff.values() if member.role == "owner"]


def approve(vendor: Vendor, *, slug: str, staff_id: str, by: str) -> list[object]:
    """The applicant becomes the owner. Raises WrongVendorState, OwnApplication."""
    _ensure_step(vendor, "approved")
    ensure(by != vendor.applicant_id, OwnApplication.of(vendor.vendor_id))
    return [
        ApplicationApproved(vendor_id=vendor.vendor_id, slug=slug),
        StaffAdded(vendor_id=vendor.vendor_id, staff_id=staff_id, user_id=vendor.applicant_id, role="owner"),
    ]


def refuse(vendor: Vendor, *, reason: str, by: str) -> list[object]:
    """Raises WrongVendorState, OwnApplication."""
    _ensure_step(vendor, "refused")
    ensure(by != vendor.applicant_id, OwnApplication.of(vendor.vendor_id))
    return [ApplicationRefused(vendor_id=vendor.vendor_id, reason=reason)]


def suspend(vendor: Vendor, *, reason: str) -> list[object]:
    """Raises WrongVendorState."""
    _ensure_step(vendor, "suspended")
    return [SellingSuspended(vendor_id=vendor.vendor_id, reason=reason)]


def reinstate(vendor: Vendor) -> list[object]:
    """Raises WrongVendorState."""
    _ensure_step(vendor, "reinstated")
    return [SellingResumed(vendor_id=vendor.vendor_id)]


def add_staff(vendor: Vendor, *, staff_id: str, user_id: str, role: StaffRole) -> list[object]:
    """Raises WrongVendorState, AlreadyStaff."""
    _ensure_working(vendor, "given staff")
    ensure(user_id not in {member.user_id for member in vendor.staff.values()}, AlreadyStaff.somewhere())
    return [StaffAdded(vendor_id=vendor.vendor_id, staff_id=staff_id, user_id=user_id, role=role)]


def remove_staff(vendor: Vendor, staff_id: str) -> list[object]:
    """Raises UnknownStaff, LastOwner."""
    member = vendor.staff.get(staff_id)
    if member is None:
        raise UnknownStaff.of(staff_id)
    ensure(vendor.owners != [member], LastOwner.of(vendor.vendor_id))
    return [StaffRemoved(vendor_id=vendor.vendor_id, staff_id=staff_id, user_id=member.user_id)]


def move_dispatch(vendor: Vendor, dispatch: Place) -> list[object]:
    """Parcels are picked up there from now on. Raises WrongVendorState."""
    _ensure_working(vendor, "moved")
    return [DispatchMoved(vendor_id=vendor.vendor_id, dispatch=dispatch)]


def replace_bank_account(vendor: Vendor) -> list[object]:
    """Raises WrongVendorState."""
    _ensure_working(vendor, "paid elsewhere")
    return [BankAccountReplaced(vendor_id=vendor.vendor_id)]


def name_issuer(vendor: Vendor) -> list[object]:
    """Raises WrongVendorState."""
    _ensure_working(vendor, "given another issuer of invoices")
    return [IssuerNamed(vendor_id=vendor.vendor_id)]


def set_tier(vendor: Vendor, tier: VendorTier, *, reason: str) -> list[object]:
    """How far the operator trusts it from now on; the tier it has again is no event. Raises WrongVendorState."""
    _ensure_working(vendor, "moved to another tier")
    return [] if tier == vendor.tier else [TierSet(vendor_id=vendor.vendor_id, tier=tier, reason=reason)]


def evolve(vendor: Vendor | None, event: object) -> Vendor:
    """The vendor after an event."""
    if isinstance(event, ApplicationSubmitted):
        return Vendor(
            vendor_id=event.vendor_id, applicant_id=event.applicant_id, name=event.name, dispatch=event.dispatch
        )
    if vendor is None:
        raise ValueError(f"a vendor begins with its application, not with {type(event).__name__}")
    return _CHANGES[type(event)](vendor, event)


def fold(history: Iterable[object]) -> Vendor | None:
    """The vendor that a history makes; None for an empty one."""
    vendor: Vendor | None = None
    for event in history:
        vendor = evolve(vendor, event)
    return vendor


def _ensure_step(vendor: Vendor, step: str) -> None:
    allowed, _ = STEPS[step]
    ensure(vendor.status in allowed, WrongVendorState.of(vendor.vendor_id, vendor.status, step))


def _ensure_working(vendor: Vendor, step: str) -> None:
    ensure(vendor.status in _WORKING, WrongVendorState.of(vendor.vendor_id, vendor.status, step))


def _reached(vendor: Vendor, step: str) -> Vendor:
    return replace(vendor, status=STEPS[step][1])


def _with_staff(vendor: Vendor, event: StaffAdded) -> Vendor:
    member = StaffMember(staff_id=event.staff_id, user_id=event.user_id, role=event.role)
    return replace(vendor, staff={**vendor.staff, event.staff_id: member})


def _without_staff(vendor: Vendor, event: StaffRemoved) -> Vendor:
    return replace(vendor, staff={key: member for key, member in vendor.staff.items() if key != event.staff_id})


_CHANGES: Mapping[type, Callable[[Vendor, Any], Vendor]] = {
    ApplicationApproved: lambda vendor, event: replace(_reached(vendor, "approved"), slug=event.slug),
    ApplicationRefused: lambda vendor, _: _reached(vendor, "refused"),
    SellingSuspended: lambda vendor, _: _reached(vendor, "suspended"),
    SellingResumed: lambda vendor, _: _reached(vendor, "reinstated"),
    StaffAdded: _with_staff,
    StaffRemoved: _without_staff,
    DispatchMoved: lambda vendor, event: replace(vendor, dispatch=event.dispatch),
    BankAccountReplaced: lambda vendor, _: vendor,
    IssuerNamed: lambda vendor, _: vendor,
    TierSet: lambda vendor, event: replace(vendor, tier=event.tier),
}
