"""Payments over a database of its own, what orders and fulfilment tell it, and the providers it reaches over HTTP."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.payments.bootstrap import SERVICE
from payments.till import Till, at_the_till
from support.faces.compliance import FakeCompliance
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness
from support.money import Books


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
def compliance() -> FakeCompliance:
    return FakeCompliance()


@pytest.fixture
async def payments(postgres_url: str, vendors: FakeVendors, compliance: FakeCompliance) -> AsyncIterator[Harness]:
    faces: dict[type, object] = {VendorsFace: vendors, ComplianceFace: compliance, OrdersFace: FakeOrders()}
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


@pytest.fixture
async def till(
    postgres_url: str, vendors: FakeVendors, compliance: FakeCompliance, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Till]:
    """Payments beside its providers' simulators, both over HTTP."""
    faces: dict[type, object] = {VendorsFace: vendors, ComplianceFace: compliance}
    async with at_the_till(postgres_url, faces, monkeypatch) as opened:
        yield opened


@pytest.fixture
def books(payments: Harness) -> Books:
    return Books(payments)
