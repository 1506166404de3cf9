"""A process that answers HTTP and works: from the first check to the last drained request."""

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any

import uvicorn
from litestar.types import ASGIApp

from bdcommerce.infra.http import protocol
from bdcommerce.infra.settings import HttpSettings, Refused
from bdcommerce.infra.worker import Worker

DRAIN_SECONDS = 20


class _Server(uvicorn.Server):
    """Leaves signals to us: what must be drained is more than HTTP."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with nullcontext():
            yield


def bound(http: HttpSettings, setting: str = "PORT") -> socket.socket:
    """The listening socket. Raises Refused naming the port, and the setting to change, when somebody else has it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((http.host, http.port))
    except OSError as error:
        listening.close()
        raise Refused(
            f"{setting}: {http.host}:{http.port} is taken or not allowed ({error.strerror}); choose another"
        ) from error
    return listening


@asynccontextmanager
async def answering(
    application: ASGIApp, listening: socket.socket, http: HttpSettings | None = None
) -> AsyncIterator[None]:
    """HTTP is answered inside the block; leaving it finishes what is in flight."""
    config = uvicorn.Config(
        application,
        http=protocol.bounded(http or HttpSettings()),
        ws="none",
        proxy_headers=False,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=DRAIN_SECONDS,
        server_header=False,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not task.done():  # noqa: ASYNC110 - uvicorn tells it by a flag only
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def working(worker: Worker) -> "AsyncIterator[asyncio.Task[None]]":
    """Relay, consumers, clocks and sagas run inside the block, as the task it gives; leaving it drains them."""
    task = asyncio.create_task(worker.run())
    try:
        yield task
    finally:
        worker.stop()
        await task


def told_to_end() -> asyncio.Event:
    """Set at SIGINT or SIGTERM. Ask for it before saying that the process is ready: who reads that may end it."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, told.set)
    return told


async def until(told: asyncio.Event, *, also: Sequence["asyncio.Task[Any]"] = ()) -> None:
    """Return when told to, or when one of the tasks that must not end has ended.

    What stands by now stands for good: it is not looked through for garbage again.
    """
    gc.freeze()
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait([waiting, *also], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
