"""What does not need a database: Python, settings, the data folder, the keys in it, the disk below it."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from bdcommerce.cli.doctor.finding import Finding
from bdcommerce.infra.settings import Settings

OLDEST_PYTHON = (3, 11)
GIB = 2**30
FREE_WANTED, FREE_NEEDED = 5 * GIB, 1 * GIB
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examined(settings: Settings) -> Iterator[Finding]:
    """Everything about this machine."""
    folder = settings.database.data_dir.resolve()
    yield _python()
    yield _settings(settings)
    yield _data_folder(folder)
    yield from _keys(settings, folder / "keys")
    yield disk(folder, shutil.disk_usage(_existing(folder)).free)


def _python() -> Finding:
    found = sys.version.split()[0]
    if sys.version_info < OLDEST_PYTHON:
        return Finding("wrong", "Python", found, "install 3.11 or newer and run `make setup` again")
    return Finding("ok", "Python", found)


def _settings(settings: Settings) -> Finding:
    environment = settings.operation.environment
    kept = not settings.security.master_keys.get_secret_value()
    if environment == "production" and kept:
        advice = "set BDC_MASTER_KEYS from a secret store: whoever copies the data folder has the keys too"
        return Finding("warning", "Settings", f"{environment}, master keys beside the data", advice)
    return Finding("ok", "Settings", environment)


def _data_folder(folder: Path) -> Finding:
    if not folder.exists():
        if os.access(_existing(folder), os.W_OK):
            return Finding("ok", "Data folder", f"{folder}: made at the first start")
        return Finding("wrong", "Data folder", f"{folder} cannot be made", "set BDC_DATA_DIR to a folder of yours")
    if not os.access(folder, os.W_OK | os.X_OK):
        advice = "give it to the account that runs bdc, or set BDC_DATA_DIR"
        return Finding("wrong", "Data folder", f"{folder} is not writable", advice)
    if folder.stat().st_mode & stat.S_IWOTH:
        return Finding("wrong", "Data folder", f"{folder} is writable by everybody", f"chmod o-w {folder}")
    return Finding("ok", "Data folder", str(folder))


def _keys(settings: Settings, folder: Path) -> Iterator[Finding]:
    if settings.security.master_keys.get_secret_value():
        yield Finding("ok", "Keys", "from BDC_MASTER_KEYS")
        return
    if not folder.exists():
        yield Finding("ok", "Keys", "made at the first start")
        return
    open_to_others = [path for path in (folder, *sorted(folder.iterdir())) if path.stat().st_mode & _OTHERS]
    for path in open_to_others:
        yield Finding("wrong", "Keys", f"{path} is open to others", f"chmod go= {path}; then rotate the keys")
    if not open_to_others:
        yield Finding("ok", "Keys", f"{folder}: only for their owner")


def disk(folder: Path, free: int) -> Finding:
    """Whether there is room to go on: PostgreSQL stops at a full disk."""
    found = f"{free / GIB:.1f} GiB free"
    advice = f"make room on the disk of {folder}"
    if free < FREE_WANTED:
        return Finding("wrong" if free < FREE_NEEDED else "warning", "Disk", found, advice)
    return Finding("ok", "Disk", found)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
