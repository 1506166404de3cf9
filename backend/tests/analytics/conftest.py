"""Analytics over a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.analytics.bootstrap import SERVICE
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from support.faces.catalog import FakeCatalog
from support.faces.compliance import FakeCompliance
from support.faces.notifications import FakeNotifications
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness

TARGETS: dict[str, int | str] = {
    "survey.delay_hours": 24, "kpi.api_p95_ms": 200, "kpi.query_mean_ms": 50, "kpi.uptime_pct": "99.9",
    "kpi.error_pct": "0.1", "kpi.csat": "4.5", "kpi.onboarding_hours": 24, "kpi.fulfilment_pct": 98,
    "kpi.revenue_growth_pct": 25,
}  # fmt: skip


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()


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
async def analytics(
    postgres_url: str,
    catalog: FakeCatalog,
    orders: FakeOrders,
    vendors: FakeVendors,
    notifications: FakeNotifications,
) -> AsyncIterator[Harness]:
    compliance = FakeCompliance()
    for key, value in TARGETS.items():
        compliance.set_rule(key, value)
    faces: dict[type, object] = {
        CatalogFace: catalog,
        OrdersFace: orders,
        VendorsFace: vendors,
        NotificationsFace: notifications,
        ComplianceFace: compliance,
    }
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness
