"""One round of the job that sends payouts, in a process of its own that may be killed: `run_payouts.py URL`."""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.infra import remote
from bdcommerce.infra.files import Files
from bdcommerce.infra.postgres import Postgres
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.service import Platform
from bdcommerce.infra.settings import Settings
from bdcommerce.payments.bootstrap import SERVICE
from bdcommerce.payments.jobs import send_payouts
from support.faces.compliance import FakeCompliance
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import MASTER_KEY


async def run(url: str, folder: Path) -> None:
    """Build payments beside its simulators, and send what is due."""
    faces: dict[type, Any] = {VendorsFace: FakeVendors(), ComplianceFace: FakeCompliance(), OrdersFace: FakeOrders()}
    settings = Settings()
    postgres = Postgres(url, settings.database)

    def find(face: type) -> Any:
        return remote.local(face, lambda: faces[face])

    try:
        database = postgres.database(SERVICE.name)
        wired = SERVICE.build(Platform(database, Files(folder), Sealer(MASTER_KEY), settings, find))
        await send_payouts(wired.deps)
    finally:
        await postgres.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(run(sys.argv[1], Path(made)))
