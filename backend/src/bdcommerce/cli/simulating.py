"""What `bdc simulate` does."""

from contextlib import AsyncExitStack

import typer

from bdcommerce.cli import serving
from bdcommerce.infra.settings import HttpSettings
from bdcommerce.simulators.application import application
from bdcommerce.simulators.parties import parties


async def simulate_all(host: str, port: int) -> None:
    """Serve every party until told to end. Raises Refused when the port is taken."""
    listening = serving.bound(HttpSettings(host=host, port=port))
    url = f"http://{host}:{listening.getsockname()[1]}"
    all_of_them = parties(url)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving.answering(application(all_of_them), listening))
        for party in all_of_them:
            await stack.enter_async_context(party.beside())
        told = serving.told_to_end()
        typer.echo(f"Simulators: ready at {url}")
        for party in all_of_them:
            typer.echo(f"  {url}/{party.name}  {party.about}")
        await serving.until(told)
