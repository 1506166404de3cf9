"""Holds on a vendor's payouts: what staff keep back for a while, and what an open dispute keeps back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.errors import HoldLifted, UnknownHold
from bdcommerce.payments.events import PayoutHoldLifted, PayoutHoldPlaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold. `vendor_id` is empty if there is none of this id."""

    hold_id: str
    vendor_id: str = ""
    lifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What of a vendor's balance is not to be paid out now."""

    amount: Money
    everything: bool = False

    def of(self, balance: Money) -> Money:
        """What of a balance may be paid out; never less than nothing."""
        return Money(0) if self.everything else max(balance - self.amount, Money(0))


def place(vendor_id: str, *, amount: Money | None, reason: str, until: date | None, by: str) -> PayoutHoldPlaced:
    """Keep an amount back, or (None) everything; up to and with a day, or (None) until it is lifted."""
    return PayoutHoldPlaced(
        hold_id=ids.new_id("phd"),
        vendor_id=vendor_id,
        amount=amount,
        reason=reason,
        until=until,
        by=by,
        at=clock.now(),
    )


def lift(hold: Hold, reason: str, by: str) -> PayoutHoldLifted:
    """Let it go. Raises UnknownHold, HoldLifted."""
    ensure(hold.vendor_id, UnknownHold.of(hold.hold_id))
    ensure(not hold.lifted, HoldLifted.of(hold.hold_id))
    return PayoutHoldLifted(hold_id=hold.hold_id, vendor_id=hold.vendor_id, reason=reason, by=by, at=clock.now())


def restore(hold_id: str, happened: Sequence[object]) -> Hold:
    """The state after what happened."""
    return reduce(_evolve, happened, Hold(hold_id=hold_id))


def _evolve(hold: Hold, event: object) -> Hold:
    match event:
        case PayoutHoldPlaced():
            return replace(hold, vendor_id=event.vendor_id)
        case PayoutHoldLifted():
            return replace(hold, lifted=True)
        case _:
            message = f"{event!r} is not part of a hold's life"
            raise TypeError(message)
