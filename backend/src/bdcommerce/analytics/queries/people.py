"""How far visits got, what customers said, how long vendors waited."""

from datetime import UTC, date, datetime

import msgspec

from bdcommerce.analytics.schemas import FunnelDay, Satisfaction
from bdcommerce.infra.postgres import Query, Reads

NEWEST = (datetime(2999, 1, 1, tzinfo=UTC), "~")
"""Before which everything in a list is."""


class SealedComment(msgspec.Struct, frozen=True):
    """An answer, what was written still sealed."""

    vendor_order_id: str
    vendor_id: str
    score: int
    comment_sealed: str
    at: datetime


class Onboarding(msgspec.Struct, frozen=True):
    """Vendors who were let in, and how long they waited together."""

    vendors: int
    seconds: int
    within_a_day: int


_FUNNEL = Query(
    "analytics.funnel",
    """
    SELECT each.day::date AS day, coalesce(views, 0) AS views, coalesce(carts, 0) AS carts,
           coalesce(checkouts, 0) AS checkouts, coalesce(orders, 0) AS orders, coalesce(delivered, 0) AS delivered
    FROM generate_series($1::date, $2::date, interval '1 day') AS each (day)
    LEFT JOIN funnel_by_day AS funnel ON funnel.day = each.day::date AND funnel.day BETWEEN $1 AND $2
    ORDER BY each.day
    """,
    FunnelDay,
)
_ANSWERS = """
    SELECT coalesce(sum(asked), 0)::bigint AS asked, coalesce(sum(answered), 0)::bigint AS answered,
           round(sum(points)::numeric / nullif(sum(answered), 0), 2)::float8 AS mean
    FROM satisfaction_by_day WHERE day BETWEEN $1 AND $2
"""
_SATISFACTION = Query("analytics.satisfaction", _ANSWERS, Satisfaction)
_SATISFACTION_OF_VENDOR = Query("analytics.satisfaction_of_vendor", f"{_ANSWERS} AND vendor_id = $3", Satisfaction)
_COMMENTS = Query(
    "analytics.comments",
    """
    SELECT vendor_order_id, vendor_id, score, comment_sealed, at FROM comment
    WHERE (at, vendor_order_id) < ($1, $2) ORDER BY at DESC, vendor_order_id DESC LIMIT $3
    """,
    SealedComment,
)
_COMMENTS_OF_VENDOR = Query(
    "analytics.comments_of_vendor",
    """
    SELECT vendor_order_id, vendor_id, score, comment_sealed, at FROM comment
    WHERE vendor_id = $4 AND (at, vendor_order_id) < ($1, $2) ORDER BY at DESC, vendor_order_id DESC LIMIT $3
    """,
    SealedComment,
)
_ONBOARDING = Query(
    "analytics.onboarding",
    """
    SELECT coalesce(sum(vendors), 0)::bigint AS vendors, coalesce(sum(seconds), 0)::bigint AS seconds,
           coalesce(sum(within_a_day), 0)::bigint AS within_a_day
    FROM onboarding_by_day WHERE day BETWEEN $1 AND $2
    """,
    Onboarding,
)


async def funnel(reads: Reads, *, first: date, last: date) -> list[FunnelDay]:
    """Every day of a span."""
    return await reads.all(_FUNNEL, first, last)


async def satisfaction(reads: Reads, *, first: date, last: date, vendor_id: str = "") -> Satisfaction:
    """What customers said in a span, of one vendor or (empty) of all."""
    asked = (_SATISFACTION_OF_VENDOR, first, last, vendor_id) if vendor_id else (_SATISFACTION, first, last)
    found = await reads.one(*asked)
    return found or Satisfaction(asked=0, answered=0, mean=None)


async def comments(reads: Reads, *, vendor_id: str, before: tuple[datetime, str], limit: int) -> list[SealedComment]:
    """What they wrote, the newest first."""
    if vendor_id:
        return await reads.all(_COMMENTS_OF_VENDOR, *before, limit, vendor_id)
    return await reads.all(_COMMENTS, *before, limit)


async def onboarding(reads: Reads, *, first: date, last: date) -> Onboarding:
    """How vendors were let in during a span."""
    return await reads.one(_ONBOARDING, first, last) or Onboarding(vendors=0, seconds=0, within_a_day=0)
