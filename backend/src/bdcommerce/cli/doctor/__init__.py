"""`bdc doctor`: a line for everything an installation rests on, with what to do where it does not hold."""

from collections.abc import Awaitable, Sequence

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.cli.database import database
from bdcommerce.cli.doctor import books, machine, postgres, traffic
from bdcommerce.cli.doctor.finding import Finding
from bdcommerce.infra.migrations import behind
from bdcommerce.infra.postgres_server import PostgresUnavailable
from bdcommerce.infra.settings import Settings

_COLOURS = {"ok": "green", "warning": "yellow", "wrong": "red"}


async def examine(settings: Settings) -> None:
    """Look at everything and print it; ends with 1 when something is wrong."""
    findings = [*machine.examined(settings), *await _database(settings)]
    show(findings)
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)


async def _database(settings: Settings) -> list[Finding]:
    from bdcommerce.cli.services import SERVICES

    try:
        async with database(settings) as url:
            old = await behind(url, SERVICES)
            found = await postgres.examined(url, old, len(SERVICES))
            if old:
                return found
            moving = await _whatever_happens("Events and processes", traffic.examined(settings, url))
            kept = await _whatever_happens("Ledger, audit log, stock", books.examined(settings, url))
            return [*found, *moving, *kept]
    except PostgresUnavailable as error:
        advice = "docs/runbooks/database-away.md"
        return [Finding("wrong", "PostgreSQL", str(error).splitlines()[0], advice)]


async def _whatever_happens(what: str, look: Awaitable[list[Finding]]) -> list[Finding]:
    """What a look has come to; that it failed is a finding too, and no reason to say nothing of the rest."""
    try:
        return await look
    except Exception as error:  # noqa: BLE001 - a doctor does not die of a disease
        said = next(iter(str(error).splitlines()), "")
        return [Finding("wrong", what, f"could not be examined: {type(error).__name__} {said}")]


def show(findings: Sequence[Finding]) -> None:
    """The findings as a table, and how many need somebody."""
    table = Table("", "what", "found", "what to do", box=None)
    for finding in findings:
        table.add_row(f"[{_COLOURS[finding.state]}]{finding.state}[/]", finding.what, finding.found, finding.advice)
    console = Console(highlight=False)
    console.print(table)
    states = [finding.state for finding in findings]
    console.print(f"\n{states.count('wrong')} wrong, {states.count('warning')} warnings, {states.count('ok')} ok")
