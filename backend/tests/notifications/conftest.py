"""Notifications over a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.notifications.bootstrap import SERVICE
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
def accounts() -> FakeAccounts:
    return FakeAccounts()


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()


def neighbours() -> dict[type, object]:
    """The faces that notifications ask, with nothing in them."""
    return {
        OrdersFace: FakeOrders(), VendorsFace: FakeVendors(), AccountsFace: FakeAccounts(), CatalogFace: FakeCatalog(),
    }  # fmt: skip


@pytest.fixture
async def notifications(
    postgres_url: str, orders: FakeOrders, vendors: FakeVendors, accounts: FakeAccounts, catalog: FakeCatalog
) -> AsyncIterator[Harness]:
    faces: dict[type, object] = {
        OrdersFace: orders, VendorsFace: vendors, AccountsFace: accounts, CatalogFace: catalog,
    }  # fmt: skip
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness
