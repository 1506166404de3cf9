"""What others may ask of inventory. Asks that come in at the same moment are granted together."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from bdcommerce.contracts.inventory import StockHeld, StockLine
from bdcommerce.inventory import handlers
from bdcommerce.inventory.adapters.combining import Combiner
from bdcommerce.inventory.domain import CommitHold, GiveBack, Outcome, PlaceHold, ReleaseHold, Request, summed
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel.errors import BdError, Invalid
from bdcommerce.kernel.work import Works


class Inventory:
    """See contracts.inventory.InventoryFace."""

    def __init__(self, works: Works[Work]) -> None:
        async def settle(requests: Sequence[Request]) -> Sequence[Outcome | BdError]:
            async with works() as work:
                return (await handlers.settle(work, requests)).outcomes

        self._requests = Combiner(settle)

    async def hold(self, hold_id: str, lines: list[StockLine], ttl_seconds: int) -> StockHeld:
        """See InventoryFace. Raises HoldDiffers if the hold exists for other units, Invalid for a wrong request."""
        if ttl_seconds < 1:
            raise Invalid.field("ttl_seconds", "must be at least 1")
        placing = PlaceHold(hold_id, summed(lines), timedelta(seconds=ttl_seconds))
        return cast("StockHeld", await self._requests.submit(placing))

    async def commit(self, hold_id: str) -> None:
        """See InventoryFace."""
        await self._requests.submit(CommitHold(hold_id))

    async def release(self, hold_id: str, reason: str) -> None:
        """See InventoryFace."""
        await self._requests.submit(ReleaseHold(hold_id, reason))

    async def give_back(self, key: str, hold_id: str, lines: list[StockLine], reason: str) -> None:
        """See InventoryFace."""
        await self._requests.submit(GiveBack(key, hold_id, summed(lines), reason))
