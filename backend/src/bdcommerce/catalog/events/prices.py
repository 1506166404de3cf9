"""What happened to prices that change at an instant."""

from datetime import datetime

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money


@domain_event()
class PriceChangeScheduled:
    """A vendor's offer will cost otherwise from an instant on; until another one, if there is one."""

    change_id: str
    offer_id: str
    product_id: str
    vendor_id: str
    price: Money
    starts_at: datetime
    ends_at: datetime | None


@domain_event()
class PriceChangeBegan:
    """The offer costs otherwise now."""

    change_id: str
    before: Money
    """What it cost."""


@domain_event()
class PriceChangeEnded:
    """Nothing more will come of it."""

    change_id: str
    outcome: str
    """`done`, `cancelled`, `kept` (the vendor had set another price meanwhile, which stays), or why it never began:
    `price_above_mrp`, `missed`.
    """


@domain_event()
class PriceChangeDue:
    """Delivered to the catalog itself when a price change begins, and when it ends."""

    change_id: str
