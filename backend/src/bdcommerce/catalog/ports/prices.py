"""Prices that change at an instant, as handlers need them kept."""

from collections.abc import Sequence
from typing import Protocol

from bdcommerce.catalog.domain.prices import PriceChange
from bdcommerce.catalog.events.prices import PriceChangeBegan, PriceChangeEnded, PriceChangeScheduled

PriceEvent = PriceChangeScheduled | PriceChangeBegan | PriceChangeEnded


class PriceChanges(Protocol):
    """Price changes. Whoever looks at them has locked the offer's product."""

    async def get(self, change_id: str) -> PriceChange:
        """A price change. Raises UnknownPriceChange."""

    async def to_come(self, offer_id: str) -> Sequence[PriceChange]:
        """Those of an offer that are still to come or under way."""

    async def save(self, event: PriceEvent, *, expected: int) -> None:
        """Append to the change's stream. Raises Stale."""
