"""Surveys: ask once, take one answer."""

from bdcommerce.analytics.domain import surveys
from bdcommerce.analytics.domain.surveys import Survey
from bdcommerce.analytics.errors import UnknownSurvey
from bdcommerce.analytics.events import SurveyDue
from bdcommerce.analytics.ports import Deps, Sealer
from bdcommerce.contracts.notifications import Message
from bdcommerce.contracts.orders import UnknownOrder
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.work import Work

COMMENT = "analytics.survey.comment"
_LINK = "analytics.survey.link"


def token_of(sealer: Sealer, vendor_order_id: str) -> str:
    """What the link holds: which question, and the proof that we asked it. The same each time it is made."""
    return f"{vendor_order_id}.{sealer.blind(vendor_order_id, _LINK)[:24]}"


def asked_by(sealer: Sealer, token: str) -> str:
    """The vendor order that a link asks about. Raises UnknownSurvey."""
    vendor_order_id, _, _ = token.partition(".")
    ensure(token == token_of(sealer, vendor_order_id), UnknownSurvey("There is no such question."))
    return vendor_order_id


async def ask(deps: Deps, due: SurveyDue) -> None:
    """Send the question, once. An order that nobody can be reached for any more is not asked about."""
    try:
        recipient = await deps.orders.recipient(due.vendor_order_id)
    except UnknownOrder:
        return
    (card,) = await deps.vendors.cards([due.vendor_id])
    message = Message(
        key=f"survey-{due.vendor_order_id}",
        template="survey",
        to=recipient.address.phone,
        language=recipient.language,
        params={
            "shop": card.name.to(recipient.language),
            "link": f"{deps.shop_url}/survey#{token_of(deps.sealer, due.vendor_order_id)}",
        },
    )
    await deps.notifications.send(message)
    async with deps.works() as work:
        survey, version = await load(work, due.vendor_order_id)
        if asked := surveys.ask(survey, due.vendor_id):
            await work.log.append(_stream(due.vendor_order_id), [asked], expected=version)


async def answer(work: Work, vendor_order_id: str, *, score: int, comment_sealed: str) -> None:
    """Take an answer. Raises SurveyOver."""
    survey, version = await load(work, vendor_order_id)
    answered = surveys.answer(survey, score=score, comment_sealed=comment_sealed)
    await work.log.append(_stream(vendor_order_id), [answered], expected=version)


async def load(work: Work, vendor_order_id: str) -> tuple[Survey, int]:
    """The survey of a vendor order, and its version."""
    history = await work.log.history(_stream(vendor_order_id))
    return surveys.restore(vendor_order_id, history), len(history)


def _stream(vendor_order_id: str) -> str:
    return f"survey-{vendor_order_id}"
