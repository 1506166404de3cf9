"""Notifications: messages to people, in Bangla and English."""

from dataclasses import dataclass, field
from typing import Protocol

from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to be sent once. Personal data: `to` is a phone (E.164) or an e-mail address."""

    key: str
    """The sender's own key; the same key again sends nothing."""
    template: str
    to: str
    language: Language
    params: dict[str, str] = field(default_factory=dict)
    owner_id: str = ""
    """The user or vendor whose preferences decide and whose inbox it is put into; empty: nobody's, as for guests."""

    def __repr__(self) -> str:
        return f"Message(key={self.key!r}, template={self.template!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayHealth:
    """Whether a gateway of messages knows us."""

    name: str
    channel: str
    """`sms`, `email` or `push`."""
    working: bool
    said: str
    balance: str
    """In the gateway's own words; empty where none is said."""


class NotificationsFace(Protocol):
    """Send a message now (codes); what happens to orders is heard from events instead."""

    @idempotent
    async def send(self, message: Message) -> None:
        """Accept a message for delivery. Raises Invalid for an unknown template or a missing parameter."""

    @idempotent
    async def check_gateways(self) -> list[GatewayHealth]:
        """Ask every gateway that is configured. Sends nothing to anybody."""
