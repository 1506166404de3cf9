"""What waits for staff, as handlers need it kept."""

from typing import Protocol

from bdcommerce.catalog.domain.approvals import ApprovalPolicy
from bdcommerce.catalog.events import ApprovalPolicySet


class Approvals(Protocol):
    """Products and edits that wait, and the policy that says which do."""

    async def product_of(self, approval_id: str) -> str:
        """The product that something waits for, or has waited for. Raises UnknownApproval."""

    async def policy(self) -> ApprovalPolicy:
        """The policy as staff have set it, unchanged until the transaction ends; the usual one if they never have."""

    async def save_policy(self, event: ApprovalPolicySet, *, expected: int) -> None:
        """Append to the policy's stream. Raises Stale."""
