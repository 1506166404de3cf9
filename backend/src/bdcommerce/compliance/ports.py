"""What compliance needs from the world."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from bdcommerce.compliance.domain.audit import AuditEntry, Head
from bdcommerce.compliance.domain.changes import RuleChange
from bdcommerce.compliance.domain.clocks import Clock
from bdcommerce.compliance.domain.commissions import Commission
from bdcommerce.compliance.domain.complaints import AnswerTemplate, Complaint
from bdcommerce.compliance.domain.disputes import Dispute
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.invoices import Copy, Invoice, InvoiceKind
from bdcommerce.compliance.domain.letters import Letter
from bdcommerce.compliance.domain.notes import Note, NoteKind
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

    async def history(self, key: str) -> list[RuleSpan]:
        """All values of a key, as they stand now."""

    async def lock(self, key: str) -> list[RuleSpan]:
        """The history of a key. Until the transaction ends nobody else changes the book; readers will see a new one."""

    async def close(self, rule_id: str, effective_to: date) -> None:
        """A value holds no longer from that day on."""

    async def add(self, span: RuleSpan) -> None:
        """A value holds. Raises Stale if another one holds on one of its days."""


class ChangeRepository(Protocol):
    """Changes of the rule book that somebody has proposed."""

    async def add(self, change: RuleChange) -> None:
        """A new one."""

    async def lock(self, change_id: str) -> RuleChange | None:
        """One of them; nobody else decides it meanwhile."""

    async def save(self, change: RuleChange) -> None:
        """Keep how it was decided."""


class AuditRepository(Protocol):
    """The audit chain, for appending to it."""

    async def lock_head(self) -> Head:
        """The end of the chain. Until the transaction ends nobody else appends."""

    async def add(self, entry: AuditEntry) -> None:
        """The chain ends with this entry now."""


class SaleRepository(Protocol):
    """Vendor orders, as far as they were heard of."""

    async def begin(self, sales: Sequence[Sale]) -> set[str]:
        """Keep those that nothing was known of before; their ids. The others stay as they are."""

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

    async def lock_paid_by(self, vendor_id: str, payout_id: str) -> list[tuple[Clock, datetime]]:
        """The clocks that a payout has stopped, and when the money of each was released."""

    async def save(self, clocks: Sequence[Clock]) -> None:
        """Keep new ones and changed ones."""


class PayoutRepository(Protocol):
    """What vendors were paid."""

    async def lock(self, vendor_id: str) -> None:
        """Until the transaction ends nobody else asks or adds for this vendor."""

    async def add(self, vendor_id: str, proof: Evidence, released_until: datetime) -> None:
        """A payout, and up to which instant it settles what was released. The same payout again changes nothing."""

    async def covering(self, vendor_id: str, released_at: datetime) -> Evidence | None:
        """The first payout that settles what was released at an instant, and has not come back."""

    async def standing(self, vendor_id: str, since: datetime) -> list[tuple[datetime, Evidence]]:
        """The payouts that settle what was released at an instant or later, and have not come back: until when each
        does, the first one first.
        """

    async def take_back(self, payout_id: str, at: datetime) -> None:
        """A payout has come back, if it was ever known. Again: nothing more."""


class InvoiceRepository(Protocol):
    """Issued invoices: only ever added to."""

    async def next_seq(self, issuer_id: str, kind: InvoiceKind, year: str) -> int:
        """The next number of a series. Until the transaction ends nobody else takes one; if it fails, none is taken."""

    async def issued_for(self, vendor_order_id: str) -> bool:
        """Whether a vendor order has its invoice."""

    async def add(self, invoice: Invoice) -> None:
        """Issue it."""


class NoteRepository(Protocol):
    """Credit and debit notes."""

    async def invoice_of(self, vendor_order_id: str) -> Invoice | None:
        """The invoice of a vendor order, if it is issued."""

    async def invoice(self, invoice_id: str) -> Invoice | None:
        """An invoice."""

    async def of_invoice(self, invoice_id: str) -> list[Note]:
        """What was issued for it, in order."""

    async def next_seq(self, issuer_id: str, kind: NoteKind, year: str) -> int:
        """The next number of a series, as for invoices: taken for good when the transaction commits."""

    async def add(self, note: Note) -> None:
        """Keep one that is issued."""


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


class LetterRepository(Protocol):
    """What was written over complaints and disputes. Texts are sealed."""

    async def add(self, letter: Letter) -> None:
        """Keep it."""

    async def photos(self, case_id: str) -> int:
        """How many photos there are."""


class ComplaintRepository(Protocol):
    """Complaints."""

    async def next_seq(self) -> int:
        """The number of the next one; some may be missing."""

    async def add(self, complaint: Complaint) -> None:
        """A new one."""

    async def lock(self, complaint_id: str) -> Complaint | None:
        """One of them; nobody else changes it meanwhile."""

    async def save(self, complaint: Complaint) -> None:
        """Keep it as it is now."""

    async def give_to_guest(self, order_id: str, guest_hash: str) -> None:
        """Those over an order made without an account open with this token from now on."""


class DisputeRepository(Protocol):
    """Disputes."""

    async def next_seq(self) -> int:
        """The number of the next one; some may be missing."""

    async def over(self, vendor_order_id: str) -> bool:
        """Whether there is, or was, one over a vendor order that was not withdrawn; but for those over returns."""

    async def over_return(self, return_id: str) -> bool:
        """Whether there is, or was, one over a return."""

    async def add(self, dispute: Dispute) -> None:
        """A new one."""

    async def lock(self, dispute_id: str) -> Dispute | None:
        """One of them; nobody else changes it meanwhile."""

    async def save(self, dispute: Dispute) -> None:
        """Keep it as it is now."""

    async def give_to_guest(self, order_id: str, guest_hash: str) -> None:
        """Those over an order made without an account open with this token from now on."""


class AnswerTemplateRepository(Protocol):
    """Answers that staff give often."""

    async def save(self, template: AnswerTemplate) -> None:
        """A new one, or another text for one that is there."""

    async def remove(self, template_id: str) -> bool:
        """Whether it was there."""


class Work(work.Work, Protocol):
    """A unit of work of compliance."""

    @property
    def letters(self) -> LetterRepository:
        """Letters."""

    @property
    def complaints(self) -> ComplaintRepository:
        """Complaints."""

    @property
    def disputes(self) -> DisputeRepository:
        """Disputes."""

    @property
    def answer_templates(self) -> AnswerTemplateRepository:
        """Templates of answers."""

    @property
    def invoices(self) -> InvoiceRepository:
        """Invoices."""

    @property
    def notes(self) -> NoteRepository:
        """Credit and debit notes."""

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
    def changes(self) -> ChangeRepository:
        """Proposed changes of the rule book."""

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

    async def note(self, note: Note, language: Language) -> bytes:
        """A note as PDF: Mushak 6.7 or 6.8."""


class Photos(Protocol):
    """Pictures that people add to what they write."""

    async def keep(self, content: bytes) -> str:
        """A picture as it is kept: turned upright, at most 2,000 points on a side, without what it says of camera and
        place. The name of its file. Raises BadPhoto.
        """

    async def read(self, name: str) -> bytes:
        """A kept one, as WebP. Raises NotFound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """What an authority is shown of a complaint."""

    case: Any
    """The complaint with its messages, and what is known of its order, as plain data."""
    invoices: Sequence[Invoice]
    photos: Sequence[str]


class Packs(Protocol):
    """Evidence in one file."""

    async def pack(self, evidence: EvidencePack) -> bytes:
        """A ZIP archive of data, invoices as PDF, and photos."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """What consumers, endpoints and the face are given."""

    works: Works[Work]
    accounts: AccountsFace
    orders: OrdersFace
    vendors: VendorsFace
    papers: Papers
    photos: Photos
    packs: Packs
    rule_book: RuleBook
    audit_trail: AuditTrail
