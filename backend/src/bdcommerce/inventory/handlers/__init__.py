"""What inventory does, one function per use case."""

from bdcommerce.inventory.handlers.audits import audit
from bdcommerce.inventory.handlers.batches import expiry_margin, judge_batches, receive_stock, set_stock
from bdcommerce.inventory.handlers.counts import approve_count, cancel_count, count_lines, open_count
from bdcommerce.inventory.handlers.settings import set_low_at, set_own_low_at
from bdcommerce.inventory.handlers.stock import recount, settle
from bdcommerce.inventory.handlers.transfers import (
    cancel_transfer,
    draft_transfer,
    receive_transfer,
    revise_transfer,
    send_transfer,
)
from bdcommerce.inventory.handlers.waiting import stop_waiting, tell_waiting, wait_for
from bdcommerce.inventory.handlers.warehouses import (
    add_warehouse,
    change_warehouse,
    close_warehouse,
    open_own_warehouse,
    reopen_warehouse,
)

__all__ = [
    "add_warehouse",
    "approve_count",
    "audit",
    "cancel_count",
    "cancel_transfer",
    "change_warehouse",
    "close_warehouse",
    "count_lines",
    "draft_transfer",
    "expiry_margin",
    "judge_batches",
    "open_count",
    "open_own_warehouse",
    "receive_stock",
    "receive_transfer",
    "recount",
    "reopen_warehouse",
    "revise_transfer",
    "send_transfer",
    "set_low_at",
    "set_own_low_at",
    "set_stock",
    "settle",
    "stop_waiting",
    "tell_waiting",
    "wait_for",
]
