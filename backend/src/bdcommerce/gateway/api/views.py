"""Webhooks and deliveries as they are shown."""

from bdcommerce.gateway.domain import Subscription
from bdcommerce.gateway.queries import AttemptRow, DeliveryRow, WebhookRow
from bdcommerce.gateway.schemas import AttemptView, DeliveryView, WebhookView

_SAME = ("id", "url", "description", "version", "created_at", "changed_at")
_SAME_ATTEMPT = ("at", "problem", "status_code", "milliseconds", "reply")


def of_row(row: WebhookRow) -> WebhookView:
    """A webhook as it was read."""
    return WebhookView(
        **{name: getattr(row, name) for name in _SAME},
        events=row.events,
        status="disabled" if row.disabled else "active",
        disabled_because=row.disabled,
        failures=row.failures,
        failing_since=row.failing_since,
        paused_until=row.open_until,
    )


def of_subscription(found: Subscription) -> WebhookView:
    """A webhook as it was just written."""
    return WebhookView(
        **{name: getattr(found, name) for name in _SAME},
        events=list(found.events),
        status="disabled" if found.disabled else "active",
        disabled_because=found.disabled,
        failures=found.health.failures,
        failing_since=found.health.failing_since,
        paused_until=found.health.open_until,
    )


def of_attempt(row: AttemptRow) -> AttemptView:
    """One attempt."""
    return AttemptView(number=row.number, **{name: getattr(row, name) for name in _SAME_ATTEMPT})


def of_delivery(row: DeliveryRow) -> DeliveryView:
    """A message and its latest attempt."""
    last = {name: getattr(row, name) for name in _SAME_ATTEMPT}
    return DeliveryView(
        id=row.id,
        type=row.type,
        status=row.status,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at if row.status == "pending" else None,
        created_at=row.created_at,
        last=AttemptView(number=row.attempts, **last) if row.at else None,
    )
