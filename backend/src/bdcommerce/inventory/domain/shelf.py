"""What a batch of requests is decided on, and what a decision says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bdcommerce.contracts.inventory import StockHeld, UnknownHold
from bdcommerce.inventory.domain.allocation import Lots, Pick
from bdcommerce.inventory.domain.stock import Stock
from bdcommerce.inventory.domain.warehouses import Warehouse, own_warehouse
from bdcommerce.inventory.errors import UnknownStock, UnknownWarehouse, WarehouseClosed
from bdcommerce.inventory.events import Movement
from bdcommerce.kernel.errors import Invalid, ensure

HoldStatus = Literal["held", "committed", "released", "expired"]
Outcome = StockHeld | None
Moves = Sequence[tuple[str, Movement]]
"""Movements, each with the offer that moves."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Units set aside under the asker's own id. `given_back` counts those that came back after they were sold."""

    hold_id: str
    status: HoldStatus
    expires_at: datetime
    reason: str = ""
    quantities: Mapping[str, int] = field(default_factory=dict)
    given_back: Mapping[str, int] = field(default_factory=dict)
    picks: Sequence[Pick] = ()
    """Where the units of a committed one were taken from."""
    reference: str = ""
    """The order that a committed one is for."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a request must be shown."""

    offers: Collection[str] = ()
    holds: Collection[str] = ()
    overdue: Collection[str] = ()
    """Holds whose offers matter only as long as they are held."""
    key: str = ""
    lots: bool = False
    """Where the units of these offers, and of the offers of these holds, lie."""
    begins: str = ""
    """The vendor whose stock of these offers begins now, unless it has begun before."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a batch of requests is decided on: all that they name, as far as it exists."""

    stock: Mapping[str, Stock] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    """The keys under which units were given back before, each with its hold."""
    lots: Mapping[str, Lots] = field(default_factory=dict)
    """Per offer, for those requests that ask for them."""
    warehouses: Mapping[str, Warehouse] = field(default_factory=dict)
    """All warehouses of the vendors of those offers."""
    low_at: Mapping[str, int] = field(default_factory=dict)
    """Per offer, the number of available units below which its vendor wants to be told; none: never."""

    def of(self, offer_id: str) -> Stock:
        """The stock of an offer, none at all if it was never counted."""
        return self.stock.get(offer_id) or Stock(offer_id)

    def known(self, hold_id: str) -> Hold:
        """A hold that must exist. Raises UnknownHold."""
        if hold_id not in self.holds:
            raise UnknownHold(f"there is no hold {hold_id}", hold_id=hold_id)
        return self.holds[hold_id]

    def shortages(self, quantities: Mapping[str, int]) -> dict[str, int]:
        """What is available of those offers of which more is wanted."""
        return {
            offer_id: available
            for offer_id, wanted in quantities.items()
            if wanted > (available := self.of(offer_id).available)
        }

    def lots_of(self, offer_id: str) -> Lots:
        """Where the units of an offer lie."""
        return self.lots.get(offer_id, {})

    def owned(self, vendor_id: str, offer_id: str) -> Stock:
        """A vendor's stock of an offer that has begun. Raises UnknownStock."""
        stock = self.of(offer_id)
        ensure(stock.version and stock.vendor_id == vendor_id, UnknownStock.of(offer_id))
        return stock

    def open_warehouse(self, vendor_id: str, warehouse_id: str) -> str:
        """The same id, if it is an open warehouse of the vendor. Raises UnknownWarehouse, WarehouseClosed."""
        found = self.warehouses.get(warehouse_id)
        ensure(found and found.vendor_id == vendor_id, UnknownWarehouse.of(warehouse_id))
        ensure(found and found.open, WarehouseClosed.of(warehouse_id))
        return warehouse_id

    def where(self, vendor_id: str, offer_id: str, warehouse_id: str) -> str:
        """The warehouse that is meant; when none is named, the only one that has units of the offer.

        Raises UnknownWarehouse, WarehouseClosed, Invalid.
        """
        having = {lot.warehouse_id for lot in self.lots_of(offer_id)} or {own_warehouse(vendor_id)}
        unclear = Invalid.field("warehouse_id", "name it: the offer lies in several warehouses")
        ensure(warehouse_id or len(having) == 1, unclear)
        return self.open_warehouse(vendor_id, warehouse_id or next(iter(having)))


@dataclass(frozen=True, slots=True)
class Decision:
    """What one request does."""

    outcome: Outcome = None
    hold: Hold | None = None
    """The hold as it is from now on, if it is new or changes."""
    moves: Moves = ()
    given: str = ""
    """The key under which units come back."""


class Request(Protocol):
    """Something that is asked of stock, and either done wholly or refused."""

    def named(self) -> Named:
        """What it must be shown."""

    def decide(self, shelf: Shelf, now: datetime) -> Decision:
        """What it does; raises its refusal."""
