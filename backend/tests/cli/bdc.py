"""Gives commands of `bdc` as an operator does: by their words, over an environment of the test's own."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bdcommerce.cli.main import app
from support import processes


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str


async def bdc(*words: str, **environment: str) -> Said:
    """`bdc words…` in a thread of its own, because every command has its own event loop."""
    result = await asyncio.to_thread(
        CliRunner().invoke, app, list(words), env={"COLUMNS": "300", "NO_COLOR": "1", **environment}
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def at(monkeypatch: pytest.MonkeyPatch, url: str, data_dir: Path) -> None:
    """Commands of this test work on that database."""
    for name, value in processes.environment(url, data_dir).items():
        monkeypatch.setenv(name, value)
