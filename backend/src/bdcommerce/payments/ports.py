"""What payments needs of the world."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.work import Work as AnyWork
from bdcommerce.kernel.work import Works
from bdcommerce.payments.domain.bank_file import Payee
from bdcommerce.payments.domain.collecting import Schedule
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.domain.holds import Held, Hold
from bdcommerce.payments.domain.ledger import Entry
from bdcommerce.payments.domain.methods import Method
from bdcommerce.payments.domain.payment import Payment
from bdcommerce.payments.domain.payouts import Batch
from bdcommerce.payments.domain.providers import (
    Asked,
    AskedRefund,
    NewAttempt,
    Opened,
    RefundVerdict,
    Told,
    Verdict,
    Wallet,
)
from bdcommerce.payments.domain.rails import Account, Destination, Transfer, TransferVerdict, Used
from bdcommerce.payments.domain.sending import Pauses
from bdcommerce.payments.domain.settlement.closing import Moved, Standing
from bdcommerce.payments.domain.settlement.differences import Difference
from bdcommerce.payments.domain.settlement.matching import Item
from bdcommerce.payments.events import (
    ColumnMapping,
    DifferenceFound,
    EntryKind,
    LineOutcome,
    LinesSettled,
    MappingSaved,
    PeriodClosed,
    Rail,
    ReadLine,
    SettlementClosed,
    SourceKind,
    StatementImported,
    StatementMatched,
)


class Journal(Protocol):
    """The books. Entries are added and never changed."""

    async def post(self, entry: Entry | None) -> None:
        """Add an entry; None moves nothing and adds nothing. Raises AlreadyPosted."""

    async def post_all(self, entries: Sequence[Entry]) -> None:
        """Add many at once. Raises AlreadyPosted."""

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

    async def wallets_used(self, wallets: Collection[str], at: datetime) -> dict[str, Used]:
        """What each wallet (by its key) was sent, or is to be, on the day and in the month of an instant."""

    async def wallet_sent(self, wallet: str, at: datetime) -> Used:
        """What a wallet (by its key) was really sent, or may have been, on that day and in that month."""

    async def npsb_used(self, at: datetime) -> Used:
        """What was drafted for instant transfers on the day of an instant, in all and how often."""

    async def of_payout(self, payout_id: str) -> str:
        """The batch that a payout is in; empty if there is no such payout."""


class Methods(Protocol):
    """How vendors want to be paid."""

    async def load(self, vendor_id: str) -> tuple[Method, int]:
        """The method and its version; that of who never asked has version 0."""

    async def save(self, vendor_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale."""


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


class PaymentProvider(Protocol):
    """One way to take money before delivery. Every provider keeps the same contract, whatever its protocol.

    NoAnswer (an Unavailable) means that nobody knows whether it did what was asked; Open (another) that nothing was
    sent; ProviderMisconfigured that our settings are wrong, which it has said aloud in the log.
    """

    @property
    def name(self) -> str:
        """As in `payment_method`, and in the chart of accounts."""

    @property
    def wants_buyer(self) -> bool:
        """Whether it asks who pays."""

    async def create(self, new: NewAttempt) -> Opened:
        """A page where the customer pays. Raises ProviderRefused, Unavailable."""

    async def ask(self, asked: Asked) -> Verdict:
        """How a payment stands by the provider's own word; where it is ours to take the money once the customer has
        agreed, take it. `unknown` when it does not say. Raises Unavailable when it could not be asked.
        """

    async def refund(self, asked: AskedRefund) -> RefundVerdict:
        """Pay back. Raises NoAnswer: then it may have been paid, and is asked about before it is tried again; and any
        other Unavailable: then it was not.
        """

    async def refund_state(self, asked: AskedRefund) -> RefundVerdict:
        """How a refund stands; `absent` if the provider knows of none. Raises Unavailable."""

    async def check(self) -> None:
        """Whether it takes our credentials, without moving anything. Raises Unavailable."""


class PayoutRail(Protocol):
    """One way by which money reaches a vendor. Every rail keeps the same contract, whoever carries the money."""

    @property
    def name(self) -> Rail:
        """As in a payout."""

    def payee(self, where: Destination) -> Payee | None:
        """Where this rail leads to, for this vendor; None if it leads nowhere."""


class Disburser(PayoutRail, Protocol):
    """A rail that we ask ourselves."""

    @property
    def most(self) -> Money:
        """So much it takes in one transfer."""

    async def send(self, transfer: Transfer) -> TransferVerdict:
        """Pay. Never raises for what is not known: `unknown` says that it may have paid, `not_sent` that it has not."""

    async def ask(self, transfer: Transfer, trx_id: str) -> TransferVerdict:
        """What became of a transaction, which has to be this transfer (or it `differs`); it moves nothing."""

    async def accounts(self) -> list[Account]:
        """What it holds for us. Raises Unavailable."""

    async def check(self) -> None:
        """Whether it takes our credentials, without moving anything. Raises Unavailable."""


class WalletKeeper(Protocol):
    """A provider that lets customers save their wallets with us."""

    async def save_wallet(self, new: NewAttempt) -> Opened:
        """A page where the customer agrees. Raises ProviderRefused, Unavailable."""

    async def wallet_saved(self, asked: Asked) -> Wallet | None:
        """The wallet, if the customer has agreed. Raises Unavailable."""

    async def forget_wallet(self, token: str) -> None:
        """It may not be used any more. Raises Unavailable."""


class HookTopic(Protocol):
    """Where a provider's messages are published."""

    async def hear(self, body: bytes) -> Told | None:
        """What a message tells, once it is believed; None for one that only asks whether we listen, which is answered.
        Raises HookRefused for what is not believed, Unavailable when that cannot be found out now.
        """


class Payments(Protocol):
    """Payments before delivery."""

    async def load(self, order_id: str) -> tuple[Payment, int]:
        """The payment and its version; an empty one of version 0 if there is none."""

    async def save(self, order_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale, TransactionTaken."""

    async def attempt_of(self, provider: str, provider_payment_id: str) -> tuple[str, str] | None:
        """The order and the attempt behind a provider's payment."""

    async def attempt_called(self, provider: str, reference: str) -> tuple[str, str] | None:
        """The order and the attempt that we called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedWallet:
    """A wallet as it is kept. `token_sealed` is the provider's secret."""

    id: str
    customer_id: str
    provider: str
    status: str
    provider_payment_id: str
    token_sealed: str
    number: str
    asked_at: datetime


class Wallets(Protocol):
    """Saved wallets."""

    async def add(self, wallet: SavedWallet) -> None:
        """A customer was asked to agree."""

    async def get(self, wallet_id: str, customer_id: str) -> SavedWallet:
        """One of theirs. Raises UnknownWallet."""

    async def asked_as(self, provider: str, provider_payment_id: str) -> SavedWallet | None:
        """The one that a provider's page is for."""

    async def save(self, wallet: SavedWallet) -> None:
        """Keep a changed one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A settlement statement that is being matched."""

    statement_id: str
    kind: SourceKind
    source: str
    by: str


class Settlements(Protocol):
    """What providers and couriers have settled, and what they still owe, item by item."""

    async def mapping(self, kind: SourceKind, source: str) -> ColumnMapping:
        """How its files are read. Raises NoMapping."""

    async def save_mapping(self, saved: MappingSaved) -> None:
        """Read them so from now on."""

    async def imported(self, kind: SourceKind, source: str, digest: str) -> str:
        """The statement that this very file has become; empty: none."""

    async def known(self, kind: SourceKind, source: str, keys: Sequence[str]) -> frozenset[str]:
        """Which of these lines stood in a statement before."""

    async def add(self, statement: StatementImported, lines: Sequence[ReadLine]) -> None:
        """A new statement with its lines."""

    async def statement(self, statement_id: str) -> Statement:
        """Raises UnknownStatement."""

    async def lines(self, statement_id: str, outcome: LineOutcome | None, limit: int) -> Sequence[ReadLine]:
        """Its first lines with that outcome; None: that are not matched yet."""

    async def line(self, line_id: str) -> ReadLine:
        """Raises UnknownStatement."""

    async def settle_lines(self, settled: LinesSettled, stream: str) -> None:
        """What became of lines, in a stream of its own. Raises Stale if that was said before."""

    async def finish(self, matched: StatementMatched) -> None:
        """All of them are matched."""

    async def items(self, kind: SourceKind, source: str, names: Sequence[str]) -> Sequence[Item]:
        """What may be called by one of these names."""

    async def orders(self, source: str, names: Sequence[str]) -> Sequence[str]:
        """Orders with an attempt at this provider that goes by one of these names."""

    async def items_like(
        self, kind: SourceKind, source: str, amounts: Sequence[int], since: date, until: date
    ) -> Sequence[Item]:
        """Open items of these amounts (poisha), of these days."""

    async def balance(self, kind: SourceKind, source: str, item_id: str) -> Money:
        """What a source still owes for an item."""

    async def overdue(self, kind: SourceKind, source: str, before: datetime, limit: int) -> Sequence[Item]:
        """Payments, refunds and parcels that are open since before an instant and for which no difference stands."""

    async def difference(self, difference_id: str) -> tuple[Difference, int]:
        """The difference and its version; an empty one of version 0 if there is none."""

    async def keep(self, difference_id: str, happened: Sequence[object], version: int) -> None:
        """Store what happened after that version. Raises Stale."""

    async def keep_found(self, found: Sequence[DifferenceFound]) -> None:
        """New differences, many at once."""

    async def undecided(self, kind: SourceKind, source: str, item_ids: Sequence[str]) -> Sequence[str]:
        """Differences about these items that are not resolved."""

    async def unmatched(self, kind: SourceKind, source: str, limit: int) -> Sequence[str]:
        """Differences about lines whose reference nobody knew, or knew no money of, that are not decided."""

    async def ledger(self, kind: SourceKind, source: str, until: datetime) -> Money:
        """What the source owed by the ledger at an instant."""

    async def standing(self, kind: SourceKind, source: str, until: datetime) -> Sequence[Standing]:
        """Item by item the same, with what stands for each."""

    async def moved(self, kind: SourceKind, source: str, since: datetime, until: datetime) -> Moved:
        """What moved between two instants."""

    async def closed(self, kind: SourceKind, source: str, day: date) -> str:
        """The close of that day; empty: there is none."""

    async def last_closed(self, kind: SourceKind, source: str) -> date | None:
        """The latest day that was closed with it; None: none was."""

    async def close(self, closed: SettlementClosed) -> None:
        """Keep a close. Raises Stale if the day was closed before."""

    async def hold(self, kind: SourceKind, source: str) -> None:
        """Let nobody else match or decide about this source until this transaction ends."""


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

    @property
    def payments(self) -> Payments: ...

    @property
    def wallets(self) -> Wallets: ...

    @property
    def methods(self) -> Methods: ...

    @property
    def settlements(self) -> Settlements: ...

    async def hold(self, *ids: str) -> None:
        """Let nobody else decide on these batches or wallets, or take money from these vendors' accounts, until this
        transaction ends. A batch is held before its wallets, and they before its vendors.
        """


class Sealer(Protocol):
    """Makes a text unreadable to whoever reads the database."""

    def seal(self, plaintext: str, context: str) -> str:
        """The text, sealed for one use."""

    def open(self, sealed: str, context: str) -> str:
        """The text again."""

    def blind(self, value: str, purpose: str) -> str:
        """A key by which the same value is found again, and that tells nothing of it."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What endpoints, consumers and the face work with."""

    works: Works[Work]
    compliance: ComplianceFace
    vendors: VendorsFace
    orders: OrdersFace
    fulfilment: FulfilmentFace
    sealer: Sealer
    providers: Mapping[str, PaymentProvider]
    """Those that are on, by name."""
    keepers: Mapping[str, WalletKeeper]
    hooks: Mapping[str, HookTopic]
    """What the providers that are on tell us, by name."""
    schedule: Schedule
    rails: Mapping[Rail, PayoutRail]
    """Those by which vendors can be paid, by name."""
    disbursers: Mapping[Rail, Disburser]
    """Those of them that we ask ourselves."""
    pauses: Pauses
    shop_url: str
    """Where customers find the shop."""
