"""Campaigns: written, looked at, scheduled, sent some people at a time, cancelled. Only who allows it is written to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bdcommerce.contracts.accounts import Contact
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.campaigns import PURPOSES, Campaign, Segment
from bdcommerce.notifications.domain.preferences import after_quiet, marketing_quiet
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.ports import Work, Written

FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What staff want to tell, and whom."""

    name: str
    subject: Localized
    text: Localized
    segment: Segment
    per_minute: int


async def draft(work: Work, channel: Channel, wanted: Draft, by: str) -> Campaign:
    """A new campaign, which nobody is sent yet."""
    made = Campaign(
        id=ids.new_id("cgn"),
        name=wanted.name,
        channel=channel,
        subject=wanted.subject,
        text=wanted.text,
        segment=wanted.segment,
        per_minute=wanted.per_minute,
        made_by=by,
        made_at=clock.now(),
    )
    await work.campaigns.add(made)
    return made


async def rewrite(work: Work, campaign_id: str, version: int, wanted: Draft) -> Campaign:
    """It says something else. Raises NoSuchCampaign, CampaignUnderWay, Stale."""
    before = await work.campaigns.get(campaign_id)
    after = before.rewritten(
        version,
        name=wanted.name,
        subject=wanted.subject,
        text=wanted.text,
        segment=wanted.segment,
        per_minute=wanted.per_minute,
    )
    await work.campaigns.save(after)
    return after


async def schedule(work: Work, campaign_id: str, version: int, at: datetime | None) -> Campaign:
    """It begins then, or (None, or in the past) now. Raises Invalid, NoSuchCampaign, CampaignUnderWay, CampaignOver,
    Stale.
    """
    now = clock.now()
    begins = at if at and at > now else now
    ensure(begins < now + FARTHEST, Invalid.field("starts_at", "is more than a year ahead"))
    after = (await work.campaigns.get(campaign_id)).scheduled(version, begins)
    await work.campaigns.save(after)
    return after


async def cancel(work: Work, campaign_id: str) -> Campaign:
    """Nothing more of it is sent, also not what waits. Raises NoSuchCampaign, CampaignOver."""
    after = (await work.campaigns.get(campaign_id)).cancelled(clock.now())
    await work.campaigns.save(after)
    return after


async def next_people(work: Work, campaign_id: str) -> tuple[Campaign, Sequence[str] | None]:
    """Whom a campaign reaches now, as many as its pace allows: nobody if it is through, None if it is not its turn."""
    campaign, now = await work.campaigns.get(campaign_id), clock.now()
    going = campaign.state in {"scheduled", "sending"} and campaign.starts_at and campaign.starts_at <= now
    most = campaign.allowance(now) if going else 0
    return campaign, await work.campaigns.next(campaign, most) if most else None


async def write_to(work: Work, seen: Campaign, people: Sequence[str], contacts: Sequence[Contact]) -> None:
    """Write a message for each of these people, unless the campaign has changed meanwhile."""
    campaign, now = await work.campaigns.get(seen.id), clock.now()
    if campaign.version != seen.version:
        return
    written = 0
    for contact in contacts:
        if await work.consents.holds(contact.user_id, campaign.purpose):
            written += await _write(work, campaign, contact, now)
    through = not people
    await work.campaigns.save(campaign.moved_on(people[-1] if people else "", written, now, through=through))


async def leave(work: Work, owner_id: str, channel: Channel) -> None:
    """They want no more of it there, until they allow it again."""
    await work.consents.unsubscribe(owner_id, PURPOSES[channel], clock.now())


async def _write(work: Work, campaign: Campaign, contact: Contact, now: datetime) -> int:
    """To their phone, mailbox or devices; how many messages that are."""
    wanted = await work.preferences.of(contact.user_id)
    due_at = after_quiet(marketing_quiet(wanted), now)
    template, language = TEMPLATES[campaign.template], contact.language
    written = Written(
        id=ids.new_id("msg"),
        key=f"campaign:{campaign.id}:{contact.user_id}",
        template=template.name,
        version=template.version,
        channel=campaign.channel,
        to=contact.email if campaign.channel == "email" else contact.phone,
        owner_id=contact.user_id,
        language=language,
        params={"text": campaign.text.to(language), "subject": campaign.subject.to(language)},
        at=now,
        fate="sent",
        due_at=due_at,
        campaign_id=campaign.id,
    )
    if campaign.channel != "push":
        return int(bool(written.to) and await sending.put(work, written, template))
    devices = await work.devices.of(contact.user_id)
    each = [replace(written, id=ids.new_id("msg"), key=f"{written.key}:{one.id}", to=one.id) for one in devices]
    return sum(
        [await sending.put(work, one, template, gateway=device.kind) for one, device in zip(each, devices, strict=True)]
    )
