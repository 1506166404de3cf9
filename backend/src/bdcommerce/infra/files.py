"""Files a service keeps: stored under the hash of what is in them, so that a name never means two things.

A folder today; an object store fills the same shape later. Each service has a folder of its own.
"""

import asyncio
import hashlib
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from bdcommerce.kernel.errors import Invalid, NotFound, ensure

_NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,8})?")
_FLUSH_BYTES = 1_000_000


class UnknownFile(NotFound):
    """There is no such file."""

    code = "unknown_file"


class Files:
    """One service's files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes, suffix: str = "") -> str:
        """Keep these bytes; the name they have from now on, and had if they were kept before. `suffix`: `.webp`."""
        return await asyncio.to_thread(self._put, content, suffix)

    async def keep(self, chunks: AsyncIterator[bytes], suffix: str = "", *, limit: int) -> str:
        """Keep what arrives piece by piece, in bounded memory. Raises Invalid beyond `limit` bytes."""
        digest, size, waiting = hashlib.sha256(), 0, bytearray()
        draft = await asyncio.to_thread(self._draft)
        try:
            with draft:
                async for chunk in chunks:
                    size += len(chunk)
                    ensure(size <= limit, Invalid.field("file", f"is longer than {limit} bytes"))
                    digest.update(chunk)
                    waiting += chunk
                    if len(waiting) >= _FLUSH_BYTES:
                        await asyncio.to_thread(draft.write, bytes(waiting))
                        waiting.clear()
                await asyncio.to_thread(_finish, draft, bytes(waiting))
            name = f"{digest.hexdigest()}{suffix}"
            await asyncio.to_thread(self._name, Path(draft.name), name)
        finally:
            await asyncio.to_thread(Path(draft.name).unlink, missing_ok=True)
        return name

    async def read(self, name: str) -> bytes:
        """What is in a file. Raises UnknownFile."""
        return await asyncio.to_thread(self._read, name)

    def open(self, name: str) -> BinaryIO:
        """A file to read from, for worker threads. Raises UnknownFile."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise UnknownFile(f"there is no file {name}") from error

    async def drop(self, name: str) -> None:
        """Forget a file; one that is not there is forgotten already."""
        await asyncio.to_thread(self._path(name).unlink, missing_ok=True)

    def _put(self, content: bytes, suffix: str) -> str:
        name = f"{hashlib.sha256(content).hexdigest()}{suffix}"
        if not self._path(name).exists():
            with self._draft() as draft:
                _finish(draft, content)
            self._name(Path(draft.name), name)
        return name

    def _read(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def _draft(self) -> BinaryIO:
        """A file without a name yet, where a crash leaves nothing that could be taken for a whole one."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return tempfile.NamedTemporaryFile(dir=self._folder, prefix="draft-", delete=False)  # type: ignore[return-value]

    def _name(self, draft: Path, name: str) -> None:
        path = self._path(name)
        path.parent.mkdir(exist_ok=True)
        draft.replace(path)

    def _path(self, name: str) -> Path:
        ensure(_NAME.fullmatch(name), UnknownFile("that is not the name of a file"))
        return self._folder / name[:2] / name


def _finish(draft: BinaryIO, rest: bytes) -> None:
    draft.write(rest)
    draft.flush()
    os.fsync(draft.fileno())
