"""Reviews: written by those who received a product, read by staff where needed, answered by vendors."""

from collections.abc import Collection, Sequence

from bdcommerce.catalog.domain import reviews as domain
from bdcommerce.catalog.domain.moderation import HeldWords, checked_words, written
from bdcommerce.catalog.domain.reviews import Opinion, Review, Signature, check_editable, held_for
from bdcommerce.catalog.errors.reviews import NotReceived, ReviewClosed, TooManyPictures, UnknownReview
from bdcommerce.catalog.events.reviews import (
    HeldWordsSet,
    RejectionCode,
    ReviewEdited,
    ReviewJudged,
    ReviewPublished,
    ReviewRejected,
    ReviewReplied,
    ReviewReported,
    ReviewWithdrawn,
    ReviewWritten,
)
from bdcommerce.catalog.ports import Work
from bdcommerce.contracts.catalog import ReviewPosted
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, Stale, ensure
from bdcommerce.kernel.ids import new_id


async def check_uploads(work: Work, user_id: str) -> None:
    """Raises TooManyPictures when too many pictures of a customer wait for a review."""
    waiting = await work.reviews.waiting_pictures(user_id, domain.MAX_WAITING_PICTURES)
    ensure(
        waiting < domain.MAX_WAITING_PICTURES,
        TooManyPictures("your last uploads are in no review yet", retry_after=3600),
    )


async def write_review(work: Work, by: Signature, product_id: str, order_id: str, opinion: Opinion) -> str:
    """Say how a product is; the new review's id. Raises NotReceived, AlreadyReviewed, Invalid."""
    purchase = await work.purchases.received(by.user_id, product_id, order_id)
    if purchase is None:
        raise NotReceived.of(product_id)
    opinion = opinion.tidy()
    await _check_pictures(work, by.user_id, opinion.media_ids)
    held = held_for(opinion, (await work.reviews.words()).words)
    event = ReviewWritten(
        review_id=new_id("rvw"),
        product_id=product_id,
        vendor_id=purchase.vendor_id,
        order_id=purchase.order_id,
        customer_id=by.user_id,
        district=purchase.district,
        rating=opinion.rating,
        title=opinion.title,
        body=opinion.body,
        media_ids=list(opinion.media_ids),
        held=held,
    )
    await work.reviews.save(event, expected=0)
    await work.reviews.sign(by)
    if not held:
        await _count(work, product_id, new=opinion.rating)
        await _tell(work, await work.reviews.get(event.review_id))
    return event.review_id


async def edit_review(work: Work, by: Signature, review_id: str, opinion: Opinion) -> None:
    """Say otherwise, within 30 days. Raises UnknownReview, ReviewClosed, Invalid."""
    before = await _own(work, by.user_id, review_id)
    check_editable(before, clock.now())
    opinion = opinion.tidy()
    await _check_pictures(work, by.user_id, opinion.media_ids)
    held = held_for(opinion, (await work.reviews.words()).words, before)
    event = ReviewEdited(
        review_id=review_id,
        rating=opinion.rating,
        title=opinion.title,
        body=opinion.body,
        media_ids=list(opinion.media_ids),
        held=held,
    )
    await work.reviews.save(event, expected=before.version)
    await work.reviews.sign(by)
    await _recount(work, before, 0 if held else opinion.rating)
    if not held and not before.posted:
        await _tell(work, await work.reviews.get(review_id))


async def withdraw_review(work: Work, customer_id: str, review_id: str) -> None:
    """Take a review back; again: nothing more. Raises UnknownReview."""
    before = await _own(work, customer_id, review_id)
    if before.status == "withdrawn":
        return
    await work.reviews.save(ReviewWithdrawn(review_id=review_id), expected=before.version)
    await _recount(work, before, 0)


async def publish_review(work: Work, review_id: str) -> None:
    """Let others read it, and forget what was reported of it. Raises UnknownReview, ReviewClosed."""
    before = await work.reviews.get(review_id)
    ensure(before.status != "withdrawn", ReviewClosed("its author has withdrawn it"))
    await work.reviews.save(ReviewPublished(review_id=review_id), expected=before.version)
    await _recount(work, before, before.rating)
    if not before.posted:
        await _tell(work, before)


async def reject_review(work: Work, review_id: str, code: RejectionCode, note: str) -> None:
    """Let nobody but staff and its author read it. Raises UnknownReview, ReviewClosed."""
    before = await work.reviews.get(review_id)
    ensure(before.status in ("held", "published"), ReviewClosed(f"it is {before.status}"))
    event = ReviewRejected(review_id=review_id, code=code, note=written("note", note, least=0))
    await work.reviews.save(event, expected=before.version)
    await _recount(work, before, 0)


async def reply_to_review(work: Work, vendor_id: str, review_id: str, text: str) -> None:
    """The vendor that sold it answers, or answers otherwise. Raises UnknownReview, Invalid."""
    review = await work.reviews.get(review_id)
    ensure(review.vendor_id == vendor_id and review.status == "published", UnknownReview.named(review_id))
    await work.reviews.save(ReviewReplied(review_id=review_id, text=written("text", text)), expected=review.version)


async def judge_review(work: Work, user_id: str, review_id: str, *, helpful: bool) -> None:
    """One voice of one customer, never of the author. Raises UnknownReview, ReviewClosed."""
    await _others(work, user_id, review_id)
    so_far, _, version = await work.reviews.voice(review_id, user_id)
    if so_far != helpful:
        event = ReviewJudged(review_id=review_id, user_id=user_id, helpful=helpful)
        await work.reviews.raise_voice(event, expected=version)


async def report_review(work: Work, user_id: str, review_id: str, code: RejectionCode, note: str) -> None:
    """Ask staff to look at it; again: nothing more. Raises UnknownReview, ReviewClosed."""
    await _others(work, user_id, review_id)
    _, reported, version = await work.reviews.voice(review_id, user_id)
    if not reported:
        text = written("note", note, least=0)
        event = ReviewReported(review_id=review_id, user_id=user_id, code=code, note=text)
        await work.reviews.raise_voice(event, expected=version)


async def set_words(work: Work, version: int, words: Collection[str]) -> HeldWords:
    """The words that hold what contains them. What is published stays so. Raises Stale, Invalid."""
    before = await work.reviews.words()
    ensure(before.version == version, Stale("the list has changed meanwhile", version=before.version))
    event = HeldWordsSet(words=checked_words(words))
    await work.reviews.save_words(event, expected=version)
    return HeldWords(words=tuple(event.words), version=version + 1)


async def _own(work: Work, customer_id: str, review_id: str) -> Review:
    review = await work.reviews.get(review_id)
    ensure(review.customer_id == customer_id, UnknownReview.named(review_id))
    return review


async def _others(work: Work, user_id: str, review_id: str) -> None:
    review = await work.reviews.get(review_id)
    ensure(review.status == "published", UnknownReview.named(review_id))
    ensure(review.customer_id != user_id, ReviewClosed("it is your own"))


async def _check_pictures(work: Work, customer_id: str, media_ids: Sequence[str]) -> None:
    known = {each.media_id for each in await work.media.of(sorted(media_ids)) if each.vendor_id == customer_id}
    missing = sorted(set(media_ids) - known)
    ensure(not missing, Invalid.field("media_ids", f"you have no picture {', '.join(missing)}"))


async def _recount(work: Work, before: Review, rating: int) -> None:
    """The rating that counts from now on instead of the one before (0: none)."""
    gone = before.rating if before.status == "published" else 0
    if gone != rating:
        await _count(work, before.product_id, gone=gone, new=rating)


async def _count(work: Work, product_id: str, *, gone: int = 0, new: int = 0) -> None:
    stars, version = await work.reviews.stars(product_id)
    await work.reviews.rate(product_id, domain.counted(stars, gone=gone, new=new), expected=version)


async def _tell(work: Work, review: Review) -> None:
    await work.log.tell(
        ReviewPosted(
            review_id=review.review_id,
            product_id=review.product_id,
            vendor_id=review.vendor_id,
            order_id=review.order_id,
            rating=review.rating,
        )
    )
