"""Whose turn it is to be paid, and what staff keep back."""

from datetime import date

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.domain.cycles import Standing, next_on, why_not_due
from bdcommerce.payments.domain.payouts import MAX_PAYOUTS
from bdcommerce.payments.errors import HoldLifted, UnknownHold
from bdcommerce.payments.handlers import dues as asking
from bdcommerce.payments.handlers import holds as cases
from bdcommerce.payments.handlers.payouts import ask_minimum
from bdcommerce.payments.queries import dues as queries
from bdcommerce.payments.schemas import DuePayouts, DueView, HoldView, Id, PlaceHold, WithReason


@get("/admin/payouts/due", access=staff("ledger.read"), summary="Whom the payout cycle pays today, and whom not")
async def list_due(deps: ApiDeps) -> DuePayouts:
    """Up to 500 vendors who are owed something. A vendor is paid every so many days by its tier, and in any case the
    day before the law's limit (DC-PAY-01).
    """
    today = clock.today()
    return DuePayouts(on=today, items=await standing_today(deps, today))


@post(
    "/admin/vendors/{vendor_id:str}/payout-holds",
    access=staff("payouts.hold"),
    summary="Keep back what a vendor is owed",
    raises=[UnknownVendor],
)
async def place(vendor_id: PathId, data: PlaceHold, caller: Caller, deps: ApiDeps) -> HoldView:
    """An amount or all of it, for a while or until it is lifted. A payout that was approved already is not stopped."""
    await deps.vendors.tiers([vendor_id])
    amount = Money(data.amount) if data.amount else None
    async with deps.works() as work:
        hold_id = await cases.place_hold(
            work, vendor_id, amount=amount, reason=data.reason, until=data.until, by=caller.user_id
        )
    return await _hold(deps, hold_id)


@get(
    "/admin/vendors/{vendor_id:str}/payout-holds",
    access=staff("ledger.read"),
    summary="What was kept back from a vendor, the newest first",
)
async def list_holds(vendor_id: PathId, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[HoldView]:
    """Those that stand and those that were lifted."""
    position = decode(cursor, tuple[Id])
    rows = await queries.holds(deps.reads, vendor_id, before=position[0] if position else "", limit=limit + 1)
    return page(rows, limit, lambda hold: (hold.hold_id,))


@post(
    "/admin/payout-holds/{hold_id:str}/lift",
    access=staff("payouts.hold"),
    summary="Let it be paid out again",
    raises=[UnknownHold, HoldLifted],
    status_code=200,
)
async def lift(hold_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> HoldView:
    """It goes into the next batch."""
    async with deps.works() as work:
        await cases.lift_hold(work, hold_id, data.reason, caller.user_id)
    return await _hold(deps, hold_id)


async def standing_today(deps: ApiDeps, today: date) -> list[DueView]:
    """Where every vendor who is owed something stands in its cycle."""
    owed = await queries.owed(deps.reads, now=clock.now(), today=today, after="", limit=MAX_PAYOUTS)
    tiers = await asking.ask_tiers(deps.vendors, [each.vendor_id for each in owed])
    cycles, minimum = await asking.ask_cycles(deps.compliance, today), await ask_minimum(deps.compliance)
    return [_view(_standing(each, tiers), cycles, minimum, today) for each in owed]


def _standing(owed: queries.Owed, tiers: asking.Tiers) -> Standing:
    return Standing(
        vendor_id=owed.vendor_id,
        tier=tiers[owed.vendor_id],
        owed=Money(owed.owed),
        held=owed.kept_back,
        due_on=owed.due_on,
        since=owed.since,
        in_open_payout=owed.in_open_payout,
    )


def _view(standing: Standing, cycles: asking.Cycles, minimum: Money, today: date) -> DueView:
    cycle_days = cycles[standing.tier]
    return DueView(
        vendor_id=standing.vendor_id,
        tier=standing.tier,
        owed=standing.owed,
        payable=standing.payable,
        due_on=standing.due_on,
        next_on=next_on(standing, cycle_days),
        not_due=why_not_due(standing, cycle_days=cycle_days, minimum=minimum, today=today),
    )


async def _hold(deps: ApiDeps, hold_id: str) -> HoldView:
    found = await queries.hold(deps.reads, hold_id)
    if found is None:
        raise UnknownHold.of(hold_id)
    return found


ROUTES = (list_due, place, list_holds, lift)
