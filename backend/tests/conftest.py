"""Fixtures every test may ask for. PostgreSQL starts with the first test that needs it, once for all workers."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvloop

from support.databases import MIGRATED, ensure_migrated_template, throw_away_database
from support.postgres import Address, SessionPostgres, ask

ADDRESS = pytest.StashKey[Address]()
OWNED = pytest.StashKey[SessionPostgres]()


def pytest_configure(config: pytest.Config) -> None:
    given: list[str] | None = getattr(config, "workerinput", {}).get("postgres")
    if given is None:
        config.stash[OWNED] = SessionPostgres()
    config.stash[ADDRESS] = Address(*given) if given else config.stash[OWNED].address


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that `bdc` runs on."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist for each worker that it starts."""
    node.workerinput["postgres"] = list(node.config.stash[ADDRESS])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests go first, so that no worker is left alone with one at the end."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays: looking through it again and again for garbage takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure(config: pytest.Config) -> None:
    if OWNED in config.stash:
        config.stash[OWNED].close()


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> str:
    """The session's PostgreSQL, as a superuser."""
    return ask(pytestconfig.stash[ADDRESS], "url")


@pytest.fixture
async def empty_database(postgres_url: str) -> AsyncIterator[str]:
    """The URL of a database with nothing in it, this test's own."""
    async with throw_away_database(postgres_url) as url:
        yield url


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """The URL of a database with every service's migrations applied, this test's own."""
    await ensure_migrated_template(postgres_url)
    async with throw_away_database(postgres_url, MIGRATED) as url:
        yield url
