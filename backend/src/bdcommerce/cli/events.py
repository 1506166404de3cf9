"""`bdc events`: look at what happened and at what is under way, and set going again what stands still."""

from typing import Annotated

import typer

app = typer.Typer(help="What happened, what is under way, and what stands still.", no_args_is_help=True)


@app.command()
def tail(
    service: Annotated[str, typer.Argument(help="A service; all of them if none is named.")] = "",
    *,
    last: Annotated[int, typer.Option(help="Begin with so many per service.", min=0, max=500)] = 10,
    follow: Annotated[bool, typer.Option(help="Go on until Ctrl-C.")] = True,
) -> None:
    """Print events as they are recorded: instant, type, id, stream. Never their data."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.tail(settings(), service, last, follow=follow))


@app.command()
def lag() -> None:
    """Show what waits: in each log to be relayed, in each queue to be handled."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.lag(settings()))


@app.command()
def dead(queue: Annotated[str, typer.Option(help="Only of this service.")] = "") -> None:
    """List the messages that were given up. Each holds back what follows it under its key."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.dead(settings(), queue))


@app.command()
def redrive(
    queue: Annotated[str, typer.Option(help="Those of this service.")] = "",
    message_id: Annotated[int, typer.Option("--id", help="This one.")] = 0,
    *,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Deliver dead letters again, after the reason for their failure is gone."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    if [bool(queue), bool(message_id), everything].count(True) != 1:
        raise typer.BadParameter("say which: one of --queue, --id and --all")
    go(post.redrive(settings(), queue, message_id))


@app.command()
def discard(
    message_id: Annotated[int, typer.Argument(help="Its number in `bdc events dead`.")],
    why: Annotated[str, typer.Option(help="Is kept with its number, queue and type.")],
) -> None:
    """Drop a dead letter for good; what follows it under its key goes on."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.discard(settings(), message_id, why))


@app.command()
def replay(projection: Annotated[str, typer.Argument(help="Like orders.order_view; see docs/map.md.")]) -> None:
    """Fill the read tables of a projection anew from the event log, while the marketplace goes on."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.replay(settings(), projection))


@app.command()
def stuck() -> None:
    """List the processes (sagas) that could not be undone and wait for somebody."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.stuck(settings()))


@app.command()
def unstick(saga_id: Annotated[str, typer.Argument(help="Its id in `bdc events stuck`.")]) -> None:
    """Let a stuck process try again to undo itself, after the obstacle is gone."""
    from bdcommerce.cli import post
    from bdcommerce.cli.main import go, settings

    go(post.unstick(settings(), saga_id))
