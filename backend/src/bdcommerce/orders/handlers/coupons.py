"""Coupons, as staff make and end them."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import BDT, Money
from bdcommerce.orders.domain.coupons import Coupon, normal_code
from bdcommerce.orders.errors import CouponEnded
from bdcommerce.orders.ports import Work

_LONG_AGO, _FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_LARGEST = 10**12
_WHOLE = 100


async def create_coupon(
    work: Work,
    *,
    code: str,
    percent: Decimal,
    vendor_id: str,
    starts_at: datetime,
    ends_at: datetime,
    total_limit: int,
    per_customer_limit: int | None,
    min_goods: Money,
) -> Coupon:
    """A new coupon. Raises Invalid, CouponCodeTaken."""
    ensure(starts_at < ends_at, Invalid.field("ends_at", "must be after starts_at"))
    ensure(clock.now() < ends_at, Invalid.field("ends_at", "has passed"))
    ensure(starts_at > _LONG_AGO, Invalid.field("starts_at", "is too long ago"))
    ensure(ends_at < _FAR_OFF, Invalid.field("ends_at", "is too far off"))
    coupon = Coupon(
        coupon_id=ids.new_id("cpn"),
        code=normal_code(code),
        percent=_checked_percent(percent),
        vendor_id=vendor_id,
        starts_at=starts_at,
        ends_at=ends_at,
        total_limit=total_limit,
        per_customer_limit=per_customer_limit,
        min_goods=_checked_amount(min_goods),
    )
    await work.coupons.add(coupon)
    return coupon


async def end_coupon(work: Work, coupon_id: str, at: datetime) -> Coupon:
    """It holds no longer from an instant on, at the earliest from now. Raises UnknownCoupon, CouponEnded, Invalid."""
    coupon = await work.coupons.get(coupon_id)
    now = clock.now()
    ensure(now < coupon.ends_at, CouponEnded.of(coupon.code))
    ensure(at < coupon.ends_at, Invalid.field("ends_at", "must be before the coupon ends anyway"))
    ended = replace(coupon, ends_at=max(at, now, coupon.starts_at))
    await work.coupons.end(coupon_id, ended.ends_at)
    return ended


def _checked_percent(percent: Decimal) -> Decimal:
    ensure(percent.is_finite() and 0 < percent <= _WHOLE, Invalid.field("percent", "must be above 0 and at most 100"))
    ensure(percent == round(percent, 2), Invalid.field("percent", "has more than two decimals"))
    return percent


def _checked_amount(amount: Money) -> Money:
    ensure(amount.currency == BDT, Invalid.field("min_goods.currency", f"must be {BDT}"))
    ensure(0 <= amount.amount <= _LARGEST, Invalid.field("min_goods.amount", f"must be 0 to {_LARGEST}"))
    return amount
