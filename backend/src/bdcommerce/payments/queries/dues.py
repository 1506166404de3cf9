"""Whom the operator owes, since when, and what is kept back from whom."""

from datetime import date, datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.holds import Held
from bdcommerce.payments.schemas import HoldView

BEFORE_ALL = "~"
"""Greater than any id: where a list that shows the newest first begins."""


class Owed(msgspec.Struct, frozen=True):
    """What decides when a vendor is paid, but for its tier."""

    vendor_id: str
    owed: int
    held: int
    everything: bool
    """Whether all of it is on hold."""
    due_on: date | None
    since: date
    in_open_payout: bool

    @property
    def kept_back(self) -> Held:
        """What of it may not be paid."""
        return Held(amount=Money(self.held), everything=self.everything)


# Accounts are ordered byte by byte; ids of vendors are not, and are found by their index only as what they are.
_OWED = Query(
    "payments.owed",
    """
    SELECT vendor_id, owed, everything, oldest_unpaid(vendor_id, owed) AS due_on, in_open_payout,
           (coalesce(kept, 0) + coalesce((
               SELECT sum(vendor_amount) FROM escrow
               WHERE escrow.vendor_id = vendor.vendor_id AND open_disputes > 0 AND released_at IS NOT NULL
           ), 0))::bigint AS held,
           (coalesce(
               (SELECT max(settled_at) FROM payout WHERE payout.vendor_id = vendor.vendor_id AND status = 'paid'),
               (SELECT min(released_at) FROM escrow
                WHERE escrow.vendor_id = vendor.vendor_id AND released_at IS NOT NULL), $2
           ) AT TIME ZONE 'Asia/Dhaka')::date AS since
    FROM (
        SELECT substr(account, 18) COLLATE "default" AS vendor_id, sum(credited)::bigint AS owed FROM journal_line
        WHERE account > 'liability:vendor:' || $1 AND account < 'liability:vendor;'
        GROUP BY account HAVING sum(credited) > 0 ORDER BY account LIMIT $4
    ) AS vendor
    CROSS JOIN LATERAL (
        SELECT sum(amount) AS kept, coalesce(bool_or(amount IS NULL), false) AS everything FROM payout_hold
        WHERE payout_hold.vendor_id = vendor.vendor_id AND lifted_at IS NULL AND (until IS NULL OR until >= $3)
    ) AS hold
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM payout WHERE payout.vendor_id = vendor.vendor_id
                       AND status IN ('draft', 'approved', 'sent', 'unknown')) AS in_open_payout
    ) AS paying
    ORDER BY vendor_id
    """,
    Owed,
)
_HOLDS = Query(
    "payments.holds",
    """
    SELECT hold_id, vendor_id, CASE WHEN amount IS NOT NULL THEN jsonb_build_object('amount', amount) END AS amount,
           reason, until, placed_by, placed_at, lifted_by, lifted_at, lifted_because
    FROM payout_hold WHERE vendor_id = $1 AND hold_id < $2 ORDER BY hold_id DESC LIMIT $3
    """,
    HoldView,
)
_HOLD = Query(
    "payments.hold",
    """
    SELECT hold_id, vendor_id, CASE WHEN amount IS NOT NULL THEN jsonb_build_object('amount', amount) END AS amount,
           reason, until, placed_by, placed_at, lifted_by, lifted_at, lifted_because
    FROM payout_hold WHERE hold_id = $1
    """,
    HoldView,
)


async def owed(reads: Reads, *, now: datetime, today: date, after: str, limit: int) -> list[Owed]:
    """Vendors with a balance above zero, by id, those after one of them."""
    return await reads.all(_OWED, after, now, today, limit)


async def holds(reads: Reads, vendor_id: str, *, before: str, limit: int) -> list[HoldView]:
    """What was ever kept back from a vendor, the newest first."""
    return await reads.all(_HOLDS, vendor_id, before or BEFORE_ALL, limit)


async def hold(reads: Reads, hold_id: str) -> HoldView | None:
    """One hold."""
    return await reads.one(_HOLD, hold_id)
