"""What happened to vendors' offers."""

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


@domain_event()
class OfferRevised:
    """The vendor asks another price, stops selling, or sells again."""

    offer_id: str
    product_id: str
    price: Money
    active: bool


@domain_event()
class OfferStockSeen:
    """Inventory said how many units of an offer can be bought."""

    offer_id: str
    product_id: str
    available: int
