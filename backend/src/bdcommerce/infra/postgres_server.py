"""Brings a PostgreSQL: one that is already there, or one of its own, started with the marketplace and stopped with it.

The server is a direct child that cannot outlive its parent, in a session of its own so that Ctrl-C in the terminal
leaves it up until the marketplace has drained. Everything it needs lies in one data folder; it listens on loopback
only, on a port chosen at each start, and on a socket in that folder where the path is short enough for one.
"""

import asyncio
import os
import signal
import socket
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from bdcommerce.infra.postgres_account import default_data_dir
from bdcommerce.infra.postgres_binaries import (
    OLDEST_MAJOR,
    Binaries,
    EmbeddedBinaries,
    ExternalUrl,
    PostgresSettings,
    PostgresUnavailable,
    Source,
    SystemBinaries,
    has_extension,
    install_embedded,
    locate,
)
from bdcommerce.infra.postgres_cluster import NAME, Cluster, child_environment

__all__ = [
    "EmbeddedBinaries",
    "ExternalUrl",
    "PostgresServer",
    "PostgresSettings",
    "PostgresUnavailable",
    "Source",
    "SystemBinaries",
    "default_data_dir",
    "locate",
]

LONGEST_SOCKET_PATH = 103
SECONDS_TO_START = 300
SECONDS_TO_STOP = 30
PORTS_TO_TRY = 3

# Chosen for a small machine that runs the whole marketplace beside its database.
SETTINGS = {
    "cluster_name": NAME,
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "password_encryption": "scram-sha-256",
}
# Tests throw their data away, so nothing needs to reach the disk.
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
# What a server that is still starting answers; anything else is an error that waiting does not cure.
NOT_YET = (ConnectionError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError)


class PostgresServer:
    """An async context manager around a running PostgreSQL.

    `url` is a DSN for the owner of the database `bdcommerce`, a superuser (or the external URL as it was given);
    `socket_url` is the same over the socket, a fifth faster per query, or None. Start it on a thread that stays: the
    kernel ends the server with the thread that started it.
    """

    def __init__(self, settings: PostgresSettings, *, durable: bool = True) -> None:
        self._settings = settings
        self._durable = durable
        self._cluster = Cluster(settings.data_dir)
        self._held = ExitStack()
        self._process: asyncio.subprocess.Process | None = None
        self.source: Source | None = None
        self.url = ""
        self.socket_url: str | None = None

    @property
    def near(self) -> str:
        """The fastest way to it from this machine: the socket's URL where there is a socket."""
        return self.socket_url or self.url

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    async def wait(self) -> int:
        """Return when the server has ended, with its exit status; never for an external one."""
        if self._process is None:
            await asyncio.Event().wait()
        return await self._process.wait() if self._process else 0

    async def _start(self) -> None:
        self.source = await asyncio.to_thread(locate, self._settings)
        if isinstance(self.source, ExternalUrl):
            self.url = self.source.url
            await _check_external(self.url)
        else:
            await self._bring_up(self.source)

    async def _bring_up(self, binaries: Binaries) -> None:
        self._held.enter_context(self._cluster.locked())
        if isinstance(binaries, EmbeddedBinaries):
            await asyncio.to_thread(install_embedded, binaries)
        await asyncio.to_thread(self._cluster.prepare, binaries, durable=self._durable)
        for _ in range(PORTS_TO_TRY):
            port = _free_port()
            await self._spawn(binaries, port)
            if await self._ready(port):
                return
        raise PostgresUnavailable(f"PostgreSQL did not start:\n{self._cluster.log_tail()}")

    async def _spawn(self, binaries: Binaries, port: int) -> None:
        command = self._cluster.command(binaries.bin / "postgres", *self._arguments(binaries, port))
        with os.fdopen(_open_log(self._cluster.log), "ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self._cluster.home,
                env=child_environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _arguments(self, binaries: Binaries, port: int) -> list[str]:
        settings = SETTINGS | ({} if self._durable else NOT_DURABLE)
        settings |= {"port": str(port), "unix_socket_directories": self._socket_dir() or ""}
        if has_extension(binaries.bin, "pg_stat_statements"):
            settings["shared_preload_libraries"] = "pg_stat_statements"
        return ["-D", str(self._cluster.data), *(f"--{name}={value}" for name, value in settings.items())]

    def _socket_dir(self) -> str | None:
        home = str(self._cluster.home)
        return home if len(f"{home}/.s.PGSQL.65535") <= LONGEST_SOCKET_PATH and "," not in home else None

    async def _ready(self, port: int) -> bool:
        """Wait for the first connection; False when the port was taken in the meantime."""
        login = f"postgresql://{NAME}:{self._cluster.password}@"
        if not await self._accepts(f"{login}127.0.0.1:{port}/postgres"):
            if "could not bind" in self._cluster.log_tail():
                return False
            raise PostgresUnavailable(f"PostgreSQL did not start:\n{self._cluster.log_tail()}")
        self.url = f"{login}127.0.0.1:{port}/{NAME}"
        if folder := self._socket_dir():
            self.socket_url = f"{login}/{NAME}?host={folder}&port={port}"
        return True

    async def _accepts(self, url: str) -> bool:
        deadline = time.monotonic() + SECONDS_TO_START
        while self._process and self._process.returncode is None and time.monotonic() < deadline:
            try:
                await _ensure_database(url)
            except NOT_YET:
                await asyncio.sleep(0.03)
            else:
                return True
        return False

    async def _stop(self) -> None:
        process, self._process = self._process, None
        with self._held:
            for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                if process is None or await _ended(process, how):
                    return


async def _ended(process: asyncio.subprocess.Process, how: signal.Signals) -> bool:
    if process.returncode is None:
        process.send_signal(how)
    try:
        await asyncio.wait_for(process.wait(), SECONDS_TO_STOP)
    except TimeoutError:
        return False
    return True


async def _ensure_database(url: str) -> None:
    connection = await asyncpg.connect(url, timeout=5)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", NAME):
            await connection.execute(f"CREATE DATABASE {NAME}")
    finally:
        await connection.close()


async def _check_external(url: str) -> None:
    try:
        connection = await asyncpg.connect(url, timeout=10)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as refused:
        raise PostgresUnavailable(f"The server of BDC_DATABASE_URL did not answer: {refused}") from refused
    try:
        version = connection.get_server_version()
        if version.major < OLDEST_MAJOR:
            raise PostgresUnavailable(
                f"BDC_DATABASE_URL is PostgreSQL {version.major}; {OLDEST_MAJOR} or newer is needed."
            )
    finally:
        await connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _open_log(path: Path) -> int:
    """The server's user owns the folder, so a link it may have laid there is not followed."""
    return os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_NOFOLLOW, 0o600)
