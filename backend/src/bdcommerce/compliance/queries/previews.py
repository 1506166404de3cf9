"""What a change of the rule book would have changed: the past, read in batches and held against another value."""

from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import TypeVar

import msgspec

from bdcommerce.compliance.domain import previews
from bdcommerce.compliance.domain.previews import INVOICES, BuyerImpact, ClockImpact, VatImpact
from bdcommerce.compliance.domain.rules import Book
from bdcommerce.compliance.queries import changes
from bdcommerce.compliance.schemas.changes import (
    BuyerImpactView,
    ClockImpactView,
    MovedView,
    PreviewView,
    RuleChangeView,
    VatImpactView,
)
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money

MOST = 50_000
"""Clocks or invoices that one preview looks at."""
T = TypeVar("T")
Span = tuple[datetime, datetime]


class _Counter:
    """Lets so many pass, and remembers whether there were more."""

    def __init__(self, most: int) -> None:
        self.left, self.complete = most, True

    async def up_to(self, items: AsyncIterator[T]) -> AsyncIterator[T]:
        async for item in items:
            if not self.left:
                self.complete = False
                return
            self.left -= 1
            yield item


async def preview(reads: Reads, book: Book, change: RuleChangeView, first: date, last: date) -> PreviewView:
    """The past of these days as it was and as it would have been. Raises UnknownRule."""
    what, counter = previews.recomputed(change.key), _Counter(MOST)
    span = _midnight(first), _midnight(last + timedelta(days=1))
    clocks = await _clocks(reads, book, change, span, counter) if what == "clocks" else None
    vat = await _vat(reads, book, change, span, counter) if what == "vat" else None
    buyers = await _buyers(reads, book, change, span, counter) if what == "buyers" else None
    return PreviewView(
        change_id=change.id,
        recomputed=what,
        first_day=first,
        last_day=last,
        complete=counter.complete,
        clocks=clocks,
        vat=vat,
        buyers=buyers,
    )


async def _clocks(reads: Reads, book: Book, change: RuleChangeView, span: Span, counter: _Counter) -> ClockImpactView:
    impact, supposed = ClockImpact(), book.supposing(change.key, change.value)
    for kind in previews.kinds_of(change.key):
        async for seen in counter.up_to(changes.clocks_begun(reads, kind, *span)):
            previews.weigh_clock(impact, seen, change.key, supposed, clock.now())
    samples = [MovedView(**msgspec.to_builtins(moved, builtin_types=(datetime,))) for moved in impact.samples]
    counts = {name: getattr(impact, name) for name in _names(impact) if name != "samples"}
    return ClockImpactView(**counts, samples=samples)


async def _vat(reads: Reads, book: Book, change: RuleChangeView, span: Span, counter: _Counter) -> VatImpactView:
    impact = VatImpact()
    async for seen in counter.up_to(changes.invoices_issued(reads, INVOICES[change.key], *span)):
        previews.weigh_vat(impact, seen, change.key, book, change.value)
    return VatImpactView(
        invoices=impact.invoices, lines=impact.lines, vat=Money(impact.vat), would_be_vat=Money(impact.would_be_vat)
    )


async def _buyers(reads: Reads, book: Book, change: RuleChangeView, span: Span, counter: _Counter) -> BuyerImpactView:
    impact = BuyerImpact()
    async for seen in counter.up_to(changes.invoices_issued(reads, "vat", *span)):
        previews.weigh_buyers(impact, seen, book, change.value)
    return BuyerImpactView(**{name: getattr(impact, name) for name in _names(impact)})


def _names(impact: ClockImpact | BuyerImpact) -> list[str]:
    return [field.name for field in fields(impact)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.DHAKA)
