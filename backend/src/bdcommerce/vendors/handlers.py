"""What vendors do and have done to them, one function per use case."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bdcommerce.contracts.vendors import (
    CommissionPlanChanged,
    VendorApproved,
    VendorReinstated,
    VendorSuspended,
    VendorTier,
    VendorTierChanged,
)
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.text import slug
from bdcommerce.vendors.domain import commission, papers, vendor
from bdcommerce.vendors.domain.commission import Plan
from bdcommerce.vendors.domain.papers import Account, Application, Issuer
from bdcommerce.vendors.errors import AlreadyStaff
from bdcommerce.vendors.events import ApplicationSubmitted, StaffRole
from bdcommerce.vendors.ports import Work


async def apply_to_sell(work: Work, *, applicant_id: str, application: Application, dispatch: Address) -> str:
    """Somebody wants to sell here; the id of the vendor they may become.

    Raises AlreadyStaff, AlreadyApplied, IdentityTaken.
    """
    ensure(not await work.vendors.works_somewhere(applicant_id), AlreadyStaff.somewhere())
    vendor_id = ids.new_id("ven")
    shown = application.papers
    submitted = ApplicationSubmitted(
        vendor_id=vendor_id,
        applicant_id=applicant_id,
        name=application.name,
        trade_licence=shown.trade_licence,
        trade_licence_expires=shown.trade_licence_expires,
        bin=shown.bin,
        rjsc_no=shown.rjsc_no,
        dbid=shown.dbid,
        dbid_tracking=shown.dbid_tracking,
        dispatch=dispatch.place,
    )
    await work.sealed.add(vendor_id, applicant_id, application, dispatch)
    await work.vendors.save(vendor_id, [submitted], expected=0)
    return vendor_id


async def approve(work: Work, vendor_id: str, actor: Actor) -> None:
    """The applicant may sell, and owns the vendor. Raises UnknownVendor, WrongVendorState, OwnApplication."""
    applied, version = await work.vendors.load(vendor_id)
    wanted = slug(applied.name.en)
    path = papers.first_free(wanted, await work.vendors.slugs_like(wanted))
    events = vendor.approve(applied, slug=path, staff_id=ids.new_id("vst"), by=actor.id)
    await work.sealed.set_status(vendor_id, "active")
    await work.vendors.save(vendor_id, events, expected=version)
    told = VendorApproved(
        vendor_id=vendor_id,
        name=applied.name,
        slug=path,
        submitted_at=await work.vendors.applied_at(vendor_id),
        at=clock.now(),
    )
    await work.log.tell(told)


async def refuse(work: Work, vendor_id: str, *, reason: str, actor: Actor) -> None:
    """The applicant may not sell, but may apply again. Raises UnknownVendor, WrongVendorState, OwnApplication."""
    applied, version = await work.vendors.load(vendor_id)
    await work.vendors.save(vendor_id, vendor.refuse(applied, reason=reason, by=actor.id), expected=version)
    await work.sealed.set_status(vendor_id, "refused")


async def suspend(work: Work, vendor_id: str, *, reason: str) -> None:
    """Nothing of the vendor sells. Raises UnknownVendor, WrongVendorState."""
    active, version = await work.vendors.load(vendor_id)
    await work.vendors.save(vendor_id, vendor.suspend(active, reason=reason), expected=version)
    await work.sealed.set_status(vendor_id, "suspended")
    await work.log.tell(VendorSuspended(vendor_id=vendor_id, reason=reason))


async def reinstate(work: Work, vendor_id: str) -> None:
    """The vendor sells again. Raises UnknownVendor, WrongVendorState."""
    suspended, version = await work.vendors.load(vendor_id)
    await work.vendors.save(vendor_id, vendor.reinstate(suspended), expected=version)
    await work.sealed.set_status(vendor_id, "active")
    await work.log.tell(VendorReinstated(vendor_id=vendor_id))


async def add_staff(work: Work, vendor_id: str, *, user_id: str, role: StaffRole) -> str:
    """A person works for the vendor; the id of that. Raises AlreadyStaff, WrongVendorState."""
    ensure(not await work.vendors.works_somewhere(user_id), AlreadyStaff.somewhere())
    employer, version = await work.vendors.load(vendor_id)
    staff_id = ids.new_id("vst")
    events = vendor.add_staff(employer, staff_id=staff_id, user_id=user_id, role=role)
    await work.vendors.save(vendor_id, events, expected=version)
    return staff_id


async def remove_staff(work: Work, vendor_id: str, staff_id: str) -> None:
    """A person works for the vendor no longer. Raises UnknownStaff, LastOwner."""
    employer, version = await work.vendors.load(vendor_id)
    await work.vendors.save(vendor_id, vendor.remove_staff(employer, staff_id), expected=version)


async def change_profile(
    work: Work,
    vendor_id: str,
    *,
    dispatch: Address | None = None,
    account: Account | None = None,
    issuer: Issuer | None = None,
    actor: Actor,
) -> None:
    """The vendor sends parcels from elsewhere, is paid elsewhere, or invoices as another. Raises WrongVendorState."""
    changed, version = await work.vendors.load(vendor_id)
    events: list[object] = []
    if dispatch:
        events += vendor.move_dispatch(changed, dispatch.place)
        await work.sealed.move_dispatch(vendor_id, dispatch)
    if account:
        events += vendor.replace_bank_account(changed)
        await work.sealed.replace_account(vendor_id, account, by=actor.id)
    if issuer:
        events += vendor.name_issuer(changed)
        await work.sealed.name_issuer(vendor_id, issuer)
    await work.vendors.save(vendor_id, events, expected=version)


async def set_tier(work: Work, vendor_id: str, tier: VendorTier, *, reason: str) -> None:
    """The operator trusts the vendor more, or less. Raises UnknownVendor, WrongVendorState."""
    judged, version = await work.vendors.load(vendor_id)
    if events := vendor.set_tier(judged, tier, reason=reason):
        await work.vendors.save(vendor_id, events, expected=version)
        await work.log.tell(VendorTierChanged(vendor_id=vendor_id, tier=tier))


async def set_commission(
    work: Work,
    owner: str,
    *,
    default_percent: Decimal | None,
    by_category: Mapping[str, Decimal],
    effective_from: date,
    actor: Actor,
) -> Plan:
    """Other rates hold from a day on, for one vendor or (OPERATOR) for all. Raises UnknownVendor, BackdatedPlan."""
    if owner != commission.OPERATOR:
        await work.vendors.load(owner)
    plan = Plan(
        owner=owner, effective_from=effective_from, default_percent=default_percent, by_category=dict(by_category)
    )
    await work.plans.add(commission.checked_plan(plan, clock.today()), by=actor.id)
    await work.log.tell(CommissionPlanChanged(vendor_id=owner))
    return plan
