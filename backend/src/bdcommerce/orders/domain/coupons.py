"""Coupons: one percentage off, paid by the operator or by one vendor, for a time and a number of uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import fold
from bdcommerce.orders.domain.pricing import NOTHING, Discount, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """`vendor_id` funds it and it takes off that vendor's goods only; empty: the operator, off everything."""

    coupon_id: str
    code: str
    percent: Decimal
    vendor_id: str
    starts_at: datetime
    ends_at: datetime
    total_limit: int
    per_customer_limit: int | None
    min_goods: Money
    used: int = 0

    @property
    def discount(self) -> Discount:
        """As pricing knows it."""
        return Discount(vendor_id=self.vendor_id, percent=self.percent)

    def unusable_at(self, at: datetime) -> str:
        """Why nobody can use it at an instant, or empty. The limit itself is kept when an order is placed."""
        if at < self.starts_at:
            return "not_started"
        if at >= self.ends_at:
            return "ended"
        return "used_up" if self.used >= self.total_limit else ""

    def unusable_for(self, items: Sequence[Item], at: datetime) -> str:
        """Why it does not apply to these goods, or empty."""
        goods = [item.unit_price * item.quantity for item in items if self.vendor_id in ("", item.vendor_id)]
        if reason := self.unusable_at(at):
            return reason
        if not goods:
            return "other_vendor"
        return "below_minimum" if sum(goods, NOTHING) < self.min_goods else ""


def normal_code(text: str) -> str:
    """How a code is compared: case, digits of either script and white space around it do not matter."""
    return fold(text).upper()
