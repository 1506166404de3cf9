"""What compliance needs from the world."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bdcommerce.compliance.domain.audit import AuditEntry, Head
from bdcommerce.compliance.domain.clocks import Clock
from bdcommerce.compliance.domain.commissions import Commission
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.invoices import Copy, Invoice, InvoiceKind
from bdcommerce.compliance.domain.rules import Book, RuleSpan
from bdcommerce.compliance.domain.sales import Sale
from bdcommerce.compliance.events import CommissionMonthEnded
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ClockKind, Rule
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import IssuerIdentity, VendorsFace
from bdcommerce.kernel import work
from bdcommerce.kernel.text import Language
from bdcommerce.kernel.work import Works


class RuleRepository(Protocol):
    """The rule book, for changing it."""

    async def lock(self, key: str) -> Sequence[RuleSpan]:
        """The history of a key. Until the transaction ends nobody else changes the book; readers will see a new one."""

    async def close(self, rule_id: str, effective_to: date) -> None:
        """A value holds no longer from that day on."""

    async def add(self, span: RuleSpan) -> None:
        """A value holds. Raises Stale if another one holds on one of its days."""


class AuditRepository(Protocol):
    """The audit chain, for appending to it."""

    async def lock_head(self) -> Head:
        """The end of the chain. Until the transaction ends nobody else appends."""

    async def add(self, entry: AuditEntry) -> None:
        """The chain ends with this entry now."""


class SaleRepository(Protocol):
    """Vendor orders, as far as they were heard of."""

    async def lock(self, blanks: Sequence[Sale]) -> list[Sale]:
        """What is known of these, in order; of an unknown one, the blank is kept. Nobody else changes them meanwhile.

        A blank without a vendor does not forget the one that is known.
        """

    async def save(self, sales: Sequence[Sale]) -> None:
        """Keep what is known now."""


class ClockRepository(Protocol):
    """Statutory clocks. Whatever is locked is locked in the order of ids."""

    async def lock(self, clock_ids: Sequence[str]) -> list[Clock]:
        """These clocks."""

    async def lock_of(self, subjects: Sequence[tuple[ClockKind, str]]) -> list[Clock]:
        """Those of these kinds over these subjects."""

    async def lock_unpaid(self, vendor_id: str, released_until: datetime) -> list[Clock]:
        """The payout clocks of a vendor that nothing has stopped, over what was released up to an instant."""

    async def save(self, clocks: Sequence[Clock]) -> None:
        """Keep new ones and changed ones."""


class PayoutRepository(Protocol):
    """What vendors were paid."""

    async def lock(self, vendor_id: str) -> None:
        """Until the transaction ends nobody else asks or adds for this vendor."""

    async def add(self, vendor_id: str, proof: Evidence, released_until: datetime) -> None:
        """A payout, and up to which instant it settles what was released. The same payout again changes nothing."""

    async def covering(self, vendor_id: str, released_at: datetime) -> Evidence | None:
        """The first payout that settles what was released at an instant."""


class InvoiceRepository(Protocol):
    """Issued invoices: only ever added to."""

    async def next_seq(self, issuer_id: str, kind: InvoiceKind, year: str) -> int:
        """The next number of a series. Until the transaction ends nobody else takes one; if it fails, none is taken."""

    async def issued_for(self, vendor_order_id: str) -> bool:
        """Whether a vendor order has its invoice."""

    async def add(self, invoice: Invoice) -> None:
        """Issue it."""


class CommissionRepository(Protocol):
    """What the operator has earned, and what of it is invoiced."""

    async def owe(self, commission: Commission) -> bool:
        """Note it, once; whether it is the first of its vendor and month that waits for an invoice."""

    async def take_unbilled(self, vendor_id: str, month: date, limit: int) -> list[Commission]:
        """The oldest that wait, locked."""

    async def bill(self, vendor_order_ids: Sequence[str], invoice_id: str) -> None:
        """They are on that invoice."""

    async def waiting(self) -> list[CommissionMonthEnded]:
        """The vendors and months of all that waits."""


class OperatorRepository(Protocol):
    """Who the operator is, as its invoices say."""

    async def current(self) -> IssuerIdentity | None:
        """The identity that holds now, if one is on file."""

    async def replace(self, identity: IssuerIdentity, by: str) -> None:
        """Another one holds from now on; the ones before stay on file."""


class Work(work.Work, Protocol):
    """A unit of work of compliance."""

    @property
    def invoices(self) -> InvoiceRepository:
        """Invoices."""

    @property
    def commissions(self) -> CommissionRepository:
        """Commissions."""

    @property
    def operator(self) -> OperatorRepository:
        """The operator's identity."""

    @property
    def sales(self) -> SaleRepository:
        """Vendor orders."""

    @property
    def clocks(self) -> ClockRepository:
        """Clocks."""

    @property
    def payouts(self) -> PayoutRepository:
        """Payouts."""

    @property
    def rules(self) -> RuleRepository:
        """The rule book."""

    @property
    def audit(self) -> AuditRepository:
        """The audit chain."""


class RuleBook(Protocol):
    """The rule book, for reading it often."""

    async def rules(self, keys: Sequence[str], on: date) -> list[Rule]:
        """The values that hold on a date, in order. Raises UnknownRule."""

    async def book(self) -> Book:
        """The whole book."""

    def forget(self) -> None:
        """The book has changed: read it again before the next answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainExtent:
    """How far the chain reaches by its head row (None if that is missing), and how far entries really go."""

    head: Head | None
    last_seq: int


class AuditTrail(Protocol):
    """The audit chain, for reading it."""

    async def extent(self) -> ChainExtent:
        """Both ends, as of one instant."""

    def entries(self, up_to: int) -> AsyncIterator[AuditEntry]:
        """The entries in order, up to and including a number."""


class Papers(Protocol):
    """Documents to print."""

    async def invoice(self, invoice: Invoice, language: Language, copy: Copy) -> bytes:
        """An invoice as PDF: Mushak 6.3, or a plain bill."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """What consumers, endpoints and the face are given."""

    works: Works[Work]
    accounts: AccountsFace
    orders: OrdersFace
    vendors: VendorsFace
    papers: Papers
    rule_book: RuleBook
    audit_trail: AuditTrail
