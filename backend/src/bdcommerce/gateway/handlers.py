"""What happens to webhooks: subscribing, telling, trying, and looking after endpoints that do not answer."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bdcommerce.contracts.gateway import WebhookGivenUp
from bdcommerce.gateway.domain import Delivery, Notice, Outcome, Subscription
from bdcommerce.gateway.domain.notices import ping
from bdcommerce.gateway.errors import TooManyWebhooks
from bdcommerce.gateway.ports import Due, Work
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import ensure

MOST_WEBHOOKS = 20
"""Of one owner."""


async def subscribe(work: Work, subscription: Subscription) -> None:
    """A new webhook. Raises TooManyWebhooks."""
    full = await work.subscriptions.count(subscription.vendor_id) >= MOST_WEBHOOKS
    ensure(not full, TooManyWebhooks(f"there are {MOST_WEBHOOKS} already; remove one first"))
    await work.subscriptions.add(subscription)


async def change(
    work: Work,
    webhook_id: str,
    vendor_id: str,
    version: int,
    *,
    url: str | None,
    events: list[str] | None,
    description: str | None,
    active: bool | None,
) -> Subscription:
    """What is given is otherwise from now on. Raises UnknownWebhook, Stale, Invalid."""
    before = await work.subscriptions.get(webhook_id, vendor_id)
    after = before.changed(version, url=url, events=events, description=description, active=active)
    await work.subscriptions.save(after)
    return after


async def rotate(work: Work, webhook_id: str, vendor_id: str) -> Subscription:
    """A new secret; the old one is good for a day more. Raises UnknownWebhook."""
    after = (await work.subscriptions.get(webhook_id, vendor_id)).rotated()
    await work.subscriptions.save(after)
    return after


async def unsubscribe(work: Work, webhook_id: str, vendor_id: str) -> None:
    """Nothing more is sent, also not what was on its way. Raises UnknownWebhook."""
    await work.subscriptions.get(webhook_id, vendor_id)
    await work.subscriptions.remove(webhook_id)


async def send_test(work: Work, webhook_id: str, vendor_id: str, life: timedelta) -> Delivery:
    """Send a ping. Raises UnknownWebhook, WebhookDisabled."""
    found = await work.subscriptions.get(webhook_id, vendor_id)
    found.ensure_active()
    notice = ping(found.vendor_id)
    delivery = Delivery.new(found.id, notice.type, life)
    await work.deliveries.add(delivery, notice)
    return delivery


async def redeliver(work: Work, webhook_id: str, delivery_id: str, vendor_id: str, life: timedelta) -> Delivery:
    """Send a message again, under the same id. Raises UnknownWebhook, UnknownDelivery, WebhookDisabled."""
    found = await work.subscriptions.get(webhook_id, vendor_id)
    found.ensure_active()
    delivery = (await work.deliveries.get(delivery_id, webhook_id)).again(life)
    await work.deliveries.save(delivery)
    return delivery


async def tell(work: Work, notices: Sequence[Notice], life: timedelta) -> None:
    """Every webhook that wants to know gets a message of its own."""
    for notice in notices:
        for webhook_id in await work.subscriptions.wanting(notice.type, notice.vendor_id):
            await work.deliveries.add(Delivery.new(webhook_id, notice.type, life), notice)


async def settle(work: Work, due: Due, outcome: Outcome) -> Subscription:
    """What comes of an attempt: for the message, and for its endpoint. Its subscription as it is now."""
    subscription = await work.subscriptions.get(due.subscription.id)
    delivery = await work.deliveries.get(due.delivery.id, subscription.id)
    delivery = delivery.after(outcome, secrets.randbelow(101))
    await work.deliveries.note(delivery, outcome)
    await work.deliveries.save(delivery)
    if outcome.problem or subscription.health.failures:
        subscription = subscription.judged_by(outcome)
        await work.subscriptions.save(subscription)
    if subscription.disabled in {"failing", "gone"} and not due.subscription.disabled:
        await _give_up(work, subscription)
    return subscription


async def _give_up(work: Work, subscription: Subscription) -> None:
    """Its owner should know."""
    await work.log.tell(
        WebhookGivenUp(
            webhook_id=subscription.id,
            vendor_id=subscription.vendor_id,
            reason="gone" if subscription.disabled == "gone" else "failing",
            failing_since=subscription.health.failing_since or clock.now(),
            at=clock.now(),
        )
    )
