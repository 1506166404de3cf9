"""The read tables of vendors: what a vendor is now, and who works for it."""

from typing import Any

from sqlalchemy import delete, insert, update

from bdcommerce.infra.cache.announcing import announcing
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection
from bdcommerce.vendors.events import (
    ApplicationApproved,
    ApplicationRefused,
    ApplicationSubmitted,
    DispatchMoved,
    SellingResumed,
    SellingSuspended,
    StaffAdded,
    StaffRemoved,
    TierSet,
)
from bdcommerce.vendors.tables import staff, vendor


async def apply_submitted(event: ApplicationSubmitted, meta: EventMeta, tx: Transaction) -> None:
    """Somebody has applied."""
    await tx.execute(
        insert(vendor).values(
            vendor_id=event.vendor_id,
            applicant_id=event.applicant_id,
            name=event.name,
            status="applied",
            status_at=meta.recorded_at,
            status_by=meta.actor,
            reason="",
            submitted_at=meta.recorded_at,
            trade_licence=event.trade_licence,
            trade_licence_expires=event.trade_licence_expires,
            bin=event.bin,
            rjsc_no=event.rjsc_no,
            dbid=event.dbid,
            dbid_tracking=event.dbid_tracking,
            dispatch=event.dispatch,
            tier="standard",
        )
    )


async def apply_approved(event: ApplicationApproved, meta: EventMeta, tx: Transaction) -> None:
    """The vendor has a path in the shop."""
    await _set(event.vendor_id, meta, tx, status="active", slug=event.slug, reason="")


async def apply_refused(event: ApplicationRefused, meta: EventMeta, tx: Transaction) -> None:
    """With the reason the applicant is given."""
    await _set(event.vendor_id, meta, tx, status="refused", reason=event.reason)


async def apply_suspended(event: SellingSuspended, meta: EventMeta, tx: Transaction) -> None:
    """With the reason the vendor is given."""
    await _set(event.vendor_id, meta, tx, status="suspended", reason=event.reason)


async def apply_resumed(event: SellingResumed, meta: EventMeta, tx: Transaction) -> None:
    """The reason for the suspension is history."""
    await _set(event.vendor_id, meta, tx, status="active", reason="")


async def apply_dispatch_moved(event: DispatchMoved, _: EventMeta, tx: Transaction) -> None:
    """Parcels come from elsewhere."""
    await tx.execute(update(vendor).where(vendor.c.vendor_id == event.vendor_id).values(dispatch=event.dispatch))


async def apply_tier_set(event: TierSet, _: EventMeta, tx: Transaction) -> None:
    """How far it is trusted."""
    await tx.execute(update(vendor).where(vendor.c.vendor_id == event.vendor_id).values(tier=event.tier))


async def apply_staff_added(event: StaffAdded, meta: EventMeta, tx: Transaction) -> None:
    """One row per person."""
    await tx.execute(
        insert(staff).values(
            staff_id=event.staff_id,
            vendor_id=event.vendor_id,
            user_id=event.user_id,
            role=event.role,
            since=meta.recorded_at,
        )
    )


async def apply_staff_removed(event: StaffRemoved, _: EventMeta, tx: Transaction) -> None:
    """The row goes; the event stays."""
    await tx.execute(delete(staff).where(staff.c.staff_id == event.staff_id))


async def _set(vendor_id: str, meta: EventMeta, tx: Transaction, **changed: Any) -> None:
    values = {"status_at": meta.recorded_at, "status_by": meta.actor, **changed}
    await tx.execute(update(vendor).where(vendor.c.vendor_id == vendor_id).values(values))


def _page_of(event: ApplicationApproved | SellingSuspended | SellingResumed | DispatchMoved) -> list[str]:
    """What customers see of the vendor is another page now."""
    return [f"vendor:{event.vendor_id}"]


VENDORS = announcing(
    Projection(
        name="vendors.vendor",
        tables=("vendor", "staff"),
        on={
            ApplicationSubmitted: apply_submitted,
            ApplicationApproved: apply_approved,
            ApplicationRefused: apply_refused,
            SellingSuspended: apply_suspended,
            SellingResumed: apply_resumed,
            DispatchMoved: apply_dispatch_moved,
            TierSet: apply_tier_set,
            StaffAdded: apply_staff_added,
            StaffRemoved: apply_staff_removed,
        },
    ),
    dict.fromkeys((ApplicationApproved, SellingSuspended, SellingResumed, DispatchMoved), _page_of),
)
