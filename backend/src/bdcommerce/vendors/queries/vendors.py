"""What a vendor is, for customers, for its own people, for the operator and for other services."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from bdcommerce.contracts.vendors import (
    BankAccount,
    IssuerIdentity,
    Membership,
    UnknownVendor,
    VendorCard,
    VendorStatus,
    VendorTier,
)
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import phone
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.ids import is_id
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.domain.papers import Account, Identity, Issuer, SellerContact, issuer_of, masked
from bdcommerce.vendors.errors import UnknownApplication
from bdcommerce.vendors.events import StaffRole
from bdcommerce.vendors.ports import BankDirectory, Vault
from bdcommerce.vendors.schemas import (
    ApplicationStatus,
    ApplicationView,
    BankAccountView,
    IssuerView,
    PlanView,
    ProfileView,
    ShopView,
    StatutoryIdentity,
    VendorDetail,
    VendorRow,
)

_APPLICATION: dict[VendorStatus, ApplicationStatus] = {"applied": "submitted", "refused": "refused"}


class VendorRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor's row with its sealed record beside it; the methods open one column each."""

    vendor_id: str
    applicant_id: str
    name: Localized
    slug: str | None
    status: VendorStatus
    status_at: datetime
    status_by: str
    reason: str
    submitted_at: datetime
    trade_licence: str
    trade_licence_expires: date
    bin: str
    rjsc_no: str
    dbid: str
    dbid_tracking: str
    dispatch: Place
    sealed_identity: str
    sealed_contact: str
    sealed_dispatch: str
    sealed_account: str
    bank_account_since: datetime
    bank_account_by: str
    sealed_previous: str | None
    sealed_issuer: str | None
    tier: VendorTier

    def contact(self, vault: Vault) -> SellerContact:
        return vault.open(self.vendor_id, "contact", self.sealed_contact, SellerContact)

    def identity(self, vault: Vault) -> Identity:
        return vault.open(self.vendor_id, "identity", self.sealed_identity, Identity)

    def pickup(self, vault: Vault) -> Address:
        return vault.open(self.vendor_id, "dispatch", self.sealed_dispatch, Address)

    def account(self, vault: Vault) -> Account:
        return vault.open(self.vendor_id, "bank_account", self.sealed_account, Account)

    def issuer(self, vault: Vault) -> Issuer:
        if not self.sealed_issuer:
            return issuer_of(self.name, self.pickup(vault))
        return vault.open(self.vendor_id, "issuer", self.sealed_issuer, Issuer)

    def previous_account_no(self, vault: Vault) -> str:
        if not self.sealed_previous:
            return ""
        return vault.open(self.vendor_id, "bank_account", self.sealed_previous, Account).account_no


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for a vendor."""

    staff_id: str
    user_id: str
    role: StaffRole
    since: datetime


_VENDOR = """
    SELECT v.vendor_id, v.applicant_id, v.name, v.slug, v.status, v.status_at, v.status_by, v.reason, v.submitted_at,
           v.trade_licence, v.trade_licence_expires, v.bin, v.rjsc_no, v.dbid, v.dbid_tracking, v.dispatch,
           s.identity AS sealed_identity, s.contact AS sealed_contact, s.dispatch AS sealed_dispatch,
           s.bank_account AS sealed_account, s.bank_account_since, s.bank_account_by,
           s.previous_bank_account AS sealed_previous, s.issuer AS sealed_issuer, v.tier
    FROM vendor v JOIN sealed_record s USING (vendor_id)
    """
_BY_IDS = Query("vendors.by_ids", f"{_VENDOR} WHERE v.vendor_id = ANY($1::text[])", VendorRecord)
_BY_SLUG = Query("vendors.by_slug", f"{_VENDOR} WHERE v.slug = $1", VendorRecord)
_OF_APPLICANT = Query(
    "vendors.of_applicant", f"{_VENDOR} WHERE v.applicant_id = $1 ORDER BY v.vendor_id DESC LIMIT 1", VendorRecord
)
_ROW = "SELECT vendor_id AS id, name, slug, status, submitted_at, status_at, trade_licence_expires, tier FROM vendor"
_PAGE = Query("vendors.page", f"{_ROW} WHERE vendor_id < $1 ORDER BY vendor_id DESC LIMIT $2", VendorRow)
_PAGE_OF_STATUS = Query(
    "vendors.page_of_status",
    f"{_ROW} WHERE status = $3 AND vendor_id < $1 ORDER BY vendor_id DESC LIMIT $2",
    VendorRow,
)
_MEMBERSHIP = Query("vendors.membership", "SELECT user_id, vendor_id, role FROM staff WHERE user_id = $1", Membership)
_STAFF = Query(
    "vendors.staff",
    """
    SELECT staff_id, user_id, role, since FROM staff WHERE vendor_id = $1 AND staff_id > $2 ORDER BY staff_id LIMIT $3
    """,
    StaffRow,
)


async def records(reads: Reads, vendor_ids: Sequence[str]) -> list[VendorRecord]:
    """The vendors with these ids, in that order. Raises UnknownVendor."""
    wanted = [vendor_id for vendor_id in vendor_ids if is_id(vendor_id, "ven")]
    found = {record.vendor_id: record for record in await reads.all(_BY_IDS, wanted)}
    unknown = next((vendor_id for vendor_id in vendor_ids if vendor_id not in found), None)
    if unknown is not None:
        raise UnknownVendor("There is no such vendor.", vendor_id=unknown)
    return [found[vendor_id] for vendor_id in vendor_ids]


async def cards(reads: Reads, vault: Vault, vendor_ids: Sequence[str]) -> list[VendorCard]:
    """What other services need of vendors. Raises UnknownVendor."""
    return [
        VendorCard(
            vendor_id=record.vendor_id,
            name=record.name,
            slug=record.slug or "",
            status=record.status,
            dispatch=record.dispatch,
            dbid=record.dbid,
            trade_licence=record.trade_licence,
            bin=record.bin,
            contact_email=record.contact(vault).email,
            tier=record.tier,
        )
        for record in await records(reads, vendor_ids)
    ]


async def bank_account(reads: Reads, vault: Vault, banks: BankDirectory, vendor_id: str) -> BankAccount:
    """Where a vendor is paid, in the clear. Raises UnknownVendor."""
    (record,) = await records(reads, [vendor_id])
    account = record.account(vault)
    return BankAccount(
        vendor_id=vendor_id,
        account_name=account.account_name,
        account_no=account.account_no,
        routing_no=account.routing_no,
        bank=banks.prefixes.get(account.routing_no[:3], ""),
        branch=banks.branch(account.routing_no),
    )


async def issuer(reads: Reads, vault: Vault, vendor_id: str) -> IssuerIdentity:
    """Who a vendor's invoices are issued by. Raises UnknownVendor."""
    (record,) = await records(reads, [vendor_id])
    named = record.issuer(vault)
    return IssuerIdentity(
        vendor_id=vendor_id,
        name=named.registered_name,
        bin=record.bin,
        address=named.address,
        officer=named.officer,
        designation=named.designation,
    )


async def membership(reads: Reads, user_id: str) -> Membership | None:
    """For whom a person works."""
    return await reads.one(_MEMBERSHIP, user_id)


async def staff(reads: Reads, vendor_id: str, after: str, limit: int) -> list[StaffRow]:
    """Who works for a vendor, the longest-serving first."""
    return await reads.all(_STAFF, vendor_id, after, limit)


async def application(reads: Reads, applicant_id: str) -> ApplicationView:
    """The latest application of a person. Raises UnknownApplication."""
    record = await reads.one(_OF_APPLICANT, applicant_id)
    if record is None:
        raise UnknownApplication.yours()
    status = _APPLICATION.get(record.status, "approved")
    return ApplicationView(
        vendor_id=record.vendor_id,
        name=record.name,
        status=status,
        reason=record.reason if status == "refused" else "",
        submitted_at=record.submitted_at,
    )


async def shop(reads: Reads, vault: Vault, slug: str) -> ShopView:
    """A vendor by its path in the shop. Raises UnknownVendor."""
    unknown = UnknownVendor("There is no such vendor.", slug=slug)
    ensure("\0" not in slug, unknown)  # PostgreSQL stores no such text, so it may not even be asked for
    record = await reads.one(_BY_SLUG, slug)
    if record is None:
        raise unknown
    return ShopView(
        id=record.vendor_id,
        slug=slug,
        name=record.name,
        status=record.status,
        statutory=_statutory(record, vault),
        dispatch=record.dispatch,
    )


async def profile(reads: Reads, vault: Vault, banks: BankDirectory, vendor_id: str) -> ProfileView:
    """A vendor, for its own people. Raises UnknownVendor."""
    (record,) = await records(reads, [vendor_id])
    return ProfileView(
        id=vendor_id,
        slug=record.slug or "",
        name=record.name,
        status=record.status,
        reason=record.reason,
        statutory=_statutory(record, vault),
        contact_phone=record.contact(vault).phone,
        dispatch_address=record.pickup(vault),
        bank_account=_account_view(record, vault, banks),
        issuer=_issuer_view(record, vault),
        tier=record.tier,
    )


async def page(reads: Reads, status: VendorStatus | None, before: str, limit: int) -> list[VendorRow]:
    """Vendors and applicants, the newest first."""
    if status is None:
        return await reads.all(_PAGE, before, limit)
    return await reads.all(_PAGE_OF_STATUS, before, limit, status)


def detail(record: VendorRecord, plans: list[PlanView], vault: Vault, banks: BankDirectory) -> VendorDetail:
    """A vendor or an applicant, for the operator's staff."""
    identity, pickup = record.identity(vault), record.pickup(vault)
    return VendorDetail(
        id=record.vendor_id,
        applicant_id=record.applicant_id,
        name=record.name,
        slug=record.slug,
        status=record.status,
        status_at=record.status_at,
        status_by=record.status_by,
        reason=record.reason,
        submitted_at=record.submitted_at,
        statutory=_statutory(record, vault),
        trade_licence_expires=record.trade_licence_expires,
        rjsc_no=record.rjsc_no,
        tin=masked(identity.tin),
        nid=masked(identity.nid),
        contact_phone=phone.masked(record.contact(vault).phone),
        dispatch=record.dispatch,
        dispatch_line1=pickup.line1,
        bank_account=_account_view(record, vault, banks),
        issuer=_issuer_view(record, vault),
        tier=record.tier,
        commission=plans,
    )


def _statutory(record: VendorRecord, vault: Vault) -> StatutoryIdentity:
    return StatutoryIdentity(
        trade_licence_no=record.trade_licence,
        bin=record.bin,
        dbid=record.dbid,
        dbid_application_tracking_no=record.dbid_tracking,
        contact_email=record.contact(vault).email,
    )


def _issuer_view(record: VendorRecord, vault: Vault) -> IssuerView:
    named = record.issuer(vault)
    return IssuerView(
        registered_name=named.registered_name,
        bin=record.bin,
        address=named.address,
        officer=named.officer,
        designation=named.designation,
    )


def _account_view(record: VendorRecord, vault: Vault, banks: BankDirectory) -> BankAccountView:
    account = record.account(vault)
    return BankAccountView(
        account_name=account.account_name,
        account_no=masked(account.account_no),
        routing_no=account.routing_no,
        bank=banks.prefixes.get(account.routing_no[:3], ""),
        branch=banks.branch(account.routing_no),
        since=record.bank_account_since,
        changed_by=record.bank_account_by,
        previous_account_no=masked(record.previous_account_no(vault)),
    )
