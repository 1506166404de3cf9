"""`bdc ledger`: the books, and whether they hold."""

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import show

app = typer.Typer(help="The books, and whether they hold.", no_args_is_help=True)


@app.command("trial-balance")
def trial_balance() -> None:
    """List every account with its balance (credit positive); fails unless they sum to zero."""
    from bdcommerce.cli.main import go, settings

    go(_trial_balance(settings()))


@app.command()
def verify() -> None:
    """Recompute all entries and compare them with escrow, cash and payouts; fails if anything does not hold."""
    from bdcommerce.cli.main import go, settings

    go(_verify(settings()))


async def _trial_balance(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        payments: PaymentsFace = assembly.find(PaymentsFace)
        accounts = await payments.trial_balance()
    total = sum((account.balance for account in accounts), Money(0))
    table = Table("account", show_footer=True)
    table.columns[0].footer = "sum"
    table.add_column("balance", show(total), justify="right")
    for account in accounts:
        table.add_row(account.account, show(account.balance))
    Console().print(table)
    if total:
        typer.secho("The books do not sum to zero: docs/runbooks/ledger-not-zero.md", fg="red", err=True)
        raise typer.Exit(1)


async def _verify(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as url, assembled(settings, url, SERVICES) as assembly:
        payments: PaymentsFace = assembly.find(PaymentsFace)
        verdict = await payments.verify_ledger()
    for problem in verdict.problems:
        typer.secho(problem, fg="red", err=True)
    if not verdict.holds:
        typer.secho("What to do: docs/runbooks/ledger-not-zero.md", fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(f"The books hold: {verdict.entries} entries.")
