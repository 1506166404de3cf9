"""How vendors are paid: they ask, staff look at the wallet, and until then nothing changes."""

from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Stale
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.errors import MethodChanged, NoMethodAsked, PayoutMethodOff, SamePerson
from bdcommerce.payments.handlers import methods as cases
from bdcommerce.payments.queries import payout_desk as queries
from bdcommerce.payments.schemas import AcceptMethod, AskMethod, AskMethodForVendor, Id, MethodView, WithReason


@get("/vendor/payout-method", access=vendor("owner", "manager"), summary="How you are paid")
async def get_own(caller: Caller, deps: ApiDeps) -> MethodView:
    """And what you have asked for that is not decided yet."""
    return await queries.method(deps.reads, caller.vendor_id)


@post(
    "/vendor/payout-method",
    access=vendor("owner"),
    summary="Ask to be paid in another way",
    raises=[PayoutMethodOff, Stale],
    status_code=200,
)
async def ask_own(data: AskMethod, caller: Caller, deps: ApiDeps) -> MethodView:
    """Nothing changes until staff have seen that the wallet is yours. The account by which banks pay is changed in your
    profile.
    """
    return await _ask(deps, caller.vendor_id, data, caller.user_id)


@get("/admin/payout-methods", access=staff("ledger.read"), summary="Vendors who want to be paid in another way")
async def list_asked(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[MethodView]:
    """Those nobody has decided on yet."""
    position = decode(cursor, tuple[Id])
    rows = await queries.methods_asked(deps.reads, after=position[0] if position else "", limit=limit + 1)
    return page(rows, limit, lambda each: (each.vendor_id,))


@get(
    "/admin/vendors/{vendor_id:str}/payout-method",
    access=staff("ledger.read"),
    summary="How a vendor is paid",
    raises=[UnknownVendor],
)
async def read(vendor_id: PathId, deps: ApiDeps) -> MethodView:
    """And what it has asked for."""
    await deps.vendors.tiers([vendor_id])
    return await queries.method(deps.reads, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/payout-method",
    access=staff("payouts.draft"),
    summary="Ask for a vendor that it is paid in another way",
    raises=[UnknownVendor, PayoutMethodOff, Stale],
    status_code=200,
)
async def ask(vendor_id: PathId, data: AskMethodForVendor, caller: Caller, deps: ApiDeps) -> MethodView:
    """Another person accepts it."""
    await deps.vendors.tiers([vendor_id])
    return await _ask(deps, vendor_id, data, caller.user_id)


@post(
    "/admin/vendors/{vendor_id:str}/payout-method/accept",
    access=staff("payouts.approve"),
    summary="Pay the vendor as it has asked",
    raises=[NoMethodAsked, SamePerson, MethodChanged, Stale],
    status_code=200,
)
async def accept(vendor_id: PathId, data: AcceptMethod, caller: Caller, deps: ApiDeps) -> MethodView:
    """From the next draft on. The wallet has to be the vendor's own, with its holder's identity checked by bKash."""
    async with deps.works() as work:
        await cases.accept_method(work, vendor_id, data.asked_at, caller.user_id)
    return await queries.method(deps.reads, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/payout-method/refuse",
    access=staff("payouts.approve"),
    summary="Leave it as it is",
    raises=[NoMethodAsked, Stale],
    status_code=200,
)
async def refuse(vendor_id: PathId, data: WithReason, caller: Caller, deps: ApiDeps) -> MethodView:
    """The vendor reads why."""
    async with deps.works() as work:
        await cases.refuse_method(work, vendor_id, data.reason, caller.user_id)
    return await queries.method(deps.reads, vendor_id)


async def _ask(deps: ApiDeps, vendor_id: str, data: AskMethod | AskMethodForVendor, by: str) -> MethodView:
    wallet = cases.wallet_of(deps.sealer, data.rail, data.wallet)
    async with deps.works() as work:
        await cases.ask_method(work, deps, vendor_id, rail=data.rail, wallet=wallet, by=by)
    return await queries.method(deps.reads, vendor_id)


ROUTES = (get_own, ask_own, list_asked, read, ask, accept, refuse)
