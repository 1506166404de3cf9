"""What analytics heard, stored with all that a projection needs, so that every figure can be told again from the log.

No event holds personal data, not even the customer's id. Streams: `sale-<vendor_order_id>`, `visit-<day>-<session>`,
`purchase-<order_id>`, `survey-<vendor_order_id>`, `vendor-<vendor_id>`, `process-<process_id>-<instant>`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bdcommerce.contracts.analytics import QueryFigures, RouteFigures
from bdcommerce.kernel.events import domain_event
from bdcommerce.kernel.money import Money

Step = Literal["view", "cart", "checkout"]
"""What a visit gets to before it becomes an order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is in a vendor order."""

    units: int
    goods: Money
    """VAT included, after vendor-funded discounts."""
    delivery: Money
    vendor_discount: Money
    operator_discount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What of a vendor order is of one category (ids, root first)."""

    category_path: list[str]
    units: int
    goods: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where a sale counts beside its vendor."""

    district: str
    channel: str


NOWHERE = Whereabouts(district="", channel="")


@domain_event()
class SaleConfirmed:
    order_id: str
    vendor_order_id: str
    vendor_id: str
    figures: Figures
    at: datetime
    where: Whereabouts = NOWHERE
    parts: list[Part] = field(default_factory=list)


@domain_event()
class SaleReduced:
    """Lines were cancelled or changed; `figures` and `left` hold what is left, `units`, `goods` and `parts` what went
    (below zero: what came).
    """

    vendor_order_id: str
    vendor_id: str
    figures: Figures
    units: int
    goods: Money
    at: datetime
    where: Whereabouts = NOWHERE
    parts: list[Part] = field(default_factory=list)
    left: list[Part] = field(default_factory=list)


@domain_event()
class SaleCancelled:
    """All that was left of it is cancelled."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime
    where: Whereabouts = NOWHERE
    parts: list[Part] = field(default_factory=list)
    by: str = ""
    reason: str = ""


@domain_event()
class SaleReturned:
    """The parcel came back undelivered."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime
    where: Whereabouts = NOWHERE
    parts: list[Part] = field(default_factory=list)


@domain_event()
class SaleDelivered:
    """Delivered for good: the return window has passed, or the customer accepted the goods."""

    vendor_order_id: str
    vendor_id: str
    units: int
    goods: Money
    at: datetime
    where: Whereabouts = NOWHERE
    parts: list[Part] = field(default_factory=list)


@domain_event()
class SaleSettled:
    """Escrow was released: the vendor's share and the operator's commission."""

    vendor_order_id: str
    vendor_id: str
    vendor_amount: Money
    commission: Money
    at: datetime
    where: Whereabouts = NOWHERE


@domain_event()
class ParcelCameBack:
    """Why a parcel was returned, as the courier said."""

    vendor_order_id: str
    vendor_id: str
    reason: str
    at: datetime


@domain_event()
class GoodsGivenBack:
    """Why a customer wants to give goods back that were delivered."""

    vendor_order_id: str
    vendor_id: str
    reason: str
    at: datetime


@domain_event()
class VisitWentOn:
    """A visit of that day got to steps it had not got to before."""

    day: date
    session: str
    """A key of one browser on one day; it says nothing of who that is, and is another one the next day."""
    steps: list[Step]


@domain_event()
class PurchasePlaced:
    """A purchase was confirmed, in however many parts."""

    order_id: str
    at: datetime


@domain_event()
class PurchaseReceived:
    """The first parcel of a purchase has arrived."""

    order_id: str
    at: datetime


@domain_event()
class SurveyDue:
    """Comes back when it is time to ask how a delivery was."""

    vendor_order_id: str
    vendor_id: str


@domain_event()
class SurveyAsked:
    """Somebody was asked how a delivery was."""

    vendor_order_id: str
    vendor_id: str
    at: datetime


@domain_event()
class SurveyAnswered:
    """How it was: 1 (bad) to 5. What was written is sealed."""

    vendor_order_id: str
    vendor_id: str
    score: int
    comment_sealed: str
    at: datetime


@domain_event()
class VendorOnboarded:
    """An applicant may sell, so long after it applied."""

    vendor_id: str
    seconds: int
    at: datetime


@domain_event()
class ProcessHeard:
    """What a process said of how it did."""

    process_id: str
    since: datetime
    at: datetime
    routes: list[RouteFigures]
    queries: list[QueryFigures]
