"""The ways out, and what is remembered of what went out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bdcommerce.kernel.text import Language
from bdcommerce.notifications.domain.delivering import Dedups, Delivery, News, Outcome, Route
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.ports.messages import Written
from bdcommerce.notifications.ports.people import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message as a gateway is given it."""

    message_id: str
    to: str
    """A phone (E.164) or an e-mail address; empty for a device."""
    device: Device | None
    language: Language
    subject: str
    text: str
    urgent: bool
    marketing: bool
    unsubscribe: str
    """Where a mailbox says, for whom it belongs to, that they want no more of this; empty but for marketing."""
    leave_page: str
    """Where they say it themselves; empty but for marketing."""

    def __repr__(self) -> str:
        return f"Parcel(message_id={self.message_id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether a gateway knows us."""

    working: bool
    said: str = ""
    balance: str = ""
    """What is left on our account there, in the gateway's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A delivery report as it was understood."""

    news: News
    reference: str = ""
    """The gateway's own, or the one we gave it."""
    to: str = ""
    """The phone, E.164, where the reference says nothing."""

    def __repr__(self) -> str:
        return f"Told(news={self.news!r}, reference={self.reference!r})"


class Gateway(Protocol):
    """One way out."""

    @property
    def name(self) -> str: ...

    @property
    def channel(self) -> Channel: ...

    @property
    def dedups(self) -> Dedups: ...

    @property
    def price(self) -> int | None:
        """Poisha a part; None: nobody said."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand a message over. Never raises for what the other side does or does not do."""

    async def check(self) -> Health:
        """Whether our credentials are good there. Sends nothing to anybody."""

    def believes(self, token: str, /) -> bool:
        """Whether a report with this token is from there; never, where none are sent."""

    def understood(self, content_type: str, body: bytes) -> Sequence[Told]:
        """What a report says. Raises UnreadableReport."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much may be sent in a day, in Bangladesh."""

    parts: int
    """SMS parts of all that can wait; 0: no cap."""
    to_one: int
    """SMS messages to one number, whatever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it came in."""

    id: str
    gateway: str
    at: datetime
    content_type: str
    body: bytes
    outcome: str = ""

    def __repr__(self) -> str:
        return f"Report(id={self.id!r}, gateway={self.gateway!r})"


class Deliveries(Protocol):
    """How far every message is."""

    async def claim(
        self, most: int, *, urgent: bool, channels: Collection[Channel], until: datetime
    ) -> Sequence[Delivery]:
        """Take messages of these channels in hand whose time has come, urgent ones first (or only), and of any channel
        what has had its time; nobody else has them until then.
        """

    async def get(self, message_id: str) -> Delivery:
        """One, locked. Raises UnknownMessage."""

    async def save(self, delivery: Delivery) -> None:
        """Keep it; it is in nobody's hand unless it is on its way."""

    async def written(self, message_id: str) -> Written:
        """The message itself. Raises UnknownMessage."""

    async def note(self, delivery: Delivery, outcome: Outcome) -> None:
        """Remember an attempt."""

    async def bill(self, delivery: Delivery, day: date, price: int | None) -> None:
        """It was taken: what it costs, poisha a part."""

    async def parts_on(self, day: date) -> int:
        """SMS parts that were sent on a day."""

    async def sent_to(self, to: str, since: datetime) -> int:
        """SMS that a number was sent since then."""

    async def referred(self, gateway: str, told: Told) -> str | None:
        """The id of the message that a report is about; None if it is about none, or could be about several."""


class Switchboard(Protocol):
    """How the gateways are."""

    async def routes(self, gateways: Sequence[Gateway]) -> Sequence[Route]:
        """The gateways as the choice sees them, in their order."""

    async def judge(self, route: Route, reason: str) -> None:
        """Remember how a gateway is after an attempt."""

    async def checked(self, name: str, health: Health) -> None:
        """Remember what a check found; a gateway that works is open again."""


class Reports(Protocol):
    """Delivery reports, as they came in."""

    async def keep(self, report: Report) -> None:
        """Store one."""

    async def get(self, report_id: str) -> Report:
        """It again. Raises NotFound."""

    async def settled(self, report_id: str, outcome: str) -> None:
        """What came of it."""

    async def forget(self, before: datetime) -> int:
        """Drop old ones, some thousands at a time; how many."""
