"""Inventory: how many units of an offer there are, and for whom they are set aside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import Conflict, NotFound
from bdcommerce.kernel.events import integration_event
from bdcommerce.kernel.faces import idempotent
from bdcommerce.kernel.text import Localized


@integration_event(key="offer_id")
class StockChanged:
    """The number of units that can be bought now."""

    offer_id: str
    vendor_id: str
    available: int


@integration_event(key="offer_id")
class StockLow:
    """Fewer units than the vendor wants to be told of; told once until stock is above the threshold again."""

    offer_id: str
    vendor_id: str
    available: int
    threshold: int


@integration_event(key="offer_id")
class BackInStock:
    """Somebody who asked to be told can buy an offer again. One event per person."""

    offer_id: str
    user_id: str
    title: Localized
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """So many units of an offer."""

    offer_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockHeld:
    """Units set aside until an instant."""

    hold_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StockVerdict:
    """Whether stock is what its movements make of it."""

    offers: int
    """How many offers were looked at: those whose stock is not as an audit last found it right."""
    agrees: bool
    differing: list[str]
    """The offers whose stock is something else, by id; empty if all agree."""


class OutOfStock(Conflict):
    """Nothing was held. `shortages` maps offer ids to the units that are available."""

    code = "out_of_stock"


class HoldGone(Conflict):
    """The hold has expired or was released, and its units could not be taken again."""

    code = "hold_gone"


class UnknownHold(NotFound):
    """There is no such hold."""

    code = "unknown_hold"


class InventoryFace(Protocol):
    """Hold, commit, release: all or nothing. And whether the counts are right."""

    @idempotent
    async def hold(self, hold_id: str, lines: list[StockLine], ttl_seconds: int) -> StockHeld:
        """Set units aside under the caller's own id. Again with the same id: the same hold. Raises OutOfStock."""

    @idempotent
    async def commit(self, hold_id: str, reference: str = "", destination: Place | None = None) -> None:
        """The held units are sold. Again: nothing more. An expired hold is taken anew if its units are still there.

        They are picked from the warehouses nearest to `destination`, first expired first out; `reference` (the order)
        is what the vendor's pick list finds them by.

        Raises HoldGone, UnknownHold.
        """

    @idempotent
    async def release(self, hold_id: str, reason: str) -> None:
        """The held units may be sold to others; committed ones come back to stock. Again: nothing more.

        A hold that never was is remembered as released, so that a late `hold` with that id is refused with HoldGone.
        """

    @idempotent
    async def give_back(self, key: str, hold_id: str, lines: list[StockLine], reason: str) -> None:
        """Committed units come back to stock: a cancelled line, a parcel returned. Again with the same key: nothing
        more. Never more units than the hold committed. Raises UnknownHold, Conflict.
        """

    @idempotent
    async def audit_stock(self) -> StockVerdict:
        """Hold stock against its movements, some offers at a time, while it goes on moving. A difference is kept.

        An offer that agreed is not looked at again before its stock changes. One that differs is, every time, until it
        agrees. Takes time in proportion to the movements since the last audit.
        """
