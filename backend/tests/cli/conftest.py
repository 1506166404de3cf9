"""A migrated database that the commands of a test find by their environment."""

from pathlib import Path

import pytest

from cli.bdc import at


@pytest.fixture
def marketplace(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the database that `bdc` works on in this test."""
    at(monkeypatch, database_url, tmp_path)
    return database_url
