"""Messages on their way, on PostgreSQL: who has them in hand, what was tried, what it cost, and what was reported."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import NotFound
from bdcommerce.notifications.adapters.rows import written_of
from bdcommerce.notifications.domain.delivering import Delivery, Outcome, Route
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import UnknownMessage
from bdcommerce.notifications.ports import Gateway, Health, Report, Told, Written
from bdcommerce.notifications.tables import REPORT, TO, attempt, gateway, message, report, spending

_SAME = tuple(name for name in Delivery.__dataclass_fields__ if name not in {"message_id", "tried"})
_DELIVERY = (message.c.id, message.c.tried, *(message.c[name] for name in _SAME))
_WAITED = timedelta(days=3)
"""A message that was sent today was written not longer ago than that."""
_OVER = frozenset({"delivered", "failed", "given_up"})
# Urgent ones before others, each in the order in which they fell due; what somebody else holds is passed over.
_CLAIM = text(f"""
    UPDATE message SET held_until = :until WHERE id = ANY (ARRAY(
        SELECT id FROM message
        WHERE state IN ('queued', 'unsure') AND urgent IN (true, :urgent) AND next_attempt_at <= :now
          AND (channel = ANY(CAST(:channels AS text[])) OR give_up_at <= :now)
          AND (held_until IS NULL OR held_until <= :now)
        ORDER BY urgent DESC, next_attempt_at LIMIT :most FOR UPDATE SKIP LOCKED
    ))
    RETURNING id, tried, {", ".join(_SAME)}
""")  # noqa: S608 - names of ours
_FORGET = text("""
    DELETE FROM report WHERE id = ANY (ARRAY(SELECT id FROM report WHERE at < :before ORDER BY at LIMIT 2000))
""")


def on_its_way(delivery: Delivery | None) -> dict[str, Any]:
    """A delivery as columns of its message."""
    if delivery is None:
        return {}
    return {name: getattr(delivery, name) for name in _SAME if name != "channel"} | {"tried": list(delivery.tried)}


class PostgresDeliveries:
    """See ports.Deliveries."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def claim(
        self, most: int, *, urgent: bool, channels: Collection[Channel], until: datetime
    ) -> Sequence[Delivery]:
        """See ports.Deliveries."""
        named = {"now": clock.now(), "until": until, "most": most, "urgent": urgent, "channels": list(channels)}
        rows = await self._tx.rows(_CLAIM, named)
        return [_delivery(row) for row in sorted(rows, key=lambda row: (not row["urgent"], row["next_attempt_at"]))]

    async def get(self, message_id: str) -> Delivery:
        """See ports.Deliveries."""
        row = await self._tx.row(select(*_DELIVERY).where(message.c.id == message_id).with_for_update())
        if row is None:
            raise UnknownMessage(f"There is no message {message_id}.", id=message_id)
        now = clock.now()
        return _delivery(
            {**row, "next_attempt_at": row["next_attempt_at"] or now, "give_up_at": row["give_up_at"] or now}
        )

    async def save(self, delivery: Delivery) -> None:
        """See ports.Deliveries."""
        values = on_its_way(delivery)
        if not delivery.attempting:
            values["held_until"] = None
        values["settled_at"] = clock.now() if delivery.state in _OVER else None
        await self._tx.execute(update(message).where(message.c.id == delivery.message_id).values(values))

    async def written(self, message_id: str) -> Written:
        """See ports.Deliveries."""
        row = await self._tx.row(select(message).where(message.c.id == message_id))
        if row is None:
            raise UnknownMessage(f"There is no message {message_id}.", id=message_id)
        return written_of(row, self._sealer)

    async def note(self, delivery: Delivery, outcome: Outcome) -> None:
        """See ports.Deliveries."""
        row = {
            "message_id": delivery.message_id,
            "number": delivery.attempts,
            "gateway": delivery.gateway,
            "at": clock.now(),
            "verdict": outcome.verdict,
            "code": outcome.code,
            "reason": outcome.reason,
            "reference": outcome.reference,
        }
        await self._tx.execute(insert(attempt).values(row).on_conflict_do_nothing())

    async def bill(self, delivery: Delivery, day: date, price: int | None) -> None:
        """See ports.Deliveries."""
        own = message.c.id == delivery.message_id
        cost = None if price is None else func.coalesce(message.c.parts, 1) * price
        billed = update(message).where(own).values(cost=cost, sent_at=clock.now())
        row = await self._tx.row(billed.returning(func.coalesce(message.c.parts, 1).label("parts"), message.c.cost))
        if row is None:
            return
        one = {"day": day, "gateway": delivery.gateway, "messages": 1, "parts": row["parts"], "cost": row["cost"] or 0}
        sums = insert(spending).values(one)
        more = {name: spending.c[name] + sums.excluded[name] for name in ("messages", "parts", "cost")}
        await self._tx.execute(sums.on_conflict_do_update(index_elements=["day", "gateway"], set_=more))

    async def parts_on(self, day: date) -> int:
        """See ports.Deliveries."""
        return int(
            await self._tx.scalar(select(func.coalesce(func.sum(spending.c.parts), 0)).where(spending.c.day == day))
        )

    async def sent_to(self, to: str, since: datetime) -> int:
        """See ports.Deliveries."""
        sent = (
            (message.c.to_index == self._sealer.blind(to, TO))
            & (message.c.at >= since - _WAITED)
            & (message.c.sent_at >= since)
        )
        return int(await self._tx.scalar(select(func.count()).select_from(message).where(sent)))

    async def referred(self, gateway: str, told: Told) -> str | None:
        """See ports.Deliveries."""
        by_reference = (
            (attempt.c.gateway == gateway) & (attempt.c.reference == told.reference) & (attempt.c.reference != "")
        )
        if told.reference:
            found = await self._tx.scalar(select(attempt.c.message_id).where(by_reference).limit(1))
            if found is not None:
                return str(found)
        if not told.to:
            return None
        waiting = (
            (message.c.to_index == self._sealer.blind(told.to, TO))
            & (message.c.gateway == gateway)
            & message.c.state.in_(("queued", "unsure"))
            & message.c.unsure_since.is_not(None)
        )
        rows = await self._tx.rows(select(message.c.id).where(waiting).limit(2))
        return str(rows[0]["id"]) if len(rows) == 1 else None


class PostgresSwitchboard:
    """See ports.Switchboard."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def routes(self, gateways: Sequence[Gateway]) -> Sequence[Route]:
        """See ports.Switchboard."""
        names = [each.name for each in gateways]
        rows = {row["name"]: row for row in await self._tx.rows(select(gateway).where(gateway.c.name.in_(names)))}
        return [_route(each, rows.get(each.name)) for each in gateways]

    async def judge(self, route: Route, reason: str) -> None:
        """See ports.Switchboard."""
        row = {"name": route.name, "failures": route.failures, "paused_until": route.paused_until}
        row["pause_reason"] = reason if route.paused_until else ""
        await self._keep(row)

    async def checked(self, name: str, health: Health) -> None:
        """See ports.Switchboard."""
        row: dict[str, Any] = {"name": name, "working": health.working, "said": health.said, "balance": health.balance}
        row["checked_at"] = clock.now()
        if health.working:
            row |= {"failures": 0, "paused_until": None, "pause_reason": ""}
        await self._keep(row)

    async def _keep(self, row: dict[str, Any]) -> None:
        kept = insert(gateway).values(row)
        same = {name: kept.excluded[name] for name in row if name != "name"}
        await self._tx.execute(kept.on_conflict_do_update(index_elements=["name"], set_=same))


class PostgresReports:
    """See ports.Reports."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def keep(self, new: Report) -> None:
        """See ports.Reports."""
        row = {
            "id": new.id,
            "gateway": new.gateway,
            "at": new.at,
            "content_type": new.content_type,
            "body_sealed": self._sealer.seal(new.body.decode("latin-1"), REPORT),
            "outcome": "",
        }
        await self._tx.execute(insert(report).values(row))

    async def get(self, report_id: str) -> Report:
        """See ports.Reports."""
        row = await self._tx.row(select(report).where(report.c.id == report_id))
        if row is None:
            raise NotFound(f"There is no report {report_id}.")
        return Report(
            id=row["id"],
            gateway=row["gateway"],
            at=row["at"],
            content_type=row["content_type"],
            body=self._sealer.open(row["body_sealed"], REPORT).encode("latin-1"),
            outcome=row["outcome"],
        )

    async def settled(self, report_id: str, outcome: str) -> None:
        """See ports.Reports."""
        await self._tx.execute(update(report).where(report.c.id == report_id).values(outcome=outcome))

    async def forget(self, before: datetime) -> int:
        """See ports.Reports."""
        return int((await self._tx.execute(_FORGET, {"before": before})).rowcount)


def _delivery(row: RowMapping | dict[str, Any]) -> Delivery:
    return Delivery(message_id=row["id"], tried=tuple(row["tried"]), **{name: row[name] for name in _SAME})


def _route(each: Gateway, row: RowMapping | None) -> Route:
    if row is None:
        return Route(name=each.name, dedups=each.dedups)
    return Route(name=each.name, dedups=each.dedups, paused_until=row["paused_until"], failures=row["failures"])
