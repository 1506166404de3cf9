"""Who wants to be told what, where, and how well that goes."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from bdcommerce.gateway.domain.deliveries import Outcome
from bdcommerce.gateway.domain.notices import kind_named
from bdcommerce.gateway.domain.signing import new_secret
from bdcommerce.gateway.errors import WebhookDisabled
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, Stale, ensure

OVERLAP = timedelta(hours=24)
"""So long an old secret signs beside the new one."""
FAILURES = 5
"""So many in a row, and the endpoint is left alone for a while."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = timedelta(days=5)
"""An endpoint that has failed without a break for so long is disabled."""
OPERATOR = ""
"""The owner of subscriptions that are not a vendor's."""

DisabledBecause = Literal["", "by_owner", "failing", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an endpoint has done lately; a circuit breaker."""

    failures: int = 0
    """In a row."""
    failing_since: datetime | None = None
    open_until: datetime | None = None
    """Until then nothing is sent; afterwards one message tries."""

    def after_failure(self) -> Self:
        """Once more in vain."""
        count, now = self.failures + 1, clock.now()
        pause = min(FIRST_PAUSE * 2 ** min(max(count - FAILURES, 0), 10), LONGEST_PAUSE)
        until = now + pause if count >= FAILURES else None
        return replace(self, failures=count, failing_since=self.failing_since or now, open_until=until)

    @property
    def trying(self) -> bool:
        """Whether one message at a time is enough, to see whether it goes again."""
        return self.failures >= FAILURES

    @property
    def hopeless(self) -> bool:
        """Whether it has failed for longer than anybody repairs."""
        return self.failing_since is not None and clock.now() - self.failing_since > PATIENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One endpoint of a partner."""

    id: str
    vendor_id: str
    """Whose events it gets; OPERATOR: everybody's."""
    url: str
    events: tuple[str, ...]
    description: str
    secret: str = field(repr=False)
    old_secret: str = field(default="", repr=False)
    old_secret_until: datetime | None = None
    disabled: DisabledBecause = ""
    health: Health = Health()
    version: int = 1
    created_at: datetime
    changed_at: datetime

    @classmethod
    def new(cls, vendor_id: str, url: str, events: list[str], description: str) -> Self:
        """Somebody wants to be told. Raises Invalid naming `events`."""
        now = clock.now()
        return cls(
            id=ids.new_id("whk"),
            vendor_id=vendor_id,
            url=url,
            events=_known(events, vendor_id),
            description=description,
            secret=new_secret(),
            created_at=now,
            changed_at=now,
        )

    def changed(
        self, expected: int, *, url: str | None, events: list[str] | None, description: str | None, active: bool | None
    ) -> Self:
        """What is given is otherwise from now on. Raises Stale, or Invalid naming `events`."""
        ensure(self.version == expected, Stale("somebody else changed this webhook; read it again"))
        revived = active is True or (url is not None and url != self.url and self.disabled in {"failing", "gone"})
        disabled: DisabledBecause = "by_owner" if active is False else "" if revived else self.disabled
        return replace(
            self,
            url=self.url if url is None else url,
            events=self.events if events is None else _known(events, self.vendor_id),
            description=self.description if description is None else description,
            disabled=disabled,
            health=Health() if revived else self.health,
            version=self.version + 1,
            changed_at=clock.now(),
        )

    def rotated(self) -> Self:
        """A new secret signs from now on; the old one signs beside it for a day."""
        now = clock.now()
        return replace(
            self,
            secret=new_secret(),
            old_secret=self.secret,
            old_secret_until=now + OVERLAP,
            version=self.version + 1,
            changed_at=now,
        )

    def judged_by(self, outcome: Outcome) -> Self:
        """How its endpoint does after an attempt; disabled when it is past hope."""
        if not outcome.problem:
            return replace(self, health=Health())
        health = self.health.after_failure()
        gone: DisabledBecause = "gone" if outcome.problem == "gone" else "failing" if health.hopeless else ""
        return replace(self, health=health, disabled=self.disabled or gone)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Those that sign now, the newest first."""
        old = self.old_secret_until is not None and clock.now() < self.old_secret_until
        return (self.secret, self.old_secret) if old else (self.secret,)

    def ensure_active(self) -> None:
        """Raises WebhookDisabled."""
        ensure(not self.disabled, WebhookDisabled("this webhook is disabled; activate it first", reason=self.disabled))


def _known(events: list[str], vendor_id: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(events))
    ensure(wanted, Invalid.field("events", "at least one type is needed"))
    for name in wanted:
        kind = kind_named(name)
        ensure(kind, Invalid.field("events", f"there is no type '{name}'; GET /webhook-types lists them"))
        ensure(kind and (kind.for_vendors or not vendor_id), Invalid.field("events", f"'{name}' concerns no vendor"))
    return wanted
