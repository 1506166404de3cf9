"""Holds on payouts: staff keep money back, with a reason, and let it go again."""

from datetime import date

from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import holds
from bdcommerce.payments.ports import Work


async def place_hold(
    work: Work, vendor_id: str, *, amount: Money | None, reason: str, until: date | None, by: str
) -> str:
    """Keep back so much of what a vendor is owed, or everything; the hold's id. What is on its way is not stopped.

    Raises Invalid naming `until` for a day that is over.
    """
    ensure(until is None or until >= clock.today(), Invalid.field("until", "must not be over"))
    await work.hold(vendor_id)
    placed = holds.place(vendor_id, amount=amount, reason=reason, until=until, by=by)
    await work.holds.save(placed.hold_id, [placed], 0)
    return placed.hold_id


async def lift_hold(work: Work, hold_id: str, reason: str, by: str) -> None:
    """Let it be paid out again. Raises UnknownHold, HoldLifted."""
    hold, version = await work.holds.load(hold_id)
    lifted = holds.lift(hold, reason, by)
    await work.hold(hold.vendor_id)
    await work.holds.save(hold_id, [lifted], version)
