"""Vendors, as other services may ask about them."""

from bdcommerce.contracts.vendors import (
    BankAccount,
    CommissionQuestion,
    CommissionTerms,
    IssuerIdentity,
    Membership,
    VendorCard,
    VendorTier,
)
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.vendors.ports import BankDirectory, Vault
from bdcommerce.vendors.queries import commission, vendors


class Vendors:
    """See contracts.vendors.VendorsFace."""

    def __init__(self, reads: Reads, vault: Vault, banks: BankDirectory) -> None:
        self._reads, self._vault, self._banks = reads, vault, banks

    async def cards(self, vendor_ids: list[str]) -> list[VendorCard]:
        """See the contract."""
        return await vendors.cards(self._reads, self._vault, vendor_ids)

    async def commission(self, questions: list[CommissionQuestion]) -> list[CommissionTerms]:
        """See the contract."""
        return await commission.terms(self._reads, questions, clock.today())

    async def pickup(self, vendor_id: str) -> Address:
        """See the contract."""
        (record,) = await vendors.records(self._reads, [vendor_id])
        return record.pickup(self._vault)

    async def bank_account(self, vendor_id: str) -> BankAccount:
        """See the contract."""
        return await vendors.bank_account(self._reads, self._vault, self._banks, vendor_id)

    async def issuer(self, vendor_id: str) -> IssuerIdentity:
        """See the contract."""
        return await vendors.issuer(self._reads, self._vault, vendor_id)

    async def tiers(self, vendor_ids: list[str]) -> list[VendorTier]:
        """See the contract."""
        return [record.tier for record in await vendors.records(self._reads, vendor_ids)]

    async def membership(self, user_id: str) -> Membership | None:
        """See the contract."""
        return await vendors.membership(self._reads, user_id)
