"""A campaign: a text that staff send to people who allow it, some at a time, until it is through or cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Self

from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import CampaignOver, CampaignUnderWay

CampaignState = Literal["draft", "scheduled", "sending", "done", "cancelled"]
PURPOSES: Mapping[Channel, ConsentPurpose] = {
    "sms": "marketing_sms",
    "email": "marketing_email",
    "push": "marketing_push",
}
MOST_AT_ONCE = 500
"""People whom one batch reaches at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """For whom: everybody who allows it, or of those only who bought something like this."""

    districts: tuple[str, ...] = ()
    """Where their last order went."""
    bought_within_days: int | None = None
    not_bought_for_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """What staff want to tell."""

    id: str
    name: str
    channel: Channel
    subject: Localized
    """Of e-mails and pushes."""
    text: Localized
    segment: Segment
    per_minute: int
    state: CampaignState = "draft"
    starts_at: datetime | None = None
    reached: str = ""
    """The last person for whom a message was written; people come in the order of their ids."""
    written: int = 0
    last_batch_at: datetime | None = None
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    version: int = 1

    @property
    def purpose(self) -> ConsentPurpose:
        """What its people must have allowed."""
        return PURPOSES[self.channel]

    @property
    def template(self) -> str:
        """As which its messages are kept."""
        return f"campaign_{self.channel}"

    def rewritten(
        self, version: int, *, name: str, subject: Localized, text: Localized, segment: Segment, per_minute: int
    ) -> Self:
        """It says something else. Raises Stale, CampaignUnderWay."""
        self._ensure_version(version)
        ensure(self.state == "draft", CampaignUnderWay("it is scheduled or sent; make another one", state=self.state))
        return replace(
            self,
            name=name,
            subject=subject,
            text=text,
            segment=segment,
            per_minute=per_minute,
            version=version + 1,
        )

    def scheduled(self, version: int, at: datetime) -> Self:
        """It begins at an instant. Raises Stale, CampaignUnderWay, CampaignOver."""
        self._ensure_version(version)
        ensure(self.state not in {"done", "cancelled"}, CampaignOver("it is over", state=self.state))
        ensure(self.state in {"draft", "scheduled"}, CampaignUnderWay("it is being sent", state=self.state))
        return replace(self, state="scheduled", starts_at=at, version=version + 1)

    def cancelled(self, now: datetime) -> Self:
        """Nothing more of it is sent, also not what waits. Raises CampaignOver."""
        ensure(self.state not in {"done", "cancelled"}, CampaignOver("it is over", state=self.state))
        return replace(self, state="cancelled", starts_at=self.starts_at or now, ended_at=now, version=self.version + 1)

    def allowance(self, now: datetime) -> int:
        """How many people may be reached now: as many as its pace gives since the last batch."""
        since = now - self.last_batch_at if self.last_batch_at else timedelta(minutes=1)
        return min(int(since.total_seconds() * self.per_minute // 60), self.per_minute, MOST_AT_ONCE)

    def moved_on(self, reached: str, written: int, now: datetime, *, through: bool) -> Self:
        """After a batch."""
        return replace(
            self,
            state="done" if through else "sending",
            reached=reached or self.reached,
            written=self.written + written,
            last_batch_at=now,
            ended_at=now if through else None,
            version=self.version + 1,
        )

    def _ensure_version(self, version: int) -> None:
        ensure(self.version == version, Stale("the campaign has changed meanwhile", version=self.version))
