"""What vendors needs from the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.vendors import VendorStatus
from bdcommerce.kernel import work
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.work import Works
from bdcommerce.vendors.domain.commission import Plan
from bdcommerce.vendors.domain.papers import Account, Application, Issuer
from bdcommerce.vendors.domain.vendor import Vendor

T = TypeVar("T")


class VendorRepository(Protocol):
    """Vendors, rebuilt from what happened to them."""

    async def load(self, vendor_id: str) -> tuple[Vendor, int]:
        """The vendor and its version. Raises UnknownVendor."""

    async def save(self, vendor_id: str, events: Sequence[object], *, expected: int) -> None:
        """Store what happened. Raises Stale, AlreadyStaff, SlugTaken."""

    async def works_somewhere(self, user_id: str) -> bool:
        """Whether this person is staff of any vendor."""

    async def slugs_like(self, wanted: str) -> Collection[str]:
        """The paths in use that begin like this one."""

    async def applied_at(self, vendor_id: str) -> datetime:
        """When a vendor that there is applied, the last time it did."""


class SealedRecords(Protocol):
    """What nobody may read in the open: one sealed record per vendor."""

    async def add(self, vendor_id: str, applicant_id: str, application: Application, dispatch: Address) -> None:
        """Keep an applicant's numbers. Raises AlreadyApplied, IdentityTaken."""

    async def set_status(self, vendor_id: str, status: VendorStatus) -> None:
        """What the vendor is now: a refused one no longer keeps others from its numbers."""

    async def move_dispatch(self, vendor_id: str, dispatch: Address) -> None:
        """Keep another pick-up address."""

    async def replace_account(self, vendor_id: str, account: Account, *, by: str) -> None:
        """Keep another bank account; the one before it stays, as the only one, for comparison."""

    async def name_issuer(self, vendor_id: str, issuer: Issuer) -> None:
        """Keep who issues its invoices."""


class CommissionPlans(Protocol):
    """The dated commission plans; none is ever changed."""

    async def add(self, plan: Plan, *, by: str) -> None:
        """A plan holds from its day on; of two for the same day the later one holds."""


class Work(work.Work, Protocol):
    """A unit of work of vendors."""

    @property
    def vendors(self) -> VendorRepository:
        """The vendors."""

    @property
    def sealed(self) -> SealedRecords:
        """Their sealed records."""

    @property
    def plans(self) -> CommissionPlans:
        """The commission plans."""


class Vault(Protocol):
    """Seals and opens the columns of sealed records. A sealed value fits its own vendor and column only."""

    def seal(self, vendor_id: str, column: str, value: object) -> str:
        """The value, sealed."""

    def open(self, vendor_id: str, column: str, sealed: str, shape: type[T]) -> T:
        """The value again. Raises Unreadable for a text that was changed or moved."""

    def blind(self, column: str, value: str) -> str:
        """What to look a value up by without knowing it; empty for an empty value."""


class BankDirectory(Protocol):
    """The banks of Bangladesh by routing number."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """Bank names by the first three digits."""

    @property
    def districts(self) -> Mapping[str, str]:
        """District names by digits four and five."""

    def branch(self, routing_no: str) -> str:
        """The branch's name; that of its district for a branch newer than the list."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """What endpoints are given."""

    works: Works[Work]
    accounts: AccountsFace
    banks: BankDirectory
