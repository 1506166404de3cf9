"""One PostgreSQL for all workers of a test session, started when the first test asks for it.

The process that starts the workers owns the server; workers ask it for the URL over a socket. A run of pure tests
therefore starts no database, and the last worker to finish need not know that it is the last.
"""

import asyncio
import os
import secrets
import shutil
import tempfile
from contextlib import AsyncExitStack
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

from bdcommerce.infra.postgres_server import PostgresServer, PostgresSettings, default_data_dir

REPOSITORY = Path(__file__).parents[3]
EMBEDDED = default_data_dir(REPOSITORY) / "embedded-postgres"


class Address(NamedTuple):
    """Where a worker asks, and the key that proves it is one of ours."""

    path: str
    key: str


class SessionPostgres:
    """Held by the process that starts the workers; `address` goes to them."""

    def __init__(self) -> None:
        self._folder = reachable_folder()
        self.address = Address(str(self._folder / "ask"), secrets.token_hex(16))
        self._listener = Listener(self.address.path, family="AF_UNIX", authkey=self.address.key.encode())
        # The server dies with the thread that starts it, so one thread starts it, answers, and stops it.
        self._thread = Thread(target=lambda: asyncio.run(self._answer()), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the server, if it was ever needed, and remove its data."""
        ask(self.address, "stop")
        self._thread.join()
        self._listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _answer(self) -> None:
        url = os.environ.get("BDC_TEST_DATABASE_URL")
        settings = PostgresSettings(self._folder / "data", url=url, binaries_dir=EMBEDDED)
        server = PostgresServer(settings, durable=False)
        async with AsyncExitStack() as stack:
            while True:
                with await asyncio.to_thread(self._listener.accept) as worker:
                    if worker.recv() == "stop":
                        break
                    await self._reply(worker, server, stack)
        worker.close()

    async def _reply(self, worker: "Connection[Any, Any]", server: PostgresServer, stack: AsyncExitStack) -> None:
        try:
            if not server.url:
                await stack.enter_async_context(server)
            worker.send(server.url)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is the asking test's failure
            worker.send(error)


def reachable_folder() -> Path:
    """A new folder that PostgreSQL can reach even when the tests run as root and it does not.

    In memory where there is plenty: cloning a database there is twenty times as fast as on a disk.
    """
    memory = Path("/dev/shm")
    plenty = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 2**30
    folder = Path(tempfile.mkdtemp(prefix="bdc-tests-", dir=memory if plenty else None))
    folder.chmod(0o711)
    return folder


def ask(address: Address, what: str) -> str:
    """Ask the owner of the server: `url`, or `stop`."""
    with Client(address.path, family="AF_UNIX", authkey=address.key.encode()) as owner:
        owner.send(what)
        reply: str | Exception = "" if what == "stop" else owner.recv()
    if isinstance(reply, Exception):
        raise reply
    return reply
