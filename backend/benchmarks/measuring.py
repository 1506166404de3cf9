"""What is measured: how long answers take, and what the processes behind them cost, read from /proc."""

import asyncio
import math
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Self, TypeVar

C = TypeVar("C")
_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


class Exhausted(Exception):
    """There is nothing left to do."""


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The smallest value that so many per cent of all do not exceed; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * per_cent / 100), 1) - 1]


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds that were used since the processes began."""

    server: float
    database: float
    client: float = 0.0

    def __sub__(self, before: "Cost") -> "Cost":
        return Cost(self.server - before.server, self.database - before.database, self.client - before.client)


@dataclass(slots=True)
class Measured:
    """What some clients got done in a while."""

    clients: int
    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    """Seconds of each thing that was done."""
    refused: Counter[str] = field(default_factory=Counter)
    """What was answered instead of what was asked, by code."""
    cost: Cost = Cost(0, 0)

    @property
    def done(self) -> int:
        return len(self.took)

    @property
    def per_second(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def served(self) -> float:
        """Processor microseconds of server and database, each."""
        return self.of_each(self.cost.server + self.cost.database)

    def of_each(self, seconds: float) -> float:
        """Microseconds of each thing, of so many seconds for all."""
        return seconds / self.done * 1e6 if self.done else 0.0

    def ms(self, per_cent: float) -> float:
        """A percentile of what the answers took, in milliseconds."""
        return percentile(self.took, per_cent) * 1000


@dataclass(frozen=True, slots=True)
class Processes:
    """The processes behind an answer: one server, and PostgreSQL with all its children."""

    server: int
    database: int

    @classmethod
    def here(cls) -> Self:
        """This very process, and the PostgreSQL it has started."""
        return cls(os.getpid(), child_named("postgres"))

    def cost(self) -> Cost:
        """What they, and this process, have used so far."""
        return Cost(_used([self.server]), _used(family(self.database)), time.process_time())

    def memory(self) -> tuple[float, float]:
        """What server and database take up, in MB; what they share among them counts once."""
        return _resident([self.server]), _resident(family(self.database))


async def load(
    customers: Iterable[C], act: Callable[[C], Awaitable[str]], seconds: float, processes: Processes, *, warm: float
) -> Measured:
    """Let every customer do it again and again, as fast as it goes: first to warm up, then for so many seconds.

    `act` says `ok` or what it was refused with; it raises Exhausted when there is nothing left to do.
    """
    people = list(customers)
    run: _Run[C] = _Run(Measured(len(people)), time.perf_counter() + warm, time.perf_counter() + warm + seconds)
    watch = asyncio.create_task(_watch(run, processes))
    await asyncio.gather(*(_again_and_again(each, act, run) for each in people))
    run.over.set()
    await watch
    return run.measured


@dataclass(slots=True)
class _Run(Generic[C]):
    measured: Measured
    begin: float
    end: float
    over: asyncio.Event = field(default_factory=asyncio.Event)


async def _watch(run: _Run[C], processes: Processes) -> None:
    """The cost between the end of warming up and the end, whichever comes first: of time, or of things to do."""
    await asyncio.sleep(max(run.begin - time.perf_counter(), 0))
    started, before = time.perf_counter(), processes.cost()
    try:
        async with asyncio.timeout(max(run.end - time.perf_counter(), 0)):
            await run.over.wait()
    except TimeoutError:
        pass
    run.measured.seconds = time.perf_counter() - started
    run.measured.cost = processes.cost() - before


async def _again_and_again(customer: C, act: Callable[[C], Awaitable[str]], run: _Run[C]) -> None:
    while (started := time.perf_counter()) < run.end:
        try:
            outcome = await act(customer)
        except Exhausted:
            return
        ended = time.perf_counter()
        if not run.begin <= ended <= run.end:
            continue
        if outcome == "ok":
            run.measured.took.append(ended - started)
        else:
            run.measured.refused[outcome] += 1


def family(root: int) -> list[int]:
    """A process and all that came of it."""
    parents = {int(each.name): _parent(each) for each in _PROC.iterdir() if each.name.isdigit()}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def child_named(name: str) -> int:
    """A child of this process by its name. Raises LookupError."""
    for each in _PROC.iterdir():
        if each.name.isdigit() and _parent(each) == os.getpid() and _fields(each)[0] == name:
            return int(each.name)
    raise LookupError(f"no child process is called {name}")


def _parent(process: Path) -> int:
    fields = _fields(process)
    return int(fields[2]) if fields else 0


def _fields(process: Path) -> list[str]:
    """Of /proc/<pid>/stat from the name on, which may hold blanks and brackets; empty if it has ended meanwhile."""
    try:
        name, _, rest = (process / "stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return []
    return [name, *rest.split()]


def _used(pids: Iterable[int]) -> float:
    """Processor seconds, with those of children that have ended."""
    return sum(sum(map(int, fields[12:16])) for fields in _all_fields(pids)) / _TICKS


def _all_fields(pids: Iterable[int]) -> Iterator[list[str]]:
    return (fields for fields in (_fields(_PROC / str(pid)) for pid in pids) if fields)


def _resident(pids: Iterable[int]) -> float:
    return sum(_share(pid) for pid in pids) / 1024


def _share(pid: int) -> int:
    """What it takes up in kB, its part of what it shares with others."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
