"""Analytics over a database of its own."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.analytics.bootstrap import SERVICE
from support.harness import Harness, service_harness


@pytest.fixture
async def analytics(postgres_url: str) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE) as harness:
        yield harness
