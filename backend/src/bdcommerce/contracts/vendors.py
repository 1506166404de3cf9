"""Vendors: who sells here, on what terms, and where their parcels are picked up."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol

from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import NotFound
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.text import Localized

VendorStatus = Literal["applied", "active", "restricted", "suspended", "closed", "refused"]


@integration_event(key="vendor_id")
class VendorApproved:
    """A vendor may sell."""

    vendor_id: str
    name: Localized
    slug: str
    submitted_at: datetime | None = None
    """When it applied."""
    at: datetime | None = None


@integration_event(key="vendor_id")
class VendorSuspended:
    """Nothing of this vendor sells until it is reinstated."""

    vendor_id: str
    reason: str


@integration_event(key="vendor_id")
class VendorReinstated:
    """A suspended vendor may sell again."""

    vendor_id: str


@integration_event(key="vendor_id")
class CommissionPlanChanged:
    """The share the operator keeps has changed; orders already placed keep theirs."""

    vendor_id: str
    """Empty: the plan that holds for every vendor without one of its own."""


VendorTier = Literal["new", "standard", "trusted"]


@integration_event(key="vendor_id")
class VendorTierChanged:
    """A vendor is trusted more, or less: its tier sets how often it is paid out and how much is held back."""

    vendor_id: str
    tier: VendorTier


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorCard:
    """What others need of a vendor, its statutory identity (DC-INF-03) with it."""

    vendor_id: str
    name: Localized
    slug: str
    status: VendorStatus
    dispatch: Place
    dbid: str
    trade_licence: str
    bin: str
    contact_email: str
    tier: VendorTier = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionQuestion:
    """What does this vendor pay in this category (root first)?"""

    vendor_id: str
    category_path: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionTerms:
    """The answer: per cent of the goods value, of the most specific category that has a rate."""

    vendor_id: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """Where a vendor is paid. Sensitive."""

    vendor_id: str
    account_name: str
    account_no: str
    routing_no: str
    bank: str
    branch: str

    def __repr__(self) -> str:
        return f"BankAccount(vendor_id={self.vendor_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerIdentity:
    """Who a vendor's VAT invoices are issued by (Mushak 6.3, header and footer)."""

    vendor_id: str
    name: str
    bin: str
    """Empty: not registered for VAT."""
    address: str
    officer: str
    """Whose name stands at the foot."""
    designation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """That a person works for a vendor, and as what."""

    user_id: str
    vendor_id: str
    role: Literal["owner", "manager", "packer"]


class UnknownVendor(NotFound):
    """There is no such vendor."""

    code = "unknown_vendor"


class VendorsFace(Protocol):
    """Who sells here, on what terms."""

    @idempotent
    async def cards(self, vendor_ids: list[str]) -> list[VendorCard]:
        """The vendors with these ids, in that order. Raises UnknownVendor."""

    @idempotent
    async def commission(self, questions: list[CommissionQuestion]) -> list[CommissionTerms]:
        """The commission terms today, one per question, in order. Raises UnknownVendor."""

    @idempotent
    async def pickup(self, vendor_id: str) -> Address:
        """Where a courier collects this vendor's parcels. Raises UnknownVendor."""

    @idempotent
    async def bank_account(self, vendor_id: str) -> BankAccount:
        """Where this vendor is paid. Raises UnknownVendor; NotFound if none is on file."""

    @idempotent
    async def issuer(self, vendor_id: str) -> IssuerIdentity:
        """Who issues this vendor's invoices. Raises UnknownVendor."""

    @idempotent
    async def tiers(self, vendor_ids: list[str]) -> list[VendorTier]:
        """How far each vendor is trusted, in order. Raises UnknownVendor."""

    @idempotent
    async def membership(self, user_id: str) -> Membership | None:
        """For whom this person works, if for anybody."""
