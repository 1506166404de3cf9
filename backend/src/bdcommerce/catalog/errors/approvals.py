"""What can go wrong with what waits for staff."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownApproval(NotFound):
    """Nothing of this name waits, or not of this caller."""

    code = "unknown_approval"

    @classmethod
    def named(cls, approval_id: str) -> Self:
        return cls(f"nothing waits as {approval_id}", approval_id=approval_id)


class AlreadyDecided(Conflict):
    """It does not wait any more."""

    code = "already_decided"

    @classmethod
    def named(cls, approval_id: str) -> Self:
        return cls(f"{approval_id} does not wait any more", approval_id=approval_id)
