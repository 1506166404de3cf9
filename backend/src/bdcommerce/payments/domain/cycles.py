"""Payout cycles: how often a vendor is paid goes by its tier, and the law's limit before the cycle (DC-PAY-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bdcommerce.contracts.vendors import VendorTier
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.holds import Held

CYCLE_RULES: Mapping[VendorTier, str] = {
    "new": "payout.cycle_days_new",
    "standard": "payout.cycle_days_standard",
    "trusted": "payout.cycle_days_trusted",
}
"""The rules that say, in days, how often a vendor of a tier is paid."""
NotDue = Literal["in_open_payout", "on_hold", "below_minimum", "not_yet"]
_LAST_CALL = timedelta(days=1)
"""So long before the statutory day a payout is due whatever the cycle says: a bank file takes a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides whether a vendor is to be paid."""

    vendor_id: str
    tier: VendorTier
    owed: Money
    held: Held
    due_on: date | None
    """The last day by law for the oldest release in the balance."""
    since: date
    """The day of its last payout, or of its first release if it was never paid."""
    in_open_payout: bool

    @property
    def payable(self) -> Money:
        """What would be paid today."""
        return self.held.of(self.owed)


def pressing(due_on: date | None, today: date) -> bool:
    """Whether the law does not let a payout wait any longer."""
    return due_on is not None and today >= due_on - _LAST_CALL


def next_on(standing: Standing, cycle_days: int) -> date:
    """The day from which on a vendor is to be paid: its cycle's, or the law's if that is earlier."""
    by_cycle = standing.since + timedelta(days=cycle_days)
    return min(by_cycle, standing.due_on - _LAST_CALL) if standing.due_on else by_cycle


def why_not_due(standing: Standing, *, cycle_days: int, minimum: Money, today: date) -> NotDue | None:
    """What keeps a vendor from being paid today; None if nothing does. The law asks for small amounts too."""
    if standing.in_open_payout:
        return "in_open_payout"
    if standing.payable <= Money(0):
        return "on_hold"
    if standing.payable < minimum and not pressing(standing.due_on, today):
        return "below_minimum"
    return None if today >= next_on(standing, cycle_days) else "not_yet"
