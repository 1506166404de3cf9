"""The movements of stock, each on the stream of its offer, and the timer of holds.

Folding the movements of an offer gives its row.
"""

from bdcommerce.kernel.events import domain_event


@domain_event()
class StockCounted:
    """The vendor has counted: this many are there. The first movement of every offer."""

    vendor_id: str
    on_hand: int
    reason: str


@domain_event()
class StockAdjusted:
    """Units arrived (more) or were lost (fewer)."""

    delta: int
    reason: str


@domain_event()
class UnitsHeld:
    """Units are set aside for somebody."""

    hold_id: str
    quantity: int


@domain_event()
class UnitsReleased:
    """Units that were set aside may be sold to others: the hold was given up, or has expired."""

    hold_id: str
    quantity: int
    reason: str


@domain_event()
class UnitsCommitted:
    """Units that were set aside are sold."""

    hold_id: str
    quantity: int
    reference: str = ""
    """What they were sold for: the order."""


@domain_event()
class UnitsGivenBack:
    """Sold units are back in stock."""

    hold_id: str
    quantity: int
    reason: str


@domain_event()
class HoldsFellDue:
    """A timer: these holds were to end now. Those that were committed or released meanwhile stay as they are."""

    hold_ids: list[str]


Movement = StockCounted | StockAdjusted | UnitsHeld | UnitsReleased | UnitsCommitted | UnitsGivenBack
