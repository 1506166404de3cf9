"""Payout batches and how vendors are paid, folded from their streams; and what wallets were sent."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.unit_of_work import Log
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import methods, payouts
from bdcommerce.payments.domain.methods import Method
from bdcommerce.payments.domain.payouts import Batch
from bdcommerce.payments.domain.rails import Used, day_of, month_of
from bdcommerce.payments.errors import TransactionTaken
from bdcommerce.payments.tables import payout

_OPEN = ("draft", "approved", "sent", "unknown")
_ONE_TRANSACTION = "payout_one_per_transaction_idx"
_SENT = text("""
    SELECT coalesce(sum(amount) FILTER (WHERE asked_at >= :day), 0) AS day, coalesce(sum(amount), 0) AS month,
           count(*) AS count
    FROM payout
    WHERE wallet_key = :wallet AND wallet_key <> '' AND asked_at >= :month
      AND status IN ('sent', 'unknown', 'paid', 'returned')
""")
_USED = text("""
    SELECT wallet_key, coalesce(sum(amount) FILTER (WHERE coalesce(asked_at, :now) >= :day), 0) AS day,
           sum(amount) AS month, count(*) AS count
    FROM (
        SELECT wallet_key, amount, asked_at FROM payout
        WHERE wallet_key = ANY(CAST(:wallets AS text[])) AND wallet_key <> '' AND asked_at >= :month
          AND status IN ('sent', 'unknown', 'paid', 'returned')
        UNION ALL
        SELECT wallet_key, amount, asked_at FROM payout
        WHERE wallet_key = ANY(CAST(:wallets AS text[])) AND wallet_key <> '' AND asked_at IS NULL
          AND status IN ('draft', 'approved')
    ) AS planned
    GROUP BY wallet_key
""")
_NPSB = text("""
    SELECT coalesce(sum(amount), 0) AS day, count(*) AS count FROM payout
    WHERE rail = 'npsb' AND drafted_at >= :day AND status NOT IN ('failed', 'discarded')
""")


class BatchStreams:
    """See ports.Batches."""

    def __init__(self, tx: Transaction, log: Log) -> None:
        self._tx, self._log = tx, log

    async def load(self, batch_id: str) -> tuple[Batch, int]:
        """See ports.Batches."""
        history = await self._log.history(f"payouts-{batch_id}")
        return payouts.restore(batch_id, history), len(history)

    async def save(self, batch_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Batches."""
        try:
            await self._log.append(f"payouts-{batch_id}", happened, expected=version)
        except IntegrityError as error:
            if _ONE_TRANSACTION in str(error):
                raise TransactionTaken.of(batch_id) from error
            raise

    async def in_open_payout(self, vendor_ids: Collection[str]) -> frozenset[str]:
        """See ports.Batches."""
        is_open = payout.c.status.in_(_OPEN)
        rows = await self._tx.rows(select(payout.c.vendor_id).where(payout.c.vendor_id.in_(vendor_ids), is_open))
        return frozenset(row["vendor_id"] for row in rows)

    async def wallets_used(self, wallets: Collection[str], at: datetime) -> dict[str, Used]:
        """See ports.Batches."""
        asked = {"wallets": sorted(wallets), "now": at, "day": day_of(at), "month": month_of(at)}
        rows = await self._tx.rows(_USED, asked)
        return {
            row["wallet_key"]: Used(day=Money(int(row["day"])), month=Money(int(row["month"])), count=row["count"])
            for row in rows
        }

    async def wallet_sent(self, wallet: str, at: datetime) -> Used:
        """See ports.Batches."""
        row = await self._tx.row(_SENT, {"wallet": wallet, "day": day_of(at), "month": month_of(at)})
        if row is None:
            return Used()
        return Used(day=Money(int(row["day"])), month=Money(int(row["month"])), count=row["count"])

    async def npsb_used(self, at: datetime) -> Used:
        """See ports.Batches."""
        row = await self._tx.row(_NPSB, {"day": day_of(at)})
        return Used(day=Money(int(row["day"])), count=row["count"]) if row else Used()

    async def of_payout(self, payout_id: str) -> str:
        """See ports.Batches."""
        found: str | None = await self._tx.scalar(select(payout.c.batch_id).where(payout.c.payout_id == payout_id))
        return found or ""


class MethodStreams:
    """See ports.Methods."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def load(self, vendor_id: str) -> tuple[Method, int]:
        """See ports.Methods."""
        history = await self._log.history(f"payout-method-{vendor_id}")
        return methods.restore(vendor_id, history), len(history)

    async def save(self, vendor_id: str, happened: Sequence[object], version: int) -> None:
        """See ports.Methods."""
        await self._log.append(f"payout-method-{vendor_id}", happened, expected=version)
