"""Webhooks and their deliveries as their owners read them."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from bdcommerce.gateway.domain.deliveries import Problem, Status
from bdcommerce.gateway.domain.subscriptions import DisabledBecause
from bdcommerce.infra.postgres import Query, Reads


class WebhookRow(msgspec.Struct, frozen=True):
    """A webhook without its secrets."""

    id: str
    url: str
    events: list[str]
    description: str
    disabled: DisabledBecause
    failures: int
    failing_since: datetime | None
    open_until: datetime | None
    version: int
    created_at: datetime
    changed_at: datetime


class DeliveryRow(msgspec.Struct, frozen=True):
    """A message and how its latest attempt went."""

    id: str
    type: str
    status: Status
    attempts: int
    next_attempt_at: datetime
    give_up_at: datetime
    created_at: datetime
    at: datetime | None
    problem: Problem | None
    status_code: int | None
    milliseconds: int | None
    reply: str | None


class BodyRow(msgspec.Struct, frozen=True):
    """What a message says."""

    body: str


class AttemptRow(msgspec.Struct, frozen=True):
    """One attempt."""

    number: int
    at: datetime
    problem: Problem
    status_code: int | None
    milliseconds: int
    reply: str


class _Found(msgspec.Struct, frozen=True):
    found: bool


_WEBHOOK = """
    SELECT id, url, events, description, disabled, failures, failing_since, open_until, version, created_at, changed_at
    FROM webhook
"""
_DELIVERY = """
    SELECT d.id, d.type, d.status, d.attempts, d.next_attempt_at, d.give_up_at, d.created_at, a.at, a.problem,
           a.status_code, a.milliseconds, a.reply
    FROM delivery d LEFT JOIN attempt a ON a.delivery_id = d.id AND a.number = d.attempts
"""
_WANTED = Query(
    "gateway.wanted",
    """
    SELECT EXISTS (
        SELECT FROM webhook WHERE vendor_id = ANY($2::text[]) AND disabled = '' AND $1::text = ANY(events)
    ) AS found
    """,
    _Found,
)
_OF_OWNER = Query(
    "gateway.webhooks_of_owner", f"{_WEBHOOK} WHERE vendor_id = $1 AND id > $2 ORDER BY id LIMIT $3", WebhookRow
)
_ONE = Query("gateway.webhook", f"{_WEBHOOK} WHERE vendor_id = $1 AND id = $2", WebhookRow)
LAST = "~"
"""After every id."""
_LOG = Query(
    "gateway.delivery_log",
    f"{_DELIVERY} WHERE d.webhook_id = $1 AND d.id < $2 ORDER BY d.id DESC LIMIT $3",
    DeliveryRow,
)
_LOG_IN_STATUS = Query(
    "gateway.delivery_log_in_status",
    f"{_DELIVERY} WHERE d.webhook_id = $1 AND d.id < $2 AND d.status = $4 ORDER BY d.id DESC LIMIT $3",
    DeliveryRow,
)
_DELIVERED = Query("gateway.delivery", f"{_DELIVERY} WHERE d.webhook_id = $1 AND d.id = $2", DeliveryRow)
_BODY = Query("gateway.delivery_body", "SELECT body FROM delivery WHERE webhook_id = $1 AND id = $2", BodyRow)
_ATTEMPTS = Query(
    "gateway.attempts",
    """
    SELECT number, at, problem, status_code, milliseconds, reply FROM attempt WHERE delivery_id = $1 ORDER BY number
    """,
    AttemptRow,
)


class Looks:
    """See ports.Wanted."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def anybody(self, kind: str, vendor_ids: Collection[str]) -> bool:
        """See ports.Wanted."""
        found = await self._reads.one(_WANTED, kind, ["", *vendor_ids])
        return found is not None and found.found


async def webhooks(reads: Reads, vendor_id: str, after: str, limit: int) -> list[WebhookRow]:
    """An owner's webhooks, the oldest first."""
    return await reads.all(_OF_OWNER, vendor_id, after, limit)


async def webhook(reads: Reads, vendor_id: str, webhook_id: str) -> WebhookRow | None:
    """One of an owner's webhooks."""
    return await reads.one(_ONE, vendor_id, webhook_id)


async def deliveries(reads: Reads, webhook_id: str, before: str, status: str, limit: int) -> list[DeliveryRow]:
    """A webhook's messages, the newest first."""
    if status:
        return await reads.all(_LOG_IN_STATUS, webhook_id, before or LAST, limit, status)
    return await reads.all(_LOG, webhook_id, before or LAST, limit)


async def delivery(reads: Reads, webhook_id: str, delivery_id: str) -> DeliveryRow | None:
    """One message."""
    return await reads.one(_DELIVERED, webhook_id, delivery_id)


async def body(reads: Reads, webhook_id: str, delivery_id: str) -> str:
    """What a message says, as it was signed."""
    found = await reads.one(_BODY, webhook_id, delivery_id)
    return found.body if found else ""


async def attempts(reads: Reads, delivery_id: str) -> list[AttemptRow]:
    """How often a message was tried, and how that went."""
    return await reads.all(_ATTEMPTS, delivery_id)
