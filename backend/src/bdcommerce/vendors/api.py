"""Vendors over HTTP: people apply, staff of the operator decide, staff of a vendor keep its profile."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from litestar.params import PathParameter, QueryParameter

from bdcommerce.contracts.accounts import AccountsFace, AddressInput
from bdcommerce.contracts.vendors import UnknownVendor
from bdcommerce.infra.cache import Cached
from bdcommerce.infra.http import delete, get, paging, patch, post, put
from bdcommerce.infra.http.access import public, shop, staff, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import Invalid, NotFound, ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.vendors import handlers
from bdcommerce.vendors.domain.commission import LAST_DAY, OPERATOR
from bdcommerce.vendors.errors import (
    AlreadyApplied,
    AlreadyStaff,
    BackdatedPlan,
    IdentityTaken,
    LastOwner,
    OwnApplication,
    OwnersOnly,
    SlugTaken,
    UnknownApplication,
    UnknownStaff,
    WrongVendorState,
)
from bdcommerce.vendors.ports import Deps, Vault
from bdcommerce.vendors.queries import commission, vendors
from bdcommerce.vendors.schemas import (
    ApplicationBody,
    ApplicationView,
    PlanBody,
    PlanView,
    ProfileChange,
    ProfileView,
    ReasonBody,
    ShopView,
    StaffBody,
    StaffView,
    TierBody,
    VendorDetail,
    VendorRow,
)

_NEWEST = "ven_~"
"""Sorts behind every vendor id."""
_Slug = Annotated[str, PathParameter(description="its path in the shop")]
_Status = Annotated[
    Literal["applied", "active", "suspended", "refused"] | None,
    QueryParameter(name="status", description="only those of this status"),
]


@dataclass(frozen=True, kw_only=True)
class ApiDeps(Deps):
    """What endpoints are given beside: the read pool, and what opens sealed columns."""

    reads: Reads
    vault: Vault


@post(
    "/vendor-applications",
    access=shop(),
    summary="Apply to sell here",
    raises=[Invalid, AlreadyApplied, AlreadyStaff, IdentityTaken],
)
async def apply_to_sell(data: ApplicationBody, caller: Caller, deps: ApiDeps) -> ApplicationView:
    """Anybody with an account who works for no vendor yet, and has no other application waiting. Numbers are checked
    for their form, and one TIN or NID sells once; staff read the papers and decide.
    """
    application = data.checked(deps.banks, clock.today())
    dispatch = await _checked_address(deps.accounts, data.dispatch_address)
    async with deps.works() as work:
        await handlers.apply_to_sell(work, applicant_id=caller.user_id, application=application, dispatch=dispatch)
    return await vendors.application(deps.reads, caller.user_id)


@get("/vendor-applications/mine", access=shop(), summary="My application", raises=[UnknownApplication])
async def my_application(caller: Caller, deps: ApiDeps) -> ApplicationView:
    """The latest one, with the reason if it was refused."""
    return await vendors.application(deps.reads, caller.user_id)


@get(
    "/vendors/{slug:str}",
    access=public(),
    summary="A vendor",
    raises=[UnknownVendor],
    cache=Cached(seconds=600, stale_seconds=60, tags=("vendor:{id}",)),
)
async def show_vendor(slug: _Slug, deps: ApiDeps) -> ShopView:
    """By its path. Who it is by law, where its parcels come from, and whether it sells now."""
    return await vendors.shop(deps.reads, deps.vault, slug)


@get("/admin/vendors", access=staff("vendors.approve"), summary="Vendors and applicants, the newest first")
async def list_vendors(
    deps: ApiDeps, status: _Status = None, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[VendorRow]:
    """All of them, or those of one status."""
    rows = await vendors.page(deps.reads, status, _position(cursor, "ven") or _NEWEST, limit + 1)
    return paging.page(rows, limit, lambda row: (row.id,))


@get("/admin/vendors/{vendor_id:str}", access=staff("vendors.approve"), summary="A vendor", raises=[UnknownVendor])
async def show_vendor_to_staff(vendor_id: str, deps: ApiDeps) -> VendorDetail:
    """With its papers and its commission plans of today and later; numbers of persons and accounts are masked."""
    return await _detail(deps, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/approve",
    access=staff("vendors.approve"),
    summary="Let an applicant sell",
    raises=[UnknownVendor, WrongVendorState, OwnApplication, AlreadyStaff, SlugTaken],
    status_code=200,
)
async def approve(vendor_id: str, caller: Caller, deps: ApiDeps) -> VendorDetail:
    """It gets its path from its English name, and whoever applied owns it. Nobody decides on an application of their
    own.
    """
    async with deps.works() as work:
        await handlers.approve(work, vendor_id, caller.actor())
    return await _detail(deps, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/refuse",
    access=staff("vendors.approve"),
    summary="Refuse an applicant",
    raises=[UnknownVendor, WrongVendorState, OwnApplication],
    status_code=200,
)
async def refuse(vendor_id: str, data: ReasonBody, caller: Caller, deps: ApiDeps) -> VendorDetail:
    """The applicant reads the reason and may apply again. Nobody decides on an application of their own."""
    async with deps.works() as work:
        await handlers.refuse(work, vendor_id, reason=data.reason, actor=caller.actor())
    return await _detail(deps, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/suspend",
    access=staff("vendors.approve"),
    summary="Stop a vendor from selling",
    raises=[UnknownVendor, WrongVendorState],
    status_code=200,
)
async def suspend(vendor_id: str, data: ReasonBody, deps: ApiDeps) -> VendorDetail:
    """Nothing of it sells from now on; orders that were placed go on. The vendor reads the reason."""
    async with deps.works() as work:
        await handlers.suspend(work, vendor_id, reason=data.reason)
    return await _detail(deps, vendor_id)


@post(
    "/admin/vendors/{vendor_id:str}/reinstate",
    access=staff("vendors.approve"),
    summary="Let a suspended vendor sell again",
    raises=[UnknownVendor, WrongVendorState],
    status_code=200,
)
async def reinstate(vendor_id: str, deps: ApiDeps) -> VendorDetail:
    """Its offers sell again."""
    async with deps.works() as work:
        await handlers.reinstate(work, vendor_id)
    return await _detail(deps, vendor_id)


@put(
    "/admin/vendors/{vendor_id:str}/tier",
    access=staff("vendors.approve"),
    summary="Trust a vendor more, or less",
    raises=[UnknownVendor, WrongVendorState],
)
async def set_tier(vendor_id: str, data: TierBody, deps: ApiDeps) -> VendorDetail:
    """The tier sets how often the vendor is paid out and how much is held back. A vendor begins as `standard`."""
    async with deps.works() as work:
        await handlers.set_tier(work, vendor_id, data.tier, reason=data.reason)
    return await _detail(deps, vendor_id)


@put(
    "/admin/vendors/{vendor_id:str}/commission",
    access=staff("vendors.approve"),
    summary="Set a vendor's commission from a day on",
    raises=[UnknownVendor, BackdatedPlan, Invalid],
)
async def set_vendor_commission(vendor_id: str, data: PlanBody, caller: Caller, deps: ApiDeps) -> VendorDetail:
    """Per cent of the goods value, 0 to 100 with two decimals, from today on or later. The most specific category that
    has a rate decides; where there is none, what holds for all vendors.
    """
    ensure(vendor_id != OPERATOR, UnknownVendor("There is no such vendor."))
    await _set_commission(deps, vendor_id, data, caller)
    return await _detail(deps, vendor_id)


@put(
    "/admin/commission",
    access=staff("vendors.approve"),
    summary="Set the commission of every vendor without one of its own, from a day on",
    raises=[BackdatedPlan, Invalid],
)
async def set_operator_commission(data: PlanBody, caller: Caller, deps: ApiDeps) -> Page[PlanView]:
    """Per cent of the goods value, 0 to 100 with two decimals, from today on or later; `default_percent` is needed. The
    answer is what holds today and what will.
    """
    await _set_commission(deps, OPERATOR, data, caller)
    return Page(items=await commission.plans_since(deps.reads, OPERATOR, clock.today()), next_cursor=None)


@get("/admin/commission", access=staff("vendors.approve"), summary="The operator's commission plans, the latest first")
async def list_operator_commission(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[PlanView]:
    """Those that have ended among them."""
    before = paging.decode(cursor, tuple[date, int]) or (LAST_DAY, 2**62)
    rows = await commission.plans(deps.reads, OPERATOR, before, limit + 1)
    return paging.page(rows, limit, lambda plan: (plan.effective_from.isoformat(), plan.revision))


@get("/vendor/staff", access=vendor("owner", "manager"), summary="Who works for us")
async def list_staff(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[StaffView]:
    """The longest-serving first; the name is empty where the account was erased."""
    rows = await vendors.staff(deps.reads, caller.vendor_id, _position(cursor, "vst"), limit + 1)
    found = paging.page(rows, limit, lambda row: (row.staff_id,))
    people = await asyncio.gather(*(_person(deps.accounts, row) for row in found.items))
    return Page(items=people, next_cursor=found.next_cursor)


@post(
    "/vendor/staff",
    access=vendor("owner"),
    summary="Let somebody with an account work for us",
    raises=[NotFound, AlreadyStaff, WrongVendorState],
)
async def add_staff(data: StaffBody, caller: Caller, deps: ApiDeps) -> StaffView:
    """Found by e-mail or phone. A person works for one vendor only."""
    user_id = await deps.accounts.user_by_login(data.login)
    async with deps.works() as work:
        staff_id = await handlers.add_staff(work, caller.vendor_id, user_id=user_id, role=data.role)
    since = clock.now()
    return await _person(
        deps.accounts, vendors.StaffRow(staff_id=staff_id, user_id=user_id, role=data.role, since=since)
    )


@delete(
    "/vendor/staff/{staff_id:str}",
    access=vendor("owner"),
    summary="Somebody works for us no longer",
    raises=[UnknownStaff, LastOwner],
)
async def remove_staff(staff_id: str, caller: Caller, deps: ApiDeps) -> None:
    """The last owner cannot leave."""
    async with deps.works() as work:
        await handlers.remove_staff(work, caller.vendor_id, staff_id)


@get("/vendor/profile", access=vendor("owner", "manager"), summary="Our vendor")
async def show_profile(caller: Caller, deps: ApiDeps) -> ProfileView:
    """With the reason if it is suspended; of the account number only the last digits are shown."""
    return await vendors.profile(deps.reads, deps.vault, deps.banks, caller.vendor_id)


@patch(
    "/vendor/profile",
    access=vendor("owner", "manager"),
    summary="Change where parcels are picked up, or (an owner) where we are paid and who issues our invoices",
    raises=[Invalid, OwnersOnly, WrongVendorState],
)
async def change_profile(data: ProfileChange, caller: Caller, deps: ApiDeps) -> ProfileView:
    """What is left out stays as it is; something has to be named. Account numbers are checked for their form, and
    addresses against the places of Bangladesh.
    """
    changes = data.dispatch_address or data.bank_account or data.issuer
    ensure(changes, Invalid.field("dispatch_address", "or a bank account or an issuer is needed"))
    ensure(not data.bank_account or "owner" in caller.roles, OwnersOnly.to("change the bank account"))
    ensure(not data.issuer or "owner" in caller.roles, OwnersOnly.to("name who issues the invoices"))
    issuer = data.issuer.checked() if data.issuer else None
    account = data.bank_account.checked(deps.banks) if data.bank_account else None
    dispatch = await _checked_address(deps.accounts, data.dispatch_address) if data.dispatch_address else None
    async with deps.works() as work:
        await handlers.change_profile(
            work, caller.vendor_id, dispatch=dispatch, account=account, issuer=issuer, actor=caller.actor()
        )
    return await vendors.profile(deps.reads, deps.vault, deps.banks, caller.vendor_id)


async def _detail(deps: ApiDeps, vendor_id: str) -> VendorDetail:
    (record,) = await vendors.records(deps.reads, [vendor_id])
    plans = await commission.plans_since(deps.reads, vendor_id, clock.today())
    return vendors.detail(record, plans, deps.vault, deps.banks)


async def _set_commission(deps: ApiDeps, owner: str, data: PlanBody, caller: Caller) -> None:
    async with deps.works() as work:
        await handlers.set_commission(
            work,
            owner,
            default_percent=data.default_percent,
            by_category=data.by_category,
            effective_from=data.effective_from,
            actor=caller.actor(),
        )


async def _person(accounts: AccountsFace, row: vendors.StaffRow) -> StaffView:
    try:
        name = (await accounts.contact(row.user_id)).name
    except NotFound:  # the person was erased; the owner still has to be able to remove them
        name = ""
    return StaffView(id=row.staff_id, user_id=row.user_id, name=name, role=row.role, since=row.since)


def _position(cursor: str, kind: str) -> str:
    (position,) = paging.decode(cursor, tuple[str]) or ("",)
    ensure(not position or is_id(position, kind), Invalid.field("cursor", "is not a cursor of this list"))
    return position


async def _checked_address(accounts: AccountsFace, typed: AddressInput) -> Address:
    """Accounts names the fields of an `address`; here it is the dispatch address."""
    try:
        return await accounts.check_address(typed)
    except Invalid as error:
        fields = {f"dispatch_{path}": reason for path, reason in error.data.get("fields", {}).items()}
        raise Invalid(f"dispatch_{error.message}", fields=fields) from error


ROUTES = (
    apply_to_sell,
    my_application,
    show_vendor,
    list_vendors,
    show_vendor_to_staff,
    approve,
    refuse,
    suspend,
    reinstate,
    set_tier,
    set_vendor_commission,
    set_operator_commission,
    list_operator_commission,
    list_staff,
    add_staff,
    remove_staff,
    show_profile,
    change_profile,
)
