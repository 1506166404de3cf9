"""The unit of work of payments: the journal, and aggregates folded from their streams.

Only what must not happen twice at the same moment is serialised, by advisory locks on the ids of batches and vendors.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Log, Unit
from bdcommerce.kernel.money import Money
from bdcommerce.payments.adapters.batches import BatchStreams, MethodStreams
from bdcommerce.payments.adapters.journal import PostgresJournal
from bdcommerce.payments.adapters.settlements import PostgresSettlements
from bdcommerce.payments.domain import escrow, holds, payment
from bdcommerce.payments.domain.escrow import Escrow
from bdcommerce.payments.domain.holds import Held, Hold
from bdcommerce.payments.domain.payment import Payment
from bdcommerce.payments.errors import TransactionTaken, UnknownRefund, UnknownWallet
from bdcommerce.payments.ports import SavedWallet
from bdcommerce.payments.tables import payment_attempt, refund, saved_wallet

_HOLD = text("""
    SELECT pg_advisory_xact_lock(hashtextextended('payments.' || id, 0))
    FROM (SELECT unnest(CAST(:ids AS text[])) AS id ORDER BY 1) AS wanted
""")


_HELD = text("""
    SELECT vendor_id, coalesce(kept.amount, 0) + coalesce(disputed.amount, 0) AS amount,
           coalesce(kept.everything, false) AS everything
    FROM unnest(CAST(:vendors AS text[])) AS asked(vendor_id)
    LEFT JOIN LATERAL (
        SELECT sum(amount) AS amount, bool_or(amount IS NULL) AS everything FROM payout_hold
        WHERE payout_hold.vendor_id = asked.vendor_id AND lifted_at IS NULL AND (until IS NULL OR until >= :on)
    ) AS kept ON true
    LEFT JOIN LATERAL (
        SELECT sum(vendor_amount) AS amount FROM escrow
        WHERE escrow.vendor_id = asked.vendor_id AND open_disputes > 0 AND released_at IS NOT NULL
    ) AS disputed ON true
""")


class EscrowStreams:
    """See ports.Escrows."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def load(self, vendor_order_id: str) -> tuple[Escrow, int]:
        """See ports.Escrows."""
        history = await self._log.history(f"escrow-{vendor_order_id}")
        return escrow.restore(vendor_order_id, history), len(history)

    async def save(self, vendor_order_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Escrows."""
        await self._log.append(f"escrow-{vendor_order_id}", happened, expected=version)

    async def of_refund(self, refund_id: str) -> str:
        """See ports.Escrows."""
        found: str | None = await self._tx.scalar(
            select(refund.c.vendor_order_id).where(refund.c.refund_id == refund_id)
        )
        if found is None:
            raise UnknownRefund.of(refund_id)
        return found


class HoldStreams:
    """See ports.Holds."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def load(self, hold_id: str) -> tuple[Hold, int]:
        """See ports.Holds."""
        history = await self._log.history(f"payout-hold-{hold_id}")
        return holds.restore(hold_id, history), len(history)

    async def save(self, hold_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Holds."""
        await self._log.append(f"payout-hold-{hold_id}", happened, expected=version)

    async def held(self, vendor_ids: Collection[str], on: date) -> dict[str, Held]:
        """See ports.Holds."""
        rows = await self._tx.rows(_HELD, {"vendors": list(vendor_ids), "on": on})
        return {row["vendor_id"]: Held(amount=Money(int(row["amount"])), everything=row["everything"]) for row in rows}


class PaymentStreams:
    """See ports.Payments."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def load(self, order_id: str) -> tuple[Payment, int]:
        """See ports.Payments."""
        history = await self._log.history(f"payment-{order_id}")
        return payment.restore(order_id, history), len(history)

    async def save(self, order_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Payments."""
        try:
            await self._log.append(f"payment-{order_id}", happened, expected=version)
        except IntegrityError as error:
            raise TransactionTaken.of(order_id) from error

    async def attempt_of(self, provider: str, provider_payment_id: str) -> tuple[str, str] | None:
        """See ports.Payments."""
        return await self._found(provider, payment_attempt.c.provider_payment_id == provider_payment_id)

    async def attempt_called(self, provider: str, reference: str) -> tuple[str, str] | None:
        """See ports.Payments."""
        return await self._found(provider, payment_attempt.c.reference == reference)

    async def _found(self, provider: str, wanted: ColumnElement[bool]) -> tuple[str, str] | None:
        found = select(payment_attempt.c.order_id, payment_attempt.c.attempt_id)
        row = await self._tx.row(found.where(payment_attempt.c.provider == provider, wanted))
        return (row["order_id"], row["attempt_id"]) if row else None


class WalletRows:
    """See ports.Wallets."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def add(self, wallet: SavedWallet) -> None:
        """See ports.Wallets."""
        await self._tx.execute(insert(saved_wallet).values(asdict(wallet)))

    async def get(self, wallet_id: str, customer_id: str) -> SavedWallet:
        """See ports.Wallets."""
        theirs = saved_wallet.c.id == wallet_id, saved_wallet.c.customer_id == customer_id
        row = await self._tx.row(select(saved_wallet).where(*theirs))
        if row is None:
            raise UnknownWallet.of(wallet_id)
        return SavedWallet(**row)

    async def asked_as(self, provider: str, provider_payment_id: str) -> SavedWallet | None:
        """See ports.Wallets."""
        asked = saved_wallet.c.provider == provider, saved_wallet.c.provider_payment_id == provider_payment_id
        row = await self._tx.row(select(saved_wallet).where(*asked))
        return SavedWallet(**row) if row else None

    async def save(self, wallet: SavedWallet) -> None:
        """See ports.Wallets."""
        await self._tx.execute(update(saved_wallet).where(saved_wallet.c.id == wallet.id).values(asdict(wallet)))


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit) -> None:
        self.log: Log = unit.log
        self.journal = PostgresJournal(unit.tx, unit.log)
        self.escrows = EscrowStreams(unit.tx, unit.log)
        self.batches = BatchStreams(unit.tx, unit.log)
        self.holds = HoldStreams(unit.tx, unit.log)
        self.payments = PaymentStreams(unit.tx, unit.log)
        self.wallets = WalletRows(unit.tx)
        self.methods = MethodStreams(unit.log)
        self.settlements = PostgresSettlements(unit.tx, unit.log)
        self._tx = unit.tx

    async def hold(self, *ids: str) -> None:
        """See ports.Work. Always in one order, so that two holders never wait for each other."""
        await self._tx.execute(_HOLD, {"ids": ids})
