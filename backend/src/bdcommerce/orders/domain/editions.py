"""An edit under way: everything that was decided when staff asked for it, so that nothing has to be priced again."""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.contracts.inventory import StockLine
from bdcommerce.kernel.actor import Actor
from bdcommerce.orders.domain.risk.exposure import Exposure
from bdcommerce.orders.events import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The frozen edit, and what is kept beside its events. Its saga has its id."""

    order_id: str
    proposal: Proposal
    stock: list[StockLine]
    version: int | None
    """That of the order it was worked out for; None once the customer has agreed."""
    expires_at: datetime | None
    """Until when the customer may say yes; None if nobody has to."""
    hold_seconds: int
    sealed_contact: str
    """Empty: the contact stays."""
    phones: tuple[str, ...]
    customer_key: str
    by: Actor
    exposure: Exposure | None = None
    """What it adds to the cash on its way; None where it adds nothing, and goes nowhere else."""
    stands: bool = False
    """Found carried out when it was to be taken back: then nothing is taken back."""

    @property
    def edit_id(self) -> str:
        return self.proposal.edit_id
