"""What notifications need of the world."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel.text import Language
from bdcommerce.kernel.work import Work as AnyWork
from bdcommerce.kernel.work import Works
from bdcommerce.notifications.domain import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as the outbox keeps it."""

    id: str
    key: str
    template: str
    channel: Channel
    to: str
    language: Language
    params: dict[str, str]
    at: datetime

    def __repr__(self) -> str:
        return f"Written(id={self.id!r}, template={self.template!r})"


class Outbox(Protocol):
    """Where messages wait for a channel, and where staff read them."""

    async def write(self, written: Written) -> None:
        """Keep a message; one with a known key is the same message and changes nothing."""


class Work(AnyWork, Protocol):
    """The unit of work of notifications."""

    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True)
class Deps:
    """What consumers and the face work with."""

    works: Works[Work]
    orders: OrdersFace
    vendors: VendorsFace
