"""What inventory needs of the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.inventory.domain import Granted, Request, Shelf
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


class Work(KernelWork, Protocol):
    """A unit of work of inventory."""

    @property
    def stockroom(self) -> Stockroom:
        """The stocks and holds."""


@dataclass(frozen=True)
class Deps:
    """What inventory is given of the world."""

    works: Works[Work]
    catalog: CatalogFace
