"""The same journey with every service in a process of its own, behind the gateway."""

import tempfile
from pathlib import Path

import pytest

from bdcommerce.cli.services import BY_NAME
from bdcommerce.demo.client import Visit
from bdcommerce.demo.journey import journey
from support.processes import migrated_database, process_per_service, staffed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_each_service_as_its_own_process_passes_the_same_journey(postgres_url: str) -> None:
    steps: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        async with (
            migrated_database(postgres_url) as url,
            staffed(url),
            process_per_service(url, Path(folder), list(BY_NAME)) as gateway,
            Visit(gateway.url) as api,
        ):
            walk = await journey(api, lambda step, _: steps.append(step))
    assert walk.trial_balance["income:commission"] == 86000
    assert sum(walk.trial_balance.values()) == 0
    assert steps[-1] == "ledger: verified"
