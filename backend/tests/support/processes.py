"""Real processes of the marketplace: started, killed without mercy, started again."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from support.databases import MIGRATED, ensure_migrated_template, throw_away_database

BACKEND = Path(__file__).parents[2]
SECONDS_TO_START = 60
SERVICE_TOKEN = secrets.token_urlsafe(24)
MASTER_KEYS = "k1:" + "A" * 43 + "="


class Process:
    """One process that listens; `url` is where."""

    def __init__(self, process: asyncio.subprocess.Process, lines: list[str], url: str) -> None:
        self._process, self.lines, self.url = process, lines, url
        self._reading = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The exit status (negative: the signal), None while it runs."""
        return self._process.returncode

    async def kill(self) -> None:
        """kill -9."""
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()

    async def stop(self) -> int:
        """SIGTERM, and the exit status after the drain."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait for its end; the exit status (negative: the signal)."""
        status = await self._process.wait()
        await self._reading
        return status

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            self.lines.append(line.decode(errors="replace").rstrip())


async def start(command: Sequence[str], environment: Mapping[str, str]) -> Process:
    """Start a command that says `ready on port N`. Fails with its output when it does not."""
    process = await _spawned(command, environment)
    assert process.stdout
    lines: list[str] = []
    async with asyncio.timeout(SECONDS_TO_START):
        async for raw in process.stdout:
            line = raw.decode(errors="replace").rstrip()
            lines.append(line)
            if "ready on port " in line:
                return Process(process, lines, f"http://127.0.0.1:{line.rpartition(' ')[2]}")
    raise AssertionError(f"{' '.join(command)} did not start:\n" + "\n".join(lines[-30:]))


async def _spawned(
    command: Sequence[str], environment: Mapping[str, str], stdin: int | None = None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""},
        cwd=BACKEND,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


class Nursery:
    """A process that has imported everything and bears others, one after the other: each line it is given is one."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process, self._living = process, 0
        self.lines: list[str] = []

    async def next(self, line: str) -> str:
        """Another one is born; where it listens."""
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n".encode())
        self._living = int(await self._heard("born "))
        return f"http://127.0.0.1:{await self._heard('ready on port ')}"

    async def end(self) -> int:
        """Wait for its end; the exit status (negative: the signal)."""
        status = int(await self._heard("ended "))
        self._living = 0
        return status

    def close(self) -> None:
        """kill -9, of it and of whoever still lives."""
        for pid in filter(None, (self._living, self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    async def _heard(self, sign: str) -> str:
        assert self._process.stdout
        async with asyncio.timeout(SECONDS_TO_START):
            async for raw in self._process.stdout:
                self.lines.append(raw.decode(errors="replace").rstrip())
                if sign in self.lines[-1]:
                    return self.lines[-1].rpartition(sign)[2]
        raise AssertionError(f"never heard {sign!r}:\n" + "\n".join(self.lines[-30:]))


@asynccontextmanager
async def nursery(command: Sequence[str], environment: Mapping[str, str]) -> AsyncIterator[Nursery]:
    """See Nursery."""
    process = await _spawned(command, environment, stdin=asyncio.subprocess.PIPE)
    born = Nursery(process)
    try:
        yield born
    finally:
        born.close()
        await process.communicate()


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    """What every process of one installation shares."""
    return {
        "BDC_DATABASE_URL": database_url,
        "BDC_DATA_DIR": str(data_dir),
        "BDC_MASTER_KEYS": MASTER_KEYS,
        "BDC_SERVICE_TOKEN": SERVICE_TOKEN,
        "BDC_ENVIRONMENT": "test",
        "BDC_REVEAL_CODES": "true",
        "BDC_LOG_LEVEL": "warning",
        "PORT": "0",
        **more,
    }


@asynccontextmanager
async def whole_marketplace(database_url: str, data_dir: Path, **more: str) -> AsyncIterator[Process]:
    """All services in one process."""
    process = await start(["-m", "bdcommerce.cli", "serve"], environment(database_url, data_dir, **more))
    try:
        yield process
    finally:
        await process.stop()


@asynccontextmanager
async def process_per_service(database_url: str, data_dir: Path, names: Sequence[str]) -> AsyncIterator[Process]:
    """Every service in a process of its own, and the gateway, which is what is yielded."""
    ports = {name: free_port() for name in names}
    where = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in ports.items())
    shared = environment(
        database_url, data_dir, BDC_SERVICES=where, BDC_WRITE_CONNECTIONS="6", BDC_READ_CONNECTIONS="3"
    )
    async with AsyncExitStack() as stack:
        for name, port in ports.items():
            service = await start(["-m", "bdcommerce.cli", "serve", name], {**shared, "PORT": str(port)})
            stack.push_async_callback(service.stop)
        gateway = await start(["-m", "bdcommerce.cli", "serve", "--gateway"], shared)
        stack.push_async_callback(gateway.stop)
        yield gateway


@asynccontextmanager
async def migrated_database(server_url: str) -> AsyncIterator[str]:
    """A fresh database with every service's tables, for tests that need one for longer than a function."""
    await ensure_migrated_template(server_url)
    async with throw_away_database(server_url, MIGRATED) as url:
        yield url


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def staffed(database_url: str) -> AsyncIterator[None]:
    """The demo's staff have accounts in that database."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bdcommerce.cli",
        "demo",
        "staff",
        env={**os.environ, **environment(database_url, Path("/nonexistent"))},
        cwd=BACKEND,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    yield
