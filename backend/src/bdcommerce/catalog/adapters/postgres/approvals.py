"""What waits for staff, in an open transaction."""

import msgspec
from sqlalchemy import select

from bdcommerce.catalog.domain.approvals import ApprovalPolicy
from bdcommerce.catalog.errors import UnknownApproval
from bdcommerce.catalog.events import ApprovalPolicySet
from bdcommerce.catalog.tables.approvals import approval, approval_policy
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder


class PostgresApprovals:
    """See ports.Approvals."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def product_of(self, approval_id: str) -> str:
        """See ports.Approvals."""
        found = await self._tx.scalar(select(approval.c.product_id).where(approval.c.approval_id == approval_id))
        if found is None:
            raise UnknownApproval.named(approval_id)
        return str(found)

    async def policy(self) -> ApprovalPolicy:
        """See ports.Approvals."""
        row = await self._tx.row(select(approval_policy).with_for_update(read=True))
        return msgspec.convert(row["policy"] | {"version": row["version"]}, ApprovalPolicy) if row else ApprovalPolicy()

    async def save_policy(self, event: ApprovalPolicySet, *, expected: int) -> None:
        """See ports.Approvals."""
        await self._log.append("approval-policy", [event], expected=expected)
