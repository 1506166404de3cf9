"""Prices that change at an instant, and what offers have cost."""

from datetime import datetime

import msgspec

from bdcommerce.catalog.domain.prices import ChangeStatus
from bdcommerce.catalog.schemas.prices import PastPrice, PriceChangeView
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.money import Money


class _ChangeRow(msgspec.Struct):
    change_id: str
    offer_id: str
    price: int
    starts_at: datetime
    ends_at: datetime | None
    status: ChangeStatus
    outcome: str


class _PastRow(msgspec.Struct):
    price: int
    since: datetime
    reason: str
    version: int


CHANGES = Query(
    "catalog.price_changes",
    """
    SELECT change_id, offer_id, price, starts_at, ends_at, status, outcome FROM price_change
    WHERE offer_id = $1 AND vendor_id = $2 AND change_id < $3 ORDER BY change_id DESC LIMIT $4
    """,
    _ChangeRow,
)
HISTORY = Query(
    "catalog.price_history",
    """
    SELECT price, since, reason, version FROM price_history
    WHERE offer_id = $1 AND vendor_id = $2 AND version < $3 ORDER BY version DESC LIMIT $4
    """,
    _PastRow,
)
_LATEST = 2**31 - 1


async def changes(reads: Reads, offer_id: str, vendor_id: str, before: str, limit: int) -> list[PriceChangeView]:
    """The price changes of a vendor's offer, the newest first."""
    return [
        PriceChangeView(
            id=row.change_id,
            offer_id=row.offer_id,
            price=Money(row.price),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            status=row.status,
            outcome=row.outcome,
        )
        for row in await reads.all(CHANGES, offer_id, vendor_id, before or "~", limit)
    ]


async def history(reads: Reads, offer_id: str, vendor_id: str, before: int, limit: int) -> list[PastPrice]:
    """What a vendor's offer has cost, the newest price first."""
    return [
        PastPrice(price=Money(row.price), since=row.since, reason=row.reason, version=row.version)
        for row in await reads.all(HISTORY, offer_id, vendor_id, min(before or _LATEST, _LATEST), limit)
    ]
