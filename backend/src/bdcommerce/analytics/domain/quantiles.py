"""Durations counted in classes: a mean is exact, a quantile as fine as the classes are."""

from collections.abc import Sequence
from decimal import Decimal

from bdcommerce.contracts.analytics import BOUNDS_MS


def quantile_ms(classes: Sequence[int], share: Decimal) -> Decimal | None:
    """The duration that this share of all stayed within, in milliseconds; None for none at all.

    Within a class they are taken to be spread evenly; beyond the last bound nothing is known but that.
    """
    rank, below = share * sum(classes), 0
    if not any(classes):
        return None
    for count, low, high in zip(classes, (0, *BOUNDS_MS), (*BOUNDS_MS, BOUNDS_MS[-1]), strict=True):
        if count and below + count >= rank:
            return round(low + (high - low) * max(rank - below, Decimal(0)) / count, 1)
        below += count
    return Decimal(BOUNDS_MS[-1])
