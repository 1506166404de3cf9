"""Accounts over HTTP on a database of its own, with cheap passwords."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from accounts.world import World
from bdcommerce.accounts.bootstrap import SERVICE
from bdcommerce.contracts.notifications import NotificationsFace
from bdcommerce.contracts.vendors import VendorsFace
from support.faces.notifications import FakeNotifications
from support.faces.vendors import FakeVendors
from support.harness import service_harness

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


@pytest.fixture
async def world(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setenv("BDC_PASSWORD_MEMORY_KIB", "7168")
    monkeypatch.setenv("BDC_PASSWORD_PASSES", "1")
    notifications, vendors = FakeNotifications(), FakeVendors()
    faces: dict[type, object] = {NotificationsFace: notifications, VendorsFace: vendors}
    async with service_harness(postgres_url, SERVICE, faces) as service:
        yield World(service, notifications, vendors)
