"""`make month`, or `python -m backend.benchmarks.month`: a month of trade, and its close. Fails unless every account is
explained.
"""

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import uvloop
from backend.benchmarks.month.report import close
from backend.benchmarks.month.running import Month, Played, Wish
from backend.benchmarks.month.world import evening_before, world
from rich.console import Console

from bdcommerce.cli.services import SERVICES
from bdcommerce.cli.showing import Bars
from bdcommerce.infra import telemetry
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings


async def run(wish: Wish) -> bool:
    """Play it; whether it closes."""
    console, began = Console(highlight=False, emoji=False, width=150), time.monotonic()
    async with _database() as (url, folder), world(url, folder, seed=wish.seed, begin=evening_before(wish.first)) as w:
        with Bars() as bars:
            month = Month(w, wish, bars.told)
            first = await close(await month.trade(), f"Close of the month, {wish.orders:,} orders")
            await month.played.finance.close_books(month.played.last_of_month)
            played = await month.settle()
            last = await close(played, "When everything has come to its end")
        first.show(console)
        last.show(console)
        _tell(console, played, time.monotonic() - began)
    return first.holds and last.holds


def _tell(console: Console, played: Played, seconds: float) -> None:
    counts = {"trade": played.bought.ends, "finance": played.finance.done, "faults": played.faults.armed}
    for what, counted in counts.items():
        console.print(f"  {what}: " + ", ".join(f"{count:,} {name}" for name, count in sorted(counted.items())))
    console.print(f"  {sum(played.faults.armed.values()):,} faults; {seconds:,.0f} s")


@asynccontextmanager
async def _database() -> AsyncIterator[tuple[str, Path]]:
    """A PostgreSQL of its own with an empty marketplace in it, and a folder."""
    with tempfile.TemporaryDirectory(prefix="bdc-month-") as made:
        folder = Path(made)
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 - PostgreSQL may run as somebody else
        async with PostgresServer(PostgresSettings(folder / "data"), durable=False) as own:
            admin = await asyncpg.connect(own.url)
            await admin.execute("CREATE DATABASE month TEMPLATE template0")
            await admin.close()
            url = urlsplit(own.url)._replace(path="/month").geturl()
            await migrate(url, SERVICES)
            yield url, folder / "market"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: it closes."""
    parser = argparse.ArgumentParser(prog="month", description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000, help="how many are placed (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed plays the same month")
    parser.add_argument("--faults", type=float, default=0.02, help="how often each kind (default: 0.02)")
    given = parser.parse_args(arguments)
    telemetry.configure("error", "console")
    logging.disable(logging.INFO)
    wish = Wish(orders=given.orders, seed=given.seed, fault_rate=given.faults)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return 0 if runner.run(run(wish)) else 1


if __name__ == "__main__":
    sys.exit(main())
