"""Vendors as other services' tests see them: whichever a test lets sell, with the terms it sets."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from bdcommerce.contracts.vendors import (
    BankAccount,
    CommissionQuestion,
    CommissionTerms,
    IssuerIdentity,
    Membership,
    UnknownVendor,
    VendorCard,
    VendorStatus,
    VendorTier,
)
from bdcommerce.kernel import ids
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import NotFound, ensure
from bdcommerce.kernel.text import Localized, slug

DHAKA = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")
CUMILLA = Place(division="chattogram", district="cumilla", upazila="cumilla/chandina")
DEFAULT_PERCENT = Decimal(10)


class FakeVendors:
    """A VendorsFace. `vendor`, `employ` and the `set_…` put in what a test needs; everything else is the contract.

    A commission without a vendor is the operator's, one without a category the default: asked for in the order the
    contract names, most specific category first.
    """

    def __init__(self) -> None:
        self._cards: dict[str, VendorCard] = {}
        self._accounts: dict[str, BankAccount] = {}
        self._members: dict[str, Membership] = {}
        self._issuers: dict[str, IssuerIdentity] = {}
        self._percents: dict[tuple[str, str], Decimal] = {("", ""): DEFAULT_PERCENT}

    def vendor(
        self,
        name: str = "Rahim Stores",
        *,
        vendor_id: str = "",
        dispatch: Place = DHAKA,
        status: VendorStatus = "active",
    ) -> str:
        """A vendor with a bank account; its id."""
        vendor_id = vendor_id or ids.new_id("ven")
        self._cards[vendor_id] = VendorCard(
            vendor_id=vendor_id,
            name=Localized(name),
            slug=slug(name),
            status=status,
            dispatch=dispatch,
            dbid="123456789",
            trade_licence="TRAD/DNCC/012345/2026",
            bin="001745707-0402",
            contact_email="shop@example.com",
        )
        self.set_bank_account(vendor_id)
        return vendor_id

    def employ(self, user_id: str, vendor_id: str, role: Literal["owner", "manager", "packer"] = "owner") -> None:
        """Let a person work for a vendor."""
        self._members[user_id] = Membership(user_id=user_id, vendor_id=vendor_id, role=role)

    def set_status(self, vendor_id: str, status: VendorStatus) -> None:
        """Suspend a vendor, for instance."""
        self._cards[vendor_id] = replace(self._card(vendor_id), status=status)

    def set_tier(self, vendor_id: str, tier: VendorTier) -> None:
        """Trust a vendor more, or less."""
        self._cards[vendor_id] = replace(self._card(vendor_id), tier=tier)

    def set_issuer(self, vendor_id: str, **changed: str) -> None:
        """Other words in the head and at the foot of its invoices; `bin=""`: not registered for VAT."""
        self._issuers[vendor_id] = replace(self._issuer(vendor_id), **changed)

    def set_commission(self, percent: Decimal | int | str, *, vendor_id: str = "", category_id: str = "") -> None:
        """What a vendor (or every vendor) pays in a category (or in all of them)."""
        self._percents[vendor_id, category_id] = Decimal(percent)

    def set_bank_account(self, vendor_id: str, account_no: str | None = "0123456789012") -> None:
        """Another account number; None: no account is on file."""
        if account_no is None:
            del self._accounts[vendor_id]
            return
        self._accounts[vendor_id] = BankAccount(
            vendor_id=vendor_id,
            account_name=self._card(vendor_id).name.en,
            account_no=account_no,
            routing_no="225261732",
            bank="THE CITY BANK LIMITED",
            branch="GULSHAN AVENUE",
        )

    async def cards(self, vendor_ids: list[str]) -> list[VendorCard]:
        return [self._card(vendor_id) for vendor_id in vendor_ids]

    async def commission(self, questions: list[CommissionQuestion]) -> list[CommissionTerms]:
        return [CommissionTerms(vendor_id=ask.vendor_id, percent=self._percent(ask)) for ask in questions]

    async def pickup(self, vendor_id: str) -> Address:
        card = self._card(vendor_id)
        return Address(recipient_name=card.name.en, phone="+8801711000001", line1="House 1", place=card.dispatch)

    async def bank_account(self, vendor_id: str) -> BankAccount:
        self._card(vendor_id)
        ensure(vendor_id in self._accounts, NotFound("This vendor has no bank account on file."))
        return self._accounts[vendor_id]

    async def issuer(self, vendor_id: str) -> IssuerIdentity:
        return self._issuer(vendor_id)

    async def tiers(self, vendor_ids: list[str]) -> list[VendorTier]:
        return [self._card(vendor_id).tier for vendor_id in vendor_ids]

    async def membership(self, user_id: str) -> Membership | None:
        return self._members.get(user_id)

    def _card(self, vendor_id: str) -> VendorCard:
        ensure(vendor_id in self._cards, UnknownVendor("There is no such vendor."))
        return self._cards[vendor_id]

    def _issuer(self, vendor_id: str) -> IssuerIdentity:
        card = self._card(vendor_id)
        return self._issuers.get(vendor_id) or IssuerIdentity(
            vendor_id=vendor_id,
            name=card.name.en,
            bin=card.bin,
            address=f"House 1, {card.dispatch.upazila}, {card.dispatch.district}",
            officer=card.name.en,
            designation="In charge of dispatch",
        )

    def _percent(self, ask: CommissionQuestion) -> Decimal:
        self._card(ask.vendor_id)
        categories = [*reversed(ask.category_path), ""]
        wanted = [(vendor_id, category) for vendor_id in (ask.vendor_id, "") for category in categories]
        return next(self._percents[key] for key in wanted if key in self._percents)
