"""What `bdc simulate` does."""

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
    async with serving.answering(application(all_of_them), listening):
        told = serving.told_to_end()
        typer.echo(f"Simulators: ready at {url}")
        for party in all_of_them:
            typer.echo(f"  {url}/{party.name}  {party.about}")
        await serving.until(told)
