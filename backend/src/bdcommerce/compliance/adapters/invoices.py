"""Invoices and commissions in an open transaction. Who is named on an invoice is sealed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.commissions import Commission
from bdcommerce.compliance.domain.invoices import Invoice, InvoiceKind, Parties
from bdcommerce.compliance.events import CommissionMonthEnded
from bdcommerce.compliance.tables import PARTIES, commission, invoice, invoice_series, operator_profile
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock, ids

_FIRST = insert(invoice_series)
_NEXT = _FIRST.on_conflict_do_update(
    index_elements=["issuer_id", "kind", "fiscal_year"], set_={"last_seq": invoice_series.c.last_seq + 1}
).returning(invoice_series.c.last_seq)
_DERIVED = ("net", "vat", "gross")
_SAME = (
    "id", "kind", "fiscal_year", "seq", "number", "issued_at", "supplied_at", "vendor_id", "customer_id", "order_id",
    "order_number", "month", "destination", "operator_discount", *_DERIVED,
)  # fmt: skip


class PostgresInvoices:
    """See ports.InvoiceRepository. A series is locked from taking a number to the commit, so that none is missing."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def next_seq(self, issuer_id: str, kind: InvoiceKind, year: str) -> int:
        """See ports.InvoiceRepository."""
        series = {"issuer_id": issuer_id, "kind": kind, "fiscal_year": year, "last_seq": 1}
        seq: int = await self._tx.scalar(_NEXT, series)
        return seq

    async def issued_for(self, vendor_order_id: str) -> bool:
        """See ports.InvoiceRepository."""
        there = select(exists().where(invoice.c.vendor_order_id == vendor_order_id))
        return bool(await self._tx.scalar(there))

    async def add(self, issued: Invoice) -> None:
        """See ports.InvoiceRepository."""
        parties = Parties(issuer=issued.issuer, buyer=issued.buyer)
        row: dict[str, Any] = {name: getattr(issued, name) for name in _SAME}
        row |= {
            "issuer_id": issued.issuer.vendor_id,
            "vendor_order_id": issued.vendor_order_id or None,
            "lines": msgspec.to_builtins(issued.lines),
            "parties_sealed": self._sealer.seal(msgspec.json.encode(parties).decode(), PARTIES),
        }
        await self._tx.execute(insert(invoice).values(row))


class PostgresCommissions:
    """See ports.CommissionRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def owe(self, owed: Commission) -> bool:
        """See ports.CommissionRepository."""
        others = select(
            exists().where(
                commission.c.vendor_id == owed.vendor_id,
                commission.c.month == owed.month,
                commission.c.invoice_id.is_(None),
            )
        )
        first = not await self._tx.scalar(others)
        row = {column.name: getattr(owed, column.name) for column in commission.c if column.name != "invoice_id"}
        await self._tx.execute(insert(commission).values(row).on_conflict_do_nothing())
        return first

    async def take_unbilled(self, vendor_id: str, month: date, limit: int) -> list[Commission]:
        """See ports.CommissionRepository."""
        columns = [column for column in commission.c if column.name != "invoice_id"]
        rows = await self._tx.rows(
            select(*columns)
            .where(commission.c.vendor_id == vendor_id, commission.c.month == month, commission.c.invoice_id.is_(None))
            .order_by(commission.c.released_at, commission.c.vendor_order_id)
            .limit(limit)
            .with_for_update()
        )
        return [Commission(**row) for row in rows]

    async def bill(self, vendor_order_ids: Sequence[str], invoice_id: str) -> None:
        """See ports.CommissionRepository."""
        billed = update(commission).where(commission.c.vendor_order_id.in_(vendor_order_ids))
        await self._tx.execute(billed.values(invoice_id=invoice_id))

    async def waiting(self) -> list[CommissionMonthEnded]:
        """See ports.CommissionRepository."""
        months = select(commission.c.vendor_id, commission.c.month).where(commission.c.invoice_id.is_(None)).distinct()
        return [CommissionMonthEnded(**row) for row in await self._tx.rows(months)]


class PostgresOperator:
    """See ports.OperatorRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def current(self) -> IssuerIdentity | None:
        """See ports.OperatorRepository."""
        latest = select(operator_profile.c.identity).order_by(operator_profile.c.id.desc()).limit(1)
        found = await self._tx.scalar(latest)
        return msgspec.convert(found, IssuerIdentity) if found else None

    async def replace(self, identity: IssuerIdentity, by: str) -> None:
        """See ports.OperatorRepository."""
        row = {
            "id": ids.new_id("opr"),
            "identity": msgspec.to_builtins(identity),
            "recorded_at": clock.now(),
            "recorded_by": by,
        }
        await self._tx.execute(insert(operator_profile).values(row))
