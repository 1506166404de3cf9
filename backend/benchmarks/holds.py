"""How many holds a second: through the face, which grants together what waits, and with a transaction for each.

Run it with nothing else going on: `python -m backend.benchmarks.holds`. It starts a PostgreSQL of its own that writes
to disk as in production (or takes the one at `--url`, where it makes and drops a database), and prints a table.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bdcommerce.contracts.inventory import OutOfStock, StockLine
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.postgres import Postgres, Reads
from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings
from bdcommerce.infra.settings import DatabaseSettings
from bdcommerce.inventory import handlers
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.bootstrap import SERVICE
from bdcommerce.inventory.domain import CountStock, PlaceHold
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.ports import Work
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.work import Works

TTL = timedelta(minutes=15)
DATABASE = "bench_holds"
WISH = 5000

Buy = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """So many buyers at a time want so many holds of one unit, spread over some offers."""

    way: str
    offers: int
    units: int
    """Of each offer."""
    buyers: int
    holds: int


async def main(url: str, holds: int) -> None:
    """Run every scenario on a fresh database and print what came out."""
    scenarios = [
        Scenario("together", 1, holds, 1000, holds),
        Scenario("together", 1, 100, 1000, holds),
        Scenario("together", 1, holds, 32, holds),
        Scenario("together", 1000, holds, 1000, holds // 4),
        Scenario("one by one", 1, holds, 32, holds // 10),
        Scenario("one by one", 1000, holds, 32, holds // 10),
    ]
    table = Table("way", "offers", "units", "buyers", "holds", "granted", "seconds", "holds/s", "CPU µs/hold")
    for column in table.columns[1:]:
        column.justify = "right"
    async with server(url) as running:
        for one in track(scenarios, "measuring", console=Console(stderr=True), transient=True):
            async with database(running) as here:
                granted, seconds, cpu = await measure(here, one)
            counts = map(str, (one.offers, one.units, one.buyers, one.holds, granted))
            speed, cost = f"{one.holds / seconds:,.0f}", f"{cpu / one.holds * 1e6:,.0f}"
            table.add_row(one.way, *counts, f"{seconds:.2f}", speed, cost)
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    console = Console(width=100)
    console.print(table)
    console.print(f"{os.cpu_count()} cores, load average {load}. CPU is this process's, without PostgreSQL's.")
    console.print(f"The design asks for {WISH:,} holds/s together on one offer.")


async def measure(url: str, scenario: Scenario) -> tuple[int, float, float]:
    """How many holds were granted, and the seconds and processor seconds it took."""
    postgres = Postgres(url, DatabaseSettings())
    here = postgres.database(SERVICE.name)
    works: Works[Work] = unit_of_work.works(here, PostgresWork)
    try:
        offers = [ids.new_id("off") for _ in range(scenario.offers)]
        async with works() as work:
            await handlers.settle(work, [CountStock("ven_a", offer, scenario.units, "benchmark") for offer in offers])
        buy = together(works, here.reads) if scenario.way == "together" else alone(works)
        jobs = [(ids.new_id("hld"), offers[number % len(offers)]) for number in range(scenario.holds)]
        queue = iter(jobs)
        started, cpu = time.perf_counter(), time.process_time()
        granted = sum(await asyncio.gather(*(shop(buy, queue) for _ in range(scenario.buyers))))
        return granted, time.perf_counter() - started, time.process_time() - cpu
    finally:
        await postgres.close()


async def shop(buy: Buy, jobs: Iterator[tuple[str, str]]) -> int:
    """One buyer after the other, as long as there are any; how many of them got something."""
    granted = 0
    for hold_id, offer_id in jobs:
        try:
            await buy(hold_id, offer_id)
            granted += 1
        except OutOfStock:
            continue
    return granted


def together(works: Works[Work], reads: Reads) -> Buy:
    """Holds as the face grants them."""
    face = Inventory(works, reads)

    async def buy(hold_id: str, offer_id: str) -> None:
        await face.hold(hold_id, [StockLine(offer_id=offer_id, quantity=1)], int(TTL.total_seconds()))

    return buy


def alone(works: Works[Work]) -> Buy:
    """The same decision and the same statements, in a transaction for every hold."""

    async def buy(hold_id: str, offer_id: str) -> None:
        async with works() as work:
            granted = await handlers.settle(work, [PlaceHold(hold_id, {offer_id: 1}, TTL)])
        if isinstance(granted.outcomes[0], BdError):
            raise granted.outcomes[0]

    return buy


@asynccontextmanager
async def server(url: str) -> AsyncIterator[str]:
    """The server at `url`, or one of our own that waits for the disk."""
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="bdc-benchmark-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as somebody else
        async with PostgresServer(PostgresSettings(Path(folder) / "data"), durable=True) as own:
            yield own.url


@asynccontextmanager
async def database(url: str) -> AsyncIterator[str]:
    """A fresh database with inventory's tables in it."""
    admin = await asyncpg.connect(url)
    try:
        await admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        fresh = urlsplit(url)._replace(path=f"/{DATABASE}").geturl()
        await migrate(fresh, [SERVICE])
        yield fresh
        await admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    finally:
        await admin.close()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--url", default="", help="a PostgreSQL to use instead of one of our own")
    options.add_argument("--holds", type=int, default=20_000, help="holds per scenario (a tenth of it one by one)")
    given = options.parse_args()
    asyncio.run(main(given.url, given.holds))
