"""Fulfilment on a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.fulfilment.bootstrap import SERVICE
from bdcommerce.kernel import clock
from fulfilment import courier_ground
from fulfilment.courier_ground import Ground, Market
from support.faces.accounts import FakeAccounts
from support.faces.compliance import FakeCompliance
from support.faces.notifications import FakeNotifications
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness
from support.parcels import Parcels, Watch


@pytest.fixture
def watch() -> Iterator[Watch]:
    made = Watch(datetime(2026, 11, 22, 6, 0, tzinfo=UTC))
    with clock.running(made):
        yield made


@pytest.fixture
def orders() -> FakeOrders:
    return FakeOrders()


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
def notifications() -> FakeNotifications:
    return FakeNotifications()


@pytest.fixture
def compliance() -> FakeCompliance:
    return FakeCompliance()


@pytest.fixture
def faces(
    orders: FakeOrders, vendors: FakeVendors, notifications: FakeNotifications, compliance: FakeCompliance
) -> dict[type, object]:
    return {
        OrdersFace: orders,
        VendorsFace: vendors,
        NotificationsFace: notifications,
        ComplianceFace: compliance,
        AccountsFace: FakeAccounts(),
    }


@pytest.fixture
async def fulfilment(postgres_url: str, watch: Watch, faces: dict[type, object]) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


@pytest.fixture
def parcels(
    fulfilment: Harness, orders: FakeOrders, vendors: FakeVendors, notifications: FakeNotifications, watch: Watch
) -> Parcels:
    return Parcels(fulfilment, orders, vendors, notifications, watch)


@pytest.fixture
async def ground(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ground]:
    async with courier_ground.ground() as made:
        monkeypatch.setenv("BDC_SIMULATORS_URL", made.url)
        yield made


@pytest.fixture
async def market(
    *,
    ground: Ground,
    postgres_url: str,
    watch: Watch,
    orders: FakeOrders,
    vendors: FakeVendors,
    notifications: FakeNotifications,
    faces: dict[type, object],
) -> AsyncIterator[Market]:
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        ground.door.service = harness
        yield Market(harness, Parcels(harness, orders, vendors, notifications, watch), ground)
