"""Inventory on a database of its own, its neighbours in memory."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.catalog import CatalogFace, OfferTerms
from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import unit_of_work
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.settings import Settings
from bdcommerce.inventory.adapters.postgres import PostgresWork
from bdcommerce.inventory.bootstrap import SERVICE
from bdcommerce.inventory.domain import EXPIRY_MARGIN
from bdcommerce.inventory.face import Inventory
from support.databases import url_of
from support.faces.accounts import FakeAccounts
from support.faces.catalog import FakeCatalog, offer_terms
from support.faces.compliance import FakeCompliance
from support.faces.vendors import FakeVendors
from support.harness import Harness, service_harness

VENDOR = "ven_a"


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()


@pytest.fixture
def vendors() -> FakeVendors:
    return FakeVendors()


@pytest.fixture
def compliance() -> FakeCompliance:
    """A rule book by which the sale of a batch ends three days before it expires."""
    book = FakeCompliance()
    book.set_rule(EXPIRY_MARGIN, 3)
    return book


@pytest.fixture
def offer(catalog: FakeCatalog) -> OfferTerms:
    """An offer of VENDOR."""
    return catalog.put(offer_terms(vendor_id=VENDOR))


@pytest.fixture
async def inventory(
    postgres_url: str, catalog: FakeCatalog, compliance: FakeCompliance, vendors: FakeVendors
) -> AsyncIterator[Harness]:
    faces: dict[type, object] = {
        AccountsFace: FakeAccounts(),
        CatalogFace: catalog,
        ComplianceFace: compliance,
        VendorsFace: vendors,
    }
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield harness


@pytest.fixture
async def elsewhere(inventory: Harness) -> AsyncIterator[Inventory]:
    """The face in another process: its own connections, its own queue."""
    postgres = Postgres(url_of(inventory.database), Settings().database)
    database = postgres.database("inventory")
    yield Inventory(unit_of_work.works(database, PostgresWork), database.reads)
    await postgres.close()
