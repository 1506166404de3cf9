"""What becomes of an order that staff change."""

from datetime import datetime
from typing import Literal

import msgspec

from bdcommerce.kernel.money import Money
from bdcommerce.orders.events import EditChange


class EditOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: nothing yet (`preview`), all of it (`applied`), or the customer was asked first because it costs
    more (`awaiting_confirmation`, until `expires_at`).
    """

    id: str
    status: Literal["preview", "applied", "awaiting_confirmation"]
    changes: list[EditChange]
    was: Money
    total: Money
    expires_at: datetime | None
