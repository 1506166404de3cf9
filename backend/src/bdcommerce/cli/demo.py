"""`bdc demo`: fill a marketplace with something to look at, or walk through the main job."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo.journey import Walk
from bdcommerce.demo.people import STAFF
from bdcommerce.infra.settings import Settings

if TYPE_CHECKING:
    from bdcommerce.cli.assembly import Assembly

app = typer.Typer(help="A demo marketplace, and a walk through a purchase.", no_args_is_help=True)
Url = Annotated[str, typer.Option(help="Where the marketplace answers.")]
_HERE = "http://127.0.0.1:8000"


@app.command()
def staff() -> None:
    """Make the demo's staff accounts in the database, as `load` does first."""
    from bdcommerce.cli.main import go, settings

    go(_with_staff(settings()))
    typer.echo("The demo's staff can sign in.")


@app.command()
def load(url: Url = _HERE) -> None:
    """Fill a running marketplace with staff, categories, shops, products and a coupon."""
    from bdcommerce.cli.main import go, settings

    go(_load(settings(), url))
    typer.echo("The demo is loaded.")


@app.command()
def journey(url: Url = _HERE) -> None:
    """Walk from three vendors' applications to their payouts, and show the books."""
    from bdcommerce.cli.main import go

    go(_walk(url))


@app.command(hidden=True)
def follow() -> None:
    """The second process of `load`."""
    from bdcommerce.cli.main import go, settings
    from bdcommerce.cli.staging import follow as follow_on

    go(follow_on(settings()))


async def _with_staff(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as dsn, assembled(settings, dsn, SERVICES) as assembly:
        await ensure_staff(assembly)


async def _load(settings: Settings, url: str) -> None:
    from bdcommerce.demo import marketplace

    await _with_staff(settings)
    await marketplace.load(url)


async def _walk(url: str) -> None:
    from bdcommerce.demo.client import Visit
    from bdcommerce.demo.journey import journey as walk_through

    console = Console(highlight=False, emoji=False)
    step = 0

    def say(what: str, detail: str) -> None:
        nonlocal step
        step += 1
        console.print(f"[dim]{step:>3}[/]  {what:<64} [green]{detail}[/]", soft_wrap=True)

    async with Visit(url) as api:
        walk = await walk_through(api, say)
    console.print(_books(walk))


def _books(walk: Walk) -> Table:
    """The trial balance, and what this journey has moved."""
    from bdcommerce.kernel.money import Money
    from bdcommerce.kernel.text import grouped

    table = Table(title="Trial balance (credit +, debit −)", title_justify="left")
    table.add_column("Account")
    for column in ("Balance ৳", "of which this journey ৳"):
        table.add_column(column, justify="right")
    for account, amount in walk.trial_balance.items():
        moved = amount - walk.before.get(account, 0)
        if amount or moved:
            table.add_row(account, grouped(Money(amount)), grouped(Money(moved)))
    table.add_section()
    table.add_row("sum", grouped(Money(sum(walk.trial_balance.values()))), "")
    return table


async def load_once(settings: Settings, assembly: "Assembly", url: str) -> bool:
    """At the first start of `bdc run`: the demo's staff and shops. Whether this marketplace holds the demo."""
    from bdcommerce.demo import marketplace

    if not settings.operation.demo:
        return False
    loaded = settings.database.data_dir / "demo-loaded"
    if not loaded.exists():
        typer.echo("First start: loading the demo …")
        await ensure_staff(assembly)
        await marketplace.load(url)
        loaded.touch()
    return True


async def ensure_staff(assembly: "Assembly") -> None:
    """The demo's staff have accounts."""
    accounts: AccountsFace = assembly.find(AccountsFace)
    for person in STAFF:
        await accounts.ensure_staff(person.email, person.what, person.password, list(person.roles))
