"""What inventory refuses, beside the refusals its face shares with others (contracts.inventory).

NotFound
├── UnknownStock      this vendor has no stock of that offer
├── UnknownWarehouse  this vendor has no such warehouse
├── UnknownBatch      nothing of that batch is there
├── UnknownTransfer   this vendor has no such transfer
└── UnknownCount      this vendor has no such stock-take
Conflict
├── AlreadyCounting   a stock-take is open in that warehouse
├── BelowHeld         less would be left than what is set aside for customers
├── BatchDiffers      the batch is known with another day of expiry, or is not for sale any more
├── CountEnded        the stock-take was approved or cancelled
├── HoldDiffers       the hold exists, for other units
├── InStock           the offer can be bought now: there is nothing to wait for
├── NotGivenBack      those units were not sold under that hold, or are back already
├── NotThere          so many units are not in that warehouse
├── TransferMoved     the goods were sent, received or cancelled already, or not sent yet
├── WarehouseClosed   nothing can be put there
├── WarehouseInUse    units lie in it or are on their way to it, or it is the vendor's own
├── TooManyWarehouses the vendor has as many as there can be
└── WaitsForTooMuch   somebody waits for as many offers as one can
"""

from datetime import date
from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownStock(NotFound):
    """This vendor has no stock of that offer."""

    code = "unknown_stock"

    @classmethod
    def of(cls, offer_id: str) -> Self:
        return cls(f"there is no stock of offer {offer_id}", offer_id=offer_id)


class UnknownWarehouse(NotFound):
    """This vendor has no such warehouse."""

    code = "unknown_warehouse"

    @classmethod
    def of(cls, warehouse_id: str) -> Self:
        return cls(f"there is no warehouse {warehouse_id}", warehouse_id=warehouse_id)


class UnknownBatch(NotFound):
    """Nothing of that batch is there."""

    code = "unknown_batch"

    @classmethod
    def of(cls, offer_id: str, batch_no: str) -> Self:
        return cls(f"there is no batch {batch_no} of offer {offer_id}: receive it", offer_id=offer_id)


class UnknownTransfer(NotFound):
    """This vendor has no such transfer."""

    code = "unknown_transfer"

    @classmethod
    def of(cls, transfer_id: str) -> Self:
        return cls(f"there is no transfer {transfer_id}", transfer_id=transfer_id)


class UnknownCount(NotFound):
    """This vendor has no such stock-take."""

    code = "unknown_count"

    @classmethod
    def of(cls, count_id: str) -> Self:
        return cls(f"there is no stock-take {count_id}", count_id=count_id)


class AlreadyCounting(Conflict):
    """A stock-take is open in that warehouse: what is counted twice would be adjusted twice."""

    code = "already_counting"

    @classmethod
    def of(cls, warehouse_id: str) -> Self:
        return cls(f"in warehouse {warehouse_id} a stock-take is open", warehouse_id=warehouse_id)


class BelowHeld(Conflict):
    """Less would be left than what is set aside for customers. `held` says how much that is."""

    code = "below_held"

    @classmethod
    def of(cls, offer_id: str, held: int) -> Self:
        return cls(f"{held} units of offer {offer_id} are set aside for orders", offer_id=offer_id, held=held)


class BatchDiffers(Conflict):
    """The batch is known with another day of expiry, or is not for sale any more."""

    code = "batch_differs"

    @classmethod
    def of(cls, batch_no: str, expires_on: date | None) -> Self:
        day = expires_on.isoformat() if expires_on else ""
        return cls(f"batch {batch_no} is there already: it expires on {day or 'no day'}", expires_on=day)


class CountEnded(Conflict):
    """The stock-take was approved or cancelled."""

    code = "count_ended"

    @classmethod
    def of(cls, count_id: str, status: str) -> Self:
        return cls(f"stock-take {count_id} is {status}", count_id=count_id, status=status)


class HoldDiffers(Conflict):
    """The hold exists, for other units."""

    code = "hold_differs"

    @classmethod
    def of(cls, hold_id: str) -> Self:
        return cls(f"hold {hold_id} is for other units", hold_id=hold_id)


class InStock(Conflict):
    """The offer can be bought now: there is nothing to wait for."""

    code = "in_stock"

    @classmethod
    def of(cls, offer_id: str) -> Self:
        return cls(f"offer {offer_id} can be bought now", offer_id=offer_id)


class NotGivenBack(Conflict):
    """Those units were not sold under that hold, or are back already."""

    code = "not_given_back"

    @classmethod
    def of(cls, hold_id: str, why: str) -> Self:
        return cls(f"nothing comes back from hold {hold_id}: {why}", hold_id=hold_id)


class NotThere(Conflict):
    """So many units are not in that warehouse. `there` says how many are."""

    code = "not_there"

    @classmethod
    def of(cls, offer_id: str, warehouse_id: str, there: int) -> Self:
        where = f"warehouse {warehouse_id} has {there} such units of offer {offer_id}"
        return cls(where, offer_id=offer_id, warehouse_id=warehouse_id, there=there)


class TransferMoved(Conflict):
    """The goods were sent, received or cancelled already, or not sent yet. `status` says which."""

    code = "transfer_moved"

    @classmethod
    def of(cls, transfer_id: str, status: str) -> Self:
        return cls(f"transfer {transfer_id} is {status}", transfer_id=transfer_id, status=status)


class WarehouseClosed(Conflict):
    """Nothing can be put there."""

    code = "warehouse_closed"

    @classmethod
    def of(cls, warehouse_id: str) -> Self:
        return cls(f"warehouse {warehouse_id} is closed", warehouse_id=warehouse_id)


class WarehouseInUse(Conflict):
    """Units lie in it or are on their way to it, or it is the vendor's own."""

    code = "warehouse_in_use"

    @classmethod
    def of(cls, warehouse_id: str, why: str) -> Self:
        return cls(f"warehouse {warehouse_id} cannot be closed: {why}", warehouse_id=warehouse_id)


class TooManyWarehouses(Conflict):
    """The vendor has as many as there can be. `most` says how many that is."""

    code = "too_many_warehouses"

    @classmethod
    def of(cls, most: int) -> Self:
        return cls(f"there can be {most} open warehouses", most=most)


class WaitsForTooMuch(Conflict):
    """Somebody waits for as many offers as one can. `most` says how many that is."""

    code = "waits_for_too_much"

    @classmethod
    def of(cls, most: int) -> Self:
        return cls(f"one can wait for {most} offers at a time", most=most)
