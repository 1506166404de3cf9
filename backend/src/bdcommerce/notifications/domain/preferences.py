"""Preferences: which topics somebody wants to hear of and where, and when they want to sleep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from bdcommerce.kernel.clock import DHAKA
from bdcommerce.notifications.domain.templates import Template, Topic

Where = Literal["direct", "inbox", "push"]
"""`direct`: by SMS or e-mail, as the message goes; `push`: on the devices that were registered for it."""
PLACES: tuple[Where, ...] = ("direct", "inbox", "push")
Digest = Literal["off", "daily"]
Fate = Literal["sent", "waiting", "gathered", "unwanted"]
TOPICS: tuple[Topic, ...] = ("orders", "feedback", "business")
"""What one may choose of."""
USUAL_QUIET = (time(22), time(8))
DIGEST_HOUR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What one person, or one vendor, wants. Without a word of theirs: everything, by day."""

    topics: Mapping[Topic, frozenset[Where]] = field(default_factory=dict)
    quiet: tuple[time, time] | None = USUAL_QUIET
    """From and until when nothing that can wait is sent, in Bangladesh; None: never."""
    digest: Digest = "off"
    version: int = 0

    def wants(self, topic: Topic, where: Where) -> bool:
        """Whether a topic may come there. Of security everybody hears."""
        return topic == "security" or where in self.topics.get(topic, frozenset(PLACES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a message."""

    fate: Fate
    due_at: datetime
    inbox: bool
    push_at: datetime | None
    """When devices are told too; None: not at all."""


def decide(template: Template, wanted: Preferences, now: datetime) -> Decision:
    """Send it now, later, gathered with others, or not at all; and whether it is also put into the inbox.

    What has to be told by law is told all the same: a hand-over goes into the inbox (DC-SHP-02).
    """
    inbox = not template.secret and wanted.wants(template.topic, "inbox")
    due_at = now if template.urgent else after_quiet(wanted.quiet, now)
    push_at = due_at if not template.secret and wanted.wants(template.topic, "push") else None
    if not wanted.wants(template.topic, "direct"):
        return Decision(fate="unwanted", due_at=now, inbox=inbox or not template.secret, push_at=push_at)
    if wanted.digest == "daily" and template.channel == "email" and not template.urgent:
        return Decision(fate="gathered", due_at=now, inbox=inbox, push_at=None)
    return Decision(fate="sent" if due_at == now else "waiting", due_at=due_at, inbox=inbox, push_at=push_at)


def marketing_quiet(wanted: Preferences) -> tuple[time, time]:
    """When nobody is sent what nobody waits for: who wants no quiet hours of their own has the usual ones for that."""
    return wanted.quiet or USUAL_QUIET


def after_quiet(quiet: tuple[time, time] | None, now: datetime) -> datetime:
    """The instant itself, or when the quiet hours end that it lies in. They may go over midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return now
    begin, end = quiet
    local = now.astimezone(DHAKA)
    at = local.time()
    within = begin <= at < end if begin < end else at >= begin or at < end
    if not within:
        return now
    ends = datetime.combine(local.date(), end, DHAKA)
    return (ends if ends > local else ends + timedelta(days=1)).astimezone(now.tzinfo)
