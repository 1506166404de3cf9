"""Compliance on a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bdcommerce.compliance.bootstrap import SERVICE
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel import clock
from compliance.hands import Hands
from support.faces.accounts import FakeAccounts
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness


@pytest.fixture
def hands() -> Iterator[Hands]:
    moved = Hands()
    with clock.running(moved):
        yield moved


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def accounts() -> FakeAccounts:
    return FakeAccounts()


@pytest.fixture
async def compliance(
    postgres_url: str, vendors: FakeVendors, orders: FakeOrders, accounts: FakeAccounts
) -> AsyncIterator[Harness]:
    faces: dict[type, Any] = {AccountsFace: accounts, OrdersFace: orders, VendorsFace: vendors}
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness
