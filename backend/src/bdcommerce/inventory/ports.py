"""What inventory needs of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.inventory.domain import Audited, Granted, Request, Shelf, Stock
from bdcommerce.kernel.work import Work as KernelWork
from bdcommerce.kernel.work import Works


class Stockroom(Protocol):
    """The stocks and holds, in one transaction."""

    async def shelf(self, requests: Sequence[Request]) -> Shelf:
        """All that these requests name, locked until the transaction ends.

        Always locks stocks before holds, each in the order of their ids, so that two batches never wait for each other.
        """

    async def save(self, before: Shelf, granted: Granted) -> None:
        """Write what was granted on that shelf, and append the movements. Raises Stale if a hold appeared meanwhile."""


class Audits(Protocol):
    """The stocks beside their movements, in one transaction."""

    async def remembered(self, offer_id: str) -> Stock:
        """The stock as the last snapshot has it; none at all without one, or if today's class has another name."""

    async def folded(self, stock: Stock) -> Stock:
        """The stock after all movements since its version that are stored by now."""

    async def rows(self, offer_ids: Sequence[str]) -> Mapping[str, Stock]:
        """The row of each of these offers, locked like those of a shelf; none at all where there is no row."""

    async def keep(self, audits: Sequence[Audited]) -> None:
        """Note what agrees, with a snapshot where it is worth one, and what differs until it agrees."""


class Work(KernelWork, Protocol):
    """A unit of work of inventory."""

    @property
    def stockroom(self) -> Stockroom:
        """The stocks and holds."""

    @property
    def audits(self) -> Audits:
        """The stocks beside their movements."""


@dataclass(frozen=True)
class Deps:
    """What inventory is given of the world."""

    works: Works[Work]
    catalog: CatalogFace
