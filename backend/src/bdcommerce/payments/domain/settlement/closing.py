"""The end of a day with a provider or a courier: what its account holds, and item by item why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.money import Money
from bdcommerce.payments.events import DifferenceReason, OpenItem, SettlementClosed, SourceKind

CloseStatus = Literal["proved", "explained", "unexplained"]
"""`proved`: nothing is left but what is not due to be settled yet. `explained`: what else is left stands in the list,
with its reason. `unexplained`: ledger and items differ.
"""
NOT_DUE, OVERDUE = "not_due", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An item of which money was open when the day ended, and the difference that stands for it, if one does."""

    item_id: str
    reference: str
    amount: Money
    since: date
    difference: DifferenceReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a source's account moved by on a day: captured or collected, settled, resolved."""

    captured: Money
    settled: Money
    resolved: Money

    @property
    def total(self) -> Money:
        """All of it."""
        return self.captured + self.settled + self.resolved


def close(
    kind: SourceKind,
    source: str,
    day: date,
    *,
    ledger: Money,
    standing: Sequence[Standing],
    moved: Moved,
    days: int,
    by: str,
) -> SettlementClosed:
    """What a source owed at the end of a day, `days` after which it should have settled. Raises Invalid for a day that
    is not over.
    """
    ensure(day < clock.today(), Invalid.field("day", "is not over yet"))
    explained = sum((item.amount for item in standing), Money(0))
    return SettlementClosed(
        close_id=ids.new_id("scl"),
        kind=kind,
        source=source,
        day=day,
        ledger=ledger,
        explained=explained,
        opening=explained - moved.total,
        captured=moved.captured,
        settled=moved.settled,
        resolved=moved.resolved,
        items=[
            OpenItem(
                item_id=item.item_id,
                reference=item.reference,
                amount=item.amount,
                why=item.difference or (NOT_DUE if day - item.since < timedelta(days=days) else OVERDUE),
                since=item.since,
            )
            for item in standing
        ],
        by=by,
        at=clock.now(),
    )


def status_of(closed: SettlementClosed) -> CloseStatus:
    """Whether the day is proved."""
    if closed.ledger != closed.explained:
        return "unexplained"
    return "proved" if all(item.why == NOT_DUE for item in closed.items) else "explained"
