"""How fast the shop is, as ratios to what the same costs bare: `make bench`, or `python -m backend.benchmarks`.

A report, not a test: it starts a PostgreSQL and a marketplace of its own, fills it to 1,000, 10,000 and 100,000
products, and prints what 1, 16 and 64 clients get done and what that costs. How to read it is told in
docs/benchmarks.md.
"""

import argparse
import asyncio
import gc
from collections.abc import Sequence
from dataclasses import dataclass, replace

import uvloop
from backend.benchmarks import bare, books, events, holds, marketplace, people, workloads
from backend.benchmarks.budgets import judge
from backend.benchmarks.client import Customers, raw, request
from backend.benchmarks.marketplace import Filled, Ground, Running
from backend.benchmarks.measuring import Measured, Processes, load
from backend.benchmarks.people import Basket, Customer
from backend.benchmarks.table import Heard, Holds, Line, Report
from backend.benchmarks.workloads import Act, Sights
from rich.console import Console

CLIENTS = (1, 16, 64)
CHECKOUT_CLIENTS = (1, 16, 32, 64)
GROWING = 16
"""Clients, where only the number of products changes."""
GROWTH = ("listing", "search", "checkout")
_BUYERS = 300
_BASKETS = 200
_PURCHASES = 4.0
"""Seconds of checkouts at least: each takes a while."""
_CROWD = 1_000
_HOT_UNITS = 100
_HOLDS = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything."""

    sizes: Sequence[int]
    orders: int
    """That there are when the biggest marketplace is looked at."""
    seconds: float
    warm: float
    purchases: int
    """Carts for each number of clients; a line ends when they are used up."""
    postings: int
    """Lines in a year of books."""


WHOLE = Plan(sizes=(1_000, 10_000, 100_000), orders=50_000, seconds=3, warm=0.75, purchases=1_200, postings=5_000_000)
QUICK = Plan(sizes=(1_000, 4_000), orders=2_000, seconds=1, warm=0.5, purchases=300, postings=200_000)


class Bench:
    """One run: what is measured, and what came out so far."""

    def __init__(self, plan: Plan, console: Console, only: str = "") -> None:
        self._plan, self._console, self._only = plan, console, only
        self.report = Report()

    async def run(self) -> Report:
        """Everything, from the smallest marketplace to the biggest, and the books."""
        async with marketplace.ground() as ground:
            if self._only != "books":
                await self._shop(ground)
            if self._only != "shop":
                self._say(f"a year of books, {self._plan.postings:,} lines")
                self.report.books = await books.measure(ground, self._plan.postings, self._plan.seconds)
        self.report.verdicts = judge(self.report)
        return self.report

    async def _shop(self, ground: Ground) -> None:
        async with marketplace.founded(ground) as market:
            for size in self._plan.sizes:
                last = size == self._plan.sizes[-1]
                orders = self._plan.orders if last else 0
                self._say(f"filling to {size:,} products" + (f" and {orders:,} orders" if last else ""))
                await marketplace.grow(market, size, orders)
                await (self._whole(ground, market) if last else self._growing(market, size))

    async def _growing(self, market: Filled, size: int) -> None:
        """What is compared from size to size."""
        seen = await workloads.sights(market.url)
        buyers = await people.customers(market.assembly, _BUYERS)
        baskets = await people.baskets(market.assembly, market.url, _BASKETS)
        async with marketplace.serving(market) as running:
            for what in GROWTH[:-1]:
                self._grown(size, what, await self._load(running, _read(seen, what), GROWING, what))
            self._grown(size, GROWTH[-1], await self._checkout(market, running, buyers, baskets, GROWING))

    def _grown(self, size: int, what: str, measured: Measured) -> None:
        self.report.growth.setdefault(what, {})[size] = measured

    async def _whole(self, ground: Ground, market: Filled) -> None:
        """Every line of the table, at the biggest size."""
        seen = await workloads.sights(market.url)
        queries = await self._bare_queries(market, seen)
        baskets = await people.baskets(market.assembly, market.url, _BASKETS)
        async with marketplace.serving(market) as running:
            self.report.idle = running.processes.memory()
            endpoints = await self._bare_endpoints(ground, running, seen)
            for what in ("listing", "detail", "search"):
                await self._line(running, what, _read(seen, what), queries[what] + endpoints[what])
            for what in ("listing", "detail"):
                await self._line(running, f"{what}, kept", _read(seen, what, kept=True), endpoints[what])
            await self._line(running, "cart and a line", workloads.filling(baskets), 2 * endpoints["detail"])
            buyers = await people.customers(market.assembly, _BUYERS)
            for clients in CHECKOUT_CLIENTS:
                measured = await self._checkout(market, running, buyers, baskets, clients)
                self.report.lines.append(Line("checkout", measured, endpoints["detail"]))
            await self._hot(market, running)
            self.report.busy = running.processes.memory()
        await self._holds(ground)
        for what in GROWTH:
            self._grown(self._plan.sizes[-1], what, self.report.of(what, GROWING))

    async def _bare_queries(self, market: Filled, seen: Sights) -> dict[str, float]:
        """Processor microseconds of the same statements without the shop, by what they are for."""
        found, mine = dict[str, float](), Processes.here()
        asked = await bare.statements_of(market.url, seen)
        for what, statements in asked.items():
            for clients in CLIENTS:
                self._say(f"bare query of {what}, {clients} at once")
                async with bare.connections(market.url, clients) as opened:
                    act = bare.querying(statements)
                    measured = await load(opened, act, self._plan.seconds / 2, mine, warm=self._plan.warm)
                self.report.lines.append(Line(f"bare query of {what}", measured))
                found[what] = measured.served if clients == GROWING else found.get(what, 0.0)
        return found

    async def _bare_endpoints(self, ground: Ground, running: Running, seen: Sights) -> dict[str, float]:
        """Processor microseconds of endpoints that only encode the same replies, by what they are like."""
        replies = {}
        async with Customers(running.url, 1) as (one,):
            for what, paths in seen.paths.items():
                replies[what] = (await one.ask(request("GET", paths[len(paths) // 2]))).json
        found: dict[str, float] = {}
        async with marketplace.answering_bare(ground, replies) as plain:
            for what in replies:
                act = workloads.asking([raw("GET", f"/{what}")])
                for clients in CLIENTS:
                    measured = await self._load(plain, act, clients, f"bare endpoint like {what}")
                    self.report.lines.append(Line(f"bare endpoint like {what}", measured))
                    found[what] = measured.served if clients == GROWING else found.get(what, 0.0)
        return found

    async def _line(self, running: Running, what: str, act: Act, bare_cost: float) -> None:
        for clients in CLIENTS:
            measured = await self._load(running, act, clients, what)
            self.report.lines.append(Line(what, measured, bare_cost))

    async def _load(self, running: Running, act: Act, clients: int, what: str, *, least: float = 0) -> Measured:
        """What so many clients get done in the plan's seconds, or in at least so many."""
        self._say(f"{what}, {clients} at once")
        gc.collect()
        async with Customers(running.url, clients) as opened:
            seconds = max(self._plan.seconds, least)
            measured = await load(opened, act, seconds, running.processes, warm=self._plan.warm)
        self._say(
            f"  {measured.per_second:,.0f} a second, p95 {measured.ms(95):,.1f} ms, {measured.served:,.0f} µs each"
        )
        return measured

    async def _checkout(
        self,
        market: Filled,
        running: Running,
        buyers: Sequence[Customer],
        baskets: Sequence[Basket],
        clients: int,
    ) -> Measured:
        """Checkouts, and how long what they tell takes to those who hear it."""
        ready = await people.purchases(market.assembly, buyers, baskets, self._plan.purchases)
        await events.heard_out(market.url)
        begun = events.now()
        measured = await self._load(running, workloads.buying(iter(ready)), clients, "checkout", least=_PURCHASES)
        ended = events.now()
        caught_up = await events.heard_out(market.url)
        delays = await events.delays(market.url, begun, ended)
        self.report.heard[clients] = Heard(delays, caught_up)
        return measured

    async def _hot(self, market: Filled, running: Running) -> None:
        """A thousand buyers at the same moment, for a hundred units."""
        self._say("one hot offer")
        crowd = await people.customers(market.assembly, _CROWD)
        ready = await people.hot(market.assembly, market.url, crowd, _HOT_UNITS)
        async with Customers(running.url, _CROWD) as opened:
            act = workloads.buying(iter(ready))
            measured = await load(opened, act, events.PATIENCE_SECONDS, running.processes, warm=0)
        self.report.crowd = measured

    async def _holds(self, ground: Ground) -> None:
        self._say("holds")
        scenario = holds.Scenario("together", 1, _HOT_UNITS, _CROWD, _HOLDS)
        async with holds.database(ground.url) as url:
            granted, seconds, _ = await holds.measure(url, scenario)
        self.report.held = Holds(granted, _HOT_UNITS, _HOLDS / seconds)

    def _say(self, what: str) -> None:
        self._console.print(f"[dim]… {what}[/]", highlight=False)


def _read(seen: Sights, what: str, *, kept: bool = False) -> Act:
    return workloads.reading(seen.paths[what], kept=kept)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="fewer products, shorter looks: under two minutes")
    options.add_argument("--markdown", action="store_true", help="tables as Markdown")
    options.add_argument("--orders", type=int, help="that there are at the end (50,000; a million takes minutes more)")
    options.add_argument("--only", choices=("shop", "books"), default="", help="one half of it")
    given = options.parse_args()
    plan = QUICK if given.quick else WHOLE
    plan = replace(plan, orders=plan.orders if given.orders is None else given.orders)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        report = runner.run(Bench(plan, Console(stderr=True), given.only).run())
    report.show(Console(width=400 if given.markdown else 150), markdown=given.markdown)


if __name__ == "__main__":
    main()
