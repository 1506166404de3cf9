"""Gateway: the front door, and the webhooks that go out of it."""

from datetime import datetime
from typing import Literal

from bdcommerce.kernel.events import integration_event


@integration_event(key="webhook_id")
class WebhookGivenUp:
    """A partner's endpoint is not called any more: it failed for days without a break, or said that it is gone."""

    webhook_id: str
    vendor_id: str
    """Empty: one of the operator's partners."""
    reason: Literal["failing", "gone"]
    failing_since: datetime
    at: datetime
