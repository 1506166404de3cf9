"""Compliance on a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.compliance.bootstrap import SERVICE
from bdcommerce.contracts.vendors import VendorsFace
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
async def compliance(postgres_url: str, vendors: FakeVendors) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE, {VendorsFace: vendors}) as harness:
        yield harness
