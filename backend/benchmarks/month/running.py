"""A month from its first order to its close."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg
from backend.benchmarks.month import opening, plan
from backend.benchmarks.month.buying import Bought, Buying
from backend.benchmarks.month.carrying import Carrying
from backend.benchmarks.month.faults import Faults
from backend.benchmarks.month.finance import Finance
from backend.benchmarks.month.opening import COURIERS, PROVIDERS, Shop
from backend.benchmarks.month.plan import METHODS, Method
from backend.benchmarks.month.world import World

from bdcommerce.accounts.jobs import JOBS as ACCOUNTS_JOBS
from bdcommerce.demo.theatre import in_the_morning
from bdcommerce.fulfilment.jobs import ask_couriers
from bdcommerce.inventory.jobs import audit_stock, sweep_holds
from bdcommerce.orders.jobs import sweep_checkouts
from bdcommerce.payments.jobs import close_settlements, send_payouts, sweep_payments

Told = Callable[[str, int, int], None]
SETTLING_DAYS = 22
"""Days after the last order until everybody has delivered, given back, settled and been paid."""
_WARES = 5
"""Things on sale in each shop."""
_SWEEP, _SLOWER = timedelta(hours=1), timedelta(hours=8)
_LOOK_AGAIN = {0, 2, 7, 20}
"""Days after which the tables are so much larger that the planner should know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be played."""

    orders: int = 10_000
    seed: int = 1
    days: int = 30
    first: date = date(2026, 11, 1)
    providers: Sequence[str] = PROVIDERS
    couriers: Sequence[str] = COURIERS
    fault_rate: float = 0.02

    @property
    def methods(self) -> list[Method]:
        """Of paying."""
        taken = {"cod", *self.providers} | ({"wallet"} if "bkash" in self.providers else set())
        return [method for method in METHODS if method in taken]

    @property
    def shops(self) -> int:
        """More trade has more shops."""
        return max(4, min(40, self.orders // 60))


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A month that is over."""

    world: World
    wish: Wish
    shops: Sequence[Shop]
    bought: Bought
    carrying: Carrying
    finance: Finance
    faults: Faults

    @property
    def last_of_month(self) -> date:
        """The last day of orders."""
        return self.wish.first + timedelta(days=self.wish.days - 1)

    @property
    def last(self) -> date:
        """The day after which everything has come to its end."""
        return self.wish.first + timedelta(days=self.wish.days + SETTLING_DAYS - 1)


class Month:
    """Plays it."""

    def __init__(self, world: World, wish: Wish, told: Told) -> None:
        self._world, self._wish, self._told = world, wish, told
        self._theatre = world.theatre
        self.played: Played

    async def trade(self) -> Played:
        """Everything is set up, and the days of the month go by."""
        world, wish = self._world, self._wish
        faults = Faults(world.parties, world.chance, wish.fault_rate)
        finance = Finance(world, faults, wish.couriers, wish.providers)
        await opening.open_providers(world)
        await opening.open_couriers(world, tuple(wish.couriers))
        shops = await opening.open_shops(world, wish.shops, _WARES)
        await finance.begin()
        bought = Bought()
        buying = Buying(world, faults, bought)
        carrying = Carrying(world, faults, buying, {shop.vendor_id: shop for shop in shops})
        self.played = Played(
            world=world, wish=wish, shops=shops, bought=bought, carrying=carrying, finance=finance, faults=faults
        )
        days = [wish.first + timedelta(days=number) for number in range(wish.days)]
        for each in plan.purchases(shops, days, wish.orders, wish.methods, world.chance("plan")):
            self._theatre.plan(each.at, lambda each=each: buying.buy(each))  # type: ignore[misc]
        self._keep_jobs(days[0])
        await self._days(range(wish.days))
        return self.played

    async def settle(self) -> Played:
        """What was begun comes to its end."""
        await self._days(range(self._wish.days, self._wish.days + SETTLING_DAYS))
        return self.played

    async def _days(self, numbers: range) -> None:
        for number in numbers:
            await self._day(self._wish.first + timedelta(days=number), number)
            self._told("days", number + 1, self._wish.days + SETTLING_DAYS)

    async def _day(self, day: date, number: int) -> None:
        await self._theatre.play(in_the_morning(day, 9))
        await self.played.carrying.look_after()
        await self._theatre.play(in_the_morning(day, 10))
        await self.played.finance.day(couriers=number % 2 == 1)
        await self._theatre.settle()
        await self._theatre.play(in_the_morning(day + timedelta(days=1), 0))
        if number in _LOOK_AGAIN:
            await self._analyze()

    def _keep_jobs(self, first: date) -> None:
        """The services' clocked work, less often than a worker would do it: what is due is found all the same."""
        begin = in_the_morning(first, 0)
        payments, deps = self._theatre.deps("payments"), self._theatre.deps
        self._every(begin, _SWEEP, lambda: sweep_payments(payments))
        self._every(begin, _SWEEP, lambda: send_payouts(payments))
        self._every(begin, _SLOWER, self._theatre.go_on)
        self._every(begin, timedelta(days=2), lambda: ask_couriers(deps("fulfilment")))
        self._every(begin, _SLOWER, lambda: sweep_checkouts(deps("orders")))
        self._every(begin, _SLOWER, lambda: sweep_holds(deps("inventory")))
        self._every(begin + timedelta(hours=1), timedelta(days=1), lambda: close_settlements(payments))
        self._every(begin + timedelta(hours=2), timedelta(days=1), lambda: audit_stock(deps("inventory")))
        for job in ACCOUNTS_JOBS:
            self._every(begin, timedelta(days=1), lambda job=job: job.run(deps("accounts")))  # type: ignore[misc]

    def _every(self, at: datetime, pause: timedelta, act: Callable[[], Awaitable[Any]]) -> None:
        async def run() -> None:
            await act()
            self._every(at + pause, pause, act)

        self._theatre.plan(at, run)

    async def _analyze(self) -> None:
        """The planner learns how large the tables have become."""
        connection = await asyncpg.connect(self._world.stage.url)
        try:
            await connection.execute("ANALYZE")
        finally:
            await connection.close()
