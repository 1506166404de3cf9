"""Stock held against its movements: what is wrong is found, what is right is never blamed, and little is read twice."""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asyncpg import CheckViolationError, LockNotAvailableError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from structlog.testing import capture_logs

from bdcommerce.contracts.inventory import InventoryFace, StockLine, StockVerdict
from bdcommerce.infra.eventlog import EventLog
from bdcommerce.infra.telemetry.metrics import REGISTRY
from bdcommerce.inventory import face, handlers
from bdcommerce.inventory.adapters.postgres import PostgresAudits, audits
from bdcommerce.inventory.domain import WORTH_A_SNAPSHOT, AdjustStock, Audited, Position, Stock, fold, stream_of
from bdcommerce.inventory.events import (
    BatchBlocked,
    Lot,
    Movement,
    Shift,
    StockAdjusted,
    StockCounted,
    StockReceived,
    UnitsCommitted,
    UnitsGivenBack,
    UnitsHeld,
    UnitsReleased,
    UnitsSent,
)
from bdcommerce.inventory.face import Inventory
from bdcommerce.inventory.jobs import JOBS
from bdcommerce.inventory.ports import Work
from bdcommerce.inventory.tables import stock_finding
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Stale
from inventory.test_concurrency import TTL, fill, one, outcomes
from support.databases import connected, url_of
from support.harness import Harness

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
WELL = StockVerdict(offers=0, agrees=True, differing=[])


def found(*offer_ids: str, offers: int | None = None) -> StockVerdict:
    return StockVerdict(offers=offers or len(offer_ids), agrees=False, differing=list(offer_ids))


def looked_at(offers: int) -> StockVerdict:
    return StockVerdict(offers=offers, agrees=True, differing=[])


async def move(inventory: Harness, offer_id: str, times: int) -> None:
    """So many movements, one unit each."""
    async with inventory.deps.works() as work:
        await handlers.settle(work, [AdjustStock("ven_a", offer_id, 1, "arrived")] * times)


async def tamper(inventory: Harness, statement: str) -> None:
    """Past inventory and past what the database itself watches over, as a restore of one table would."""
    await mend(inventory, f"SET session_replication_role = replica; {statement}")


async def mend(inventory: Harness, statement: str) -> None:
    """As somebody with the rights of the database's owner."""
    async with connected(url_of(inventory.database)) as connection:
        await connection.execute(statement)


async def findings(inventory: Harness) -> list[dict[str, Any]]:
    async with inventory.database.transaction() as tx:
        return [dict(row) for row in await tx.rows(select(stock_finding).order_by(stock_finding.c.found_at))]


async def snapshot(inventory: Harness, offer_id: str = "a") -> Position | None:
    async with inventory.deps.works() as work:
        known = await work.log.load_snapshot(stream_of(offer_id), Position)
    return known[0] if known else None


def position(on_hand: int, version: int, offer_id: str = "a") -> Position:
    """All units in the vendor's own warehouse."""
    return Position(Stock(offer_id, "ven_a", on_hand, 0, version), (Shift(Lot("whs_a"), on_hand),))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many events each look into the log has brought."""
    counts, history = list[int](), EventLog.history

    async def counted(self: EventLog, stream: str, *, after: int = 0, limit: int | None = None) -> list[object]:
        events = await history(self, stream, after=after, limit=limit)
        counts.append(len(events))
        return events

    monkeypatch.setattr(EventLog, "history", counted)
    return counts


units = st.integers(1, 50)
days = st.none() | st.dates(date(2027, 1, 1), date(2027, 1, 3))
lots = st.builds(Lot, st.sampled_from(["whs_a", "whs_b"]), st.sampled_from(["", "L1"]), days, st.booleans())
shifts = st.lists(st.builds(Shift, lots, st.integers(-9, 9)), max_size=3)
perhaps = st.none() | shifts
vendors = st.sampled_from(["ven_a", "ven_b"])
holds, nothing = st.just("h"), st.just("")
movements: st.SearchStrategy[Movement] = st.one_of(
    st.builds(StockCounted, vendor_id=vendors, on_hand=units, reason=nothing, shifts=perhaps),
    st.builds(StockReceived, vendor_id=vendors, quantity=units, reason=nothing, shifts=shifts),
    st.builds(StockAdjusted, delta=st.integers(-50, 50), reason=nothing, shifts=perhaps),
    st.builds(UnitsSent, transfer_id=nothing, quantity=units, shifts=shifts),
    st.builds(BatchBlocked, batch_no=nothing, quantity=units, shifts=shifts),
    st.builds(UnitsHeld, hold_id=holds, quantity=units),
    st.builds(UnitsReleased, hold_id=holds, quantity=units, reason=nothing),
    st.builds(UnitsCommitted, hold_id=holds, quantity=units, shifts=perhaps),
    st.builds(UnitsGivenBack, hold_id=holds, quantity=units, reason=nothing, shifts=perhaps),
)


@pytest.mark.parametrize("at_once", [1, 3, 1000])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(movements, max_size=8), after=st.lists(movements, max_size=8))
async def test_a_snapshot_and_what_follows_make_what_the_whole_history_makes(
    inventory: Harness,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
    before: Sequence[Movement],
    after: Sequence[Movement],
) -> None:
    monkeypatch.setattr(audits, "MOVEMENTS_AT_ONCE", at_once)
    offer_id = ids.new_id("off")
    async with inventory.deps.works() as work:
        await work.log.append(stream_of(offer_id), [*before, *after], expected=0)
        begun = fold(Position(Stock(offer_id)), before)
        if before:
            await work.log.snapshot(stream_of(offer_id), begun.stock.version, begun)
        remembered = await work.audits.remembered(offer_id)
        assert remembered == begun
        assert await work.audits.folded(remembered) == fold(Position(Stock(offer_id)), [*before, *after])


async def test_what_moved_by_the_book_agrees_and_is_not_looked_at_again(inventory: Harness) -> None:
    await fill(inventory, a=5, b=5)
    await inventory.face.hold("h1", [StockLine(offer_id=each, quantity=2) for each in "ab"], TTL)
    await inventory.face.commit("h1")
    assert await inventory.face.audit_stock() == looked_at(2)
    assert await inventory.face.audit_stock() == WELL
    await inventory.face.give_back("k1", "h1", one("b"), "returned")
    assert await inventory.face.audit_stock() == looked_at(1)
    assert await findings(inventory) == []


@pytest.mark.parametrize("audited_before", [False, True])
@pytest.mark.parametrize(
    "changed, row",
    [
        ("on_hand = 9", ("ven_a", 9, 2, 2)),
        ("held = 0", ("ven_a", 5, 0, 2)),
        ("version = 3", ("ven_a", 5, 2, 3)),
        ("vendor_id = 'ven_thief'", ("ven_thief", 5, 2, 2)),
    ],
)
async def test_a_tampered_row_is_found_whether_it_moves_or_not(
    inventory: Harness, changed: str, row: tuple[str, int, int, int], audited_before: bool
) -> None:
    await fill(inventory, a=5, b=5)
    await inventory.face.hold("h1", one(quantity=2), TTL)
    if audited_before:
        assert await inventory.face.audit_stock() == looked_at(2)
    await tamper(inventory, f"UPDATE inventory.stock SET {changed} WHERE offer_id = 'a'")
    with clock.frozen(NOW):
        assert await inventory.face.audit_stock() == found("a", offers=1 if audited_before else 2)
    (finding,) = await findings(inventory)
    figures = ("vendor_id", "on_hand", "held", "version")
    assert (finding["offer_id"], finding["found_at"], finding["settled_at"]) == ("a", NOW, None)
    assert tuple(finding[f"row_{name}"] for name in figures) == row
    assert tuple(finding[f"folded_{name}"] for name in figures) == ("ven_a", 5, 2, 2)


@pytest.mark.parametrize("audited_before", [False, True])
@pytest.mark.parametrize(
    "changed, lots",
    [
        ("SET on_hand = 9", [["whs_a", "", "infinity", False, 9]]),
        ("SET batch_no = 'L1'", [["whs_a", "L1", "infinity", False, 5]]),
        ("SET blocked = true", [["whs_a", "", "infinity", True, 5]]),
    ],
)
async def test_a_tampered_lot_is_found_and_mended_by_the_runbook(
    inventory: Harness, changed: str, lots: list[Any], audited_before: bool
) -> None:
    await fill(inventory, a=5, b=5)
    if audited_before:
        assert await inventory.face.audit_stock() == looked_at(2)
    await tamper(inventory, f"UPDATE inventory.lot {changed} WHERE offer_id = 'a'")
    assert await inventory.face.audit_stock() == found("a", offers=1 if audited_before else 2)
    (finding,) = await findings(inventory)
    assert finding["row_lots"] == lots
    assert finding["folded_lots"] == [["whs_a", "", "infinity", False, 5]]
    book = (by_the_book("DELETE FROM inventory.lot", "a"), by_the_book("INSERT INTO inventory.lot", "a"))
    await mend(inventory, f"BEGIN; {' '.join(book)} COMMIT")
    assert await inventory.face.audit_stock() == looked_at(1)


async def test_the_database_refuses_stock_that_does_not_lie_anywhere(inventory: Harness) -> None:
    await fill(inventory, a=5)
    for statement in (
        "UPDATE inventory.stock SET on_hand = 9",
        "UPDATE inventory.stock SET blocked = 1",
        "UPDATE inventory.lot SET on_hand = 4",
        "DELETE FROM inventory.lot",
        "DELETE FROM inventory.stock",
        "INSERT INTO inventory.stock VALUES ('b', 'ven_a', 1, 0, 1, now())",
    ):
        with pytest.raises(CheckViolationError):
            await mend(inventory, statement)
    assert await inventory.face.audit_stock() == looked_at(1)


async def test_a_row_that_is_gone_is_found(inventory: Harness) -> None:
    await fill(inventory, a=5, b=5)
    await inventory.face.audit_stock()
    await tamper(inventory, "DELETE FROM inventory.stock WHERE offer_id = 'a'")
    assert await inventory.face.audit_stock() == found("a")
    (finding,) = await findings(inventory)
    assert (finding["row_on_hand"], finding["row_version"]) == (0, 0)
    assert (finding["folded_on_hand"], finding["folded_version"]) == (5, 1)


async def test_a_finding_is_kept_once_until_the_row_agrees_again(inventory: Harness) -> None:
    await fill(inventory, a=5, b=5)
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9 WHERE offer_id = 'a'")
    with clock.frozen(NOW):
        await inventory.face.audit_stock()
    await inventory.face.hold("h1", one(), TTL)
    with clock.frozen(NOW + timedelta(days=1)):
        assert await inventory.face.audit_stock() == found("a")
    assert [finding["found_at"] for finding in await findings(inventory)] == [NOW]
    await fill(inventory, a=7)
    with clock.frozen(NOW + timedelta(days=2)):
        assert await inventory.face.audit_stock() == looked_at(1)
    (finding,) = await findings(inventory)
    assert (finding["row_on_hand"], finding["settled_at"]) == (9, NOW + timedelta(days=2))
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9 WHERE offer_id = 'a'")
    with clock.frozen(NOW + timedelta(days=3)):
        await inventory.face.audit_stock()
    assert [each["settled_at"] for each in await findings(inventory)] == [NOW + timedelta(days=2), None]


def by_the_book(beginning: str, offer_id: str) -> str:
    """The statement of the runbook that begins so, for this offer."""
    page = Path(__file__).parents[3] / "docs" / "runbooks" / "stock-audit.md"
    (statement,) = re.findall(rf"^ +({beginning}.*?;)$", page.read_text(), re.DOTALL | re.MULTILINE)
    return str(statement).replace("off_…", offer_id)


@pytest.mark.parametrize("changed", ["held = 3", "vendor_id = 'ven_thief'", "held = 0, vendor_id = ''"])
async def test_the_runbook_mends_a_row_that_has_moved_since(inventory: Harness, changed: str) -> None:
    await fill(inventory, a=5)
    await inventory.face.hold("h1", one(), TTL)
    await tamper(inventory, f"UPDATE inventory.stock SET {changed}")
    assert await inventory.face.audit_stock() == found("a")
    await inventory.face.hold("h2", one(quantity=2), TTL)
    await inventory.face.release("h2", "gave up")
    await mend(inventory, by_the_book("UPDATE", "a"))
    assert await inventory.face.audit_stock() == looked_at(1)


@pytest.mark.parametrize("version", [1, 9])
async def test_the_runbook_mends_a_version_that_nothing_could_follow(inventory: Harness, version: int) -> None:
    await fill(inventory, a=5)
    await inventory.face.hold("h1", one(), TTL)
    await tamper(inventory, f"UPDATE inventory.stock SET version = {version}")
    assert await inventory.face.audit_stock() == found("a")
    await mend(inventory, by_the_book("UPDATE", "a"))
    assert await inventory.face.audit_stock() == looked_at(1)


async def test_the_runbook_brings_back_a_row_that_is_gone(inventory: Harness) -> None:
    await fill(inventory, a=5)
    await inventory.face.hold("h1", one(), TTL)
    await inventory.face.audit_stock()
    await tamper(inventory, "DELETE FROM inventory.stock")
    await inventory.face.audit_stock()
    with pytest.raises(Stale):
        await inventory.face.commit("h1")
    await mend(inventory, by_the_book("INSERT INTO inventory.stock", "a"))
    await inventory.face.commit("h1")
    assert await inventory.face.audit_stock() == looked_at(1)


async def test_a_difference_is_logged_with_its_figures_and_counted(inventory: Harness) -> None:
    def counted() -> float | None:
        return REGISTRY.get_sample_value("bdc_audit_differences_total", {"audit": "inventory.stock"})

    before = counted()
    assert before is not None, "the series begins with the process, at zero"
    await fill(inventory, a=5, b=5)
    with capture_logs() as quiet:
        await inventory.face.audit_stock()
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9 WHERE offer_id = 'a'")
    with capture_logs() as loud:
        await inventory.face.audit_stock()
    assert (quiet, counted()) == ([], before + 1)
    (line,) = loud
    assert (line["event"], line["log_level"]) == ("inventory.stock_differs", "error")
    assert line["row"]["stock"] == {
        "offer_id": "a", "vendor_id": "ven_a", "on_hand": 9, "held": 0, "version": 1, "blocked": 0,
    }  # fmt: skip
    assert line["folded"] == {**line["row"], "stock": {**line["row"]["stock"], "on_hand": 5}}


async def test_the_daily_job_audits(inventory: Harness) -> None:
    await fill(inventory, a=5)
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9")
    (job,) = (each for each in JOBS if each.name == "inventory.audit_stock")
    assert job.every == timedelta(days=1)
    await job.run(inventory.deps)
    assert [finding["offer_id"] for finding in await findings(inventory)] == ["a"]


async def test_after_a_snapshot_only_newer_movements_are_read(inventory: Harness, read: list[int]) -> None:
    await fill(inventory, a=5)
    await move(inventory, "a", 3 * WORTH_A_SNAPSHOT)
    await inventory.face.audit_stock()
    assert sum(read) == 3 * WORTH_A_SNAPSHOT + 1
    read.clear()
    await move(inventory, "a", 5)
    assert await inventory.face.audit_stock() == looked_at(1)
    assert sum(read) == 5


@pytest.mark.parametrize("times, worth", [(WORTH_A_SNAPSHOT - 1, False), (WORTH_A_SNAPSHOT, True)])
async def test_a_snapshot_is_written_once_enough_has_moved_since_the_last(
    inventory: Harness, times: int, worth: bool
) -> None:
    await fill(inventory, a=5)
    await move(inventory, "a", times - 1)
    await inventory.face.audit_stock()
    first = await snapshot(inventory)
    assert first == (position(4 + times, times) if worth else None)
    await move(inventory, "a", 1)
    await inventory.face.audit_stock()
    assert await snapshot(inventory) == (first or position(5 + times, times + 1))


async def test_of_a_stock_that_differs_there_is_no_snapshot(inventory: Harness) -> None:
    await fill(inventory, a=5)
    await move(inventory, "a", WORTH_A_SNAPSHOT)
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9")
    assert await inventory.face.audit_stock() == found("a")
    assert await snapshot(inventory) is None


async def test_a_snapshot_of_a_renamed_class_is_ignored_and_replaced(inventory: Harness, read: list[int]) -> None:
    await fill(inventory, a=5)
    await move(inventory, "a", WORTH_A_SNAPSHOT)
    await tamper(
        inventory,
        """
        INSERT INTO inventory.snapshot (stream, version, type, schema_version, data)
        VALUES ('stock-a', 3, 'bdcommerce.inventory.domain.Stock', 1, '{"offer_id": "a", "on_hand": 77, "version": 3}')
        """,
    )
    assert await inventory.face.audit_stock() == looked_at(1)
    assert sum(read) == WORTH_A_SNAPSHOT + 1
    assert await snapshot(inventory) == position(5 + WORTH_A_SNAPSHOT, WORTH_A_SNAPSHOT + 1)


async def test_a_snapshot_that_is_wrong_is_noticed_and_can_be_thrown_away(inventory: Harness) -> None:
    await fill(inventory, a=5)
    await move(inventory, "a", WORTH_A_SNAPSHOT)
    await inventory.face.audit_stock()
    await tamper(inventory, "UPDATE inventory.snapshot SET data = jsonb_set(data, '{stock,held}', '2')")
    await move(inventory, "a", 1)
    assert await inventory.face.audit_stock() == found("a")
    await mend(inventory, by_the_book("DELETE FROM inventory.snapshot", "a"))
    assert await inventory.face.audit_stock() == looked_at(1)


async def test_offers_are_audited_some_at_a_time_and_none_is_left_out(
    inventory: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches, audit = list[list[str]](), handlers.audit

    async def seen(work: Work, offer_ids: Sequence[str]) -> list[Audited]:
        batches.append(list(offer_ids))
        return await audit(work, offer_ids)

    monkeypatch.setattr(handlers, "audit", seen)
    monkeypatch.setattr(face, "AUDITED_AT_ONCE", 2)
    await fill(inventory, a=5, b=5, c=5, d=5, e=5)
    await inventory.face.audit_stock()
    await tamper(inventory, "UPDATE inventory.stock SET on_hand = 9 WHERE offer_id IN ('a', 'd', 'e')")
    await tamper(inventory, "DELETE FROM inventory.stock WHERE offer_id = 'b'")
    assert await inventory.face.audit_stock() == found("a", "d", "e", "b")
    assert batches == [["a", "b"], ["c", "d"], ["e"], ["a", "d"], ["e"], ["b"]]


async def test_buyers_wait_while_the_last_movements_are_folded_not_while_all_are(
    inventory: Harness, elsewhere: Inventory, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = PostgresAudits.rows

    async def after_one_more_hold(self: PostgresAudits, offer_ids: Sequence[str]) -> dict[str, Position]:
        await elsewhere.hold("h1", one(), TTL)
        return await rows(self, offer_ids)

    monkeypatch.setattr(PostgresAudits, "rows", after_one_more_hold)
    await fill(inventory, a=5)
    await move(inventory, "a", 50)
    assert await inventory.face.audit_stock() == looked_at(1)
    assert read == [51, 1]


async def test_rows_stay_as_they_are_until_their_audit_has_ended(
    inventory: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, take = PostgresAudits.rows, "SELECT FROM inventory.stock WHERE offer_id = 'b' FOR UPDATE NOWAIT"

    async def while_somebody_else_tries(self: PostgresAudits, offer_ids: Sequence[str]) -> dict[str, Position]:
        seen = await rows(self, offer_ids)
        with pytest.raises(LockNotAvailableError):
            await mend(inventory, take)
        return seen

    monkeypatch.setattr(PostgresAudits, "rows", while_somebody_else_tries)
    await fill(inventory, a=5, b=5)
    assert await inventory.face.audit_stock() == looked_at(2)
    await mend(inventory, take)


async def test_holds_that_go_on_meanwhile_are_no_false_alarm(inventory: Harness, elsewhere: Inventory) -> None:
    await fill(inventory, a=300, b=300, c=300, d=300)
    faces: tuple[InventoryFace, InventoryFace] = (inventory.face, elsewhere)
    verdicts, ended = list[StockVerdict](), asyncio.Event()

    async def watch(over: InventoryFace) -> None:
        while not ended.is_set():
            verdicts.append(await over.audit_stock())

    async def shop(buyer: int) -> None:
        ask, hold_id = faces[buyer % 2], f"h{buyer}"
        wanted = [StockLine(offer_id=each, quantity=1) for each in ("abcd", "dcba", "bd", "ca")[buyer % 4]]
        await ask.hold(hold_id, wanted, TTL)
        await (ask.commit(hold_id) if buyer % 3 else ask.release(hold_id, "gave up"))

    watching = [asyncio.create_task(watch(each)) for each in faces]
    for wave in range(10):
        assert await outcomes([shop(buyer) for buyer in range(wave * 40, wave * 40 + 40)]) == {"NoneType": 40}
    ended.set()
    await asyncio.gather(*watching)
    assert [verdict.differing for verdict in verdicts if not verdict.agrees] == []
    assert sum(verdict.offers for verdict in verdicts) > 20
    assert await findings(inventory) == []
