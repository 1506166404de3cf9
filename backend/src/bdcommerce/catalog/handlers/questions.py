"""Questions on products, and answers by vendors and by those who received them."""

from bdcommerce.catalog.domain.moderation import written
from bdcommerce.catalog.domain.questions import MAX_OPEN, Post, held_for
from bdcommerce.catalog.domain.reviews import Signature
from bdcommerce.catalog.errors.questions import QuestionClosed, TooManyQuestions, UnknownQuestion
from bdcommerce.catalog.errors.reviews import NotReceived
from bdcommerce.catalog.events.questions import (
    AnswerGiven,
    PostPublished,
    PostRejected,
    PostWithdrawn,
    QuestionAsked,
)
from bdcommerce.catalog.events.reviews import RejectionCode
from bdcommerce.catalog.ports import Work
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.ids import new_id


async def ask(work: Work, by: Signature, product_id: str, body: str) -> str:
    """Ask something of a product; the question's id. Raises UnknownProduct, TooManyQuestions, Invalid."""
    vendor_id = await work.questions.described_by(product_id)
    waiting = await work.questions.open_of(by.user_id, product_id)
    ensure(waiting < MAX_OPEN, TooManyQuestions("wait for an answer to those you have asked", retry_after=86_400))
    body = written("body", body)
    event = QuestionAsked(
        post_id=new_id("qst"),
        product_id=product_id,
        vendor_id=vendor_id,
        author_id=by.user_id,
        body=body,
        held=held_for(body, (await work.reviews.words()).words),
    )
    await work.questions.save(event, expected=0)
    await work.reviews.sign(by)
    return event.post_id


async def answer(work: Work, by: Signature, question_id: str, body: str) -> str:
    """A customer who received the product answers. Raises UnknownQuestion, NotReceived, AlreadyAnswered, Invalid."""
    question = await _open(work, question_id)
    purchase = await work.purchases.received(by.user_id, question.product_id)
    if purchase is None:
        raise NotReceived.of(question.product_id)
    post_id = await _answer(work, question, by.user_id, body, district=purchase.district, by_vendor=False)
    await work.reviews.sign(by)
    return post_id


async def answer_for_vendor(work: Work, user_id: str, vendor_id: str, question_id: str, body: str) -> str:
    """The vendor that describes the product answers. Raises UnknownQuestion, AlreadyAnswered, Invalid."""
    question = await _open(work, question_id)
    ensure(question.vendor_id == vendor_id, UnknownQuestion.named(question_id))
    return await _answer(work, question, user_id, body, district="", by_vendor=True)


async def publish_post(work: Work, post_id: str) -> None:
    """Let others read it. Raises UnknownQuestion, QuestionClosed."""
    before = await work.questions.get(post_id)
    ensure(before.status != "withdrawn", QuestionClosed("its author has withdrawn it"))
    if before.status != "published":
        await work.questions.save(PostPublished(post_id=post_id), expected=before.version)


async def reject_post(work: Work, post_id: str, code: RejectionCode, note: str) -> None:
    """Let nobody but staff and its author read it. Raises UnknownQuestion, QuestionClosed."""
    before = await work.questions.get(post_id)
    ensure(before.status in ("held", "published"), QuestionClosed(f"it is {before.status}"))
    event = PostRejected(post_id=post_id, code=code, note=written("note", note, least=0))
    await work.questions.save(event, expected=before.version)


async def withdraw_post(work: Work, author_id: str, post_id: str) -> None:
    """Take back a question or an answer; again: nothing more. Raises UnknownQuestion."""
    before = await work.questions.get(post_id)
    ensure(before.author_id == author_id and not before.by_vendor, UnknownQuestion.named(post_id))
    if before.status != "withdrawn":
        await work.questions.save(PostWithdrawn(post_id=post_id), expected=before.version)


async def _open(work: Work, question_id: str) -> Post:
    question = await work.questions.get(question_id)
    ensure(question.is_question and question.status == "published", UnknownQuestion.named(question_id))
    return question


async def _answer(work: Work, question: Post, author_id: str, body: str, *, district: str, by_vendor: bool) -> str:
    body = written("body", body)
    event = AnswerGiven(
        post_id=new_id("ans"),
        question_id=question.post_id,
        product_id=question.product_id,
        vendor_id=question.vendor_id,
        author_id=author_id,
        by_vendor=by_vendor,
        district=district,
        body=body,
        held=held_for(body, (await work.reviews.words()).words),
    )
    await work.questions.save(event, expected=0)
    return event.post_id
