"""ASGI applications on a port of loopback, served as the marketplace serves itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.types import ASGIApp, ControllerRouterHandler

from bdcommerce.cli.serving import answering, bound
from bdcommerce.infra.settings import HttpSettings


def answers(*routes: ControllerRouterHandler) -> Litestar:
    """An application of these, which leaves the log of the tests as it is: by default Litestar sends it to a thread of
    its own, which writes to whatever stderr was when that began.
    """
    return Litestar(routes, openapi_config=None, logging_config=None)


@asynccontextmanager
async def serving(application: ASGIApp) -> AsyncIterator[str]:
    """The application's URL, as long as the block lasts."""
    listening = bound(HttpSettings(host="127.0.0.1", port=0))
    port = listening.getsockname()[1]
    async with answering(application, listening):
        yield f"http://127.0.0.1:{port}"
