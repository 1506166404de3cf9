"""A running orders service with its neighbours in memory: three vendors, their offers in stock, a customer."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.inventory import InventoryFace
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.payments import PaymentsFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.orders.bootstrap import SERVICE
from orders.market import Market
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
from support.faces.inventory import FakeInventory
from support.faces.notifications import FakeNotifications
from support.faces.payments import FakePayments
from support.faces.vendors import CUMILLA, FakeVendors
from support.harness import service_harness


@pytest.fixture
async def market(postgres_url: str) -> AsyncIterator[Market]:
    fakes = (
        FakeAccounts(), FakeCatalog(), FakeCompliance(), FakeFulfilment(), FakeInventory(), FakeNotifications(),
        FakePayments(), FakeVendors(),
    )  # fmt: skip
    asked = (
        AccountsFace, CatalogFace, ComplianceFace, FulfilmentFace, InventoryFace, NotificationsFace, PaymentsFace,
        VendorsFace,
    )  # fmt: skip
    async with service_harness(postgres_url, SERVICE, dict(zip(asked, fakes, strict=True))) as service:
        made = Market(service, *fakes)
        made.compliance.set_rule("cart.guest_days", 30)
        made.vendor("a")
        made.vendor("b")
        made.vendor("far", dispatch=CUMILLA)
        made.sell("panjabi", "a", 125000)
        made.sell("sari", "b", 89900)
        made.sell("mug", "far", 33333)
        made.customer_id = made.accounts.person(number="01812345678", name="Karim")
        yield made
