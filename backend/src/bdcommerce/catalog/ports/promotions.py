"""Promotions, as handlers need them kept."""

from typing import Protocol

from bdcommerce.catalog.domain.promotions import Known
from bdcommerce.catalog.events.promotions import PromotionClosed, PromotionNoted, PromotionOpened

PromotionEvent = PromotionNoted | PromotionOpened | PromotionClosed


class Promotions(Protocol):
    """What was heard of promotions."""

    async def find(self, promotion_id: str) -> Known | None:
        """A promotion, locked until the transaction ends."""

    async def save(self, promotion_id: str, event: PromotionEvent, *, expected: int) -> None:
        """Append to the promotion's stream. Waits until nothing is being shown by what held before. Raises Stale."""
