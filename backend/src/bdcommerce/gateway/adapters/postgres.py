"""Webhooks on PostgreSQL; their secrets are sealed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping, delete, func, insert, select, text, update

from bdcommerce.gateway.domain import Delivery, Health, Notice, Outcome, Subscription
from bdcommerce.gateway.domain.subscriptions import OPERATOR
from bdcommerce.gateway.errors import UnknownDelivery, UnknownWebhook
from bdcommerce.gateway.ports import Due
from bdcommerce.gateway.tables import SECRET, attempt, delivery, webhook
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Log, Unit
from bdcommerce.kernel import clock

_FORGOTTEN_AT_ONCE = 2_000
_DELIVERY = tuple(Delivery.__dataclass_fields__)
_SAME = ("id", "vendor_id", "url", "description", "old_secret_until", "disabled", "version", "created_at", "changed_at")
_HEALTH = ("failures", "failing_since", "open_until")

_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('gateway.webhooks of ' || :vendor_id, 0))")
# Endpoint by endpoint, so that the backlog of one that is left alone is never read. The update looks again under lock.
_CLAIM = text("""
    WITH due AS (
        SELECT d.id FROM webhook w CROSS JOIN LATERAL (
            SELECT id FROM delivery
            WHERE webhook_id = w.id AND status = 'pending' AND next_attempt_at <= :now
              AND (held_until IS NULL OR held_until <= :now)
            ORDER BY next_attempt_at, id LIMIT CASE WHEN w.open_until IS NULL THEN :each ELSE 1 END
        ) d
        WHERE w.id IN (
            SELECT ready.id FROM webhook ready
            WHERE ready.disabled = '' AND (ready.open_until IS NULL OR ready.open_until <= :now)
              AND ready.id <> ALL(CAST(:busy AS text[])) AND EXISTS (
                SELECT FROM delivery p
                WHERE p.webhook_id = ready.id AND p.status = 'pending' AND p.next_attempt_at <= :now
                  AND (p.held_until IS NULL OR p.held_until <= :now)
            ) LIMIT :webhooks
        )
    )
    UPDATE delivery SET held_until = :until FROM due
    WHERE delivery.id = due.id AND delivery.status = 'pending' AND (held_until IS NULL OR held_until <= :now)
    RETURNING delivery.id, webhook_id, type, body, status, attempts, next_attempt_at, give_up_at, created_at
""")
_FORGET = text(f"""
    DELETE FROM delivery WHERE id = ANY (ARRAY(
        SELECT id FROM delivery WHERE created_at < :before AND status <> 'pending' ORDER BY created_at
        LIMIT {_FORGOTTEN_AT_ONCE}
    ))
""")  # noqa: S608 - a number of ours


class PostgresSubscriptions:
    """See ports.Subscriptions."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def get(self, webhook_id: str, vendor_id: str | None = None) -> Subscription:
        """See ports.Subscriptions."""
        theirs = webhook.c.id == webhook_id
        if vendor_id is not None:
            theirs &= webhook.c.vendor_id == vendor_id
        row = await self._tx.row(select(webhook).where(theirs).with_for_update())
        if row is None:
            raise UnknownWebhook.named(webhook_id)
        return self.opened(row)

    async def add(self, subscription: Subscription) -> None:
        """See ports.Subscriptions."""
        await self._tx.execute(insert(webhook).values(self._row(subscription)))

    async def save(self, subscription: Subscription) -> None:
        """See ports.Subscriptions."""
        await self._tx.execute(update(webhook).where(webhook.c.id == subscription.id).values(self._row(subscription)))

    async def remove(self, webhook_id: str) -> None:
        """See ports.Subscriptions."""
        await self._tx.execute(delete(webhook).where(webhook.c.id == webhook_id))

    async def count(self, vendor_id: str) -> int:
        """See ports.Subscriptions."""
        await self._tx.execute(_ALONE, {"vendor_id": vendor_id})
        owned = select(func.count()).select_from(webhook).where(webhook.c.vendor_id == vendor_id)
        return int(await self._tx.scalar(owned))

    async def wanting(self, kind: str, vendor_id: str) -> Sequence[str]:
        """See ports.Subscriptions."""
        owners = {vendor_id, OPERATOR}
        told = webhook.c.events.contains([kind]) & (webhook.c.disabled == "")
        rows = await self._tx.rows(
            select(webhook.c.id).where(webhook.c.vendor_id.in_(owners) & told).order_by(webhook.c.id)
        )
        return [row["id"] for row in rows]

    async def some(self, webhook_ids: Collection[str]) -> dict[str, Subscription]:
        """By id, unlocked."""
        rows = await self._tx.rows(select(webhook).where(webhook.c.id.in_(webhook_ids)))
        return {row["id"]: self.opened(row) for row in rows}

    def opened(self, row: RowMapping) -> Subscription:
        """A row as what it stands for."""
        old = row["old_secret_sealed"]
        return Subscription(
            **{name: row[name] for name in _SAME},
            events=tuple(row["events"]),
            secret=self._sealer.open(row["secret_sealed"], SECRET),
            old_secret=self._sealer.open(old, SECRET) if old else "",
            health=Health(**{name: row[name] for name in _HEALTH}),
        )

    def _row(self, subscription: Subscription) -> dict[str, Any]:
        old = subscription.old_secret
        return {
            **{name: getattr(subscription, name) for name in _SAME},
            **{name: getattr(subscription.health, name) for name in _HEALTH},
            "events": list(subscription.events),
            "secret_sealed": self._sealer.seal(subscription.secret, SECRET),
            "old_secret_sealed": self._sealer.seal(old, SECRET) if old else "",
        }


class PostgresDeliveries:
    """See ports.Deliveries."""

    def __init__(self, tx: Transaction, subscriptions: PostgresSubscriptions) -> None:
        self._tx, self._subscriptions = tx, subscriptions

    async def add(self, new: Delivery, notice: Notice) -> None:
        """See ports.Deliveries."""
        envelope = {"id": new.id, "type": notice.type, "version": notice.version, "at": notice.at, "data": notice.data}
        row = {name: getattr(new, name) for name in _DELIVERY} | {"body": msgspec.json.encode(envelope).decode()}
        row["webhook_id"] = row.pop("subscription_id")
        await self._tx.execute(insert(delivery).values(row))

    async def get(self, delivery_id: str, webhook_id: str) -> Delivery:
        """See ports.Deliveries."""
        theirs = (delivery.c.id == delivery_id) & (delivery.c.webhook_id == webhook_id)
        row = await self._tx.row(select(delivery).where(theirs).with_for_update())
        if row is None:
            raise UnknownDelivery.named(delivery_id)
        return _delivery(row)

    async def save(self, changed: Delivery) -> None:
        """See ports.Deliveries."""
        moving = ("status", "attempts", "next_attempt_at", "give_up_at")
        values = {name: getattr(changed, name) for name in moving} | {"held_until": None}
        await self._tx.execute(update(delivery).where(delivery.c.id == changed.id).values(values))

    async def note(self, tried: Delivery, outcome: Outcome) -> None:
        """See ports.Deliveries."""
        row = {
            "delivery_id": tried.id,
            "number": tried.attempts,
            "at": clock.now(),
            "problem": outcome.problem,
            "status_code": outcome.status_code,
            "milliseconds": outcome.milliseconds,
            "reply": outcome.reply,
        }
        await self._tx.execute(insert(attempt).values(row))

    async def claim(self, busy: Collection[str], webhooks: int, each: int, until: datetime) -> Sequence[Due]:
        """See ports.Deliveries."""
        named = {"now": clock.now(), "until": until, "each": each, "webhooks": webhooks, "busy": list(busy)}
        rows = await self._tx.rows(_CLAIM, named)
        wanted = await self._subscriptions.some({row["webhook_id"] for row in rows})
        claimed = sorted(rows, key=lambda row: (row["next_attempt_at"], row["id"]))
        return [Due(_delivery(row), wanted[row["webhook_id"]]) for row in claimed]

    async def release(self, delivery_ids: Collection[str]) -> None:
        """See ports.Deliveries."""
        await self._tx.execute(update(delivery).where(delivery.c.id.in_(delivery_ids)).values(held_until=None))

    async def forget(self, before: datetime) -> int:
        """See ports.Deliveries."""
        return int((await self._tx.execute(_FORGET, {"before": before})).rowcount)


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer) -> None:
        self.log: Log = unit.log
        self.subscriptions = PostgresSubscriptions(unit.tx, sealer)
        self.deliveries = PostgresDeliveries(unit.tx, self.subscriptions)


def _delivery(row: RowMapping) -> Delivery:
    kept = {name: row[name] for name in _DELIVERY if name != "subscription_id"}
    return Delivery(**kept, subscription_id=row["webhook_id"])
