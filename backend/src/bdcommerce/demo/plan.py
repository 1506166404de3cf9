"""What people will do in the demo's months: who buys what on which day, and what becomes of it."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Literal

from bdcommerce.demo.folk import Customer
from bdcommerce.kernel.clock import DHAKA

Fate = Literal[
    "delivered", "late", "second_try", "refused", "never_there", "lost", "customer_cancels", "vendor_cancels",
    "ignored",
]  # fmt: skip
_FATES: dict[Fate, float] = {
    "delivered": 76, "late": 6.5, "second_try": 5, "refused": 3.2, "never_there": 1.5, "lost": 0.3,
    "customer_cancels": 4, "vendor_cancels": 2.2, "ignored": 1.3,
}  # fmt: skip
_HOURS = (1, 0, 0, 0, 0, 0, 1, 2, 4, 7, 9, 9, 8, 7, 6, 6, 6, 6, 7, 9, 11, 12, 10, 5)
"""How much is bought in each hour of the day."""
_WEEK = (0.92, 0.9, 0.95, 1.12, 1.25, 1.12, 0.95)
"""And on each day of the week, from Monday."""
_FEASTS = (
    date(2025, 3, 31), date(2025, 6, 7), date(2026, 3, 20), date(2026, 5, 27), date(2027, 3, 10), date(2027, 5, 16),
    date(2028, 2, 27), date(2028, 5, 5),
)  # fmt: skip
_SALES = ((11, 11), (12, 12), (10, 10), (4, 14))
_WINTER, _SUMMER, _RAIN = (11, 12, 1), (4, 5, 6), (6, 7, 8, 9)
_SEASONS: Mapping[str, tuple[Sequence[int], float]] = {
    "winter": (_WINTER, 6.0), "fruits": (_SUMMER, 3.0), "panjabi": ((3, 5, 6), 2.0), "drinks": (_SUMMER, 1.8),
    "skincare": (_WINTER, 1.6), "large-appliances": (_SUMMER, 1.8), "books-stationery": ((1, 12), 2.0),
    "shoes": (_RAIN, 1.3), "home-decor": (_RAIN, 1.2),
}  # fmt: skip
_GROWTH = 0.8
"""How much more is bought at the end than in the beginning."""
_MOST_CASH = 4_400_000
"""Poisha: what somebody carries to the door; the rule book allows some more."""
_SKEW, _LOYALTY = 0.78, 0.62
_DAILY = (
    "rice",
    "lentils",
    "oil-ghee",
    "spices",
    "staples",
    "dairy-eggs",
    "snacks",
    "noodles",
    "bath-hair",
    "cleaning",
)


@dataclass(frozen=True, slots=True)
class Ware:
    """A thing on sale, as far as a plan has to know it."""

    offer_id: str
    product_id: str
    vendor_id: str
    aisle: str
    price: int
    described_by: str = ""
    """The vendor whose product it is, if that is another one."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """Somebody will order something."""

    at: datetime
    customer: Customer
    lines: Sequence[tuple[Ware, int]]
    fate: Fate
    channel: Literal["web", "app", "phone"]
    coupon: bool
    stars: int
    """What they will say of it; 0: nothing."""
    score: int
    """What they will answer when asked how the delivery was; 0: nothing."""


def purchases(
    wares: Sequence[Ware], people: Sequence[Customer], days: Sequence[date], count: int, chance: random.Random
) -> list[Purchase]:
    """So many, in the order of their times."""
    ranked = _ranked([ware for ware in wares if ware.price <= _MOST_CASH], chance)
    buyers = [*accumulate(1 / (place + 4) ** _LOYALTY for place in range(len(people)))]
    found = [
        _purchase(datetime.combine(day, _moment(chance), DHAKA), ranked, people, buyers, chance)
        for day, some in zip(days, _spread(days, count), strict=True)
        for _ in range(some)
    ]
    return sorted(found, key=lambda each: (each.at, each.customer.number))


def _spread(days: Sequence[date], count: int) -> list[int]:
    """How many on each day: more at the end of the week, before feasts, on days of sales, and as the shop grows."""
    weights = [_weight(day) * (1 + _GROWTH * number / len(days)) for number, day in enumerate(days)]
    total, made, given = sum(weights), 0.0, 0
    found = []
    for weight in weights:
        made += weight / total * count
        found.append(round(made) - given)
        given = round(made)
    return found


def _weight(day: date) -> float:
    weight = _WEEK[day.weekday()] * (1.15 if day.day <= 7 else 1.0)  # noqa: PLR2004 - wages have come
    before = min(((feast - day).days for feast in _FEASTS if feast >= day), default=99)
    weight *= 1.6 if 2 <= before <= 12 else 0.35 if before == 0 else 1.0  # noqa: PLR2004 - days before a feast
    return weight * (2.4 if (day.month, day.day) in _SALES else 1.0)


def _moment(chance: random.Random) -> time:
    hour = chance.choices(range(24), _HOURS)[0]
    return time(hour, chance.randrange(60), chance.randrange(60))


def _ranked(wares: Sequence[Ware], chance: random.Random) -> dict[int, tuple[list[Ware], list[float]]]:
    """By month, all wares with how far their weights add up: few things are bought often, many seldom."""
    places = [*range(len(wares))]
    chance.shuffle(places)
    base = [_appeal(ware) / (place + 3) ** _SKEW for ware, place in zip(wares, places, strict=True)]
    found = {}
    for month in range(1, 13):
        factors = [_season(ware.aisle, month) for ware in wares]
        found[month] = ([*wares], [*accumulate(weight * factor for weight, factor in zip(base, factors, strict=True))])
    return found


def _appeal(ware: Ware) -> float:
    """What is dear is bought less often, what is eaten again and again."""
    often = 2.6 if ware.aisle in _DAILY else 1.0
    return often / max(math.log10(ware.price / 100) - 1, 0.6) ** 2


def _season(aisle: str, month: int) -> float:
    months, factor = _SEASONS.get(aisle, ((), 1.0))
    return factor if month in months else 0.25 if aisle == "winter" else 1.0


def _purchase(
    at: datetime,
    ranked: Mapping[int, tuple[list[Ware], list[float]]],
    people: Sequence[Customer],
    buyers: Sequence[float],
    chance: random.Random,
) -> Purchase:
    wares, weights = ranked[at.month]
    first = chance.choices(wares, cum_weights=weights)[0]
    basket = {first.offer_id: (first, _quantity(first, chance))}
    for _ in range(chance.choices((0, 1, 2, 3), (68, 22, 8, 2))[0]):
        other = next(
            (
                ware
                for ware in chance.choices(wares, cum_weights=weights, k=60)
                if ware.vendor_id == first.vendor_id or chance.random() < 0.012  # noqa: PLR2004 - seldom of two shops
            ),
            first,
        )
        more = _quantity(other, chance)
        if sum(ware.price * units for ware, units in basket.values()) + other.price * more <= _MOST_CASH:
            basket.setdefault(other.offer_id, (other, more))
    fate = chance.choices([*_FATES], [*_FATES.values()])[0]
    pleased = fate in {"delivered", "second_try"}
    return Purchase(
        at=at,
        customer=chance.choices(people, cum_weights=buyers)[0],
        lines=[*basket.values()],
        fate=fate,
        channel=chance.choices(("web", "app", "phone"), (46, 48, 6))[0],
        coupon=chance.random() < 0.11,  # noqa: PLR2004 - a tenth
        stars=_stars(chance, pleased=pleased) if chance.random() < 0.3 else 0,  # noqa: PLR2004 - some
        score=_stars(chance, pleased=pleased) if chance.random() < 0.3 else 0,  # noqa: PLR2004 - the same
    )


def _quantity(ware: Ware, chance: random.Random) -> int:
    return chance.choices((1, 2, 3, 5), (70, 20, 7, 3))[0] if ware.price < 60_000 else 1  # noqa: PLR2004 - ৳600


def _stars(chance: random.Random, *, pleased: bool) -> int:
    weights = (3, 4, 9, 27, 57) if pleased else (26, 22, 20, 18, 14)
    return chance.choices((1, 2, 3, 4, 5), weights)[0]
