"""What is known of phones, devices and addresses, and how orders were appraised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import phone
from bdcommerce.orders.domain.risk.listings import CONTEXT, Verdict
from bdcommerce.orders.domain.transitions import Status
from bdcommerce.orders.events.risk import Advance, Affirmed, Appraisal, Listed
from bdcommerce.orders.ports import Seals, Standing
from bdcommerce.orders.schemas.risk import ListedPhone

A_DAY = timedelta(hours=24)


class _StandingRow(msgspec.Struct, frozen=True):
    delivered: int
    refused: int
    absent: int
    returned: int
    given_back: int
    known: bool
    from_phone: int
    from_device: int
    to_address: int
    listed: Listed


class AppraisedRow(msgspec.Struct, frozen=True):
    """An order with how it was appraised and what came of that."""

    order_id: str
    number: str
    status: Status
    open_cash: int
    appraisal: Appraisal | None
    affirmed: Affirmed | None
    advances: list[Advance] | None
    confirm_until: datetime | None


class PastRow(msgspec.Struct, frozen=True):
    """A past order's appraisal, and how its parcels ended."""

    order_id: str
    appraisal: Appraisal
    bad: bool


class _ListedRow(msgspec.Struct, frozen=True):
    id: str
    sealed: str
    verdict: Verdict
    reason: str
    listed_by: str
    at: datetime
    expires_at: datetime


_STANDING = Query(
    "orders.standing",
    """
    WITH theirs AS MATERIALIZED (
        SELECT order_id FROM order_phone WHERE blind = ANY($1::text[])
        UNION
        SELECT order_id FROM order_view WHERE customer_id = $2 AND customer_id <> ''
    ), seen AS MATERIALIZED (
        SELECT o.order_id, o.placed_at, o.confirmed FROM theirs JOIN order_view o USING (order_id)
    ), parcels AS (
        SELECT count(*) FILTER (WHERE outcome = 'delivered') AS delivered,
            count(*) FILTER (WHERE outcome = 'refused') AS refused,
            count(*) FILTER (WHERE outcome = 'absent') AS absent,
            count(*) FILTER (WHERE outcome = 'returned') AS returned,
            count(*) FILTER (WHERE outcome = 'given_back') AS given_back
        FROM theirs JOIN parcel_outcome USING (order_id) WHERE at >= $5
    )
    SELECT delivered, refused, absent, returned, given_back,
        EXISTS (SELECT 1 FROM seen WHERE confirmed) AS known,
        (SELECT count(*) FROM seen WHERE placed_at > $6) AS from_phone,
        (SELECT count(*) FROM order_trace WHERE blind = $3 AND placed_at > $6) AS from_device,
        (SELECT count(*) FROM order_trace WHERE blind = $4 AND placed_at > $6) AS to_address,
        coalesce((SELECT verdict FROM listed_phone WHERE blind = ANY($1::text[]) AND expires_at > $7
                  ORDER BY verdict DESC LIMIT 1), '') AS listed
    FROM parcels
    """,
    _StandingRow,
)
_APPRAISED = Query(
    "orders.appraised",
    """
    SELECT order_id, number, status, open_cash, state -> 'appraisal' AS appraisal, state -> 'affirmed' AS affirmed,
        state -> 'advances' AS advances, (state ->> 'confirm_until')::timestamptz AS confirm_until
    FROM order_view WHERE order_id = $1
    """,
    AppraisedRow,
)
_PAST = Query(
    "orders.past_appraisals",
    """
    SELECT o.order_id, state -> 'appraisal' AS appraisal, EXISTS (
        SELECT 1 FROM parcel_outcome p WHERE p.order_id = o.order_id AND outcome IN ('refused', 'absent', 'returned')
    ) AS bad
    FROM (SELECT order_id, state FROM order_view WHERE order_id < $1 ORDER BY order_id DESC LIMIT $2) o
    WHERE jsonb_typeof(state -> 'appraisal') = 'object'
    """,
    PastRow,
)
_LISTED = Query(
    "orders.listed_phones",
    """
    SELECT id, sealed, verdict, reason, listed_by, at, expires_at FROM listed_phone
    WHERE id < $1 ORDER BY id DESC LIMIT $2
    """,
    _ListedRow,
)


class RiskReads:
    """See ports.RiskBook."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def standing(
        self, phones: Sequence[str], customer_id: str, *, device: str, address: str, since: datetime, now: datetime
    ) -> Standing:
        """See the port."""
        asked: list[Any] = [list(phones), customer_id, device, address, since, now - A_DAY, now]
        row = await self._reads.one(_STANDING, *asked)
        return Standing(**msgspec.structs.asdict(row)) if row else Standing()


async def appraised(reads: Reads, order_id: str) -> AppraisedRow | None:
    """How an order was appraised."""
    return await reads.one(_APPRAISED, order_id)


async def past(reads: Reads, before: str, limit: int) -> list[PastRow]:
    """The appraisals among so many orders, the latest first."""
    return await reads.all(_PAST, before, limit)


async def listed(reads: Reads, seals: Seals, before: str, limit: int) -> list[ListedPhone]:
    """Listed phones, the latest first, masked."""
    return [
        ListedPhone(
            id=row.id,
            phone=phone.masked(seals.open(row.sealed, CONTEXT)),
            verdict=row.verdict,
            reason=row.reason,
            listed_by=row.listed_by,
            at=row.at,
            expires_at=row.expires_at,
        )
        for row in await reads.all(_LISTED, before, limit)
    ]
