"""What others may ask of inventory. Asks that come in at the same moment are granted together."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import cast

from bdcommerce.contracts.inventory import StockHeld, StockLine, StockVerdict
from bdcommerce.infra import telemetry
from bdcommerce.infra.postgres import Reads
from bdcommerce.inventory import handlers
from bdcommerce.inventory.adapters.combining import Combiner
from bdcommerce.inventory.domain import CommitHold, GiveBack, Outcome, PlaceHold, ReleaseHold, Request, summed
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.queries import audits
from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import BdError, Invalid
from bdcommerce.kernel.work import Works

AUDITED_AT_ONCE = 20
"""Offers whose rows an audit locks together: so few that their buyers wait for some milliseconds."""

_log = telemetry.logger(__name__)
_differ = telemetry.differences("inventory.stock")


class Inventory:
    """See contracts.inventory.InventoryFace."""

    def __init__(self, works: Works[Work], reads: Reads) -> None:
        self._works, self._reads = works, reads

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

    async def commit(self, hold_id: str, reference: str = "", destination: Place | None = None) -> None:
        """See InventoryFace."""
        await self._requests.submit(CommitHold(hold_id, reference, destination))

    async def release(self, hold_id: str, reason: str) -> None:
        """See InventoryFace."""
        await self._requests.submit(ReleaseHold(hold_id, reason))

    async def give_back(self, key: str, hold_id: str, lines: list[StockLine], reason: str) -> None:
        """See InventoryFace."""
        await self._requests.submit(GiveBack(key, hold_id, summed(lines), reason))

    async def audit_stock(self) -> StockVerdict:
        """See InventoryFace."""
        offers, differing = 0, list[str]()
        for look in (audits.unaudited, audits.gone):
            after = ""
            while batch := await look(self._reads, after, AUDITED_AT_ONCE):
                offers, after = offers + len(batch), batch[-1]
                differing += await self._audit(batch)
        return StockVerdict(offers=offers, agrees=not differing, differing=differing)

    async def _audit(self, offer_ids: Sequence[str]) -> list[str]:
        """Those of some offers that differ, and word of it."""
        async with self._works() as work:
            audited = await handlers.audit(work, offer_ids)
        wrong = [one for one in audited if not one.agrees]
        for one in wrong:
            _log.error("inventory.stock_differs", row=asdict(one.row), folded=asdict(one.folded))
        _differ(len(wrong))
        return [one.offer_id for one in wrong]
