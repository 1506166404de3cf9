"""What goes in and out over HTTP."""

from bdcommerce.inventory.schemas.stock import (
    AdjustStock,
    CountStock,
    InWarehouse,
    LotName,
    LotView,
    MovementView,
    ShiftView,
    StockView,
)
from bdcommerce.inventory.schemas.warehouses import (
    AddWarehouse,
    ChangeWarehouse,
    PickView,
    PlaceView,
    WarehouseView,
)

__all__ = [
    "AddWarehouse",
    "AdjustStock",
    "ChangeWarehouse",
    "CountStock",
    "InWarehouse",
    "LotName",
    "LotView",
    "MovementView",
    "PickView",
    "PlaceView",
    "ShiftView",
    "StockView",
    "WarehouseView",
]
