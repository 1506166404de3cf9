"""What webhooks need of the world."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bdcommerce.gateway.domain import Delivery, Notice, Outcome, Subscription
from bdcommerce.kernel.work import Work as AnyWork
from bdcommerce.kernel.work import Works


@dataclass(frozen=True, slots=True)
class Due:
    """A message whose time has come, and where it goes."""

    delivery: Delivery
    subscription: Subscription


class Subscriptions(Protocol):
    """Who wants to be told."""

    async def get(self, webhook_id: str, vendor_id: str | None = None) -> Subscription:
        """One of an owner's (None: whoever's), locked. Raises UnknownWebhook."""

    async def add(self, subscription: Subscription) -> None:
        """A new one."""

    async def save(self, subscription: Subscription) -> None:
        """As it is now."""

    async def remove(self, webhook_id: str) -> None:
        """With all its deliveries."""

    async def count(self, vendor_id: str) -> int:
        """How many an owner has; nobody else adds one meanwhile."""

    async def wanting(self, kind: str, vendor_id: str) -> Sequence[str]:
        """The ids of active ones that are told of this type: the vendor's, and the operator's."""


class Deliveries(Protocol):
    """Messages on their way, and what became of them."""

    async def add(self, delivery: Delivery, notice: Notice) -> None:
        """A new message that says this."""

    async def get(self, delivery_id: str, webhook_id: str) -> Delivery:
        """One message of a webhook, locked. Raises UnknownDelivery."""

    async def save(self, delivery: Delivery) -> None:
        """As it is now; nobody has it in hand any more."""

    async def note(self, delivery: Delivery, outcome: Outcome) -> None:
        """How its latest attempt went."""

    async def claim(self, busy: Collection[str], webhooks: int, each: int, until: datetime) -> Sequence[Due]:
        """Messages whose time has come, the first of each of some webhooks that are not busy, taken in hand until then:
        one alone where the endpoint is being tried again.
        """

    async def release(self, delivery_ids: Collection[str]) -> None:
        """They were not tried after all."""

    async def forget(self, before: datetime) -> int:
        """Drop some of those that are older and no longer on their way; how many."""


class Work(AnyWork, Protocol):
    """The unit of work of webhooks."""

    @property
    def subscriptions(self) -> Subscriptions: ...

    @property
    def deliveries(self) -> Deliveries: ...


Send = Callable[[Due], Awaitable[Outcome]]
"""Tries once to deliver a message; never raises for what the other side does."""


class Sender(Protocol):
    """The way out."""

    def opened(self) -> AbstractAsyncContextManager[Send]:
        """Connections for the length of the block."""


class Wanted(Protocol):
    """A quick look, before a unit of work is opened."""

    async def anybody(self, kind: str, vendor_ids: Collection[str]) -> bool:
        """Whether any active webhook is told of this type for one of these vendors."""


@dataclass(frozen=True, slots=True)
class Deps:
    """What consumers and jobs work with."""

    works: Works[Work]
    wanted: Wanted
    sender: Sender
    life: timedelta
    """So long a message is tried."""
    private_allowed: bool
    """Whether webhooks may go to this machine and its networks, and without https: never in production."""
