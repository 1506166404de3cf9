"""What happens to returns that end in an exchange, and to the parcels of returns."""

from dataclasses import dataclass
from datetime import datetime

from bdcommerce.contracts.fulfilment import ReturnLeg, ShipmentStatus
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.events import domain_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """So many units of an offer for as many of a line."""

    line_id: str
    offer_id: str
    quantity: int


@domain_event()
class RefundPreferred:
    """The customer wants the money after all."""

    order_id: str
    vendor_order_id: str
    return_id: str
    by: Actor
    at: datetime


@domain_event()
class ExchangePromised:
    """What came back is to be replaced, if there is stock: it is held for that under an id of its own."""

    order_id: str
    vendor_order_id: str
    return_id: str
    hold_id: str
    replacements: tuple[Replacement, ...]
    by: Actor
    at: datetime


@domain_event()
class ReplacementSent:
    """The replacement is taken from stock, and shall be brought to the customer."""

    order_id: str
    vendor_order_id: str
    return_id: str
    by: Actor
    at: datetime


@domain_event()
class ReplacementFailed:
    """There is none, or it did not arrive: the customer is paid back. `came_back`: its units are in stock again."""

    order_id: str
    vendor_order_id: str
    return_id: str
    reason: str
    came_back: bool
    by: Actor
    at: datetime


@domain_event()
class ReturnExchanged:
    """The customer has the replacement."""

    order_id: str
    vendor_order_id: str
    return_id: str
    by: Actor
    at: datetime


@domain_event()
class ReturnParcelSeen:
    """A parcel of the return is somewhere else now."""

    order_id: str
    vendor_order_id: str
    return_id: str
    leg: ReturnLeg
    shipment_id: str
    status: ShipmentStatus
    reason: str
    by: Actor
    at: datetime


@domain_event()
class ExchangeDue:
    """To ourselves: take the replacement from stock."""

    order_id: str
    vendor_order_id: str
    return_id: str
    hold_id: str
    replacements: tuple[Replacement, ...]
    place: Place
