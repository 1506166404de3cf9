"""What partners send and read about webhooks."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from bdcommerce.gateway.domain.deliveries import Problem, Status
from bdcommerce.gateway.domain.subscriptions import DisabledBecause

Url = Annotated[
    str,
    msgspec.Meta(
        min_length=8,
        max_length=500,
        description="Where messages are sent: https, on the public internet, without a name or password in it.",
        examples=["https://erp.example.com/hooks/bdcommerce"],
    ),
]
EventType = Annotated[str, msgspec.Meta(max_length=50, pattern=r"^[a-z_]+(\.[a-z_]+)+$", examples=["order.confirmed"])]
Events = Annotated[
    list[EventType],
    msgspec.Meta(
        min_length=1,
        max_length=50,
        description="Types to be told of; GET /webhook-types lists them.",
        examples=[["order.confirmed", "payout.paid"]],
    ),
]
Description = Annotated[
    str,
    msgspec.Meta(
        max_length=200, pattern=r"^[^\x00]*$", description="A note to yourself.", examples=["Orders into our ERP"]
    ),
]

Version = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1, description="the version that was read; or send If-Match")]
Active = Annotated[
    bool,
    msgspec.Meta(description="false: nothing is sent until it is true again, and what happens meanwhile is not kept"),
]


class NewWebhook(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who wants to be told what, where."""

    url: Url
    events: Events
    description: Description = ""


class ChangeWebhook(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays as it is."""

    version: Version | None = None
    url: Url | None = None
    events: Events | None = None
    description: Description | None = None
    active: Active | None = None


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook, and how its endpoint does."""

    id: str
    url: str
    events: list[str]
    description: str
    status: Literal["active", "disabled"]
    disabled_because: DisabledBecause
    """`by_owner`, `failing` (for five days without a break), `gone` (it answered 410), or empty."""
    failures: int
    """Attempts in a row that failed."""
    failing_since: datetime | None
    paused_until: datetime | None
    """After five failures in a row the endpoint is left alone for a while, then tried with one message."""
    version: int
    created_at: datetime
    changed_at: datetime


class WebhookSecret(msgspec.Struct, frozen=True, kw_only=True):
    """Shown once: keep the secret, it proves that messages are ours."""

    secret: Annotated[str, msgspec.Meta(examples=["whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])]
    """The key of `webhook-signature`: HMAC-SHA-256 under what follows `whsec_`, base64-decoded."""
    webhook: WebhookView


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """How one attempt went."""

    number: int
    """Counts the attempts from 1."""
    at: datetime
    problem: Problem
    """Empty: it arrived. `status`: answered with anything but 2xx; `not_public`: the name stands for an address that
    webhooks may not go to.
    """
    status_code: int | None
    """What the endpoint answered with; null: it did not."""
    milliseconds: int
    """How long it took."""
    reply: str
    """The first 1,024 bytes of the answer."""


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way, or what became of it."""

    id: str
    """The message id, also of every repetition: the header `webhook-id`, by which to know what one has seen."""
    type: str
    status: Status
    attempts: int
    next_attempt_at: datetime | None
    created_at: datetime
    last: AttemptView | None


class DeliveryDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A message with what it says and all its attempts."""

    delivery: DeliveryView
    body: dict[str, Any]
    """`id`, `type`, `version`, `at` and `data`."""
    attempts: list[AttemptView]


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A message will be sent within seconds."""

    id: str
    """Of the delivery."""


class WebhookType(msgspec.Struct, frozen=True, kw_only=True):
    """What one can be told of."""

    type: str
    version: int
    """Of the shape of `data`."""
    description: str
    fields: list[str]
    """Of `data`: ids and amounts, never a person's data."""
    for_vendors: bool
    """False: it concerns no vendor, so only the operator's partners can be told."""
