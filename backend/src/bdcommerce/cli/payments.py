"""`bdc payments`: the providers that take money before delivery, and the rails that pay vendors."""

import typer

from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.infra.settings import Settings

app = typer.Typer(help="The providers that take money, and the rails that pay vendors.", no_args_is_help=True)


@app.callback()
def providers() -> None:
    """The providers that take money before delivery, and the rails that pay vendors."""


@app.command()
def check() -> None:
    """Ask every provider that is configured, and every rail of payouts that we ask ourselves, whether it takes our
    credentials; fails unless all of them do.
    """
    from bdcommerce.cli.main import go, settings

    go(_check(settings()))


async def _check(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        payments: PaymentsFace = assembly.find(PaymentsFace)
        checks = await payments.check_providers()
    for each in checks:
        typer.secho(f"{each.provider}: {each.trouble or 'ok'}", fg="red" if each.trouble else None)
    if not checks:
        typer.echo("No provider is configured; customers pay in cash at the door.")
    if any(each.trouble for each in checks):
        raise typer.Exit(1)
