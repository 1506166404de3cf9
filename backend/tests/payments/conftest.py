"""Payments over a database of its own, what orders and fulfilment tell it, and the providers it reaches over HTTP."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.payments.bootstrap import SERVICE
from payments.till import Till, at_the_till
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
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
def fulfilment() -> FakeFulfilment:
    return FakeFulfilment()


@pytest.fixture
async def payments(
    postgres_url: str, vendors: FakeVendors, compliance: FakeCompliance, fulfilment: FakeFulfilment
) -> AsyncIterator[Harness]:
    faces: dict[type, object] = {
        VendorsFace: vendors,
        ComplianceFace: compliance,
        OrdersFace: FakeOrders(),
        FulfilmentFace: fulfilment,
    }
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shop(postgres_url: str) -> AsyncIterator[Till]:
    """Payments beside its providers' simulators, both over HTTP, for all tests of a module."""
    faces: dict[type, object] = {VendorsFace: FakeVendors(), ComplianceFace: FakeCompliance()}
    with pytest.MonkeyPatch.context() as patch:
        async with at_the_till(postgres_url, faces, patch) as opened:
            yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def till(shop: Till) -> Till:
    """The same as if nothing had happened yet."""
    await shop.afresh()
    return shop


@pytest.fixture
def books(payments: Harness) -> Books:
    return Books(payments)
