"""`bdc doctor`: a line for everything an installation rests on, with what to do where it does not hold."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.cli.database import database
from bdcommerce.cli.doctor import books, machine, postgres, traffic
from bdcommerce.cli.doctor.finding import Finding
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
            found = await postgres.examined(url, SERVICES)
            if any(finding.state == "wrong" for finding in found):
                return found
            return [*found, *await traffic.examined(settings, url), *await books.examined(settings, url)]
    except PostgresUnavailable as error:
        advice = "docs/runbooks/database-away.md"
        return [Finding("wrong", "PostgreSQL", str(error).splitlines()[0], advice)]


def show(findings: Sequence[Finding]) -> None:
    """The findings as a table, and how many need somebody."""
    table = Table("", "what", "found", "what to do", box=None)
    for finding in findings:
        table.add_row(f"[{_COLOURS[finding.state]}]{finding.state}[/]", finding.what, finding.found, finding.advice)
    console = Console(highlight=False)
    console.print(table)
    states = [finding.state for finding in findings]
    console.print(f"\n{states.count('wrong')} wrong, {states.count('warning')} warnings, {states.count('ok')} ok")
