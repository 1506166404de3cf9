"""Batches expire. Some days before, by the rule book, they are blocked: there, and not for sale (CR-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from bdcommerce.inventory.domain.allocation import first_expired_first
from bdcommerce.inventory.domain.shelf import Decision, Named, Shelf
from bdcommerce.inventory.events import BatchBlocked, BatchUnblocked, Lot, Shift
from bdcommerce.kernel import clock

EXPIRY_MARGIN = "inventory.expiry_margin_days"
"""The rule: how many days before a batch expires its sale ends."""


@dataclass(frozen=True, slots=True)
class JudgeBatches:
    """What expires on a day or before is not for sale, what expires later is."""

    offer_id: str
    unsold_until: date

    def named(self) -> Named:
        """See Request."""
        return Named(offers=(self.offer_id,), lots=True)

    def decide(self, shelf: Shelf, _now: datetime) -> Decision:
        """One movement for every batch of which that was not known."""
        changing = {
            lot: units
            for lot, units in shelf.lots_of(self.offer_id).items()
            if lot.expires_on and lot.blocked != (lot.expires_on <= self.unsold_until)
        }
        ordered = sorted(changing, key=first_expired_first)
        batches = groupby(ordered, key=lambda lot: (lot.expires_on, lot.batch_no, lot.blocked))
        return Decision(moves=[(self.offer_id, _turned(list(lots), changing)) for _, lots in batches])


def _turned(lots: list[Lot], units: Mapping[Lot, int]) -> BatchBlocked | BatchUnblocked:
    """All units of a batch, from blocked to not blocked or the other way round."""
    shifts = [
        shift
        for lot in lots
        for shift in (Shift(lot, -units[lot]), Shift(replace(lot, blocked=not lot.blocked), units[lot]))
    ]
    kind = BatchUnblocked if lots[0].blocked else BatchBlocked
    return kind(batch_no=lots[0].batch_no, quantity=sum(units[lot] for lot in lots), shifts=shifts)


def sale_ends_at(expires_on: date, margin: timedelta) -> datetime:
    """The instant from which on a batch is not for sale any more: the beginning of that day in Bangladesh."""
    return datetime.combine(expires_on - margin, time.min, clock.DHAKA)
