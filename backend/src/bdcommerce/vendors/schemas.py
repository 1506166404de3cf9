"""What vendors takes in and gives out over HTTP. Numbers of persons and accounts go out masked."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bdcommerce.contracts.accounts import AddressInput
from bdcommerce.contracts.vendors import VendorStatus, VendorTier
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.domain import papers
from bdcommerce.vendors.domain.papers import Account, Application, Issuer
from bdcommerce.vendors.events import StaffRole
from bdcommerce.vendors.ports import BankDirectory

ApplicationStatus = Literal["submitted", "approved", "refused"]
_CLEAN = r"^[^\x00-\x1f]*$"
_Name = Annotated[str, Meta(min_length=2, max_length=80, pattern=_CLEAN)]
_BanglaName = Annotated[str, Meta(max_length=80, pattern=_CLEAN)]
_PaperNo = Annotated[str, Meta(min_length=3, max_length=60, pattern=_CLEAN)]
_OptionalNo = Annotated[str, Meta(max_length=60, pattern=_CLEAN)]
_Digits = Annotated[str, Meta(max_length=40)]
_Reason = Annotated[str, Meta(min_length=3, max_length=500, pattern=r"^[^\x00]*$")]


class NameBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The shop's name; Bangla falls back to English."""

    en: _Name
    bn: _BanglaName = ""


class LegalBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The seller's legal identity: a DBID or its application, an NID or a company's RJSC number."""

    trade_licence_no: _PaperNo
    trade_licence_expires: date
    tin: _Digits
    bin: _Digits = ""
    dbid: _Digits = ""
    dbid_application_tracking_no: _Digits = ""
    nid: _Digits = ""
    rjsc_no: _OptionalNo = ""


class ContactBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How to reach the seller."""

    email: Annotated[str, Meta(max_length=254)]
    phone: _Digits


class AccountBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where the seller is paid."""

    account_name: Annotated[str, Meta(min_length=2, max_length=100, pattern=_CLEAN)]
    account_no: _Digits
    routing_no: _Digits

    def checked(self, banks: BankDirectory) -> Account:
        """Raises Invalid."""
        return papers.checked_account(
            account_name=self.account_name,
            account_no=self.account_no,
            routing_no=self.routing_no,
            prefixes=banks.prefixes.keys(),
            districts=banks.districts.keys(),
        )


class IssuerBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who the seller's VAT invoices are issued by: it stands in the head and at the foot of a Mushak 6.3."""

    registered_name: Annotated[
        str,
        Meta(
            min_length=2, max_length=120, pattern=_CLEAN, description="as registered", examples=["Rahim Stores Limited"]
        ),
    ]
    address: Annotated[
        str,
        Meta(
            min_length=5,
            max_length=300,
            pattern=_CLEAN,
            description="address of issue, in one line",
            examples=["House 7, Road 4, Dhanmondi, Dhaka 1205"],
        ),
    ]
    officer: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=100,
            pattern=_CLEAN,
            description="who is responsible for the invoice",
            examples=["Abdur Rahim"],
        ),
    ]
    designation: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=80,
            pattern=_CLEAN,
            description="that person's designation",
            examples=["Proprietor"],
        ),
    ]

    def checked(self) -> Issuer:
        """Raises Invalid."""
        return papers.checked_issuer(
            registered_name=self.registered_name,
            address=self.address,
            officer=self.officer,
            designation=self.designation,
        )


class TierBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far the vendor is trusted from now on: it sets how often it is paid out and how much is held back."""

    tier: VendorTier
    reason: _Reason


class ApplicationBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An application to sell here."""

    name: NameBody
    legal: LegalBody
    contact: ContactBody
    dispatch_address: AddressInput
    bank_account: AccountBody
    issuer: IssuerBody | None = None
    """Left out: invoices name the shop, the dispatch address and who hands over its parcels."""
    agreement_accepted: bool

    def checked(self, banks: BankDirectory, today: date) -> Application:
        """Raises Invalid naming the field."""
        ensure(self.agreement_accepted, Invalid.field("agreement_accepted", "is what selling here depends on"))
        legal = self.legal
        shown = papers.checked_papers(
            trade_licence_no=legal.trade_licence_no,
            expires=legal.trade_licence_expires,
            bin_no=legal.bin,
            rjsc_no=legal.rjsc_no,
            dbid=legal.dbid.strip(),
            dbid_tracking=legal.dbid_application_tracking_no.strip(),
            today=today,
        )
        return Application(
            name=papers.checked_name(en=self.name.en, bn=self.name.bn),
            papers=shown,
            identity=papers.checked_identity(tin=legal.tin, nid=legal.nid, rjsc_no=legal.rjsc_no, today=today),
            contact=papers.checked_contact(email=self.contact.email, number=self.contact.phone),
            account=self.bank_account.checked(banks),
            issuer=self.issuer.checked() if self.issuer else None,
        )


class ReasonBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why: the vendor reads it."""

    reason: _Reason


class StaffBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody with an account, by e-mail or phone."""

    login: Annotated[str, Meta(min_length=3, max_length=254, pattern=_CLEAN)]
    role: StaffRole


class ProfileChange(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays as it is."""

    dispatch_address: AddressInput | None = None
    bank_account: AccountBody | None = None
    issuer: IssuerBody | None = None


class PlanBody(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Commission rates, per cent of the goods value, from a day on."""

    default_percent: Decimal | None = None
    """Per cent; null: what holds for all vendors."""
    by_category: Annotated[dict[str, Decimal], Meta(max_length=500)] = {}
    """Per cent by category id."""
    effective_from: date


class ApplicationView(msgspec.Struct, frozen=True, kw_only=True):
    """An application, as its applicant sees it."""

    vendor_id: str
    name: Localized
    status: ApplicationStatus
    reason: str
    submitted_at: datetime


class StatutoryIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """What the law wants shown of a seller (DC-INF-03)."""

    trade_licence_no: str
    bin: str
    dbid: str
    dbid_application_tracking_no: str
    contact_email: str


class ShopView(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor, as customers see it."""

    id: str
    slug: str
    name: Localized
    status: VendorStatus
    statutory: StatutoryIdentity
    dispatch: Place


class BankAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account, masked; the one before it only to tell the two apart."""

    account_name: str
    account_no: str
    routing_no: str
    bank: str
    branch: str
    since: datetime
    changed_by: str
    previous_account_no: str


class IssuerView(msgspec.Struct, frozen=True, kw_only=True):
    """Who a vendor's VAT invoices are issued by."""

    registered_name: str
    bin: str
    """Empty: not registered for VAT, so a plain bill is issued."""
    address: str
    officer: str
    designation: str


class ProfileView(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor, as its own people see it."""

    id: str
    slug: str
    name: Localized
    status: VendorStatus
    reason: str
    statutory: StatutoryIdentity
    contact_phone: str
    dispatch_address: Address
    bank_account: BankAccountView
    issuer: IssuerView
    tier: VendorTier


class VendorRow(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor in the operator's list."""

    id: str
    name: Localized
    slug: str | None
    status: VendorStatus
    submitted_at: datetime
    status_at: datetime
    trade_licence_expires: date
    tier: VendorTier


class PlanView(msgspec.Struct, frozen=True, kw_only=True):
    """Commission rates and the day they hold from."""

    revision: int
    """Of two plans from one day the higher one holds."""
    effective_from: date
    default_percent: Decimal | None
    """Per cent; null: what holds for all vendors."""
    by_category: dict[str, Decimal]
    """Per cent by category id."""
    set_by: str
    set_at: datetime


class StaffView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works for the vendor."""

    id: str
    user_id: str
    name: str
    role: StaffRole
    since: datetime


class VendorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor, as the operator's staff see it."""

    id: str
    applicant_id: str
    name: Localized
    slug: str | None
    status: VendorStatus
    status_at: datetime
    status_by: str
    reason: str
    submitted_at: datetime
    statutory: StatutoryIdentity
    trade_licence_expires: date
    rjsc_no: str
    tin: str
    nid: str
    contact_phone: str
    dispatch: Place
    dispatch_line1: str
    bank_account: BankAccountView
    issuer: IssuerView
    tier: VendorTier
    commission: list[PlanView]
    """The plan of its own that holds today, and those to come."""
