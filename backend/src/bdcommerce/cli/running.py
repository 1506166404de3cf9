"""What `bdc run`, `serve`, `worker` and `migrate` do."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import typer
from litestar.types import ASGIApp, ControllerRouterHandler

from bdcommerce.cli import banner, demo, serving
from bdcommerce.cli.assembly import Assembly, assembled
from bdcommerce.cli.database import database, started
from bdcommerce.cli.services import BY_NAME, SERVICES
from bdcommerce.cli.simulating import simulators
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.gateway import bootstrap as gateway
from bdcommerce.infra import telemetry
from bdcommerce.infra.http import ops
from bdcommerce.infra.http.door import Door
from bdcommerce.infra.migrations import migrate
from bdcommerce.infra.service import Service
from bdcommerce.infra.settings import Refused, Settings

SECONDS_FOR_A_CALL = 30
_SIMULATORS_PORT = 8100


async def run_everything(settings: Settings) -> None:
    """`bdc run`: until Ctrl-C. What was accepted is drained, then everything that was started is ended."""
    telemetry.configure(settings.telemetry.log_level, settings.telemetry.log_format)
    listening = serving.bound(settings.http)
    async with _stood_in_for(settings), started(settings) as server:
        await migrate(server.near, SERVICES)
        async with assembled(settings, server.near, SERVICES) as assembly:
            front = gateway.own_routes(SERVICES, assembly.find(AccountsFace))
            async with (
                gateway.door(settings, server.near, assembly.find(AccountsFace)) as door,
                serving.answering(_opened(assembly, assembly.application(front, door)), listening),
                serving.working(assembly.worker()) as work,
            ):
                port = listening.getsockname()[1]
                fresh = await demo.load_once(settings, assembly, f"http://{settings.http.host}:{port}")
                told = serving.told_to_end()
                banner.show(settings, port, server.source, demo_loaded=fresh)
                await serving.until(told, also=[work, asyncio.create_task(server.wait())])


async def serve_services(settings: Settings, names: Sequence[str]) -> None:
    """`bdc serve`: some services, their public calls, their faces and their background work."""
    telemetry.configure(settings.telemetry.log_level, settings.telemetry.log_format)
    listening = serving.bound(settings.http)
    hosted = chosen(names)
    async with (
        database(settings) as url,
        assembled(settings, url, hosted) as assembly,
        _front_if_whole(assembly, url) as (front, door),
        serving.answering(_public(assembly, assembly.application(front, door), door), listening),
        serving.working(assembly.worker()) as work,
    ):
        told = serving.told_to_end()
        _say_ready(", ".join(service.name for service in hosted), listening.getsockname()[1])
        await serving.until(told, also=[work])


async def serve_gateway(settings: Settings) -> None:
    """`bdc serve --gateway`: the front door of services that all live elsewhere."""
    telemetry.configure(settings.telemetry.log_level, settings.telemetry.log_format)
    listening = serving.bound(settings.http)
    async with AsyncExitStack() as stack:
        application = await stack.enter_async_context(_gateway_application(settings))
        await stack.enter_async_context(serving.answering(application, listening))
        told = serving.told_to_end()
        _say_ready("gateway", listening.getsockname()[1])
        await serving.until(told)


async def work_for(settings: Settings, names: Sequence[str]) -> None:
    """`bdc worker`: the background work alone."""
    telemetry.configure(settings.telemetry.log_level, settings.telemetry.log_format)
    async with (
        database(settings) as url,
        assembled(settings, url, chosen(names)) as assembly,
        serving.working(assembly.worker()) as work,
    ):
        await serving.until(serving.told_to_end(), also=[work])


async def migrate_database(settings: Settings) -> None:
    """`bdc migrate`."""
    async with database(settings) as url:
        await migrate(url, SERVICES)
    typer.echo(f"{len(SERVICES)} services are up to date.")


def chosen(names: Sequence[str]) -> list[Service]:
    """The services with these names; all for none. Raises Refused naming an unknown one."""
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        raise Refused(f"there is no service '{unknown[0]}'; there are: {', '.join(BY_NAME)}")
    return [BY_NAME[name] for name in names] or list(SERVICES)


@asynccontextmanager
async def _stood_in_for(settings: Settings) -> AsyncIterator[None]:
    """Wallets, couriers and gateways of messages to play with, if they are wanted. Raises Refused when their port is
    taken.
    """
    if not settings.operation.simulate:
        yield
        return
    where = urlsplit(settings.operation.simulators_url)
    async with simulators(where.hostname or "127.0.0.1", where.port or _SIMULATORS_PORT):
        yield


@asynccontextmanager
async def _front_if_whole(
    assembly: Assembly, url: str
) -> AsyncIterator[tuple[Sequence[ControllerRouterHandler], Door | None]]:
    """A process with all services is one that the public may reach."""
    if len(assembly.hosted) < len(SERVICES):
        yield (), None
        return
    accounts = assembly.find(AccountsFace)
    async with gateway.door(assembly.settings, url, accounts) as door:
        yield gateway.own_routes(SERVICES, accounts), door


@asynccontextmanager
async def _gateway_application(settings: Settings) -> AsyncIterator[ASGIApp]:
    timeout = aiohttp.ClientTimeout(total=SECONDS_FOR_A_CALL)
    async with (
        assembled(settings, "postgresql://nobody@127.0.0.1:1/none", []) as assembly,
        aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session,
        gateway.door(settings, settings.database.database_url, assembly.find(AccountsFace)) as door,
    ):
        behind = gateway.Behind(session, assembly.gateway_token)
        passed = gateway.proxy_routes(SERVICES, settings.topology.services, behind)
        own = gateway.own_routes(SERVICES, assembly.find(AccountsFace))
        yield _opened(assembly, assembly.fronted([*passed, *own, *ops.routes({})], door))


def _opened(assembly: Assembly, inside: ASGIApp) -> ASGIApp:
    """With the pages around it that people open in a browser."""
    return gateway.with_pages(inside, assembly.settings, assembly.origins())


def _public(assembly: Assembly, inside: ASGIApp, door: Door | None) -> ASGIApp:
    """The same for a process that the public reaches."""
    return _opened(assembly, inside) if door else inside


def _say_ready(what: str, port: int) -> None:
    typer.echo(f"{what}: ready on port {port}")
