"""Questions and answers over HTTP."""

from typing import Annotated, Literal

from litestar.params import QueryParameter

from bdcommerce.catalog.adapters.markup import plain_text
from bdcommerce.catalog.api.deps import ApiDeps, PathId, PostId, newest_before
from bdcommerce.catalog.api.moderation import moderators
from bdcommerce.catalog.api.reviews import signature
from bdcommerce.catalog.domain.moderation import Status
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.errors.questions import AlreadyAnswered, QuestionClosed, TooManyQuestions, UnknownQuestion
from bdcommerce.catalog.errors.reviews import NotReceived
from bdcommerce.catalog.handlers import questions as handlers
from bdcommerce.catalog.queries import questions as queries
from bdcommerce.catalog.queries.questions import PostRow
from bdcommerce.catalog.schemas.questions import (
    Answer,
    AnswerView,
    Ask,
    OwnPost,
    QuestionView,
    StaffPost,
    VendorAnswer,
)
from bdcommerce.catalog.schemas.reviews import Reject
from bdcommerce.infra.http import delete, get, paging, post
from bdcommerce.infra.http.access import public, shop, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page

_Show = Annotated[Literal["unanswered", "all"], QueryParameter(description="whether those with your answer, too")]
_Status = Annotated[Status, QueryParameter(description="only those of this status")]


@get("/products/{product_id:str}/questions", access=public(), summary="What was asked on a product, the newest first")
async def list_questions(
    product_id: PathId, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[QuestionView]:
    """Each with up to five answers, the vendor's first."""
    rows = await queries.of_product(deps.reads, product_id, newest_before(cursor, "qst"), limit + 1)
    found = paging.page(rows, limit, lambda row: (row.post_id,))
    return Page(items=[row.view() for row in found.items], next_cursor=found.next_cursor)


@get("/questions/{question_id:str}/answers", access=public(), summary="All answers, the vendor's first")
async def list_answers(
    question_id: PathId, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[AnswerView]:
    """Then the newest first. Empty if nobody may read the question."""
    after = paging.decode(cursor, tuple[bool, str])
    rows = await queries.answers(deps.reads, question_id, after, limit + 1)
    found = paging.page(rows, limit, lambda row: (row.by_vendor, row.post_id))
    return Page(items=[row.view() for row in found.items], next_cursor=found.next_cursor)


@post(
    "/products/{product_id:str}/questions",
    access=shop(),
    summary="Ask something on a product",
    raises=[UnknownProduct, TooManyQuestions],
)
async def ask(product_id: PathId, data: Ask, caller: Caller, deps: ApiDeps) -> OwnPost:
    """Others read it at once unless it has a word of the operator's list. At most 5 of one's own may wait for the
    vendor's answer on one product.
    """
    by = await signature(caller, data.display_name, deps)
    async with deps.works() as work:
        post_id = await handlers.ask(work, by, product_id, plain_text(data.body))
    return (await _shown(post_id, deps)).own()


@post(
    "/questions/{question_id:str}/answers",
    access=shop(),
    summary="Answer a question on what you received",
    raises=[UnknownQuestion, NotReceived, AlreadyAnswered],
)
async def answer(question_id: PathId, data: Answer, caller: Caller, deps: ApiDeps) -> OwnPost:
    """Once per question, by customers to whom the product was delivered."""
    by = await signature(caller, data.display_name, deps)
    async with deps.works() as work:
        post_id = await handlers.answer(work, by, question_id, plain_text(data.body))
    return (await _shown(post_id, deps)).own()


@get("/me/questions", access=shop(), summary="What you have asked and answered")
async def list_own(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[OwnPost]:
    """Questions, the newest first, then answers, the newest first."""
    (before,) = paging.decode(cursor, tuple[str]) or ("",)
    rows = await queries.of_author(deps.reads, caller.user_id, before, limit + 1)
    found = paging.page(rows, limit, lambda row: (row.post_id,))
    return Page(items=[row.own() for row in found.items], next_cursor=found.next_cursor)


@delete(
    "/me/questions/{post_id:str}", access=shop(), summary="Take a question or answer back", raises=[UnknownQuestion]
)
async def withdraw(post_id: PostId, caller: Caller, deps: ApiDeps) -> None:
    """Nobody but staff reads it any more, nor what was answered to it."""
    async with deps.works() as work:
        await handlers.withdraw_post(work, caller.user_id, post_id)


@get("/vendor/questions", access=vendor(), summary="What customers ask on your products, the newest first")
async def list_for_vendor(
    caller: Caller,
    deps: ApiDeps,
    show: _Show = "unanswered",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[QuestionView]:
    """Those that wait for your answer, unless all are asked for."""
    before, unanswered = newest_before(cursor, "qst"), show == "unanswered"
    rows = await queries.of_vendor(deps.reads, caller.vendor_id, before, limit + 1, unanswered=unanswered)
    found = paging.page(rows, limit, lambda row: (row.post_id,))
    return Page(items=[row.view() for row in found.items], next_cursor=found.next_cursor)


@post(
    "/vendor/questions/{question_id:str}/answers",
    access=vendor("owner", "manager"),
    summary="Answer a question on your product",
    raises=[UnknownQuestion, AlreadyAnswered],
)
async def answer_for_vendor(question_id: PathId, data: VendorAnswer, caller: Caller, deps: ApiDeps) -> OwnPost:
    """Once per question."""
    body = plain_text(data.body)
    async with deps.works() as work:
        post_id = await handlers.answer_for_vendor(work, caller.user_id, caller.vendor_id, question_id, body)
    return (await _shown(post_id, deps)).own()


@get("/admin/questions", access=moderators, summary="Questions and answers that wait, or were decided on")
async def list_queue(
    deps: ApiDeps, status: _Status = "held", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[StaffPost]:
    """Answers and questions apart; what is `held` with the oldest of each first, the rest with the newest."""
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    rows = await queries.queue(deps.reads, status, after, limit + 1)
    found = paging.page(rows, limit, lambda row: (row.post_id,))
    return Page(items=[row.for_staff() for row in found.items], next_cursor=found.next_cursor)


@post(
    "/admin/questions/{post_id:str}/publish",
    access=moderators,
    summary="Let others read a question or answer",
    raises=[UnknownQuestion, QuestionClosed],
    status_code=200,
)
async def publish(post_id: PostId, deps: ApiDeps) -> StaffPost:
    """Also one that was rejected before."""
    async with deps.works() as work:
        await handlers.publish_post(work, post_id)
    return (await _shown(post_id, deps)).for_staff()


@post(
    "/admin/questions/{post_id:str}/reject",
    access=moderators,
    summary="Let nobody read a question or answer",
    raises=[UnknownQuestion, QuestionClosed],
    status_code=200,
)
async def reject(post_id: PostId, data: Reject, deps: ApiDeps) -> StaffPost:
    """Its author reads why. It is kept for staff; a question whose vendor's answer is rejected waits again."""
    async with deps.works() as work:
        await handlers.reject_post(work, post_id, data.code, plain_text(data.note))
    return (await _shown(post_id, deps)).for_staff()


async def _shown(post_id: str, deps: ApiDeps) -> PostRow:
    row = await queries.post(deps.reads, post_id)
    if row is None:
        raise UnknownQuestion.named(post_id)
    return row


ROUTES = (
    list_questions,
    list_answers,
    ask,
    answer,
    list_own,
    withdraw,
    list_for_vendor,
    answer_for_vendor,
    list_queue,
    publish,
    reject,
)
