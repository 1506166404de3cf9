"""`bdc couriers`: whether couriers can be given parcels, and to which places they cannot."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.infra.settings import Settings

app = typer.Typer(help="Couriers: do their APIs take us, and where can they not be booked.", no_args_is_help=True)
Courier = Annotated[str, typer.Argument(help="pathao, steadfast, redx")]


@app.command()
def check() -> None:
    """Ask every courier whether it takes our credentials; fails if one that is enabled does not."""
    from bdcommerce.cli.main import go, settings

    go(_check(settings()))


@app.command()
def fetch(courier: Courier) -> None:
    """Fetch a courier's areas, and propose which of our places they are. Staff confirm in the admin."""
    from bdcommerce.cli.main import go, settings

    go(_fetch(settings(), courier))


@app.command()
def unmapped(courier: Courier) -> None:
    """List our places that have no confirmed area of the courier's; fails if there are any."""
    from bdcommerce.cli.main import go, settings

    go(_unmapped(settings(), courier))


async def _check(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        fulfilment: FulfilmentFace = assembly.find(FulfilmentFace)
        found = await fulfilment.courier_health()
    table = Table("courier", "enabled", "credentials", "problem")
    for each in found:
        works = "work" if each.works else "do not work" if each.configured else "none"
        table.add_row(each.courier, "yes" if each.enabled else "no", works, each.problem)
    Console().print(table)
    if any(each.enabled and not each.works for each in found):
        raise typer.Exit(1)


async def _fetch(settings: Settings, courier: str) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        fulfilment: FulfilmentFace = assembly.find(FulfilmentFace)
        done = await fulfilment.fetch_areas(courier)
    typer.echo(f"{done.courier}: {done.areas} areas, {done.proposals} of them proposed for places of ours.")


async def _unmapped(settings: Settings, courier: str) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        fulfilment: FulfilmentFace = assembly.find(FulfilmentFace)
        found = await fulfilment.unmapped_areas(courier)
    if not found:
        typer.echo(f"{courier} can be booked to every place.")
        return
    table = Table("level", "place", "name")
    for each in found:
        table.add_row(each.level, each.our_id, f"{each.name.en} {each.name.bn}".strip())
    Console().print(table)
    typer.secho(f"{len(found)} places have no area of {courier}: confirm them in the admin.", fg="red", err=True)
    raise typer.Exit(1)
