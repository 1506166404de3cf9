"""The catalog on a database of its own, for one test."""

from collections.abc import AsyncIterator

import pytest

from bdcommerce.catalog.bootstrap import SERVICE
from bdcommerce.contracts.accounts import AccountsFace
from bdcommerce.contracts.compliance import ComplianceFace
from catalog.market import Market
from support.faces.accounts import FakeAccounts
from support.faces.compliance import FakeCompliance
from support.harness import service_harness


@pytest.fixture
def rules() -> FakeCompliance:
    """The rule book of the market."""
    return FakeCompliance()


@pytest.fixture
def people() -> FakeAccounts:
    """Those who have an account."""
    return FakeAccounts()


@pytest.fixture
async def market(postgres_url: str, rules: FakeCompliance, people: FakeAccounts) -> AsyncIterator[Market]:
    faces: dict[type, object] = {AccountsFace: people, ComplianceFace: rules}
    async with service_harness(postgres_url, SERVICE, faces) as harness:
        yield Market(harness)
