"""What can go wrong with webhooks."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, Invalid, NotFound


class BadUrl(Invalid):
    """Webhooks cannot go there."""

    code = "bad_url"

    @classmethod
    def because(cls, reason: str) -> Self:
        """What is wrong with the address."""
        return cls.field("url", reason)


class UnknownWebhook(NotFound):
    """There is no such webhook, or not for this caller."""

    code = "unknown_webhook"

    @classmethod
    def named(cls, webhook_id: str) -> Self:
        """By its id."""
        return cls(f"there is no webhook {webhook_id}")


class UnknownDelivery(NotFound):
    """There is no such delivery of this webhook; they are kept for thirty days."""

    code = "unknown_delivery"

    @classmethod
    def named(cls, delivery_id: str) -> Self:
        """By its id."""
        return cls(f"there is no delivery {delivery_id}")


class WebhookDisabled(Conflict):
    """Nothing is sent to a webhook that is disabled."""

    code = "webhook_disabled"


class TooManyWebhooks(Conflict):
    """One owner has so many at most."""

    code = "too_many_webhooks"
