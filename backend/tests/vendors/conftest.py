"""Vendors on a database of its own, accounts in memory beside it."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.vendors.bootstrap import SERVICE
from support.faces.accounts import FakeAccounts
from support.harness import Harness, service_harness


@pytest.fixture
def accounts() -> FakeAccounts:
    return FakeAccounts()


@pytest.fixture
async def service(postgres_url: str, accounts: FakeAccounts) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE, {AccountsFace: accounts}) as harness:
        yield harness
