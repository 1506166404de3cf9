"""PostgreSQL comes up from each of its three sources, survives every kill, and is never started twice on one folder."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

import bdcommerce
from bdcommerce.infra import postgres_cluster
from bdcommerce.infra.postgres_account import Account, account_for_postgres, barrier
from bdcommerce.infra.postgres_server import (
    EmbeddedBinaries,
    ExternalUrl,
    PostgresServer,
    PostgresSettings,
    PostgresUnavailable,
    SystemBinaries,
    default_data_dir,
    locate,
)
from support import run_postgres
from support.databases import connected
from support.postgres import EMBEDDED, reachable_folder

AS_ROOT = os.geteuid() == 0
NEEDED_EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin", "btree_gist", "citext", "ltree", "pg_stat_statements")


@pytest.fixture
def data_dir() -> Iterator[Path]:
    folder = reachable_folder()
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def anything(data_dir: Path) -> PostgresSettings:
    """Whatever PostgreSQL this machine offers, with data of this test's own."""
    return PostgresSettings(data_dir, binaries_dir=EMBEDDED)


@pytest.fixture
def system(data_dir: Path) -> PostgresSettings:
    settings = PostgresSettings(data_dir, mode="system")
    try:
        locate(settings)
    except PostgresUnavailable as missing:
        pytest.skip(f"NOT TESTED, this machine has no PostgreSQL of its own: {missing}")
    return settings


@pytest.fixture
def embedded(data_dir: Path) -> PostgresSettings:
    return PostgresSettings(data_dir, mode="embedded", binaries_dir=EMBEDDED)


@pytest.fixture(params=["system", "embedded"])
def either(request: pytest.FixtureRequest) -> PostgresSettings:
    settings: PostgresSettings = request.getfixturevalue(request.param)
    return settings


def postmaster(settings: PostgresSettings) -> int:
    return int((settings.cluster / "postmaster.pid").read_text().split()[0])


@asynccontextmanager
async def victim(settings: PostgresSettings) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A separate process that runs PostgreSQL and may be killed."""
    command = [sys.executable, run_postgres.__file__, str(settings.data_dir), str(EMBEDDED)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    url = (await process.stdout.readline()).decode().strip()
    try:
        yield process, url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def write_a_row(url: str) -> None:
    async with connected(url) as connection:
        await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


async def read_the_row(url: str) -> int:
    async with connected(url) as connection:
        answer: int = await connection.fetchval("SELECT answer FROM kept")
        return answer


# --- three sources -----------------------------------------------------------------------------------------------


async def test_own_server_has_the_extensions_and_sees_letters_in_bangla(either: PostgresSettings) -> None:
    async with PostgresServer(either, durable=False) as server, connected(server.url) as connection:
        for extension in NEEDED_EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION {extension}")
        assert len(await connection.fetchval("SELECT show_trgm('বাংলাদেশ')")) > 4
        letters = 'SELECT array_agg(x ORDER BY x COLLATE "bn-x-icu") FROM unnest($1::text[]) AS x'
        assert await connection.fetchval(letters, ["খ", "ক", "অ"]) == ["অ", "ক", "খ"]


async def test_data_are_still_there_after_a_restart(either: PostgresSettings) -> None:
    async with PostgresServer(either) as server:
        await write_a_row(server.url)
    async with PostgresServer(either) as server:
        assert await read_the_row(server.url) == 42


async def test_an_external_server_is_used_and_left_running(anything: PostgresSettings, data_dir: Path) -> None:
    async with PostgresServer(anything, durable=False) as theirs:
        settings = PostgresSettings(data_dir.with_name("unused"), url=theirs.url)
        async with PostgresServer(settings) as server:
            assert server.source == ExternalUrl(theirs.url)
            await write_a_row(server.url)
        assert await read_the_row(theirs.url) == 42
    assert not settings.data_dir.exists()


async def test_an_external_server_that_does_not_answer_is_named(data_dir: Path) -> None:
    settings = PostgresSettings(data_dir, url="postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(PostgresUnavailable, match="BDC_DATABASE_URL did not answer") as refused:
        await PostgresServer(settings).__aenter__()
    assert "secret" not in str(refused.value)


def test_external_mode_needs_a_url(data_dir: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="needs BDC_DATABASE_URL"):
        locate(PostgresSettings(data_dir, mode="external"))


def test_the_machines_own_postgresql_comes_before_the_embedded_one(system: PostgresSettings) -> None:
    assert isinstance(locate(PostgresSettings(system.data_dir)), SystemBinaries)


def test_the_embedded_one_is_the_way_out(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bdcommerce.infra.postgres_binaries._system_folders", lambda: iter(()))
    assert isinstance(locate(PostgresSettings(data_dir)), EmbeddedBinaries)
    with pytest.raises(PostgresUnavailable, match="apt-get install postgresql"):
        locate(PostgresSettings(data_dir, mode="system"))


def test_data_of_a_version_that_is_gone_are_not_touched(data_dir: Path) -> None:
    settings = PostgresSettings(data_dir)
    settings.cluster.mkdir(parents=True)
    (settings.cluster / "PG_VERSION").write_text("16000\n")
    with pytest.raises(PostgresUnavailable, match=r"written by PostgreSQL 16000.*BDC_DATA_DIR"):
        locate(settings)


# --- what kind of server -----------------------------------------------------------------------------------------


async def test_the_server_listens_on_loopback_and_wants_a_password(anything: PostgresSettings) -> None:
    async with PostgresServer(anything, durable=False) as server:
        async with connected(server.url) as connection:
            assert await connection.fetchval("SHOW listen_addresses") == "127.0.0.1"
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(server.url.replace(":", ":x", 2).replace("postgresql:x", "postgresql:"))
    assert (anything.data_dir / "postgres" / "password").stat().st_mode & 0o777 == 0o600


async def test_the_socket_leads_to_the_same_server(anything: PostgresSettings) -> None:
    async with PostgresServer(anything, durable=False) as server:
        await write_a_row(server.url)
        assert server.socket_url
        assert await read_the_row(server.socket_url) == 42


async def test_a_long_path_does_without_the_socket(data_dir: Path) -> None:
    settings = PostgresSettings(data_dir / ("long" * 30), binaries_dir=EMBEDDED)
    async with PostgresServer(settings, durable=False) as server:
        assert server.socket_url is None
        await write_a_row(server.url)


@pytest.mark.parametrize("durable", [True, False])
async def test_only_tests_may_lose_data(anything: PostgresSettings, durable: bool) -> None:
    async with PostgresServer(anything, durable=durable) as server, connected(server.url) as connection:
        promises = [await connection.fetchval(f"SHOW {name}") for name in ("fsync", "synchronous_commit")]
        assert promises == ["on" if durable else "off"] * 2


async def test_ctrl_c_in_the_terminal_does_not_reach_the_server(anything: PostgresSettings) -> None:
    async with PostgresServer(anything, durable=False):
        assert os.getsid(postmaster(anything)) != os.getsid(0)


# --- kills -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("killed", ["parent", "both"])
async def test_committed_rows_survive_a_kill(anything: PostgresSettings, killed: str) -> None:
    async with victim(anything) as (process, url):
        await write_a_row(url)
        server = postmaster(anything)
        process.kill()
        if killed == "both":
            os.kill(server, signal.SIGKILL)
        await process.wait()
    async with PostgresServer(anything) as restarted:
        assert await read_the_row(restarted.url) == 42


async def test_the_marketplace_notices_that_its_server_died(anything: PostgresSettings) -> None:
    async with PostgresServer(anything) as server:
        await write_a_row(server.url)
        os.kill(postmaster(anything), signal.SIGKILL)
        assert await server.wait() == -signal.SIGKILL
    async with PostgresServer(anything) as server:
        assert await read_the_row(server.url) == 42


async def test_a_lock_whose_process_id_is_someone_elses_by_now_is_no_obstacle(anything: PostgresSettings) -> None:
    async with PostgresServer(anything, durable=False):
        lock = (anything.cluster / "postmaster.pid").read_text()
    account = account_for_postgres()
    someone = subprocess.Popen(["sleep", "60"], user=account.uid if account else None)
    try:
        stale = lock.replace(lock.split()[0], str(someone.pid), 1)
        (anything.cluster / "postmaster.pid").write_text(stale)
        async with PostgresServer(anything, durable=False):
            assert postmaster(anything) != someone.pid
        assert someone.poll() is None
    finally:
        someone.kill()
        someone.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="orphans are found through /proc")
async def test_an_orphan_that_will_not_stop_is_ended(
    anything: PostgresSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_cluster, "SECONDS_TO_END", 0.5)
    async with victim(anything) as (process, url):
        await write_a_row(url)
        os.kill(postmaster(anything), signal.SIGSTOP)
        process.kill()
        await process.wait()
        async with PostgresServer(anything) as restarted:
            assert await read_the_row(restarted.url) == 42


async def test_an_interrupted_first_start_leaves_nothing_in_the_way(anything: PostgresSettings) -> None:
    (anything.cluster.parent / "cluster.new" / "base").mkdir(parents=True)
    async with PostgresServer(anything, durable=False) as server:
        await write_a_row(server.url)


# --- one folder, one marketplace, the right user -------------------------------------------------------------------


async def test_a_second_start_on_the_same_folder_is_refused(anything: PostgresSettings) -> None:
    async with PostgresServer(anything, durable=False) as first:
        with pytest.raises(PostgresUnavailable, match=f"process {os.getpid()}.*{anything.data_dir}"):
            await PostgresServer(anything, durable=False).__aenter__()
        await write_a_row(first.url)


@pytest.mark.skipif(not AS_ROOT, reason="only root drops to another user")
async def test_as_root_a_folder_out_of_reach_is_named(data_dir: Path) -> None:
    data_dir.parent.chmod(0o700)
    with pytest.raises(PostgresUnavailable, match=f"may not pass {data_dir.parent}.*BDC_DATA_DIR"):
        await PostgresServer(PostgresSettings(data_dir, binaries_dir=EMBEDDED)).__aenter__()


async def test_a_strict_umask_is_no_obstacle(data_dir: Path) -> None:
    before = os.umask(0o077)
    try:
        settings = PostgresSettings(data_dir / "deep" / "down", binaries_dir=EMBEDDED)
        async with PostgresServer(settings, durable=False) as server:
            await write_a_row(server.url)
    finally:
        os.umask(before)


@pytest.mark.skipif(not AS_ROOT, reason="only root's clones lie out of reach")
def test_roots_clone_keeps_its_data_where_postgresql_can_go(data_dir: Path) -> None:
    data_dir.parent.chmod(0o700)
    assert default_data_dir(data_dir).parent == Path("/var/lib/bdcommerce")
    data_dir.parent.chmod(0o711)
    assert default_data_dir(data_dir) == data_dir / ".data"


@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
async def test_a_folder_of_someone_else_is_named() -> None:
    with pytest.raises(PostgresUnavailable, match=r"may not be written by this user.*BDC_DATA_DIR"):
        await PostgresServer(PostgresSettings(Path("/usr/bdcommerce-data"), binaries_dir=EMBEDDED)).__aenter__()


@pytest.mark.skipif(not AS_ROOT, reason="the whole suite already runs as an ordinary user")
async def test_an_ordinary_user_runs_it_and_root_can_go_on(anything: PostgresSettings) -> None:
    stranger = Account("nobody", 65534, 65534)
    python = interpreter_for(stranger)
    code = what_it_imports(anything.data_dir.with_name("code"))
    anything.data_dir.mkdir()
    os.chown(anything.data_dir, stranger.uid, stranger.gid)
    command = [python, str(code / "run_postgres.py"), str(anything.data_dir), str(EMBEDDED)]
    home = {"HOME": str(code), "PATH": os.defpath}
    process = subprocess.Popen(
        command,
        user=stranger.uid,
        group=stranger.gid,
        extra_groups=[],
        cwd="/",
        env=home,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        await write_a_row(process.stdout.readline().strip())
        process.kill()
    async with PostgresServer(anything) as server:
        assert await read_the_row(server.url) == 42
        assert anything.cluster.stat().st_uid == stranger.uid


def interpreter_for(user: Account) -> str:
    """A Python of this version that `user` may run; root's own often lies in root's home."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (Path(sys.executable).resolve(), Path("/usr/bin", version)):
        if python.exists() and not barrier(python.resolve(), user):
            return str(python)
    pytest.skip(f"NOT TESTED, no {version} that an ordinary user may run")


def what_it_imports(folder: Path) -> Path:
    """A copy of the server's code that everyone may read, wherever the clone lies."""
    for package in (Path(bdcommerce.__file__).parent, Path(asyncpg.__file__).parent):
        shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(run_postgres.__file__, folder)
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
    return folder
