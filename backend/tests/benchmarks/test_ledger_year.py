"""The year of books that is measured is one that the product itself finds in order."""

from datetime import date

import asyncpg
from backend.benchmarks.ledger_year import VENDORS, Year, write

from bdcommerce.contracts.compliance import ComplianceFace
from bdcommerce.contracts.fulfilment import FulfilmentFace
from bdcommerce.contracts.orders import OrdersFace
from bdcommerce.contracts.vendors import VendorsFace
from bdcommerce.kernel import ids
from bdcommerce.payments.bootstrap import SERVICE
from support import tokens
from support.faces.compliance import FakeCompliance
from support.faces.fulfilment import FakeFulfilment
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import service_harness


async def test_a_written_year_verifies_and_a_forged_line_is_found(postgres_url: str) -> None:
    faces: dict[type, object] = {
        ComplianceFace: FakeCompliance(), FulfilmentFace: FakeFulfilment(), OrdersFace: FakeOrders(),
        VendorsFace: FakeVendors(),
    }  # fmt: skip
    async with service_harness(postgres_url, SERVICE, faces) as payments:
        url = payments.worker._postgres.url
        year = Year(20_000, date(2025, 11, 22), [ids.new_id("ven") for _ in range(VENDORS)])
        await write(url, year)
        verdict = await payments.face.verify_ledger()
        assert (verdict.holds, verdict.problems, verdict.entries) == (True, [], year.entries)
        said = {"from": "2026-10-20", "to": "2026-11-18"}
        reply = await payments.get("/vendor/statements", as_=tokens.vendor(year.vendor_ids[0]), params=said)
        statement = reply.json()
        assert statement["opening"]["amount"] > 0
        assert len(statement["items"]) == 20
        connection = await asyncpg.connect(url)
        await connection.execute("SET session_replication_role TO replica")
        await connection.execute(
            "UPDATE payments.journal_line SET amount = amount + 1 WHERE entry_id = "
            "(SELECT max(entry_id) FROM payments.journal_line) AND number = 0"
        )
        await connection.close()
        assert not (await payments.face.verify_ledger()).holds
