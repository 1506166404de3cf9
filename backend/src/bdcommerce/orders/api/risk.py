"""Risk, as the operator's staff see it: why an order was appraised so, which phones are listed, what other rules do."""

from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.infra.http import delete, get, paging, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import phone
from bdcommerce.kernel.errors import Invalid
from bdcommerce.kernel.money import Money
from bdcommerce.orders import queries
from bdcommerce.orders.api.parameters import Id, ListingId, before
from bdcommerce.orders.domain.risk.listings import CONTEXT
from bdcommerce.orders.errors import UnknownListing
from bdcommerce.orders.handlers import risk
from bdcommerce.orders.queries import ApiDeps
from bdcommerce.orders.schemas.risk import (
    AppraisalView,
    ListedPhone,
    ListPhone,
    PreviewRules,
    RiskView,
    RulesPreview,
)


@get(
    "/admin/orders/{order_id:str}/risk",
    access=staff("orders.read"),
    summary="Why an order may, or may not simply, be paid at the door",
    raises=[UnknownOrder],
)
async def read_risk(order_id: Id, deps: ApiDeps) -> RiskView:
    """Every rule that spoke, what it saw and its points, the thresholds of that day; and what came of it. Amounts in
    poisha.
    """
    row = await queries.risk.appraised(deps.reads, order_id)
    if row is None:
        raise UnknownOrder("There is no such order.", order_id=order_id)
    return RiskView(
        order_id=row.order_id,
        number=row.number,
        status=row.status,
        appraisal=AppraisalView.of(row.appraisal) if row.appraisal else None,
        affirmed=RiskView.affirmation(row.affirmed),
        advances=row.advances or [],
        confirm_until=row.confirm_until,
        open_cash=Money(row.open_cash),
    )


@get(
    "/admin/risk/phones",
    access=staff("risk.manage"),
    summary="Listed phones, the latest first",
    raises=[Invalid],
)
async def list_listed_phones(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[ListedPhone]:
    """Blocked and allowed ones, also those that have expired; numbers are masked."""
    rows = await queries.risk.listed(deps.reads, deps.seals, before(cursor), limit + 1)
    return paging.page(rows, limit, lambda listed: (listed.id,))


@post("/admin/risk/phones", access=staff("risk.manage"), summary="Block or allow a phone", raises=[Invalid])
async def list_phone(data: ListPhone, caller: Caller, deps: ApiDeps) -> ListedPhone:
    """A blocked one never pays at the door, an allowed one is asked for nothing before; limits hold all the same. It
    takes the place of what the phone was listed as before.
    """
    async with deps.works() as work:
        listing = await risk.list_phone(
            deps,
            work,
            phone=data.phone,
            verdict=data.verdict,
            reason=data.reason,
            by=caller.user_id,
            expires_at=data.expires_at,
        )
    return ListedPhone(
        id=listing.listing_id,
        phone=phone.masked(deps.seals.open(listing.sealed, CONTEXT)),
        verdict=listing.verdict,
        reason=listing.reason,
        listed_by=listing.listed_by,
        at=listing.at,
        expires_at=listing.expires_at,
    )


@delete(
    "/admin/risk/phones/{listing_id:str}",
    access=staff("risk.manage"),
    summary="Take a phone off the list",
    raises=[UnknownListing],
)
async def unlist_phone(listing_id: ListingId, deps: ApiDeps) -> None:
    """From now on it is a phone like any other."""
    async with deps.works() as work:
        await work.risk.unlist(listing_id)


@post(
    "/admin/risk/preview",
    access=staff("risk.manage"),
    summary="What other rules would have decided",
    status_code=200,
    raises=[Invalid],
)
async def preview_rules(data: PreviewRules, deps: ApiDeps) -> RulesPreview:
    """Appraises the latest orders that were paid at the door again, by the rules of today with these values, and says
    how many of each decision had parcels that went back. Nothing is changed: that takes two people, in the rule book.
    """
    rules = (await risk.rules_of_risk(deps)).supposing({each.key: each.value for each in data.rules})
    past = await queries.risk.past(deps.reads, queries.LAST, data.orders)
    before_them = [each.appraisal for each in past]
    return RulesPreview.of(before_them, risk.asked_of(before_them, rules), [each.bad for each in past])


ROUTES = (read_risk, list_listed_phones, list_phone, unlist_phone, preview_rules)
