"""What the endpoints of analytics give."""

from datetime import date

import msgspec

from bdcommerce.kernel.money import Money


class Sales(msgspec.Struct, kw_only=True):
    """Figures, each counted when it happened.

    `orders` are vendor orders: a purchase from two vendors counts for both. `delivered` means for good: the return
    window has passed, or the customer accepted the goods. `vendor_amount` and `commission` are what was released.
    """

    orders: int
    units: int
    goods: Money
    delivery: Money
    vendor_discounts: Money
    operator_discounts: Money
    cancelled: int
    cancelled_units: int
    cancelled_goods: Money
    returned: int
    returned_units: int
    returned_goods: Money
    delivered: int
    delivered_units: int
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
