"""What inventory needs of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.inventory.domain import Audited, Granted, Position, Request, Shelf, Waiting, Warehouse
from bdcommerce.kernel.work import Work as KernelWork
from bdcommerce.kernel.work import Works


class Stockroom(Protocol):
    """The stocks, lots and holds, in one transaction."""

    async def shelf(self, requests: Sequence[Request]) -> Shelf:
        """All that these requests name, locked until the transaction ends.

        Always locks stocks before holds, each in the order of their ids, so that two batches never wait for each other.
        """

    async def save(self, before: Shelf, granted: Granted) -> None:
        """Write what was granted on that shelf, and append the movements.

        Raises Stale if a hold appeared meanwhile, or a warehouse was closed.
        """


class Audits(Protocol):
    """The stocks and lots beside their movements, in one transaction."""

    async def remembered(self, offer_id: str) -> Position:
        """The position as the last snapshot has it; no stock at all without one or after a renaming."""

    async def folded(self, position: Position) -> Position:
        """The position after all movements since its version that are stored by now."""

    async def rows(self, offer_ids: Sequence[str]) -> Mapping[str, Position]:
        """The rows of each of these offers, locked like those of a shelf; no stock at all where there is no row."""

    async def keep(self, audits: Sequence[Audited]) -> None:
        """Note what agrees, with a snapshot where it is worth one, and what differs until it agrees."""


class Warehouses(Protocol):
    """Where a vendor keeps stock, in one transaction."""

    async def of(self, vendor_id: str) -> Mapping[str, Warehouse]:
        """All warehouses of a vendor by id, locked until the transaction ends. There is always the vendor's own."""

    async def add(self, added: Warehouse) -> None:
        """Keep a new one."""

    async def save(self, changed: Warehouse) -> None:
        """Keep a changed one. Raises WarehouseInUse for a closed one that is not empty."""


class Settings(Protocol):
    """What vendors have settled, in one transaction."""

    async def set_low_at(self, vendor_id: str, units: int) -> None:
        """The threshold of all offers of a vendor that have none of their own, those to come included."""

    async def set_own_low_at(self, vendor_id: str, offer_id: str, units: int | None) -> bool:
        """The threshold of one offer; None: the vendor's. Whether the vendor has stock of it."""


class WaitingLines(Protocol):
    """People who wait for offers, in one transaction."""

    async def lock(self, offer_ids: Sequence[str]) -> None:
        """Nobody joins these lines, nor is called from them, until the transaction ends."""

    async def waited_for(self, offer_ids: Sequence[str]) -> Sequence[str]:
        """Those of the offers that somebody waits for."""

    async def available(self, offer_id: str) -> int:
        """Units that can be bought now, by what is committed."""

    async def others_of(self, one: Waiting) -> int:
        """How many other offers the same person waits for."""

    async def add(self, one: Waiting) -> None:
        """Join a line, or stay in it."""

    async def remove(self, user_id: str, offer_id: str) -> None:
        """Leave a line."""

    async def take(self, offer_id: str, most: int) -> Sequence[Waiting]:
        """Those who wait longest, out of the line; none that somebody else is taking at this moment."""


class Paperwork(Protocol):
    """What is going on in warehouses, in one transaction. Asked under the lock of the vendor's warehouses."""

    async def under_way_to(self, warehouse_id: str) -> bool:
        """Whether goods were sent there that have not arrived."""

    async def being_counted(self, warehouse_id: str) -> bool:
        """Whether a stock-take is open there."""


class Work(KernelWork, Protocol):
    """A unit of work of inventory."""

    @property
    def stockroom(self) -> Stockroom:
        """The stocks and holds."""

    @property
    def audits(self) -> Audits:
        """The stocks beside their movements."""

    @property
    def warehouses(self) -> Warehouses:
        """Where vendors keep stock."""

    @property
    def paperwork(self) -> Paperwork:
        """What is going on there."""

    @property
    def settings(self) -> Settings:
        """What vendors have settled."""

    @property
    def waiting(self) -> WaitingLines:
        """People who wait for offers."""


@dataclass(frozen=True)
class Deps:
    """What inventory is given of the world."""

    works: Works[Work]
    accounts: AccountsFace
    catalog: CatalogFace
    compliance: ComplianceFace
    vendors: VendorsFace
