"""Reviews over HTTP: read by everybody, written by those who received the product, answered by vendors."""

from typing import Annotated, Any, Literal

from litestar import Request
from litestar.datastructures import State
from litestar.params import QueryParameter

from bdcommerce.catalog.adapters.markup import plain_text
from bdcommerce.catalog.api.deps import ApiDeps, PathId, newest_before
from bdcommerce.catalog.api.media import AROUND_A_FORM, TAKES_PICTURE, upload
from bdcommerce.catalog.domain.media import MAX_BYTES
from bdcommerce.catalog.domain.reviews import Opinion, Signature
from bdcommerce.catalog.errors import UnusablePicture
from bdcommerce.catalog.errors.reviews import AlreadyReviewed, NotReceived, ReviewClosed, TooManyPictures, UnknownReview
from bdcommerce.catalog.handlers import reviews as handlers
from bdcommerce.catalog.queries import reviews as queries
from bdcommerce.catalog.schemas.media import MediaView
from bdcommerce.catalog.schemas.reviews import (
    EditReview,
    Judge,
    OwnReview,
    RatingSummary,
    Reply,
    ReportAbuse,
    ReviewView,
    Sort,
    WriteReview,
)
from bdcommerce.infra.http import delete, get, paging, patch, post, put
from bdcommerce.infra.http.access import public, shop, vendor
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel.errors import NotFound

_Sort = Annotated[Sort, QueryParameter(description="what comes first; `helpful`: what most found so")]
_Photos = Annotated[bool, QueryParameter(description="only those with photos")]
_Show = Annotated[Literal["all", "unanswered"], QueryParameter(description="whether those with your reply, too")]
_Stars = Annotated[int, QueryParameter(ge=0, le=5, description="only those with so many stars; 0: all")]


@get("/products/{product_id:str}/reviews", access=public(), summary="What those say who received it")
async def list_reviews(
    *,
    product_id: PathId,
    deps: ApiDeps,
    sort: _Sort = "newest",
    rating: _Stars = 0,
    photos: _Photos = False,
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[ReviewView]:
    """Published reviews; `photos=true` leaves those with photos. A cursor belongs to the sort that made it."""
    wanted = queries.Wanted(product_id=product_id, sort=sort, rating=rating, photos=photos)
    rows = await queries.published(deps.reads, wanted, paging.decode(cursor, tuple[int, str]), limit + 1)
    found = paging.page(rows, limit, lambda row: queries.position(row, sort))
    return Page(items=[row.view() for row in found.items], next_cursor=found.next_cursor)


@get("/products/{product_id:str}/rating", access=public(), summary="What all reviews of a product say together")
async def show_rating(product_id: PathId, deps: ApiDeps) -> RatingSummary:
    """`mean` is in hundredths of a star; only published reviews count."""
    return await queries.rating(deps.reads, product_id)


@post(
    "/me/media",
    access=shop(),
    summary="Upload a photo for a review",
    raises=[UnusablePicture, TooManyPictures],
    max_bytes=MAX_BYTES + AROUND_A_FORM,
    request_max_body_size=None,
    resumable=True,
    operation_class=TAKES_PICTURE,
)
async def upload_photo(request: Request[Any, Any, State], caller: Caller, deps: ApiDeps) -> MediaView:
    """Limits as for vendors: 10 MB, 100 to 10,000 points on each side. At most 20 may wait for their review; what no
    review shows within a day is forgotten.
    """
    async with deps.works() as work:
        await handlers.check_uploads(work, caller.user_id)
    return await upload(request, caller.user_id, deps)


@post(
    "/products/{product_id:str}/reviews",
    access=shop(),
    summary="Say how a product is that you received",
    raises=[NotReceived, AlreadyReviewed],
)
async def write_review(product_id: PathId, data: WriteReview, caller: Caller, deps: ApiDeps) -> OwnReview:
    """Once per product, after it was delivered. Others read it at once, unless it has photos or a word of the
    operator's list: then staff read it first (`status` is `held`).
    """
    by, opinion = await signature(caller, data.display_name, deps), _opinion(data)
    async with deps.works() as work:
        review_id = await handlers.write_review(work, by, product_id, data.order_id or "", opinion)
    return await _own(review_id, caller, deps)


@get("/me/reviews", access=shop(), summary="Your reviews, the newest first")
async def list_own(caller: Caller, deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[OwnReview]:
    """With what staff decided on each, and why."""
    rows = await queries.of_customer(deps.reads, caller.user_id, newest_before(cursor, "rvw"), limit + 1)
    found = paging.page(rows, limit, lambda row: (row.review_id,))
    return Page(items=[row.own() for row in found.items], next_cursor=found.next_cursor)


@patch(
    "/me/reviews/{review_id:str}",
    access=shop(),
    summary="Say otherwise",
    raises=[UnknownReview, ReviewClosed],
)
async def edit_review(review_id: PathId, data: EditReview, caller: Caller, deps: ApiDeps) -> OwnReview:
    """For 30 days after it was written, at most 20 times. What it said before is kept for staff. New photos, words of
    the operator's list and an earlier rejection make staff read it before others do.
    """
    by, opinion = await signature(caller, data.display_name, deps), _opinion(data)
    async with deps.works() as work:
        await handlers.edit_review(work, by, review_id, opinion)
    return await _own(review_id, caller, deps)


@delete("/me/reviews/{review_id:str}", access=shop(), summary="Take a review back", raises=[UnknownReview])
async def withdraw_review(review_id: PathId, caller: Caller, deps: ApiDeps) -> None:
    """Nobody but staff reads it any more, and it does not count. Another one may be written."""
    async with deps.works() as work:
        await handlers.withdraw_review(work, caller.user_id, review_id)


@put(
    "/reviews/{review_id:str}/helpful",
    access=shop(),
    summary="Say whether a review helps",
    raises=[UnknownReview, ReviewClosed],
    status_code=204,
)
async def judge_review(review_id: PathId, data: Judge, caller: Caller, deps: ApiDeps) -> None:
    """One voice per customer; not for one's own."""
    async with deps.works() as work:
        await handlers.judge_review(work, caller.user_id, review_id, helpful=data.helpful)


@post(
    "/reviews/{review_id:str}/report",
    access=shop(),
    summary="Report abuse",
    raises=[UnknownReview, ReviewClosed],
    status_code=204,
)
async def report_review(review_id: PathId, data: ReportAbuse, caller: Caller, deps: ApiDeps) -> None:
    """Staff look at it; until then it stays. Once per customer."""
    async with deps.works() as work:
        await handlers.report_review(work, caller.user_id, review_id, data.code, plain_text(data.note))


@get("/vendor/reviews", access=vendor(), summary="What customers say of what you sold, the newest first")
async def list_for_vendor(
    caller: Caller, deps: ApiDeps, show: _Show = "all", limit: Limit = PAGE, cursor: Cursor = ""
) -> Page[ReviewView]:
    """Published ones, each with your reply."""
    before, unanswered = newest_before(cursor, "rvw"), show == "unanswered"
    rows = await queries.of_vendor(deps.reads, caller.vendor_id, before, limit + 1, unanswered=unanswered)
    found = paging.page(rows, limit, lambda row: (row.review_id,))
    return Page(items=[row.view() for row in found.items], next_cursor=found.next_cursor)


@put(
    "/vendor/reviews/{review_id:str}/reply",
    access=vendor("owner", "manager"),
    summary="Answer a review in public",
    raises=[UnknownReview],
)
async def reply_to_review(review_id: PathId, data: Reply, caller: Caller, deps: ApiDeps) -> ReviewView:
    """One answer per review of what you sold; again: another wording."""
    async with deps.works() as work:
        await handlers.reply_to_review(work, caller.vendor_id, review_id, plain_text(data.text))
    row = await queries.review(deps.reads, review_id)
    if row is None:
        raise UnknownReview.named(review_id)
    return row.view()


async def signature(caller: Caller, display_name: str | None, deps: ApiDeps) -> Signature:
    """How somebody signs: with a chosen name in plain text, or the initial of the one they registered with."""
    chosen = None if display_name is None else plain_text(display_name)[:40]
    return Signature(user_id=caller.user_id, initial=await _initial(caller.user_id, deps), display_name=chosen)


async def _initial(user_id: str, deps: ApiDeps) -> str:
    try:
        name = (await deps.accounts.contact(user_id)).name.strip()
    except NotFound:
        return ""
    return f"{name[0].upper()[0]}." if name and name[0].isalpha() else ""


def _opinion(data: WriteReview | EditReview) -> Opinion:
    return Opinion(
        rating=data.rating,
        title=plain_text(data.title),
        body=plain_text(data.body),
        media_ids=tuple(data.media_ids),
    )


async def _own(review_id: str, caller: Caller, deps: ApiDeps) -> OwnReview:
    row = await queries.review(deps.reads, review_id)
    if row is None or row.customer_id != caller.user_id:
        raise UnknownReview.named(review_id)
    return row.own()


ROUTES = (
    list_reviews,
    show_rating,
    upload_photo,
    write_review,
    list_own,
    edit_review,
    withdraw_review,
    judge_review,
    report_review,
    list_for_vendor,
    reply_to_review,
)
