"""Questions and answers in an open transaction."""

from sqlalchemy import func, select

from bdcommerce.catalog.adapters.postgres.constraints import meaning
from bdcommerce.catalog.domain.questions import Post
from bdcommerce.catalog.errors import UnknownProduct
from bdcommerce.catalog.errors.questions import AlreadyAnswered, UnknownQuestion
from bdcommerce.catalog.events.questions import AnswerGiven
from bdcommerce.catalog.ports.questions import PostEvent
from bdcommerce.catalog.tables import product, product_page
from bdcommerce.catalog.tables.questions import post
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel.work import Recorder


class PostgresQuestions:
    """See ports.Questions."""

    def __init__(self, tx: Transaction, log: Recorder) -> None:
        self._tx, self._log = tx, log

    async def get(self, post_id: str) -> Post:
        """See ports.Questions."""
        row = await self._tx.row(select(post).where(post.c.post_id == post_id).with_for_update())
        if row is None:
            raise UnknownQuestion.named(post_id)
        same = ("post_id", "question_id", "product_id", "vendor_id", "author_id", "by_vendor", "status", "version")
        return Post(**{name: row[name] for name in same})

    async def described_by(self, product_id: str) -> str:
        """See ports.Questions."""
        shown = product.join(product_page, product_page.c.product_id == product.c.product_id)
        found = select(product.c.vendor_id).select_from(shown).where(product.c.product_id == product_id)
        vendor_id = await self._tx.scalar(found)
        if vendor_id is None:
            raise UnknownProduct.named(product_id)
        return str(vendor_id)

    async def open_of(self, author_id: str, product_id: str) -> int:
        """See ports.Questions."""
        waiting = select(func.count()).where(
            post.c.author_id == author_id,
            post.c.product_id == product_id,
            post.c.kind == "question",
            post.c.status.in_(("held", "published")),
            ~post.c.answered,
        )
        return int(await self._tx.scalar(waiting))

    async def save(self, event: PostEvent, *, expected: int) -> None:
        """See ports.Questions."""
        taken = AlreadyAnswered.of(event.question_id if isinstance(event, AnswerGiven) else event.post_id)
        with meaning({"post_one_answer_idx": taken, "post_vendor_answer_idx": taken}):
            await self._log.append(f"post-{event.post_id}", [event], expected=expected)
