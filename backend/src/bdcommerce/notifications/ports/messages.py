"""Messages as they are kept: the outbox, inboxes, texts, preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.delivering import Delivery
from bdcommerce.notifications.domain.preferences import Fate, Preferences
from bdcommerce.notifications.domain.sms import Parts
from bdcommerce.notifications.domain.templates import Channel, Template, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message as the outbox keeps it."""

    id: str
    key: str
    template: str
    version: int
    """Of the template's text."""
    channel: Channel
    to: str
    owner_id: str
    language: Language
    params: dict[str, str]
    at: datetime
    fate: Fate
    due_at: datetime
    parts: Parts | None = None
    """Of an SMS."""
    campaign_id: str = ""

    def __repr__(self) -> str:
        return f"Written(id={self.id!r}, template={self.template!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A message as an inbox keeps it."""

    id: str
    owner_id: str
    template: str
    version: int
    topic: Topic
    language: Language
    params: dict[str, str]
    at: datetime

    def __repr__(self) -> str:
        return f"Item(id={self.id!r}, template={self.template!r})"


class Outbox(Protocol):
    """Where messages wait for a channel, and where staff read them."""

    async def write(self, written: Written, delivery: Delivery | None) -> bool:
        """Keep a message, and how it goes out if it does; one with a known key is the same message and changes nothing.
        Whether it is new.
        """

    async def let_go(self, message_id: str) -> None:
        """A message need not wait any more."""

    async def gathering(self) -> Sequence[str]:
        """Owners for whom messages are gathered, at most a thousand."""

    async def gathered(self, owner_id: str, digest_id: str) -> Sequence[Written]:
        """The messages gathered for somebody, the oldest first, which from now on are in that digest."""


class Inbox(Protocol):
    """What somebody may read when they come by."""

    async def put(self, item: Item) -> None:
        """One more, unread."""

    async def read(self, owner_id: str, ids: Sequence[str] | None, at: datetime) -> int:
        """Mark these as read (None: all); how many were not before."""


class Texts(Protocol):
    """The texts that staff have written."""

    async def current(self, template: Template) -> Template:
        """The template with the text that holds now."""

    async def version(self, template: Template, version: int) -> Template:
        """The template with the text that held then."""

    async def write(self, template: Template, *, note: str, by: str) -> None:
        """Another text holds from now on. Raises Stale if its version exists."""


class PreferenceBook(Protocol):
    """What people and vendors want."""

    async def of(self, owner_id: str) -> Preferences:
        """The preferences of somebody; the usual ones for whoever never said a word."""

    async def save(self, owner_id: str, wanted: Preferences, expected: int) -> None:
        """Keep them, after that version. Raises Stale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Another text for a template, why, and by whom."""

    text: Localized
    note: str
    by: str
