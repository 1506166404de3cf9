"""What inventory does, one function per use case."""

from bdcommerce.inventory.handlers.audits import audit
from bdcommerce.inventory.handlers.stock import recount, settle
from bdcommerce.inventory.handlers.warehouses import (
    add_warehouse,
    change_warehouse,
    close_warehouse,
    open_own_warehouse,
    reopen_warehouse,
)

__all__ = [
    "add_warehouse",
    "audit",
    "change_warehouse",
    "close_warehouse",
    "open_own_warehouse",
    "recount",
    "reopen_warehouse",
    "settle",
]
