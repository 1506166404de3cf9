"""The outbox, for staff."""

from typing import Annotated

from litestar.params import QueryParameter

from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page, decode, page
from bdcommerce.kernel import phone
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.queries import messages as queries
from bdcommerce.notifications.schemas import MessageView

To = Annotated[str, QueryParameter(name="to", max_length=200, description="a phone number or an e-mail address")]
TemplateName = Annotated[str, QueryParameter(name="template", max_length=50, description="the name of one")]


@get("/admin/messages", access=staff("messages.read"), summary="Messages, the newest first")
async def list_messages(
    deps: ApiDeps, to: To = "", template: TemplateName = "", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[MessageView]:
    """Recipients are masked; so are one-time codes, unless BDC_REVEAL_CODES is set (never in production)."""
    position = decode(cursor, tuple[str])
    recipient = to if "@" in to or not to else phone.normalise(to, "to")
    found = await queries.messages(
        deps.reads,
        deps.sealer,
        to=recipient,
        template=template,
        before=position[0] if position else "",
        limit=limit + 1,
    )
    return page([_view(opened, reveal=deps.reveal_codes) for opened in found], limit, lambda view: (view.id,))


def _view(opened: queries.Opened, *, reveal: bool) -> MessageView:
    row, template = opened.row, TEMPLATES[opened.row.template].saying(opened.row.written)
    text = template.render if reveal else template.redacted
    return MessageView(
        id=row.id,
        template=row.template,
        channel=row.channel,
        to=_masked(opened.to),
        language=row.language,
        text=text(opened.params, row.language),
        params=opened.params if reveal else {k: v for k, v in opened.params.items() if k not in template.secret},
        at=row.at,
        fate=row.fate,
        due_at=row.due_at,
    )


def _masked(to: str) -> str:
    name, at, host = to.partition("@")
    return f"{name[:2]}…@{host}" if at else phone.masked(to)


ROUTES = (list_messages,)
