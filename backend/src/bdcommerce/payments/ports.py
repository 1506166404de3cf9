"""What payments needs of the world."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Work as AnyWork
from bdcommerce.kernel.work import Works
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.domain.holds import Held, Hold
from bdcommerce.payments.domain.ledger import Entry
from bdcommerce.payments.domain.payouts import Batch
from bdcommerce.payments.events import EntryKind, PeriodClosed


class Journal(Protocol):
    """The books. Entries are added and never changed."""

    async def post(self, entry: Entry | None) -> None:
        """Add an entry; None moves nothing and adds nothing. Raises AlreadyPosted."""

    async def find(self, kind: EntryKind, reference: str) -> Entry:
        """The one entry of a kind for a reference. Raises NotFound."""

    async def owed(self, vendor_id: str, until: datetime | None = None) -> Money:
        """The balance of a vendor's account, now or by what was posted before an instant."""

    async def due_on(self, vendor_id: str, owed: Money) -> date | None:
        """When the oldest release among those that make up this balance has to be paid (first released, first paid)."""

    async def close(self, last_day: date, by: str) -> PeriodClosed:
        """Close the books through a day in Bangladesh. Raises PeriodIsClosed, PeriodNotOver."""


class Escrows(Protocol):
    """What is known of each vendor order's money."""

    async def load(self, vendor_order_id: str) -> tuple[Escrow, int]:
        """The escrow and its version; an empty one of version 0 if nothing was heard of it yet."""

    async def save(self, vendor_order_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale."""

    async def of_refund(self, refund_id: str) -> str:
        """The vendor order that a refund belongs to. Raises UnknownRefund."""


class Batches(Protocol):
    """Payout batches."""

    async def load(self, batch_id: str) -> tuple[Batch, int]:
        """The batch and its version; an empty one of version 0 if there is none."""

    async def save(self, batch_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale."""

    async def in_open_payout(self, vendor_ids: Collection[str]) -> frozenset[str]:
        """Which of these vendors a batch that is not settled pays."""


class Holds(Protocol):
    """What is kept back from vendors."""

    async def load(self, hold_id: str) -> tuple[Hold, int]:
        """The hold and its version; an empty one of version 0 if there is none."""

    async def save(self, hold_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale."""

    async def held(self, vendor_ids: Collection[str], on: date) -> dict[str, Held]:
        """What of each vendor's balance may not be paid out on a day: holds that stand, and released money of vendor
        orders in dispute. Every vendor asked for is in the answer.
        """


class Work(AnyWork, Protocol):
    """The unit of work of payments."""

    @property
    def journal(self) -> Journal: ...

    @property
    def escrows(self) -> Escrows: ...

    @property
    def batches(self) -> Batches: ...

    @property
    def holds(self) -> Holds: ...

    async def hold(self, *ids: str) -> None:
        """Let nobody else decide on these batches, or take money from these vendors' accounts, until this transaction
        ends. A batch is held before its vendors.
        """


class Sealer(Protocol):
    """Makes a text unreadable to whoever reads the database."""

    def seal(self, plaintext: str, context: str) -> str:
        """The text, sealed for one use."""

    def open(self, sealed: str, context: str) -> str:
        """The text again."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What endpoints, consumers and the face work with."""

    works: Works[Work]
    compliance: ComplianceFace
    vendors: VendorsFace
    sealer: Sealer
