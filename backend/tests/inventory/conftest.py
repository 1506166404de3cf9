"""Inventory on a database of its own, its catalog in memory."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.contracts.catalog import CatalogFace, OfferTerms
from bdcommerce.inventory.bootstrap import SERVICE
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness, service_harness

VENDOR = "ven_a"


@pytest.fixture
def catalog() -> FakeCatalog:
    return FakeCatalog()


@pytest.fixture
def offer(catalog: FakeCatalog) -> OfferTerms:
    """An offer of VENDOR."""
    return catalog.put(offer_terms(vendor_id=VENDOR))


@pytest.fixture
async def inventory(postgres_url: str, catalog: FakeCatalog) -> AsyncIterator[Harness]:
    async with service_harness(postgres_url, SERVICE, {CatalogFace: catalog}) as harness:
        yield harness
