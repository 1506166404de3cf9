"""Complaints, disputes and letters in an open transaction."""

from dataclasses import asdict
from typing import Any

import msgspec
from sqlalchemy import Sequence, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.compliance.domain.complaints import AnswerTemplate, Complaint
from bdcommerce.compliance.domain.disputes import Decision, Dispute
from bdcommerce.compliance.domain.evidence import Evidence
from bdcommerce.compliance.domain.letters import Customer, Letter
from bdcommerce.compliance.tables import LETTER, answer_template, complaint, dispute, letter, metadata
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer

_COMPLAINT_SEQ = Sequence("complaint_number", metadata=metadata)
_DISPUTE_SEQ = Sequence("dispute_number", metadata=metadata)


class PostgresLetters:
    """See ports.LetterRepository."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def add(self, written: Letter) -> None:
        """See ports.LetterRepository."""
        row = asdict(written)
        row["text_sealed"] = self._sealer.seal(row.pop("text"), LETTER)
        await self._tx.execute(insert(letter).values(row))

    async def photos(self, case_id: str) -> int:
        """See ports.LetterRepository."""
        shown = select(func.count()).where(letter.c.case_id == case_id, letter.c.photo != "")
        return int(await self._tx.scalar(shown))


class PostgresComplaints:
    """See ports.ComplaintRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def next_seq(self) -> int:
        """See ports.ComplaintRepository."""
        return int(await self._tx.scalar(select(_COMPLAINT_SEQ.next_value())))

    async def add(self, opened: Complaint) -> None:
        """See ports.ComplaintRepository."""
        await self._tx.execute(insert(complaint).values(_complaint_row(opened)))

    async def lock(self, complaint_id: str) -> Complaint | None:
        """See ports.ComplaintRepository."""
        row = await self._tx.row(select(complaint).where(complaint.c.id == complaint_id).with_for_update())
        if row is None:
            return None
        kept = dict(row)
        acted = msgspec.convert(kept.pop("acted"), Evidence | None, strict=False)
        return Complaint(customer=_customer(kept), acted=acted, **kept)

    async def save(self, changed: Complaint) -> None:
        """See ports.ComplaintRepository."""
        row = _complaint_row(changed)
        await self._tx.execute(update(complaint).where(complaint.c.id == row.pop("id")).values(row))

    async def give_to_guest(self, order_id: str, guest_hash: str) -> None:
        """See ports.ComplaintRepository."""
        theirs = update(complaint).where(complaint.c.order_id == order_id, complaint.c.customer_id == "")
        await self._tx.execute(theirs.values(guest_hash=guest_hash))


class PostgresDisputes:
    """See ports.DisputeRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def next_seq(self) -> int:
        """See ports.DisputeRepository."""
        return int(await self._tx.scalar(select(_DISPUTE_SEQ.next_value())))

    async def over(self, vendor_order_id: str) -> bool:
        """See ports.DisputeRepository."""
        there = exists().where(
            dispute.c.vendor_order_id == vendor_order_id, dispute.c.status != "withdrawn", dispute.c.return_id == ""
        )
        return bool(await self._tx.scalar(select(there)))

    async def over_return(self, return_id: str) -> bool:
        """See ports.DisputeRepository."""
        there = exists().where(dispute.c.return_id == return_id, dispute.c.return_id != "")
        return bool(await self._tx.scalar(select(there)))

    async def add(self, opened: Dispute) -> None:
        """See ports.DisputeRepository."""
        await self._tx.execute(insert(dispute).values(_dispute_row(opened)))

    async def lock(self, dispute_id: str) -> Dispute | None:
        """See ports.DisputeRepository."""
        row = await self._tx.row(select(dispute).where(dispute.c.id == dispute_id).with_for_update())
        if row is None:
            return None
        kept = dict(row)
        del kept["refund"]
        decision = msgspec.convert(kept.pop("decision"), Decision | None, strict=False)
        return Dispute(customer=_customer(kept), decision=decision, **kept)

    async def save(self, changed: Dispute) -> None:
        """See ports.DisputeRepository."""
        row = _dispute_row(changed)
        await self._tx.execute(update(dispute).where(dispute.c.id == row.pop("id")).values(row))

    async def give_to_guest(self, order_id: str, guest_hash: str) -> None:
        """See ports.DisputeRepository."""
        theirs = update(dispute).where(dispute.c.order_id == order_id, dispute.c.customer_id == "")
        await self._tx.execute(theirs.values(guest_hash=guest_hash))


class PostgresAnswerTemplates:
    """See ports.AnswerTemplateRepository."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def save(self, template: AnswerTemplate) -> None:
        """See ports.AnswerTemplateRepository."""
        row = asdict(template)
        made = insert(answer_template).values(row)
        await self._tx.execute(made.on_conflict_do_update(index_elements=["id"], set_=row))

    async def remove(self, template_id: str) -> bool:
        """See ports.AnswerTemplateRepository."""
        gone = await self._tx.execute(delete(answer_template).where(answer_template.c.id == template_id))
        return gone.rowcount > 0


def _complaint_row(kept: Complaint) -> dict[str, Any]:
    row = {name: value for name, value in asdict(kept).items() if name not in {"customer", "acted"}}
    return {**row, **asdict(kept.customer), "acted": msgspec.to_builtins(kept.acted)}


def _dispute_row(kept: Dispute) -> dict[str, Any]:
    row = {name: value for name, value in asdict(kept).items() if name not in {"customer", "decision"}}
    refund = kept.decision.refund if kept.decision and kept.status == "decided" else 0
    return {**row, **asdict(kept.customer), "decision": msgspec.to_builtins(kept.decision), "refund": refund}


def _customer(row: dict[str, Any]) -> Customer:
    """Takes both columns out of the row."""
    return Customer(customer_id=row.pop("customer_id"), guest_hash=row.pop("guest_hash"))
