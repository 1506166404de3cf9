"""Campaigns for staff; and the way out for whoever gets them."""

from typing import Annotated

import msgspec
from litestar.params import PathParameter

from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import public, staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel.errors import Stale
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.domain.campaigns import Campaign, Segment
from bdcommerce.notifications.domain.sms import parts_of, thrifty
from bdcommerce.notifications.errors import BadLeave, CampaignOver, CampaignUnderWay, NoSuchCampaign
from bdcommerce.notifications.handlers import campaigns as cases
from bdcommerce.notifications.handlers.campaigns import Draft
from bdcommerce.notifications.queries import campaigns as queries
from bdcommerce.notifications.schemas import (
    CampaignBody,
    CampaignPreview,
    CampaignProgress,
    CampaignText,
    CampaignView,
    NewCampaign,
    PartsView,
    Preview,
    RewriteCampaign,
    ScheduleCampaign,
)

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[a-z0-9_]+$")]
CampaignId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]
Token = Annotated[
    str,
    PathParameter(max_length=400, pattern=r"^[A-Za-z0-9._=-]+$", description="what stands in the link of a message"),
]


@get("/admin/campaigns", access=staff("messages.read"), summary="Campaigns, the newest first")
async def list_campaigns(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[CampaignView]:
    """All of them, drafts too."""
    position = decode(cursor, tuple[_Id])
    rows = await queries.campaigns(deps.reads, before=position[0] if position else "", limit=limit + 1)
    return page(rows, limit, lambda view: (view.id,))


@post("/admin/campaigns", access=staff("messages.manage"), summary="Write a campaign")
async def draft_campaign(data: NewCampaign, caller: Caller, deps: ApiDeps) -> CampaignProgress:
    """A draft: nobody is sent anything before it is scheduled."""
    async with deps.works() as work:
        made = await cases.draft(work, data.channel, _draft(data), caller.user_id)
    return await queries.campaign(deps.reads, made.id)


@get(
    "/admin/campaigns/{campaign_id:str}",
    access=staff("messages.read"),
    summary="A campaign and how far it is",
    raises=[NoSuchCampaign],
)
async def get_campaign(campaign_id: CampaignId, deps: ApiDeps) -> CampaignProgress:
    """Its messages are at `/admin/messages?campaign=`."""
    return await queries.campaign(deps.reads, campaign_id)


@put(
    "/admin/campaigns/{campaign_id:str}",
    access=staff("messages.manage"),
    summary="Write a campaign otherwise",
    raises=[NoSuchCampaign, CampaignUnderWay, Stale],
)
async def rewrite_campaign(campaign_id: CampaignId, data: RewriteCampaign, deps: ApiDeps) -> CampaignProgress:
    """As long as it is a draft."""
    async with deps.works() as work:
        await cases.rewrite(work, campaign_id, data.version, _draft(data))
    return await queries.campaign(deps.reads, campaign_id)


@get(
    "/admin/campaigns/{campaign_id:str}/preview",
    access=staff("messages.read"),
    summary="Look at a campaign before it is sent",
    raises=[NoSuchCampaign],
)
async def preview_campaign(campaign_id: CampaignId, deps: ApiDeps) -> CampaignPreview:
    """In both languages, with how many SMS parts it takes, how many people would get it, and what that would cost."""
    async with deps.works() as work:
        campaign = await work.campaigns.get(campaign_id)
        recipients = await work.campaigns.count(campaign)
    shown: list[Preview] = [_preview(campaign, "en"), _preview(campaign, "bn")]
    price = next((each.price for each in deps.gateways if each.channel == campaign.channel), None)
    parts = max(each.sms.parts if each.sms else 1 for each in shown)
    cost = None if price is None else recipients * parts * price
    return CampaignPreview(en=shown[0], bn=shown[1], recipients=recipients, cost_at_most=cost)


@post(
    "/admin/campaigns/{campaign_id:str}/schedule",
    access=staff("messages.manage"),
    summary="Let a campaign begin",
    raises=[NoSuchCampaign, CampaignUnderWay, CampaignOver, Stale],
    status_code=200,
)
async def schedule_campaign(campaign_id: CampaignId, data: ScheduleCampaign, deps: ApiDeps) -> CampaignProgress:
    """At an instant, or now. Who is asleep then (quiet hours) gets it in the morning; who does not allow it at the
    moment of sending does not get it.
    """
    async with deps.works() as work:
        await cases.schedule(work, campaign_id, data.version, data.starts_at)
    return await queries.campaign(deps.reads, campaign_id)


@post(
    "/admin/campaigns/{campaign_id:str}/cancel",
    access=staff("messages.manage"),
    summary="Stop a campaign",
    raises=[NoSuchCampaign, CampaignOver],
    status_code=200,
)
async def cancel_campaign(campaign_id: CampaignId, deps: ApiDeps) -> CampaignProgress:
    """Nothing more of it is sent, also not what waits for the morning."""
    async with deps.works() as work:
        await cases.cancel(work, campaign_id)
    return await queries.campaign(deps.reads, campaign_id)


@post(
    "/unsubscribe/{token:str}",
    access=public(),
    summary="Want no more of such messages",
    raises=[BadLeave],
    status_code=204,
    resumable=True,
)
async def unsubscribe(token: Token, deps: ApiDeps) -> None:
    """By the word that came with a message, without signing in (RFC 8058: mailboxes call it with one click). It holds
    until the person allows such messages again.
    """
    owner_id, channel = deps.leave.who(token)
    async with deps.works() as work:
        await cases.leave(work, owner_id, channel)


def _draft(data: CampaignBody) -> Draft:
    segment = Segment(
        districts=tuple(data.segment.districts),
        bought_within_days=data.segment.bought_within_days,
        not_bought_for_days=data.segment.not_bought_for_days,
    )
    subject, text = _both(data.subject), _both(data.text)
    return Draft(name=data.name, subject=subject, text=text, segment=segment, per_minute=data.per_minute)


def _both(said: CampaignText) -> Localized:
    return Localized(said.en.strip() or said.en, said.bn.strip() or said.bn)


def _preview(campaign: Campaign, language: Language) -> Preview:
    text = campaign.text.to(language)
    if campaign.channel != "sms":
        return Preview(text=text, sms=None)
    parts = parts_of(thrifty(text))
    sms = PartsView(encoding=parts.encoding, units=parts.units, parts=parts.parts)
    return Preview(text=thrifty(text), sms=sms)


ROUTES = (
    list_campaigns,
    draft_campaign,
    get_campaign,
    rewrite_campaign,
    preview_campaign,
    schedule_campaign,
    cancel_campaign,
    unsubscribe,
)
