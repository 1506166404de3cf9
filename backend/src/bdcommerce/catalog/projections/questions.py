"""Events to what everybody reads of questions and answers."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, text, update

from bdcommerce.catalog.events.questions import (
    AnswerGiven,
    PostPublished,
    PostRejected,
    PostWithdrawn,
    QuestionAsked,
)
from bdcommerce.catalog.tables.questions import post
from bdcommerce.infra.eventlog import EventMeta
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.projections import Projection

_ANSWERED = text("""
    UPDATE post SET answered = EXISTS (
        SELECT FROM post a WHERE a.question_id = post.post_id AND a.kind = 'answer' AND a.by_vendor
        AND a.status IN ('held', 'published')
    ) WHERE post_id = (SELECT question_id FROM post WHERE post_id = :post_id) AND kind = 'question'
""")


async def ask(event: QuestionAsked, meta: EventMeta, tx: Transaction) -> None:
    row = {"question_id": event.post_id, "kind": "question", "by_vendor": False, "district": ""}
    await tx.execute(insert(post).values(asdict(event) | row | _standing(event.held, meta)))


async def answer(event: AnswerGiven, meta: EventMeta, tx: Transaction) -> None:
    await tx.execute(insert(post).values(asdict(event) | {"kind": "answer"} | _standing(event.held, meta)))
    await tx.execute(_ANSWERED, {"post_id": event.post_id})


async def publish(event: PostPublished, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.post_id, {"status": "published", "held": [], "code": "", "note": ""}, meta, tx)


async def reject(event: PostRejected, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.post_id, {"status": "rejected", "code": event.code, "note": event.note}, meta, tx)


async def withdraw(event: PostWithdrawn, meta: EventMeta, tx: Transaction) -> None:
    await _change(event.post_id, {"status": "withdrawn", "code": "", "note": ""}, meta, tx)


def _standing(held: list[Any], meta: EventMeta) -> dict[str, Any]:
    status = "held" if held else "published"
    return {"status": status, "posted_at": meta.recorded_at, "version": meta.version}


async def _change(post_id: str, now: dict[str, Any], meta: EventMeta, tx: Transaction) -> None:
    """A question waits again when the vendor's answer is gone."""
    await tx.execute(update(post).where(post.c.post_id == post_id).values(now | {"version": meta.version}))
    await tx.execute(_ANSWERED, {"post_id": post_id})


QUESTIONS = Projection(
    name="catalog.questions",
    tables=("post",),
    on={
        QuestionAsked: ask,
        AnswerGiven: answer,
        PostPublished: publish,
        PostRejected: reject,
        PostWithdrawn: withdraw,
    },
)
