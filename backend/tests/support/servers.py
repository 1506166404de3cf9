"""ASGI applications on a port of loopback, served as the marketplace serves itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar.types import ASGIApp

from bdcommerce.cli.serving import answering, bound
from bdcommerce.infra.settings import HttpSettings


@asynccontextmanager
async def serving(application: ASGIApp) -> AsyncIterator[str]:
    """The application's URL, as long as the block lasts."""
    listening = bound(HttpSettings(host="127.0.0.1", port=0))
    port = listening.getsockname()[1]
    async with answering(application, listening):
        yield f"http://127.0.0.1:{port}"
