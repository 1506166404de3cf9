"""One PostgreSQL data folder: made once, locked by one process at a time, cleared of what a crash left behind.

Locale: C.UTF-8 (or en_US.UTF-8 where that is missing), never plain C, under which pg_trgm sees no letters in Bangla.
The lock is the kernel's (`flock`), so it ends with its holder; whoever holds it may treat every PostgreSQL process
still in the folder as an orphan of a killed marketplace.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from bdcommerce.infra.postgres_account import Account, account_for_postgres, barrier, command_as, make_folder, owner_of
from bdcommerce.infra.postgres_binaries import Binaries, PostgresUnavailable

NAME = "bdcommerce"
LOCALES = ("C.UTF-8", "en_US.UTF-8")
SECONDS_TO_END = 30


class Cluster:
    """The data folder and everything in it that outlives a run."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.absolute()
        self.home = self.data_dir / "postgres"
        self.data = self.home / "cluster"
        self.log = self.home / "server.log"
        self.account: Account | None = owner_of(self.home) or account_for_postgres()
        self._password_file = self.home / "password"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process out of the folder; refuse when one is in it."""
        with self._open_lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PostgresUnavailable(self._in_use(lock.fileno())) from None
            os.truncate(lock.fileno(), 0)
            os.write(lock.fileno(), str(os.getpid()).encode())
            yield

    def prepare(self, binaries: Binaries, *, durable: bool) -> None:
        """Leave a cluster that a server can be started on: no orphans, no stale lock, made if it is missing."""
        self._rotate_log()
        if self.data.exists():
            self._end_orphans()
        else:
            self._create(binaries, durable=durable)

    @property
    def password(self) -> str:
        return self._password_file.read_text().strip()

    def log_tail(self) -> str:
        """The last words of the server, for an error message."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-15:])

    def _in_use(self, lock: int) -> str:
        holder = os.pread(lock, 20, 0).decode() or "unknown"
        return (
            f"Another BDCommerce (process {holder}) already runs its PostgreSQL in {self.data_dir}. "
            "Stop it, or set BDC_DATA_DIR to another folder."
        )

    def _open_lock(self) -> IO[str]:
        try:
            self._make_folders()
            return (self.data_dir / "postgres.lock").open("a+")
        except PermissionError as refused:
            raise PostgresUnavailable(
                f"{refused.filename} may not be written by this user. Set BDC_DATA_DIR to a folder of yours."
            ) from refused

    def _make_folders(self) -> None:
        make_folder(self.data_dir, self.account)
        self.home.mkdir(mode=0o700, exist_ok=True)
        self._hand_over(self.home)
        if blocked := barrier(self.home, self.account):
            raise PostgresUnavailable(self._out_of_reach(blocked))

    def _out_of_reach(self, folder: Path) -> str:
        name = self.account.name if self.account else ""
        return (
            f"PostgreSQL does not run as root, and the user {name!r} it runs as here may not pass {folder}. "
            f"Set BDC_DATA_DIR to a folder that user can reach (now {self.data_dir}), or: chmod o+x {folder}"
        )

    def _hand_over(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _rotate_log(self, limit: int = 10_000_000) -> None:
        if self.log.exists() and self.log.stat().st_size > limit:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _create(self, binaries: Binaries, *, durable: bool) -> None:
        """Make the cluster beside its place and move it there whole, so that a crash leaves none or all of it."""
        self._write_password()
        draft = self.home / "cluster.new"
        refused = ""
        for locale in LOCALES:
            shutil.rmtree(draft, ignore_errors=True)
            refused = self._initdb(binaries, draft, locale, durable=durable)
            if not refused:
                draft.rename(self.data)
                return
            if "locale" not in refused:
                break
        raise PostgresUnavailable(f"initdb ({binaries.bin}) failed:\n{refused}")

    def _write_password(self) -> None:
        self._password_file.unlink(missing_ok=True)
        descriptor = os.open(self._password_file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
        self._hand_over(self._password_file)

    def _initdb(self, binaries: Binaries, draft: Path, locale: str, *, durable: bool) -> str:
        """Run initdb; the reason when it refuses, nothing when it worked."""
        options = ["--encoding=UTF8", f"--locale={locale}", "--lc-messages=C", f"--username={NAME}"]
        options += ["--auth=scram-sha-256", f"--pwfile={self._password_file}"]
        options += ["--data-checksums"] if durable else ["--no-sync"]
        command = self.command(binaries.bin / "initdb", f"--pgdata={draft}", *options)
        environment = child_environment()
        done = subprocess.run(command, cwd=self.home, env=environment, capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stderr.strip() or f"exit status {done.returncode}"

    def command(self, program: Path, *arguments: str) -> list[str]:
        """The command line that runs `program` as the owner of the data."""
        return command_as(self.account, program, *arguments)

    def _end_orphans(self) -> None:
        """Wait for the servers of a killed marketplace (its death told them to stop), then insist."""
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            for process in self._orphans():
                _send(process, how)
            if self._orphans_gone():
                break
        if sys.platform.startswith("linux"):
            # The process id in it may belong to someone else by now, and PostgreSQL would believe it.
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _orphans_gone(self) -> bool:
        deadline = time.monotonic() + SECONDS_TO_END
        while orphans := self._orphans():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return not orphans

    def _orphans(self) -> list[int]:
        """PostgreSQL processes at work in this folder; only ours may be ended, so anyone else's is an error."""
        found = [process for process in _processes() if _works_in(process, self.data)]
        for process in found:
            if not _is_ours(process):
                raise PostgresUnavailable(
                    f"Someone else's PostgreSQL (process {process}) runs in {self.data}. Stop it."
                )
        return found


def child_environment() -> dict[str, str]:
    """The surroundings PostgreSQL is run in: nobody's PG* variables, messages in English."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _processes() -> list[int]:
    folder = Path("/proc")
    return [int(entry.name) for entry in folder.iterdir() if entry.name.isdigit()] if folder.is_dir() else []


def _works_in(process: int, data: Path) -> bool:
    """Every PostgreSQL process stands in its data folder."""
    try:
        program = Path(f"/proc/{process}/exe").readlink()
        return program.name.startswith("postgres") and Path(f"/proc/{process}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def _is_ours(process: int) -> bool:
    """`cluster_name` shows in every process title. A process that has just ended is nobody's problem."""
    try:
        title = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True
    return not title or NAME.encode() in title


def _send(process: int, how: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, how)
