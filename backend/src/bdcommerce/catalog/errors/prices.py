"""What can go wrong with prices that change at an instant."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownPriceChange(NotFound):
    """There is no such price change of this vendor."""

    code = "unknown_price_change"

    @classmethod
    def named(cls, change_id: str) -> Self:
        return cls(f"there is no price change {change_id}", change_id=change_id)


class PriceChangesOverlap(Conflict):
    """Another change of this offer is under way then; `change_id` says which."""

    code = "price_changes_overlap"

    @classmethod
    def of(cls, change_id: str) -> Self:
        return cls("another price change of this offer is under way then", change_id=change_id)


class PriceChangeOver(Conflict):
    """It has ended, or was cancelled."""

    code = "price_change_over"

    @classmethod
    def named(cls, change_id: str) -> Self:
        return cls(f"{change_id} is over", change_id=change_id)
