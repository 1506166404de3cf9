"""`bdc notifications`: whether messages can go out."""

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.infra.settings import Settings

app = typer.Typer(help="Whether messages can go out.", no_args_is_help=True)


@app.command()
def check() -> None:
    """Ask every gateway whether it knows us and what is left there; fails if one does not. Sends nothing."""
    from bdcommerce.cli.main import go, settings

    go(_check(settings()))


async def _check(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        face: NotificationsFace = assembly.find(NotificationsFace)
        found = await face.check_gateways()
    table = Table("gateway", "channel", "works", "balance", "says")
    for gateway in found:
        works = "yes" if gateway.working else "no"
        table.add_row(gateway.name, gateway.channel, works, gateway.balance or "-", gateway.said)
    Console().print(table)
    if missing := {"sms", "email"} - {gateway.channel for gateway in found}:
        typer.secho(f"Nothing is configured for: {', '.join(sorted(missing))}.", fg="yellow", err=True)
    if not all(gateway.working for gateway in found):
        raise typer.Exit(1)
