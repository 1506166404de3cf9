"""The outside parties that are stood in for: beside a marketplace that runs here, or alone by `bdc simulate`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import typer

from bdcommerce.cli import serving
from bdcommerce.infra.settings import HttpSettings, mail_port_beside
from bdcommerce.simulators.application import application
from bdcommerce.simulators.parties import parties
from bdcommerce.simulators.party import Party


@dataclass(frozen=True, slots=True)
class Simulators:
    """All parties, and where they are."""

    url: str
    parties: Sequence[Party]


@asynccontextmanager
async def simulators(host: str, port: int) -> AsyncIterator[Simulators]:
    """Every party is served inside the block; port 0: any that is free. Raises Refused when the port is taken."""
    listening = serving.bound(HttpSettings(host=host, port=port), "BDC_SIMULATORS_URL")
    url = f"http://{host}:{listening.getsockname()[1]}"
    all_of_them = parties(url, mail_port_beside(port) if port else 0)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(serving.answering(application(all_of_them), listening))
        for party in all_of_them:
            await stack.enter_async_context(party.beside())
        yield Simulators(url, all_of_them)


async def simulate_all(host: str, port: int) -> None:
    """Serve every party until told to end. Raises Refused when the port is taken."""
    async with simulators(host, port) as there:
        told = serving.told_to_end()
        typer.echo(f"Simulators: ready at {there.url}")
        for party in there.parties:
            typer.echo(f"  {there.url}/{party.name}  {party.about}")
        await serving.until(told)
