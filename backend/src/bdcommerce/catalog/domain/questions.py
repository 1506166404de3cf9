"""Questions on products: who asks, who answers, and when others read it (see domain.moderation)."""

from collections.abc import Collection
from dataclasses import dataclass

from bdcommerce.catalog.domain.moderation import Status, contains
from bdcommerce.catalog.events.reviews import HeldFor

MAX_OPEN = 5
"""How many unanswered questions a customer may have on one product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A question, or an answer to one."""

    post_id: str
    question_id: str
    """Of a question its own id."""
    product_id: str
    vendor_id: str
    author_id: str
    by_vendor: bool
    status: Status
    version: int

    @property
    def is_question(self) -> bool:
        """Whether it is no answer."""
        return self.post_id == self.question_id


def held_for(body: str, words: Collection[str]) -> list[HeldFor]:
    """Why staff read it before others do; empty: they do not."""
    return ["words"] if contains(body, words) else []
