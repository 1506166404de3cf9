"""What happened to vendors' offers."""

from datetime import date

from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money


@domain_event()
class OfferMade:
    """A vendor sells a variant at a price."""

    offer_id: str
    product_id: str
    variant_id: str
    vendor_id: str
    sku: str
    price: Money
    active: bool
    manufactured_on: date | None = None
    expires_on: date | None = None
    """Of this vendor's goods; None: what the product says."""
    ready_to_ship: bool = True


@domain_event()
class OfferRevised:
    """Another price is asked, or the offer stops selling, or sells again."""

    offer_id: str
    product_id: str
    price: Money
    active: bool
    manufactured_on: date | None = None
    expires_on: date | None = None
    reason: str = "vendor"
    """`vendor`, `schedule` and `schedule_over` (a scheduled price begins and ends), or `expired`."""
    ready_to_ship: bool = True


@domain_event()
class OfferStockSeen:
    """Inventory said how many units of an offer can be bought."""

    offer_id: str
    product_id: str
    available: int
