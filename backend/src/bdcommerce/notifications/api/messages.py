"""The outbox, for staff."""

from typing import Annotated

from litestar.params import PathParameter, QueryParameter

from bdcommerce.infra.http import get, post
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import phone
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import NotOver, UnknownMessage
from bdcommerce.notifications.handlers import delivering
from bdcommerce.notifications.queries import messages as queries
from bdcommerce.notifications.schemas import MessageDetails, MessageView

To = Annotated[str, QueryParameter(name="to", max_length=200, description="a phone number or an e-mail address")]
TemplateName = Annotated[str, QueryParameter(name="template", max_length=50, description="the name of one")]
OfCampaign = Annotated[str, QueryParameter(name="campaign", max_length=50, description="the id of a campaign")]
MessageId = Annotated[str, PathParameter(max_length=64, pattern=r"^[a-z0-9_]+$")]
Trouble = Annotated[bool, QueryParameter(name="trouble", description="only what was not sent, or perhaps was not")]


@get("/admin/messages", access=staff("messages.read"), summary="Messages, the newest first")
async def list_messages(
    *,
    deps: ApiDeps,
    to: To = "",
    template: TemplateName = "",
    campaign: OfCampaign = "",
    trouble: Trouble = False,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[MessageView]:
    """Recipients are masked; so are one-time codes, unless BDC_REVEAL_CODES is set (never in production). One of `to`,
    `campaign` and `trouble` narrows them down, in this order.
    """
    position = decode(cursor, tuple[str])
    recipient = to if "@" in to or not to else phone.normalise(to, "to")
    wanted = queries.Wanted(to=recipient, template=template, campaign_id=campaign, trouble=trouble)
    before = position[0] if position else ""
    found = await queries.messages(deps.reads, deps.sealer, wanted, before=before, limit=limit + 1)
    return page([_view(opened, reveal=deps.reveal_codes) for opened in found], limit, lambda view: (view.id,))


@get(
    "/admin/messages/{message_id:str}",
    access=staff("messages.read"),
    summary="A message and what was tried",
    raises=[UnknownMessage],
)
async def get_message(message_id: MessageId, deps: ApiDeps) -> MessageDetails:
    """At which gateways, and what they said."""
    return await _details(deps, message_id)


@post(
    "/admin/messages/{message_id:str}/resend",
    access=staff("messages.manage"),
    summary="Try once more to send a message",
    raises=[UnknownMessage, NotOver],
    status_code=200,
)
async def resend_message(message_id: MessageId, deps: ApiDeps) -> MessageDetails:
    """One that has failed or was given up. Somebody may get it twice if nobody knows whether it was sent before."""
    async with deps.works() as work:
        await delivering.resend(work, message_id)
    return await _details(deps, message_id)


async def _details(deps: ApiDeps, message_id: str) -> MessageDetails:
    opened, attempts = await queries.message(deps.reads, deps.sealer, message_id)
    return MessageDetails(message=_view(opened, reveal=deps.reveal_codes), attempts=attempts)


def _view(opened: queries.Opened, *, reveal: bool) -> MessageView:
    row, template = opened.row, TEMPLATES[opened.row.template].saying(opened.row.written)
    text = template.render if reveal else template.redacted
    kept = ("id", "template", "channel", "language", "at", "fate", "due_at", "state", "gateway", "attempts", "parts",
            "cost", "problem", "reason", "sent_at", "settled_at")  # fmt: skip
    return MessageView(
        **{name: getattr(row, name) for name in kept},
        to=_masked(opened.to),
        text=text(opened.params, row.language),
        params=opened.params if reveal else {k: v for k, v in opened.params.items() if k not in template.secret},
    )


def _masked(to: str) -> str:
    name, at, host = to.partition("@")
    if at:
        return f"{name[:2]}…@{host}"
    return phone.masked(to) if to.startswith("+") else to


ROUTES = (list_messages, get_message, resend_message)
