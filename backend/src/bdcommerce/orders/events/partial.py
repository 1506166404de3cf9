"""What happens to a parcel of which the customer keeps a part."""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money
from bdcommerce.orders.events.purchases import PricedLine, Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUnits:
    """How many units of a line the customer kept, and how many of the others nobody can sell any more."""

    line_id: str
    kept: int
    damaged: int


@domain_event()
class PartlyDelivered:
    """The customer kept a part; which, the vendor says when the rest is back. `collected` is the cash for it."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    collected: Money
    by: Actor
    at: datetime


@domain_event()
class RestCameBack:
    """The courier has brought back what the customer did not keep."""

    order_id: str
    vendor_order_id: str
    shipment_id: str
    reason: str
    by: Actor
    at: datetime


@domain_event()
class PartKept:
    """What the customer kept: the `lines` of the vendor order from now on; of those that are `gone` nothing is left."""

    order_id: str
    vendor_order_id: str
    units: tuple[KeptUnits, ...]
    lines: tuple[PricedLine, ...]
    gone: tuple[str, ...]
    sums: Sums
    reason: str
    by: Actor
    at: datetime
