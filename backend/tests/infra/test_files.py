"""Files under the hash of what is in them."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bdcommerce.infra.files import Files, UnknownFile
from bdcommerce.kernel.errors import Invalid


async def pieces(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_the_same_bytes_have_one_name_and_one_file(tmp_path: Path) -> None:
    files = Files(tmp_path)
    first, again = await files.put(b"rice", ".txt"), await files.put(b"rice", ".txt")
    assert first == again == f"{hashlib.sha256(b'rice').hexdigest()}.txt"
    assert len(kept(tmp_path)) == 1
    assert await files.read(first) == b"rice"


async def test_what_arrives_in_pieces_is_one_file(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = await files.keep(pieces(b"a" * 700_000, b"b" * 700_000), ".csv", limit=1_400_000)
    with files.open(name) as file:
        assert file.read() == b"a" * 700_000 + b"b" * 700_000


async def test_a_file_beyond_its_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="file"):
        await Files(tmp_path).keep(pieces(b"1234", b"5678"), limit=7)
    assert kept(tmp_path) == []


async def test_a_broken_transfer_leaves_nothing(tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await Files(tmp_path).keep(broken(), limit=100)
    assert kept(tmp_path) == []


@pytest.mark.parametrize("name", ["../secret", "", "a" * 64 + "/../x", "A" * 64, "0" * 64])
async def test_what_is_no_name_or_not_there_is_unknown(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownFile):
        await Files(tmp_path / "none").read(name)


async def test_a_forgotten_file_is_gone_and_may_be_forgotten_again(tmp_path: Path) -> None:
    files = Files(tmp_path)
    name = await files.put(b"x")
    await files.drop(name)
    await files.drop(name)
    with pytest.raises(UnknownFile):
        await files.read(name)
