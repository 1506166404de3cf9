"""The table: what was measured beside what the design asks for, and where that is missed, by how much and why."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backend.benchmarks.books import Books
from backend.benchmarks.measuring import Measured, percentile
from rich import box
from rich.console import Console
from rich.table import Table

CORES = 2
"""The design's budgets are for so many, with database and clients on them too."""
_AT_LEAST, _AT_MOST = "at least", "at most"


@dataclass(frozen=True, slots=True)
class Line:
    """A thing that was done, by how many at once, and what the same costs bare, in processor microseconds."""

    what: str
    measured: Measured
    bare: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A budget of the design's §9, and what came out."""

    budget: str
    asked: float
    got: float
    unit: str
    how: str = _AT_LEAST
    why: str = ""
    """What stood in the way, if it is missed."""

    @property
    def met(self) -> bool:
        return self.got >= self.asked if self.how == _AT_LEAST else self.got <= self.asked

    @property
    def off(self) -> float:
        """By how much it is missed, in per cent of what is asked."""
        return abs(self.got - self.asked) / self.asked * 100 if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """How events fared: seconds each took to its consumer, and those after the last call until all were heard."""

    delays: list[float]
    caught_up: float


@dataclass(frozen=True, slots=True)
class Holds:
    """How many were granted, of how many units, and how many were asked for in a second."""

    granted: int
    units: int
    per_second: float


@dataclass(slots=True)
class Report:
    """All that came out."""

    lines: list[Line] = field(default_factory=list)
    growth: dict[str, dict[int, Measured]] = field(default_factory=dict)
    """By what was done and by how many products there were."""
    heard: dict[int, Heard] = field(default_factory=dict)
    """Beside checkouts, by clients."""
    crowd: Measured | None = None
    """Of those who wanted the one hot offer."""
    held: Holds | None = None
    books: Books | None = None
    idle: tuple[float, float] = (0.0, 0.0)
    busy: tuple[float, float] = (0.0, 0.0)
    """MB of server and PostgreSQL."""
    verdicts: list[Verdict] = field(default_factory=list)

    def of(self, what: str, clients: int) -> Measured:
        """What came out of one line; nothing was done if it is not there."""
        found = (line.measured for line in self.lines if line.what == what and line.measured.clients == clients)
        return next(found, Measured(clients))

    def bare(self, what: str) -> float:
        """What a line costs bare."""
        return next((line.bare for line in self.lines if line.what == what), 0.0)

    def show(self, console: Console, *, markdown: bool) -> None:
        """Print everything."""
        shape = box.MARKDOWN if markdown else box.SIMPLE_HEAD
        shown = (
            _lines(self.lines, shape),
            _growth(self.growth, shape),
            _books(self.books, shape),
            _verdicts(self.verdicts, shape),
        )
        for table in shown:
            if table.rows:
                console.print(table, soft_wrap=markdown)
        for note in self._notes():
            console.print(f"- {note}", soft_wrap=True, highlight=False)

    def _notes(self) -> Iterator[str]:
        yield machine()
        if any(self.idle):
            yield self._memory()
        for clients, of in self.heard.items():
            times = ", ".join(f"p{each} {percentile(of.delays, each) * 1000:,.0f} ms" for each in (50, 95, 99))
            yield (
                f"{clients} checking out: {len(of.delays):,} deliveries of events, {times}; "
                f"everybody had heard everything {of.caught_up:.1f} s after the last order"
            )

    def _memory(self) -> str:
        return "Memory in MB, PostgreSQL's caches with it: " + "; ".join(
            f"{when} {server:,.0f} server + {database:,.0f} PostgreSQL"
            for when, (server, database) in (("idle", self.idle), ("after everything", self.busy))
        )


def ratio(measured: Measured, bare: float) -> float:
    """How many times the bare cost; 0 if there is nothing to compare with."""
    return measured.served / bare if bare else 0.0


def ceiling(measured: Measured) -> float:
    """A second, had the clients a machine of their own: one process answers, on `CORES` together with its database."""
    server, whole = measured.of_each(measured.cost.server), measured.served
    return 1e6 / max(server, whole / CORES) if whole else 0.0


def explained(measured: Measured) -> str:
    """Where the time of a line went."""
    server, database = measured.of_each(measured.cost.server), measured.of_each(measured.cost.database)
    client = measured.of_each(measured.cost.client)
    busy = (measured.cost.server + measured.cost.database + measured.cost.client) / max(measured.seconds, 1e-9)
    return (
        f"each takes {server:,.0f} µs of the server's one core, {database:,.0f} of PostgreSQL's, {client:,.0f} of the "
        f"client's; {busy:.1f} of {CORES} cores were busy with it"
    )


def machine() -> str:
    """What was measured on."""
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    return f"{os.cpu_count()} cores, with PostgreSQL and the clients on them; load average at the end {load}."


def _lines(lines: Sequence[Line], shape: box.Box) -> Table:
    columns = ("clients", "a second", "p50 ms", "p95 ms", "p99 ms", "server µs", "database µs", "× bare", "alone/s")
    table = _table("What", *columns, shape=shape)
    before = ""
    for line in lines:
        of = line.measured
        table.add_row(
            line.what if line.what != before else "",
            str(of.clients),
            f"{of.per_second:,.0f}",
            *(f"{of.ms(per_cent):,.1f}" for per_cent in (50, 95, 99)),
            f"{of.of_each(of.cost.server):,.0f}",
            f"{of.of_each(of.cost.database):,.0f}",
            f"{ratio(of, line.bare):.1f}" if line.bare else "",
            f"{ceiling(of):,.0f}",
        )
        before = line.what
        if of.refused:
            table.add_row(
                "", "", "", "", "", "", "", "", "", ", ".join(f"{n}× {code}" for code, n in of.refused.items())
            )
    return table


def _growth(growth: Mapping[str, Mapping[int, Measured]], shape: box.Box) -> Table:
    sizes = sorted({size for of in growth.values() for size in of})
    headings = [f"{size:,} products\n{what}" for size in sizes for what in ("a second", "p95 ms", "CPU µs")]
    table = _table("How it grows", *headings, "× CPU", shape=shape)
    for what, of in growth.items():
        cells = [cell for size in sizes for cell in _grown(of[size])]
        table.add_row(what, *cells, f"{of[sizes[-1]].served / of[sizes[0]].served:.2f}")
    return table


def _grown(measured: Measured) -> tuple[str, str, str]:
    return f"{measured.per_second:,.0f}", f"{measured.ms(95):,.1f}", f"{measured.served:,.0f}"


def _books(books: Books | None, shape: box.Box) -> Table:
    """What a year of books takes."""
    table = _table("A year of books", "p50 ms", "p95 ms", "p99 ms", "seconds", shape=shape)
    if books is None:
        return table
    table.add_row(f"{books.lines:,} lines in {books.entries:,} entries, written", "", "", "", f"{books.written:,.1f}")
    table.add_row("bdc ledger verify", "", "", "", f"{books.verified:,.1f}")
    for what, of in (
        ("a vendor's statement", books.page),
        ("a month of it, 100 movements", books.month),
        ("the same of the biggest vendor", books.biggest),
    ):
        table.add_row(what, *(f"{of.ms(per_cent):,.1f}" for per_cent in (50, 95, 99)), "")
    return table


def _verdicts(verdicts: Sequence[Verdict], shape: box.Box) -> Table:
    table = Table("Budget of design §9", "asked", "got", "", "why", box=shape)
    table.columns[1].justify = table.columns[2].justify = "right"
    for each in verdicts:
        sign = "≥" if each.how == _AT_LEAST else "≤"
        outcome = "met" if each.met else f"missed by {each.off:,.0f} %"
        cells = (f"{sign} {each.asked:,g} {each.unit}", f"{_number(each.got)} {each.unit}", outcome)
        table.add_row(each.budget, *cells, "" if each.met else each.why)
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}".rstrip("0").rstrip(".")  # noqa: PLR2004 - digits enough


def _table(first: str, *columns: str, shape: box.Box) -> Table:
    table = Table(first, *columns, box=shape)
    for column in table.columns[1:]:
        column.justify = "right"
    return table
