"""Passwords by Argon2id, in threads, and never more of them at once than there are processors."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import ARGON2_VERSION

T = TypeVar("T")
_HASH_BYTES = 32
_SALT_BYTES = 16


class Argon2Passwords:
    """See ports.Passwords."""

    def __init__(self, *, passes: int, memory_kib: int, lanes: int) -> None:
        self._hasher = PasswordHasher(passes, memory_kib, lanes, _HASH_BYTES, _SALT_BYTES, type=Type.ID)
        self._decoy = _decoy(passes, memory_kib, lanes)
        self._turns = asyncio.Semaphore(os.cpu_count() or 1)

    async def hash(self, password: str) -> str:
        """See ports.Passwords."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def verify(self, password_hash: str, password: str) -> bool:
        """See ports.Passwords."""
        return await self._in_turn(lambda: self._matches(password_hash or self._decoy, password))

    def is_outdated(self, password_hash: str) -> bool:
        """See ports.Passwords."""
        return self._hasher.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (Argon2Error, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], T]) -> T:
        async with self._turns:
            return await asyncio.to_thread(work)


def _decoy(passes: int, memory_kib: int, lanes: int) -> str:
    """A hash that no password has, as slow to try as a real one."""
    salt, digest = (base64.b64encode(os.urandom(size)).decode().rstrip("=") for size in (_SALT_BYTES, _HASH_BYTES))
    return f"$argon2id$v={ARGON2_VERSION}$m={memory_kib},t={passes},p={lanes}${salt}${digest}"
