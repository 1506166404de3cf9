"""Questions and answers, as handlers need them kept."""

from typing import Protocol

from bdcommerce.catalog.domain.questions import Post
from bdcommerce.catalog.events.questions import (
    AnswerGiven,
    PostPublished,
    PostRejected,
    PostWithdrawn,
    QuestionAsked,
)

PostEvent = QuestionAsked | AnswerGiven | PostPublished | PostRejected | PostWithdrawn


class Questions(Protocol):
    """Questions and answers."""

    async def get(self, post_id: str) -> Post:
        """A question or an answer, unchanged until the transaction ends. Raises UnknownQuestion."""

    async def described_by(self, product_id: str) -> str:
        """The vendor of a product that customers can find. Raises UnknownProduct."""

    async def open_of(self, author_id: str, product_id: str) -> int:
        """How many questions of somebody on a product have no answer of the vendor yet."""

    async def save(self, event: PostEvent, *, expected: int) -> None:
        """Append to the stream of the question or answer. Raises Stale, AlreadyAnswered."""
