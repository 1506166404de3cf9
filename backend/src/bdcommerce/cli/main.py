"""Every command of `bdc`. Each imports what it needs when it is called, so that `bdc --help` is quick."""

import asyncio
import gc
import sys
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from bdcommerce.infra.settings import Refused, Settings

# What a process imports stays for its life: looking through it for garbage is a fifth of a start, and of work after it.
gc.set_threshold(20_000, 20, 50)
app = typer.Typer(
    help="Run and look after a BDCommerce marketplace.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
Names = Annotated[list[str] | None, typer.Argument(help="Services; all of them if none is named.")]


def settings() -> Settings:
    """The settings, or an end with a line per wrong one."""
    try:
        return Settings()
    except Refused as error:
        typer.secho(f"These settings are wrong:\n{error}", fg="red", err=True)
        raise typer.Exit(2) from error


def go(work: Coroutine[Any, Any, None]) -> None:
    """Run a command; whatever it refuses is one sentence and a non-zero exit."""
    import aiohttp

    from bdcommerce.demo import client
    from bdcommerce.infra.postgres_server import PostgresUnavailable
    from bdcommerce.kernel.errors import BdError

    try:
        with asyncio.Runner(loop_factory=_event_loop()) as runner:
            runner.run(work)
    except (Refused, client.Refused, PostgresUnavailable, BdError, aiohttp.ClientError, TimeoutError) as error:
        typer.secho(str(error), fg="red", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error


def _event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, a good deal faster, where there is one; else Python's own."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


@app.command()
def run() -> None:
    """Everything in one process: PostgreSQL, all services, the demo on first start, the API on PORT."""
    from bdcommerce.cli.running import run_everything

    go(run_everything(settings()))


@app.command()
def serve(
    services: Names = None,
    *,
    gateway: Annotated[bool, typer.Option(help="Serve the front door; calls go to BDC_SERVICES.")] = False,
) -> None:
    """Answer HTTP for some services (or for the gateway) and do their background work."""
    from bdcommerce.cli.running import serve_gateway, serve_services

    go(serve_gateway(settings()) if gateway else serve_services(settings(), services or []))


@app.command()
def worker(services: Names = None) -> None:
    """Only the background work of some services: relay, consumers, clocks, sagas."""
    from bdcommerce.cli.running import work_for

    go(work_for(settings(), services or []))


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version expects."""
    from bdcommerce.cli.running import migrate_database

    go(migrate_database(settings()))


@app.command()
def simulate(
    *,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any that is free.", min=0, max=65535)] = 8100,
) -> None:
    """Stand in for the outside parties (wallets, couriers, SMS gateways), until Ctrl-C."""
    from bdcommerce.cli.simulating import simulate_all

    go(simulate_all(host, port))


@app.command()
def doctor() -> None:
    """Say what is wrong with this installation."""
    from bdcommerce.cli.doctor import examine

    go(examine(settings()))


@app.command()
def contracts(
    *,
    check: Annotated[bool, typer.Option("--check", help="Only say whether they are up to date.")] = False,
    accept_breaking: Annotated[str, typer.Option(metavar="WHY", help="Break somebody, for this reason.")] = "",
) -> None:
    """Write contracts/ anew: the OpenAPI document and the schema of every integration event."""
    from bdcommerce.cli.contracts import write_contracts

    sys.exit(write_contracts(check=check, accept_breaking=accept_breaking))


@app.command("map")
def write_map(
    *, check: Annotated[bool, typer.Option("--check", help="Only say whether it is up to date.")] = False
) -> None:
    """Write docs/map.md anew from the service cards."""
    from bdcommerce.cli.map import write_map as write

    sys.exit(write(check=check))


@app.command("new-service")
def new_service(name: Annotated[str, typer.Argument(help="A plural business word in lower case.")]) -> None:
    """Lay out a new service: its card, bootstrap, first migration and test."""
    from bdcommerce.cli.new_service import lay_out

    sys.exit(lay_out(name))


def _groups() -> None:
    from bdcommerce.cli import audit, couriers, demo, events, imports, ledger, notifications, payments, staff

    groups = {"events": events, "ledger": ledger, "audit": audit, "demo": demo, "staff": staff}
    for name, group in {**groups, "notifications": notifications, "couriers": couriers, "payments": payments}.items():
        app.add_typer(group.app, name=name)
    app.command("import")(imports.import_products)


_groups()
