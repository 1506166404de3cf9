"""What goes in and out over HTTP."""

from bdcommerce.inventory.schemas.counts import CountLines, CountLineView, CountView, FoundLine, OpenCount
from bdcommerce.inventory.schemas.stock import (
    AdjustStock,
    CountStock,
    InWarehouse,
    LotName,
    LotView,
    MovementView,
    ReceiveStock,
    SetLowAt,
    ShiftView,
    StockSettings,
    StockView,
)
from bdcommerce.inventory.schemas.transfers import (
    ArrivedLine,
    CargoView,
    DraftTransfer,
    EndNote,
    ReceiveTransfer,
    ReviseTransfer,
    TransferView,
    WantedLine,
    WantedView,
)
from bdcommerce.inventory.schemas.waiting import WaitingView
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
    "ArrivedLine",
    "CargoView",
    "ChangeWarehouse",
    "CountLineView",
    "CountLines",
    "CountStock",
    "CountView",
    "DraftTransfer",
    "EndNote",
    "FoundLine",
    "InWarehouse",
    "LotName",
    "LotView",
    "MovementView",
    "OpenCount",
    "PickView",
    "PlaceView",
    "ReceiveStock",
    "ReceiveTransfer",
    "ReviseTransfer",
    "SetLowAt",
    "ShiftView",
    "StockSettings",
    "StockView",
    "TransferView",
    "WaitingView",
    "WantedLine",
    "WantedView",
    "WarehouseView",
]
