"""Moderation over HTTP: what waits for staff of what customers wrote, and the words that make it wait."""

from typing import Annotated

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.catalog.adapters.markup import plain_text
from bdcommerce.catalog.api.deps import ApiDeps, IfMatch, PathId, etag, newest_before, read_version
from bdcommerce.catalog.errors.reviews import ReviewClosed, UnknownReview
from bdcommerce.catalog.handlers import reviews as handlers
from bdcommerce.catalog.queries import reviews as queries
from bdcommerce.catalog.schemas.reviews import Queue, Reject, SetWords, StaffReview, WordsView
from bdcommerce.infra.http import get, paging, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import Stale

moderators = staff("reviews.moderate")
_Status = Annotated[Queue, QueryParameter(description="only those of this status")]


@get("/admin/reviews", access=moderators, summary="Reviews that wait, or were decided on")
async def list_reviews(
    deps: ApiDeps, status: _Status = "held", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[StaffReview]:
    """`held` waits before others read it, `reported` is published and was reported: the oldest first. Others: the
    newest first.
    """
    rows = await queries.queue(deps.reads, status, newest_before(cursor, "rvw"), limit + 1)
    found = paging.page(rows, limit, lambda row: (row.review_id,))
    return Page(items=[row.for_staff() for row in found.items], next_cursor=found.next_cursor)


@get("/admin/reviews/{review_id:str}", access=moderators, summary="A review", raises=[UnknownReview])
async def show_review(review_id: PathId, deps: ApiDeps) -> StaffReview:
    """With all that it said before it was edited."""
    return await _shown(review_id, deps)


@post(
    "/admin/reviews/{review_id:str}/publish",
    access=moderators,
    summary="Let others read a review",
    raises=[UnknownReview, ReviewClosed],
    status_code=200,
)
async def publish_review(review_id: PathId, deps: ApiDeps) -> StaffReview:
    """Also one that was rejected before; what was reported of it counts as looked at."""
    async with deps.works() as work:
        await handlers.publish_review(work, review_id)
    return await _shown(review_id, deps)


@post(
    "/admin/reviews/{review_id:str}/reject",
    access=moderators,
    summary="Let nobody read a review",
    raises=[UnknownReview, ReviewClosed],
    status_code=200,
)
async def reject_review(review_id: PathId, data: Reject, deps: ApiDeps) -> StaffReview:
    """For a reason that its author reads, never because it is bad for business (DC-INF-07). It is kept for staff."""
    async with deps.works() as work:
        await handlers.reject_review(work, review_id, data.code, plain_text(data.note))
    return await _shown(review_id, deps)


@get("/admin/held-words", access=moderators, summary="Words that make what customers write wait")
async def show_words(deps: ApiDeps) -> Response[WordsView]:
    """Folded: small letters, Latin digits. Their version is the `ETag`."""
    found = await queries.words(deps.reads)
    return Response(found, headers=etag(found.version))


@put("/admin/held-words", access=moderators, summary="Say which words make it wait", raises=[Stale])
async def set_words(data: SetWords, deps: ApiDeps, if_match: IfMatch = "") -> WordsView:
    """Of reviews, questions and answers from now on; upper and lower case and the script of digits do not matter."""
    version = read_version(if_match, data.version)
    async with deps.works() as work:
        words = await handlers.set_words(work, version, data.words)
    return WordsView(version=words.version, words=list(words.words))


async def _shown(review_id: str, deps: ApiDeps) -> StaffReview:
    row = await queries.review(deps.reads, review_id)
    if row is None:
        raise UnknownReview.named(review_id)
    return row.for_staff()


ROUTES = (list_reviews, show_review, publish_review, reject_review, show_words, set_words)
