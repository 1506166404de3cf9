"""What will be bought in the month, how it is paid, and what becomes of it. The same seed plans the same."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from backend.benchmarks.month.opening import Shop, Ware

from bdcommerce.demo.folk import Customer, customers
from bdcommerce.kernel.clock import DHAKA

Method = Literal["cod", "bkash", "wallet", "nagad", "sslcommerz"]
Fate = Literal[
    "kept", "accepted", "returned", "returned_late", "refused", "partly_kept", "lost", "customer_cancels",
    "vendor_cancels",
]  # fmt: skip
Paying = Literal["plainly", "browser_closed", "fails_first", "twice", "never"]
METHODS: dict[Method, int] = {"cod": 46, "bkash": 20, "wallet": 6, "nagad": 13, "sslcommerz": 15}
"""Of paying, and how many of a hundred orders."""
_FATES: dict[Fate, float] = {
    "kept": 60, "accepted": 14, "returned": 6, "returned_late": 2, "refused": 6, "partly_kept": 3, "lost": 1,
    "customer_cancels": 6, "vendor_cancels": 2,
}  # fmt: skip
_PAYING: dict[Paying, int] = {"plainly": 72, "browser_closed": 16, "fails_first": 5, "twice": 3, "never": 4}
_HOURS = (1, 0, 0, 0, 0, 0, 1, 2, 4, 7, 9, 9, 8, 7, 6, 6, 6, 6, 7, 9, 11, 12, 10, 5)
_ORDERS_EACH = 2.5
"""How often somebody buys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Somebody will order something."""

    number: int
    at: datetime
    customer: Customer
    lines: Sequence[tuple[Ware, int]]
    method: Method
    paying: Paying
    fate: Fate


def purchases(
    shops: Sequence[Shop], days: Sequence[date], count: int, methods: Sequence[Method], chance: random.Random
) -> list[Purchase]:
    """So many over these days, in the order of their times; only by these methods."""
    people = customers(max(round(count / _ORDERS_EACH), 3), chance)
    when = sorted(_moment(days[number * len(days) // count], chance) for number in range(count))
    return [_purchase(number, at, people, shops, methods, chance) for number, at in enumerate(when)]


def _moment(day: date, chance: random.Random) -> datetime:
    hour = chance.choices(range(24), _HOURS)[0]
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), DHAKA)


def _purchase(  # noqa: PLR0917 - read once
    number: int,
    at: datetime,
    people: Sequence[Customer],
    shops: Sequence[Shop],
    methods: Sequence[Method],
    chance: random.Random,
) -> Purchase:
    fate = chance.choices([*_FATES], [*_FATES.values()])[0]
    return Purchase(
        number=number,
        at=at,
        customer=chance.choice(people),
        lines=_partible(shops, chance) if fate == "partly_kept" else _basket(shops, chance),
        method=chance.choices(methods, [METHODS[each] for each in methods])[0],
        paying=chance.choices([*_PAYING], [*_PAYING.values()])[0],
        fate=fate,
    )


def _basket(shops: Sequence[Shop], chance: random.Random) -> list[tuple[Ware, int]]:
    """One thing or two, now and then of two shops."""
    first, other = chance.choice(shops), chance.choice(shops)
    found = {ware.offer_id: (ware, chance.choices((1, 2, 3), (70, 22, 8))[0]) for ware in [chance.choice(first.wares)]}
    if chance.random() < 0.2:  # noqa: PLR2004 - one in five
        ware = chance.choice(other.wares)
        found.setdefault(ware.offer_id, (ware, 1))
    return [*found.values()]


def _partible(shops: Sequence[Shop], chance: random.Random) -> list[tuple[Ware, int]]:
    return [(chance.choice(chance.choice(shops).wares), 2)]
