"""What the endpoints of analytics take and give. Days are days in Bangladesh."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from bdcommerce.analytics.events import Step
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

Dimension = Literal["day", "vendor", "category", "district", "channel"]


class Sales(msgspec.Struct, kw_only=True):
    """Figures, each counted when it happened.

    `orders` are vendor orders: a purchase from two vendors counts for both. `delivered` means for good: the return
    window has passed, or the customer accepted the goods. `vendor_amount` and `commission` are what was released.
    """

    orders: int
    """Vendor orders that were confirmed."""
    units: int
    """Units of the goods in them."""
    goods: Money
    delivery: Money
    vendor_discounts: Money
    operator_discounts: Money
    cancelled: int
    """Vendor orders that were cancelled as a whole."""
    cancelled_units: int
    """Units that were cancelled, also out of orders that went on."""
    cancelled_goods: Money
    returned: int
    """Vendor orders whose parcel came back."""
    returned_units: int
    """Units in them."""
    returned_goods: Money
    delivered: int
    """Vendor orders."""
    delivered_units: int
    """Units in them."""
    delivered_goods: Money
    vendor_amount: Money
    commission: Money


class SalesDay(Sales, kw_only=True):
    """The figures of one day in Bangladesh."""

    day: date


class SalesReport(msgspec.Struct, kw_only=True):
    """Every day of a span, and all of them together."""

    total: Sales
    days: list[SalesDay]


class SalesOfKey(Sales, kw_only=True):
    """The figures of one vendor, category, district, channel or day over a span."""

    key: str
    """Its id; of a channel its name; of a day its date."""


class SalesBy(msgspec.Struct, kw_only=True):
    """The figures of a span, the most goods first. A category holds all below it."""

    by: Dimension
    items: list[SalesOfKey]


class FunnelDay(msgspec.Struct, kw_only=True):
    """How far people got on a day. Visits are counted once a day; purchases on the day of purchase and of receipt."""

    day: date
    views: int
    """Visits that saw a product."""
    carts: int
    """Visits that put something into a cart."""
    checkouts: int
    """Visits that began to check out."""
    orders: int
    """Purchases that were confirmed."""
    delivered: int
    """Purchases of which the first parcel arrived."""


class Funnel(msgspec.Struct, kw_only=True):
    """The way from a look to a parcel."""

    total: FunnelDay
    conversion: dict[str, float | None]
    """Per cent of each step that got to the next one; null where nobody was."""
    days: list[FunnelDay]


class Reason(msgspec.Struct, kw_only=True):
    """Why vendor orders came to nothing."""

    reason: str
    by: str
    """Who said so: `customer`, `vendor`, `staff`, `system`, `courier`."""
    orders: int
    """How many vendor orders."""


class Reasons(msgspec.Struct, kw_only=True):
    """The most frequent first."""

    kind: Literal["cancelled", "returned", "given_back"]
    items: list[Reason]


class Satisfaction(msgspec.Struct, kw_only=True):
    """What customers said of deliveries, 1 (bad) to 5."""

    asked: int
    """How many deliveries were asked about."""
    answered: int
    """How many answers came."""
    mean: float | None
    """Of the answers, two decimals; null: there are none."""


class Comment(msgspec.Struct, kw_only=True):
    """One answer."""

    vendor_order_id: str
    vendor_id: str
    score: int
    """1 (bad) to 5."""
    comment: str
    at: datetime


class RouteReport(msgspec.Struct, kw_only=True):
    """How one call did. Times are milliseconds."""

    method: str
    route: str
    answered: int
    """How many requests."""
    failed: int
    """Of those, answered with 5xx."""
    error_pct: float
    """Those in per cent of all, three decimals."""
    mean_ms: float
    """Milliseconds."""
    p50_ms: float | None
    """Milliseconds; half of the answers took no longer."""
    p95_ms: float | None
    """Milliseconds; 95 of 100 took no longer."""
    p99_ms: float | None
    """Milliseconds; 99 of 100 took no longer."""


class ApiReport(msgspec.Struct, kw_only=True):
    """All calls, those that took the most time together first."""

    items: list[RouteReport]


class QueryReport(msgspec.Struct, kw_only=True):
    """How one named query did."""

    name: str
    runs: int
    """How often it was asked."""
    mean_ms: float
    """Milliseconds."""


class QueriesReport(msgspec.Struct, kw_only=True):
    """All queries, those that took the most time together first."""

    items: list[QueryReport]


class Kpi(msgspec.Struct, kw_only=True):
    """One figure beside its target."""

    name: str
    title: Localized
    value: float | None
    """Null if there was nothing to measure."""
    unit: Literal["ms", "%", "h", "1-5"]
    target: float | None
    """From the rule book; null for a figure without one."""
    better: Literal["lower", "higher"]
    met: bool | None
    of: int
    """How many things were measured: calls, queries, minutes, answers, vendors, vendor orders."""


class Kpis(msgspec.Struct, kw_only=True):
    """How the marketplace does over a span."""

    first: date
    last: date
    items: list[Kpi]


class Seen(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How far a browser got. `session` is a random name that it makes itself and keeps while it likes."""

    session: Annotated[
        str, msgspec.Meta(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9_-]+$", examples=["kq3v9sXw0b2LmT8e"])
    ]
    steps: Annotated[list[Step], msgspec.Meta(min_length=1, max_length=10, examples=[["view", "cart"]])]


Token = Annotated[
    str,
    msgspec.Meta(
        min_length=8, max_length=128, pattern=r"^[a-z0-9_]+\.[A-Za-z0-9_=-]+$",
        description="what stands behind the # of the link that was sent",
        examples=["vor_01m81xqaz6e8zvnbqzdzp2w16j.Zm9vYmFyYmF6cXV4MTIzNDU2"],
    ),
]  # fmt: skip


class LookAtSurvey(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Which question a link asks."""

    token: Token


class SurveyView(msgspec.Struct, kw_only=True):
    """A question about a delivery."""

    vendor_order_id: str
    shop: Localized
    open: bool
    """Whether it may still be answered."""


class AnswerSurvey(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How the delivery was."""

    token: Token
    score: Annotated[int, msgspec.Meta(ge=1, le=5, description="1: bad, 5: very good", examples=[5])]
    comment: Annotated[str, msgspec.Meta(max_length=1000, examples=["Came a day early."])] = ""
