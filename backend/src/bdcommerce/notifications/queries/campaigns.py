"""Campaigns as staff see them."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.campaigns import CampaignState
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import NoSuchCampaign
from bdcommerce.notifications.queries.messages import LAST
from bdcommerce.notifications.schemas import CampaignProgress, CampaignView, SegmentBody


class _Count(msgspec.Struct, frozen=True):
    state: str
    messages: int
    cost: int


class _Row(msgspec.Struct, frozen=True):
    id: str
    name: str
    channel: Channel
    subject: Localized
    text: Localized
    segment: SegmentBody
    per_minute: int
    state: CampaignState
    starts_at: datetime | None
    ended_at: datetime | None
    written: int
    made_by: str
    made_at: datetime
    version: int


_CAMPAIGN = """
    SELECT id, name, channel, subject, text, segment, per_minute, state, starts_at, ended_at, written, made_by, made_at,
           version
    FROM campaign
"""
_ALL = Query("notifications.campaigns", f"{_CAMPAIGN} WHERE id < $1 ORDER BY id DESC LIMIT $2", _Row)
_ONE = Query("notifications.campaign", f"{_CAMPAIGN} WHERE id = $1", _Row)
_STATES = Query(
    "notifications.campaign_states",
    """
    SELECT state, count(*) AS messages, coalesce(sum(cost), 0)::bigint AS cost FROM message
    WHERE campaign_id = $1 AND campaign_id <> '' GROUP BY state
    """,
    _Count,
)


async def campaigns(reads: Reads, *, before: str, limit: int) -> list[CampaignView]:
    """The newest first."""
    return [CampaignView(**msgspec.structs.asdict(row)) for row in await reads.all(_ALL, before or LAST, limit)]


async def campaign(reads: Reads, campaign_id: str) -> CampaignProgress:
    """One, with how far it is. Raises NoSuchCampaign."""
    row = await reads.one(_ONE, campaign_id)
    if row is None:
        raise NoSuchCampaign(f"There is no campaign {campaign_id}.", id=campaign_id)
    found = await reads.all(_STATES, campaign_id)
    return CampaignProgress(
        **msgspec.structs.asdict(row),
        states={each.state: each.messages for each in found},
        cost=sum(each.cost for each in found),
    )
