"""Questions and answers, as customers, vendors, authors and staff read them."""

from datetime import datetime
from typing import Literal

import msgspec

from bdcommerce.catalog.domain.moderation import Status
from bdcommerce.catalog.events.reviews import HeldFor, RejectionCode
from bdcommerce.catalog.schemas.questions import AnswerView, OwnPost, QuestionView, StaffPost
from bdcommerce.catalog.schemas.reviews import Author
from bdcommerce.infra.postgres import Query, Reads

LAST = "~"


class AnswerRow(msgspec.Struct):
    """An answer."""

    post_id: str
    body: str
    by_vendor: bool
    district: str
    posted_at: datetime
    display_name: str | None
    initial: str | None

    def view(self) -> AnswerView:
        """As everybody reads it. Whoever of the vendor's staff wrote it speaks for the vendor."""
        author = Author.of("" if self.by_vendor else self.display_name, self.initial, self.district)
        if self.by_vendor:
            author = Author(name="", district="")
        return AnswerView(id=self.post_id, body=self.body, by_vendor=self.by_vendor, author=author, at=self.posted_at)


class QuestionRow(msgspec.Struct):
    """A question with its first answers."""

    post_id: str
    product_id: str
    body: str
    posted_at: datetime
    display_name: str | None
    initial: str | None
    answers: list[AnswerRow]

    def view(self) -> QuestionView:
        """As everybody reads it."""
        return QuestionView(
            id=self.post_id,
            product_id=self.product_id,
            body=self.body,
            author=Author.of(self.display_name, self.initial, ""),
            at=self.posted_at,
            answers=[each.view() for each in self.answers],
        )


class PostRow(msgspec.Struct):
    """A question or an answer."""

    post_id: str
    question_id: str
    product_id: str
    vendor_id: str
    author_id: str
    by_vendor: bool
    body: str
    posted_at: datetime
    status: Status
    held: list[HeldFor]
    code: RejectionCode | Literal[""]
    note: str

    def own(self) -> OwnPost:
        """As its author reads it."""
        return OwnPost(
            id=self.post_id,
            question_id=self.question_id,
            product_id=self.product_id,
            body=self.body,
            at=self.posted_at,
            status=self.status,
            held=self.held,
            code=self.code,
            note=self.note,
        )

    def for_staff(self) -> StaffPost:
        """As staff read it."""
        return StaffPost(post=self.own(), author_id=self.author_id, by_vendor=self.by_vendor, vendor_id=self.vendor_id)


_ANSWERS = "FROM post a LEFT JOIN reviewer v ON v.user_id = a.author_id WHERE a.kind = 'answer'"
_QUESTION = f"""
    SELECT q.post_id, q.product_id, q.body, q.posted_at, w.display_name, w.initial,
           (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.by_vendor DESC, f.post_id DESC), '[]') FROM (
                SELECT a.post_id, a.body, a.by_vendor, a.district, a.posted_at, v.display_name, v.initial {_ANSWERS}
                AND a.status = 'published' AND a.question_id = q.post_id
                ORDER BY a.by_vendor DESC, a.post_id DESC LIMIT 5
            ) f) AS answers
    FROM post q LEFT JOIN reviewer w ON w.user_id = q.author_id WHERE q.kind = 'question'
"""  # noqa: S608 - no value is interpolated
_POST = """
    SELECT post_id, question_id, product_id, vendor_id, author_id, by_vendor, body, posted_at, status, held, code, note
    FROM post
"""
_NEWEST = "q.status = 'published' AND q.post_id < $2 ORDER BY q.post_id DESC LIMIT $3"
OF_PRODUCT = Query("catalog.questions", f"{_QUESTION} AND q.product_id = $1 AND {_NEWEST}", QuestionRow)
OF_VENDOR = Query("catalog.questions_of_vendor", f"{_QUESTION} AND q.vendor_id = $1 AND {_NEWEST}", QuestionRow)
UNANSWERED = Query(
    "catalog.questions_unanswered",
    f"{_QUESTION} AND NOT q.answered AND q.vendor_id = $1 AND {_NEWEST}",
    QuestionRow,
)
ANSWERS = Query(
    "catalog.answers",
    f"""
    SELECT a.post_id, a.body, a.by_vendor, a.district, a.posted_at, v.display_name, v.initial {_ANSWERS}
    AND a.status = 'published' AND a.question_id = $1 AND (a.by_vendor, a.post_id) < ($2, $3)
    ORDER BY a.by_vendor DESC, a.post_id DESC LIMIT $4
    """,
    AnswerRow,
)
OF_AUTHOR = Query(
    "catalog.posts_of_author",
    f"{_POST} WHERE author_id = $1 AND NOT by_vendor AND post_id < $2 ORDER BY post_id DESC LIMIT $3",
    PostRow,
)
HELD = Query("catalog.posts_held", f"{_POST} WHERE status = 'held' AND post_id > $1 ORDER BY post_id LIMIT $2", PostRow)
BY_STATUS = Query(
    "catalog.posts_by_status", f"{_POST} WHERE status = $1 AND post_id < $2 ORDER BY post_id DESC LIMIT $3", PostRow
)
POST = Query("catalog.post", f"{_POST} WHERE post_id = $1", PostRow)


async def of_product(reads: Reads, product_id: str, before: str, limit: int) -> list[QuestionRow]:
    """Published questions on a product, the newest first."""
    return await reads.all(OF_PRODUCT, product_id, before or LAST, limit)


async def of_vendor(reads: Reads, vendor_id: str, before: str, limit: int, *, unanswered: bool) -> list[QuestionRow]:
    """Published questions on what a vendor describes, the newest first."""
    return await reads.all(UNANSWERED if unanswered else OF_VENDOR, vendor_id, before or LAST, limit)


async def answers(reads: Reads, question_id: str, after: tuple[bool, str] | None, limit: int) -> list[AnswerRow]:
    """Published answers: the vendor's, then the newest. A rejected question has none."""
    asked = await post(reads, question_id)
    if asked is None or asked.status != "published":
        return []
    return await reads.all(ANSWERS, question_id, *(after or (True, LAST)), limit)


async def of_author(reads: Reads, author_id: str, before: str, limit: int) -> list[PostRow]:
    """What a customer asked and answered, by id from the end."""
    return await reads.all(OF_AUTHOR, author_id, before or LAST, limit)


async def queue(reads: Reads, status: Status, after: str, limit: int) -> list[PostRow]:
    """What waits, by id; what does not, from the end."""
    if status == "held":
        return await reads.all(HELD, after, limit)
    return await reads.all(BY_STATUS, status, after or LAST, limit)


async def post(reads: Reads, post_id: str) -> PostRow | None:
    """A question or an answer, whoever may read it."""
    return await reads.one(POST, post_id)
