"""A year of books: how long it takes to verify them with `bdc ledger verify`, and to open a vendor's statement."""

import asyncio
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from backend.benchmarks import marketplace, workloads
from backend.benchmarks.client import Customers, bearer, request
from backend.benchmarks.ledger_year import DAYS, VENDORS, Year, write
from backend.benchmarks.marketplace import Filled, Ground
from backend.benchmarks.measuring import Measured, load

from bdcommerce.accounts import handlers as accounts
from bdcommerce.accounts.domain.devices import Origin
from bdcommerce.contracts.vendors import Membership
from bdcommerce.demo.inside import deps_of
from bdcommerce.kernel import clock, ids

_FIRST_PHONE = 8801900000000
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Books:
    """What came out."""

    entries: int
    lines: int
    written: float
    """Seconds until it was all in the tables."""
    verified: float
    """Seconds of the operator's command, from its start to its end."""
    page: Measured
    """The first page of a vendor's last month: of every vendor in turn."""
    month: Measured
    """The first hundred movements of a whole month, a year ago for some and last for others."""
    biggest: Measured
    """The same of the vendor that sells most."""


class BooksDoNotHold(Exception):
    """`bdc ledger verify` has found something, which stands above."""


async def measure(ground: Ground, lines: int, seconds: float) -> Books:
    """Write so many lines, verify them, and open statements, one at a time for so many seconds each."""
    async with marketplace.founded(ground, "bench_ledger") as market:
        last = clock.today()
        year = Year(lines, last - timedelta(days=DAYS), [ids.new_id("ven") for _ in range(VENDORS)])
        begun = time.perf_counter()
        await write(market.url, year)
        written = time.perf_counter() - begun
        verified = await _verified()
        tokens = await _owners(market, year.vendor_ids)
        months = [year.begins + timedelta(days=30 * number) for number in range(DAYS // 30)]
        every = [f"?from={begin}&to={begin + _MONTH}&limit=100" for begin in months]
        async with marketplace.serving(market) as running:

            async def opened(asked: Iterable[tuple[str, str]]) -> Measured:
                calls = [request("GET", f"/vendor/statements{query}", headers=bearer(token)) for query, token in asked]
                async with Customers(running.url, 1) as one:
                    return await load(one, workloads.asking(calls), seconds, running.processes, warm=seconds / 4)

            return Books(
                entries=year.entries,
                lines=year.written,
                written=written,
                verified=verified,
                page=await opened(("", token) for token in tokens),
                month=await opened((every[rank % len(every)], token) for rank, token in enumerate(tokens)),
                biggest=await opened((query, tokens[0]) for query in every),
            )


async def _verified() -> float:
    """The operator's own verb, in a process of its own. Raises BooksDoNotHold."""
    begun = time.perf_counter()
    command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bdcommerce.cli", "ledger", "verify", stdout=asyncio.subprocess.DEVNULL
    )
    if await command.wait():
        raise BooksDoNotHold
    return time.perf_counter() - begun


async def _owners(market: Filled, vendor_ids: Sequence[str]) -> list[str]:
    """The token of every vendor's owner."""
    deps, found = deps_of(market.assembly, "accounts"), list[str]()
    async with deps.works() as work:
        for rank, vendor_id in enumerate(vendor_ids):
            person = await accounts.register_phone(work, f"+{_FIRST_PHONE + rank}", "en")
            member = Membership(user_id=person.id, vendor_id=vendor_id, role="owner")
            issued = await accounts.sign_in(work, deps.tokens, person, "vendor", membership=member, origin=Origin())
            found.append(issued.access_token)
    return found
