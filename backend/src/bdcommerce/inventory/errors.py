"""What inventory refuses, beside the refusals its face shares with others (contracts.inventory).

NotFound
└── UnknownStock      this vendor has no stock of that offer
Conflict
├── BelowHeld         the count would be less than what is set aside for customers
├── HoldDiffers       the hold exists, for other units
└── NotGivenBack      those units were not sold under that hold, or are back already
"""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownStock(NotFound):
    """This vendor has no stock of that offer."""

    code = "unknown_stock"

    @classmethod
    def of(cls, offer_id: str) -> Self:
        return cls(f"there is no stock of offer {offer_id}", offer_id=offer_id)


class BelowHeld(Conflict):
    """The count would be less than what is set aside for customers. `held` says how much that is."""

    code = "below_held"

    @classmethod
    def of(cls, offer_id: str, held: int) -> Self:
        return cls(f"{held} units of offer {offer_id} are set aside for orders", offer_id=offer_id, held=held)


class HoldDiffers(Conflict):
    """The hold exists, for other units."""

    code = "hold_differs"

    @classmethod
    def of(cls, hold_id: str) -> Self:
        return cls(f"hold {hold_id} is for other units", hold_id=hold_id)


class NotGivenBack(Conflict):
    """Those units were not sold under that hold, or are back already."""

    code = "not_given_back"

    @classmethod
    def of(cls, hold_id: str, why: str) -> Self:
        return cls(f"nothing comes back from hold {hold_id}: {why}", hold_id=hold_id)
