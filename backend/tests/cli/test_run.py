"""`bdc run`, as on a laptop: it brings everything up, ends everything, and comes back after the worst."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bdcommerce.demo.client import Visit
from bdcommerce.demo.people import ADMIN, PASSWORD
from support.postgres import reachable_folder
from support.processes import BACKEND, Process, start

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
CUSTOMER = {"email": "first@customer.example", "password": "a long password", "name": "First"}


@pytest.fixture
def data_dir() -> Path:
    return reachable_folder() / "data"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    return {"BDC_DATA_DIR": str(data_dir), "BDC_LOG_LEVEL": "warning", "PORT": "0", "BDC_DATABASE_URL": "", **more}


@asynccontextmanager
async def running(data_dir: Path, **more: str) -> AsyncIterator[Process]:
    process = await start(["-m", "bdcommerce.cli", "run"], environment(data_dir, **more))
    try:
        yield process
    finally:
        await process.kill()


def descendants(pid: int) -> list[int]:
    """The processes a process has started, and theirs."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, look = [], [pid]
    while look:
        children = parents.get(look.pop(), [])
        found += children
        look += children
    return found


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


async def test_after_kill_9_of_everything_the_next_start_has_lost_nothing(data_dir: Path) -> None:
    async with running(data_dir) as first, Visit(first.url) as api:
        await api.post("/auth/register", CUSTOMER)
        for pid in [first.pid, *descendants(first.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await first.ended()
    async with running(data_dir) as second, Visit(second.url) as api:
        await api.signed_in(CUSTOMER["email"], CUSTOMER["password"], "shop")


async def test_ctrl_c_ends_every_process_it_started(data_dir: Path) -> None:
    async with running(data_dir) as process:
        started = descendants(process.pid)
        assert started
        os.kill(process.pid, signal.SIGINT)
        assert await asyncio.wait_for(process.ended(), 40) == 0
        assert not [pid for pid in started if alive(pid)]


async def test_the_demo_is_loaded_once_at_the_first_start(data_dir: Path) -> None:
    for _ in range(2):
        async with running(data_dir, BDC_DEMO="true", BDC_REVEAL_CODES="true") as process, Visit(process.url) as api:
            assert len((await api.get("/products"))["items"]) == 7
            await api.signed_in(ADMIN.email, PASSWORD, "admin")
            assert any("admin@demo.example" in line for line in process.lines)
            await process.stop()


async def test_the_embedded_postgresql_serves_where_a_system_one_is_there(data_dir: Path) -> None:
    async with running(data_dir, BDC_POSTGRES="embedded") as process, Visit(process.url) as api:
        await api.post("/auth/register", CUSTOMER)
        assert any("embedded" in line for line in process.lines)
        await process.stop()


async def test_a_taken_port_is_named(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bdcommerce.cli",
            "run",
            env={**os.environ, **environment(data_dir, PORT=str(port))},
            cwd=BACKEND,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
    assert process.returncode == 1
    assert f"127.0.0.1:{port} is taken" in output.decode()


async def test_a_second_marketplace_on_the_same_data_is_refused(data_dir: Path) -> None:
    async with running(data_dir):
        with pytest.raises(AssertionError, match="data"):
            await start(["-m", "bdcommerce.cli", "run"], environment(data_dir))
