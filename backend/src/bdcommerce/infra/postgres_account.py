"""Under which account PostgreSQL runs, and whether that account can reach a folder.

PostgreSQL refuses uid 0. Where the marketplace runs as root, its database runs as the `postgres` user of the system or,
without one, as `nobody`: initdb insists on an account with a name, and this code adds no users to anyone's machine.
"""

import os
import pwd
import stat
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

CHILD = Path(__file__).with_name("postgres_child.py")


@dataclass(frozen=True)
class Account:
    """The user that owns the database files."""

    name: str
    uid: int
    gid: int


def account_for_postgres() -> Account | None:
    """The account to drop to, or None where the present one will do."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = accounts.get("postgres") or accounts["nobody"]
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def owner_of(folder: Path) -> Account | None:
    """For root: the ordinary user a folder already belongs to, so that root can run what that user began."""
    if os.geteuid() != 0 or not folder.exists() or (owner := folder.stat()).st_uid == 0:
        return None
    return Account(f"uid {owner.st_uid}", owner.st_uid, owner.st_gid)


def command_as(account: Account | None, program: Path, *arguments: str) -> list[str]:
    """The command line that runs `program` under `account` and ends it with this process."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    launcher = [sys.executable, "-I", "-S", str(CHILD), str(uid), str(gid), str(os.getpid())]
    return [*launcher, str(program), *arguments]


def _may_pass(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def barrier(path: Path, account: Account | None) -> Path | None:
    """The first folder on the way to `path` that `account` may not pass; None when the way is free."""
    if account is None:
        return None
    way = [folder for folder in reversed([path, *path.parents]) if folder.is_dir()]
    return next((folder for folder in way if not _may_pass(folder, account)), None)


def make_folder(folder: Path, account: Account | None) -> None:
    """Make a folder, and let `account` pass it and what had to be made above it, whatever the umask says."""
    made = [above for above in reversed(folder.parents) if not above.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for passage in [*made, folder] if account else []:
        passage.chmod(passage.stat().st_mode | 0o011)


def default_data_dir(repository: Path) -> Path:
    """Where data lives unless BDC_DATA_DIR says otherwise: `.data` in the repository.

    Root's clones often lie below a folder that only root may enter; their data then goes to /var/lib/bdcommerce, in a
    folder per clone.
    """
    repository = repository.resolve()
    if barrier(repository, account_for_postgres()) is None:
        return repository / ".data"
    clone = sha256(str(repository).encode()).hexdigest()[:8]
    return Path("/var/lib/bdcommerce") / f"{repository.name}-{clone}"
