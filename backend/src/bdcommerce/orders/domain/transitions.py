"""The life of a vendor order, as one total table: for every status and every step there is exactly one outcome.

    placed → awaiting_payment → confirmed: what is paid before delivery; what is paid at the door skips the waiting
    placed → awaiting_confirmation → confirmed: what is paid at the door, and risky
    placed → confirmed → accepted → packed → ready_to_ship → handed_over → in_transit → delivered → completed
    a failed attempt: delivery_failed → in_transit | delivered | returning;  returning → returned
    once the courier has it: lost
    before the courier has it: cancelled

A command that does not fit is refused. A courier's news that does not fit is never refused, because it is true: what
we already know better is passed over, anything else is noted for people to look at.
"""

from enum import Enum
from typing import Literal, get_args

from bdcommerce.orders.events import ShipmentNews

Status = Literal[
    "placed", "awaiting_payment", "awaiting_confirmation", "confirmed", "accepted", "packed", "ready_to_ship",
    "handed_over", "in_transit", "delivery_failed", "delivered", "completed", "returning", "returned", "lost",
    "cancelled",
]  # fmt: skip
Command = Literal[
    "await_payment", "await_confirmation", "confirm", "accept", "pack", "make_ready", "cancel", "complete"
]
Step = Literal[Command, ShipmentNews]
By = Literal["customer", "vendor", "staff", "system"]

COMMANDS: tuple[Command, ...] = get_args(Command)
NEWS: tuple[ShipmentNews, ...] = get_args(ShipmentNews)


class Outcome(Enum):
    """What becomes of a step that moves nothing."""

    REFUSED = "refused"
    PASSED_OVER = "passed over"
    NOTED = "noted"


LEADS_TO: dict[Step, Status] = {
    "await_payment": "awaiting_payment",
    "await_confirmation": "awaiting_confirmation",
    "confirm": "confirmed",
    "accept": "accepted",
    "pack": "packed",
    "make_ready": "ready_to_ship",
    "cancel": "cancelled",
    "complete": "completed",
    "picked_up": "handed_over",
    "out_for_delivery": "in_transit",
    "attempt_failed": "delivery_failed",
    "returning": "returning",
    "delivered": "delivered",
    "returned": "returned",
    "lost": "lost",
}

_MOVES: dict[Status, frozenset[Step]] = {
    "placed": frozenset({"await_payment", "await_confirmation", "confirm", "cancel"}),
    "awaiting_payment": frozenset({"confirm", "cancel"}),
    "awaiting_confirmation": frozenset({"confirm", "cancel"}),
    "confirmed": frozenset({"accept", "cancel"}),
    "accepted": frozenset({"pack", "cancel"}),
    "packed": frozenset({"make_ready", "cancel"}),
    "ready_to_ship": frozenset({"cancel", *NEWS}),
    "handed_over": frozenset({"out_for_delivery", "attempt_failed", "returning", "delivered", "returned", "lost"}),
    "in_transit": frozenset({"attempt_failed", "returning", "delivered", "returned", "lost"}),
    "delivery_failed": frozenset({"out_for_delivery", "returning", "delivered", "returned", "lost"}),
    "returning": frozenset({"delivered", "returned", "lost"}),
    "delivered": frozenset({"complete"}),
    "completed": frozenset(),
    "returned": frozenset(),
    "lost": frozenset(),
    "cancelled": frozenset(),
}
"""What moves. Parcels skip stations (news gets lost, or overtakes), so every station leads to every later one."""

_TRIED: frozenset[Step] = frozenset({"picked_up", "out_for_delivery", "attempt_failed"})
_PASSED_OVER: dict[Status, frozenset[Step]] = {
    "handed_over": frozenset({"picked_up"}),
    "in_transit": frozenset({"picked_up", "out_for_delivery"}),
    "delivery_failed": frozenset({"picked_up", "attempt_failed"}),
    "returning": _TRIED | {"returning"},
    "delivered": _TRIED | {"delivered"},
    "completed": _TRIED | {"delivered"},
    "returned": _TRIED | {"returning", "returned"},
    "lost": _TRIED | {"returning", "lost"},
}
"""News that came twice or late: what we know already contains it."""

_CANCELLABLE_BY: dict[By, frozenset[Status]] = {
    "customer": frozenset({"confirmed", "accepted"}),
    "vendor": frozenset({"confirmed", "accepted", "packed", "ready_to_ship"}),
    "staff": frozenset({"confirmed", "accepted", "packed", "ready_to_ship"}),
    "system": frozenset({"placed", "confirmed", "accepted", "packed", "ready_to_ship"}),
}

LINES_CANCELLABLE: frozenset[Status] = frozenset({"confirmed", "accepted"})
"""Once the parcel is closed, it goes whole or not at all."""

WAITING: frozenset[Status] = frozenset({"awaiting_payment", "awaiting_confirmation"})
"""The checkout has come to its end, and the purchase does not bind yet: its stock is held."""

ENDED: frozenset[Status] = frozenset({"completed", "returned", "lost", "cancelled"})


def outcome(status: Status, step: Step) -> Status | Outcome:
    """The next status, or what becomes of the step instead. Total."""
    if step in _MOVES[status]:
        return LEADS_TO[step]
    if step in _PASSED_OVER.get(status, ()):
        return Outcome.PASSED_OVER
    return Outcome.REFUSED if step in COMMANDS else Outcome.NOTED


def may_cancel(by: By, status: Status) -> bool:
    """Whether this kind of caller may still cancel."""
    return status in _CANCELLABLE_BY[by]
