"""Becomes PostgreSQL: gives up root, ties its life to its parent's, then replaces itself with the program it was given.

A script of its own and no `preexec_fn`: Python code between fork and exec may hang where threads exist, and the kernel
clears the death signal when the uid changes, so the order of these steps is the point. It is run by path with only the
standard library at hand: `postgres_child.py UID GID PARENT_PID PROGRAM ARGUMENT...` (UID -1 keeps the present one).
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def give_up_root(uid: int, gid: int) -> None:
    """Become `uid` for good, without any of root's groups."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def die_with(parent: int) -> None:
    """Ask for PostgreSQL's fast shutdown when the parent dies, however it dies; leave at once if it already did."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGINT))
    if os.getppid() != parent:
        sys.exit("the process that asked for PostgreSQL is gone")


def main(uid: str, gid: str, parent: str, program: str, *arguments: str) -> None:
    if int(uid) >= 0:
        give_up_root(int(uid), int(gid))
    die_with(int(parent))
    os.umask(0o077)
    os.execv(program, [program, *arguments])


if __name__ == "__main__":
    main(*sys.argv[1:])
