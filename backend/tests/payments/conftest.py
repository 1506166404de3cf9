"""Payments over a database of its own, and what orders and fulfilment tell it."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.payments.bootstrap import SERVICE
from support.faces.compliance import FakeCompliance
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
    faces: dict[type, object] = {VendorsFace: vendors, ComplianceFace: compliance}
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


@pytest.fixture
def books(payments: Harness) -> Books:
    return Books(payments)
