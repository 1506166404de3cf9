"""`bdc demo`: fill a marketplace with something to look at, or walk through the main job."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.demo.journey import Walk
from bdcommerce.demo.people import STAFF
from bdcommerce.infra.settings import Refused, Settings

if TYPE_CHECKING:
    from bdcommerce.cli.assembly import Assembly
    from bdcommerce.demo.loading import Loaded, Wish

app = typer.Typer(help="A demo marketplace, and a walk through a purchase.", no_args_is_help=True)
Url = Annotated[str, typer.Option(help="Where the marketplace answers.")]
_HERE = "http://127.0.0.1:8000"
_LARGEST = 50.0


@app.command()
def staff() -> None:
    """Make the demo's staff accounts in the database."""
    from bdcommerce.cli.main import go, settings

    go(_with_staff(settings()))
    typer.echo("The demo's staff can sign in.")


@app.command()
def load(
    scale: Annotated[
        float, typer.Option(min=0.01, max=_LARGEST, help="1: 25 shops, 2,050 products, 2,000 orders.")
    ] = 1,
    seed: Annotated[int, typer.Option(help="The same seed, days and end give the same marketplace.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=730, help="So many days of orders.")] = 182,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Their last day; default: today.")
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Nothing to do where it was loaded before.")] = False,
) -> None:
    """Load a whole marketplace with half a year behind it into an empty database: two minutes on two cores.

    Shops, products, customers and orders are made by the services themselves while a clock runs through the months.
    Loading is all or nothing: one that was interrupted is thrown away with its data folder (or database).
    """
    from bdcommerce.cli.main import go, settings

    go(_load(settings(), _wish(scale, seed, days, until), once=once))


@app.command(hidden=True)
def folder() -> None:
    """Where `make demo` keeps a whole demo: beside the data folder of the settings."""
    from bdcommerce.cli.main import settings

    data_dir = settings().database.data_dir
    typer.echo(data_dir.parent / f"{data_dir.name}-demo")


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


def _wish(scale: float, seed: int, days: int, until: datetime | None) -> "Wish":
    from bdcommerce.demo.loading import Wish
    from bdcommerce.kernel import clock

    now = clock.now()
    end = _midnight_after(until.date()) if until else now
    if end > now:
        raise Refused("--until: that day is not over yet; leave it out for today")
    return Wish(scale=scale, seed=seed, days=days, until=end)


def _midnight_after(day: date) -> datetime:
    from bdcommerce.kernel.clock import DHAKA

    return datetime.combine(day + timedelta(days=1), datetime.min.time(), DHAKA)


async def _load(settings: Settings, wish: "Wish", *, once: bool) -> None:
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES
    from bdcommerce.cli.showing import Bars
    from bdcommerce.cli.staging import load as load_on
    from bdcommerce.cli.staging import used
    from bdcommerce.infra import telemetry
    from bdcommerce.infra.migrations import migrate

    marker = settings.database.data_dir / _LOADED
    if once and marker.exists():
        return
    telemetry.configure("error", settings.telemetry.log_format)
    async with database(settings) as url:
        await migrate(url, SERVICES)
        if why := await used(url):
            raise Refused(
                f"this marketplace {why}, and a demo is loaded into an empty one: choose another folder with "
                f"BDC_DATA_DIR, or remove this one ({settings.database.data_dir})"
            )
        with Bars() as bars:
            loaded = await load_on(settings, url, wish, bars.told)
    marker.touch()
    Console(highlight=False).print(_made(loaded, bars.seconds))


def _made(loaded: "Loaded", seconds: float) -> Table:
    counted, opened = loaded.counted, loaded.opened
    table = Table(title=f"The demo is loaded, in {seconds:.0f} s", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = {
        "shops": len(opened.shops),
        "products": opened.products,
        "offers": len(opened.wares),
        "pictures": opened.pictures,
        "customers": counted.customers,
        "orders": counted.orders,
        "parcels delivered": counted.delivered,
        "parcels returned": counted.returned,
        "reviews": counted.reviews,
        "questions": counted.questions,
        **loaded.back.counts,
        "events heard": loaded.delivered + loaded.back.delivered,
    }
    for what, number in rows.items():
        table.add_row(what, f"{number:,}")
    table.add_section()
    for who in STAFF[:2]:
        table.add_row(f"sign in as {who.email}", who.password)
    return table


async def _with_staff(settings: Settings) -> None:
    from bdcommerce.cli.assembly import assembled
    from bdcommerce.cli.database import database
    from bdcommerce.cli.services import SERVICES

    async with database(settings) as dsn, assembled(settings, dsn, SERVICES) as assembly:
        await ensure_staff(assembly)


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


_LOADED = "demo-loaded"


async def load_once(settings: Settings, assembly: "Assembly", url: str) -> bool:
    """At the first start of `bdc run`: the demo's staff and shops. Whether this marketplace holds the demo."""
    from bdcommerce.demo import marketplace

    if not settings.operation.demo:
        return False
    loaded = settings.database.data_dir / _LOADED
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
