"""One lived-in marketplace for the tests of a module."""

from collections.abc import AsyncIterator

import pytest_asyncio

from journey.market import Market, market_of
from support.lived import Lived, lived_through


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lived(postgres_url: str) -> AsyncIterator[Lived]:
    """All services in one process, after one journey."""
    async with lived_through(postgres_url) as marketplace:
        yield marketplace


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def market(lived: Lived) -> AsyncIterator[Market]:
    """The same marketplace, to be asked from within."""
    async with market_of(lived) as inside:
        yield inside
