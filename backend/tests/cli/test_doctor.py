"""`bdc doctor`: what is well, what is wrong, and what to do about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bdcommerce.cli.doctor import books, machine, postgres
from bdcommerce.cli.doctor.finding import Finding
from bdcommerce.contracts.compliance import AuditVerdict
from bdcommerce.contracts.inventory import StockVerdict
from bdcommerce.contracts.payments import LedgerVerdict, UnknownPayouts
from bdcommerce.infra.settings import Settings
from bdcommerce.kernel.money import Money
from cli.bdc import at, bdc
from cli.test_books import tamper
from cli.test_events import bury, tell
from support.databases import connected

GIB = machine.GIB


async def examined() -> tuple[int, dict[str, str]]:
    """The exit status, and the state of each thing that was looked at."""
    said = await bdc("doctor")
    words = [line.split(maxsplit=1) for line in said.out.splitlines() if line.split()[:1]]
    rows = [(word[0], word[1]) for word in words if word[0] in {"ok", "warning", "wrong"}]
    return said.status, {what.split("  ")[0]: state for state, what in rows}


async def test_a_fresh_marketplace_is_well_but_for_the_durability_of_test_servers(marketplace: str) -> None:
    status, found = await examined()
    assert status == 1
    assert {what for what, state in found.items() if state == "wrong"} == {"Durability"}
    assert {"PostgreSQL", "Migrations", "Extensions", "Clocks", "Dead letters"} <= found.keys()
    assert {"Ledger", "Audit log", "Stock"} <= found.keys()


async def test_a_database_that_was_never_migrated_is_wrong(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, empty_database, tmp_path)
    status, found = await examined()
    assert status == 1
    assert found["Migrations"] == "wrong"
    assert "Ledger" not in found


async def test_one_service_that_is_behind_is_named(marketplace: str) -> None:
    async with connected(marketplace) as connection:
        await connection.execute("UPDATE payments.alembic_version SET version_num = '0000'")
    assert "behind: payments " in (await bdc("doctor")).out


async def test_a_database_that_is_away_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "postgresql://nobody@127.0.0.1:1/none", tmp_path)
    said = await bdc("doctor")
    assert said.status == 1
    assert "docs/runbooks/database-away.md" in said.out


async def test_dead_letters_and_stuck_processes_are_wrong(marketplace: str) -> None:
    await bury(marketplace, "orders", "evt_1")
    async with connected(marketplace) as connection:
        await connection.execute("""
            INSERT INTO orders.saga (id, kind, state, status, next_attempt_at, deadline, error, started_at)
            VALUES ('ord_1', 'checkout', '{}', 'stuck', now(), now(), '{}', now())
        """)
    _, found = await examined()
    assert found["Dead letters"] == "wrong"
    assert found["Stuck processes"] == "wrong"


async def test_a_log_that_nobody_relays_is_wrong_after_a_minute(marketplace: str) -> None:
    await tell(marketplace, "a")
    async with connected(marketplace) as connection:
        await connection.execute("INSERT INTO bus.checkpoint (service) VALUES ('compliance') ON CONFLICT DO NOTHING")
    assert (await examined())[1]["Event log to bus"] == "ok"
    await tamper(marketplace, "UPDATE compliance.event_log SET recorded_at = recorded_at - interval '61 seconds'")
    assert (await examined())[1]["Event log to bus"] == "wrong"


async def test_a_transaction_that_stays_open_is_found_with_what_ends_it(
    marketplace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "OPEN_WRONG", 0.0)
    async with connected(marketplace) as connection, connection.transaction():
        await connection.execute("SELECT pg_current_xact_id()")
        said = await bdc("doctor")
    line = next(line for line in said.out.splitlines() if "Open transactions" in line)
    assert line.split()[0] == "wrong"
    assert "pg_terminate_backend" in line


async def test_a_missing_extension_is_wrong(marketplace: str) -> None:
    async with connected(marketplace) as connection:
        await connection.execute("DROP EXTENSION ltree CASCADE")
    _, found = await examined()
    assert found["Extensions"] == "wrong"


async def test_what_cannot_be_examined_is_wrong_and_the_rest_is_told(marketplace: str) -> None:
    async with connected(marketplace) as connection:
        await connection.execute("ALTER TABLE payments.journal_line RENAME TO gone")
    _, found = await examined()
    assert found["Ledger, audit log, stock"] == "wrong"
    assert found["Dead letters"] == "ok"


def states(findings: list[Finding]) -> dict[str, str]:
    return {finding.what: finding.state for finding in findings}


def test_a_commit_that_may_be_lost_is_wrong() -> None:
    well = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "local"}
    assert [finding.state for finding in postgres.durability(well)] == ["ok"]
    for name in well:
        assert [finding.state for finding in postgres.durability({**well, name: "off"})] == ["wrong"]


@pytest.mark.parametrize("free, state", [(10 * GIB, "ok"), (5 * GIB, "ok"), (4 * GIB, "warning"), (GIB - 1, "wrong")])
def test_a_disk_that_fills_up_is_told_before_it_is_full(free: int, state: str) -> None:
    assert machine.disk(Path("/data"), free).state == state


def test_keys_that_others_can_read_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_DATA_DIR", str(tmp_path))
    settings = Settings()
    assert settings.master_keys
    assert states(list(machine.examined(settings)))["Keys"] == "ok"
    (tmp_path / "keys" / "master_keys").chmod(0o640)
    found = next(finding for finding in machine.examined(settings) if finding.what == "Keys")
    assert found.state == "wrong"
    assert "chmod go=" in found.advice


def test_a_data_folder_that_everybody_may_write_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BDC_DATA_DIR", str(tmp_path))
    assert states(list(machine.examined(Settings())))["Data folder"] == "ok"
    tmp_path.chmod(0o777)
    assert states(list(machine.examined(Settings())))["Data folder"] == "wrong"


def test_a_production_that_keeps_its_keys_beside_its_data_is_warned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BDC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BDC_ENVIRONMENT", "production")
    assert states(list(machine.examined(Settings())))["Settings"] == "warning"
    monkeypatch.setenv("BDC_MASTER_KEYS", "k1:" + "A" * 43 + "=")
    assert states(list(machine.examined(Settings())))["Settings"] == "ok"


async def test_a_stock_row_that_its_movements_did_not_make_is_wrong(marketplace: str) -> None:
    async with connected(marketplace) as connection:
        await connection.execute("""
            SET session_replication_role = replica;
            INSERT INTO inventory.stock (offer_id, vendor_id, on_hand, held, version, changed_at)
            VALUES ('off_1', 'ven_1', 5, 0, 1, now())
        """)
    said = await bdc("doctor")
    line = next(line for line in said.out.splitlines() if " Stock " in line)
    assert line.split()[0] == "wrong"
    assert "off_1" in line


def test_payouts_that_nobody_knows_of_for_too_long_are_wrong() -> None:
    known = UnknownPayouts(count=0, amount=Money(0), late=0, late_after_seconds=21600, oldest_seconds=0)
    assert books.payouts(known).state == "ok"
    young = replace(known, count=2, amount=Money(250000), oldest_seconds=60)
    assert (books.payouts(young).state, books.payouts(young).advice) == ("ok", "")
    late = books.payouts(replace(young, late=1, oldest_seconds=30000))
    assert (late.state, late.advice) == ("wrong", "docs/runbooks/payouts-unknown.md")
    assert late.found.endswith("1 of them for more than 6 hours")


def test_broken_books_a_broken_log_and_wrong_stock_are_wrong() -> None:
    wrong = books.ledger(LedgerVerdict(entries=3, holds=False, problems=["jnl_1 does not balance", "another"]))
    assert (wrong.state, wrong.found) == ("wrong", "jnl_1 does not balance (and 1 more)")
    assert books.audit(AuditVerdict(entries=4, ok=False, first_broken_seq=5, head_hash="")).state == "wrong"
    differing = books.stock(StockVerdict(offers=9, agrees=False, differing=["a", "b", "c", "d", "e"]))
    assert (differing.state, differing.advice) == ("wrong", "docs/runbooks/stock-audit.md")
    assert differing.found.endswith("a, b, c (and 2 more)")
