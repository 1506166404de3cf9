"""Payouts sent by real processes: two at once pay once, and one that is killed in the middle leaves it unknown."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bdcommerce.kernel import clock
from payments.paydesk import PayDesk, at_the_desk

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture
async def desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PayDesk]:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    async with at_the_desk(postgres_url, monkeypatch) as opened:
        monkeypatch.setenv("BDC_BKASH_B2C_MONEY_TIMEOUT", "30")
        yield opened


async def sender(desk: PayDesk) -> asyncio.subprocess.Process:
    """A process that does one round of the job."""
    url = desk.service.database.reads._dsn
    script = str(TESTS / "support" / "run_payouts.py")
    return await asyncio.create_subprocess_exec(sys.executable, script, url)


async def test_two_processes_at_once_pay_once(desk: PayDesk) -> None:
    for name in "ABC":
        await desk.vendor(name, wallet=f"0171100000{ord(name) % 10}")
    batch = await desk.approved()
    desk.bkash.faults.arm("slow_b2c", 3, "0.2")
    both = [await sender(desk) for _ in range(2)]
    assert [await each.wait() for each in both] == [0, 0]
    assert len(desk.bkash.payouts) == 3
    assert {item["status"] for item in (await desk.batch(batch["batch_id"]))["items"]} == {"paid"}
    await desk.books.balances()


async def test_a_process_killed_between_asking_and_hearing_leaves_it_unknown(desk: PayDesk) -> None:
    await desk.vendor()
    batch = await desk.approved()
    desk.bkash.faults.arm("slow_b2c", 1, "3")
    dying = await sender(desk)
    async with asyncio.timeout(30):
        while not desk.bkash.payouts:
            await asyncio.sleep(0.05)
    dying.send_signal(signal.SIGKILL)
    assert await dying.wait() == -signal.SIGKILL
    await desk.run()
    assert (await desk.batch(batch["batch_id"]))["items"][0]["status"] == "sent"
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        await desk.run()
        await desk.run()
    (lost,) = await desk.unknown()
    (paid,) = desk.bkash.payouts.values()
    await desk.ok(desk.path(lost, "/look"), {"trx_id": paid.trx_id})
    assert (await desk.batch(batch["batch_id"]))["status"] == "settled"
