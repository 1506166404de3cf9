"""The audit log on PostgreSQL: filled over the bus, gap-free, readable by few, and telling when it was touched."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bdcommerce.compliance.handlers.audit import record_staff_act
from bdcommerce.contracts.compliance import AuditVerdict, StaffActed
from bdcommerce.kernel import clock
from support.databases import connected, url_of
from support.harness import Harness
from support.tokens import customer, staff, vendor

AT = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def reader() -> str:
    return staff("audit.read")


def acted(**changed: Any) -> StaffActed:
    usual: dict[str, Any] = {
        "service": "vendors",
        "actor_id": "usr_1",
        "audience": "admin",
        "vendor_id": "",
        "action": "POST /api/v1/admin/vendors/{vendor_id}/approve",
        "targets": {"vendor_id": "ven_1"},
        "body_hmac": "a" * 64,
        "request_id": "req_1",
        "at": AT,
    }
    return StaffActed(**(usual | changed))


async def fill(service: Harness, count: int) -> None:
    await service.publish(*(acted(request_id=f"req_{number}") for number in range(count)))


async def tamper(service: Harness, *statements: str) -> None:
    """What somebody with all rights over the database could do."""
    url = url_of(service.database)
    async with connected(url) as admin:
        await admin.execute("SET search_path = compliance; SET session_replication_role = replica")
        for statement in statements:
            await admin.execute(statement)


async def verdict(service: Harness) -> AuditVerdict:
    answer: AuditVerdict = await service.face.verify_audit()
    return answer


async def test_an_empty_log_is_whole(compliance: Harness) -> None:
    assert await verdict(compliance) == AuditVerdict(entries=0, ok=True, first_broken_seq=None, head_hash="0" * 64)


async def test_what_staff_do_in_any_service_is_chained_in_order(compliance: Harness) -> None:
    await compliance.publish(acted(service="vendors"), acted(service="orders", vendor_id="ven_2", audience="vendor"))

    entries = (await compliance.get("/admin/audit", as_=reader())).json()["items"]

    assert sorted((entry["seq"], entry["service"]) for entry in entries) in (
        [(1, "vendors"), (2, "orders")],
        [(1, "orders"), (2, "vendors")],
    )
    assert (await verdict(compliance)).ok


async def test_an_entry_says_who_did_what_to_what_and_when(compliance: Harness) -> None:
    await compliance.publish(acted())

    (entry,) = (await compliance.get("/admin/audit", as_=reader())).json()["items"]

    assert entry["actor_id"] == "usr_1"
    assert entry["action"] == "POST /api/v1/admin/vendors/{vendor_id}/approve"
    assert entry["targets"] == {"vendor_id": "ven_1"}
    assert datetime.fromisoformat(entry["at"]) == AT
    assert entry["hash"] == (await verdict(compliance)).head_hash


async def test_a_change_of_the_rule_book_is_itself_audited(compliance: Harness) -> None:
    body = {"key": "own.rule", "value": "1", "effective_from": clock.today().isoformat(), "source": "we say so"}
    body |= {"reason": "nobody has said otherwise"}
    await compliance.post("/admin/rule-changes", body, as_=staff("rules.manage", user_id="usr_keeper"))
    await compliance.settle()

    (entry,) = (await compliance.get("/admin/audit?actor=usr_keeper", as_=reader())).json()["items"]

    assert (entry["service"], entry["action"]) == ("compliance", "POST /api/v1/admin/rule-changes")


async def test_the_same_event_twice_is_one_entry(compliance: Harness) -> None:
    await compliance.publish(acted())
    async with compliance.database.transaction() as tx:
        event_id = await tx.scalar(text("SELECT event_id FROM audit_entry"))

    with pytest.raises(DBAPIError, match="audit_entry_event_id_key"):
        async with compliance.deps.works() as work:
            await record_staff_act(work, acted(), event_id=event_id)

    found = await verdict(compliance)
    assert (found.ok, found.entries) == (True, 1)


async def test_appends_at_the_same_moment_leave_no_gap_and_no_fork(compliance: Harness) -> None:
    async def append(number: int) -> None:
        async with compliance.deps.works() as work:
            await record_staff_act(work, acted(), event_id=f"evt_{number}")

    await asyncio.gather(*(append(number) for number in range(40)))

    async with compliance.database.transaction() as tx:
        seqs = [row["seq"] for row in await tx.rows(text("SELECT seq FROM audit_entry ORDER BY seq"))]
    assert seqs == list(range(1, 41))
    assert (await verdict(compliance)).ok


async def test_an_append_that_fails_leaves_no_gap(compliance: Harness) -> None:
    await fill(compliance, 2)

    async def lose_power() -> None:
        async with compliance.deps.works() as work:
            await record_staff_act(work, acted(), event_id="evt_lost")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        await lose_power()
    await fill(compliance, 1)

    assert (await verdict(compliance)).entries == 3
    assert (await verdict(compliance)).ok


@pytest.mark.parametrize(
    "change",
    [
        "id = 'aud_other'",
        "at = at + interval '1 microsecond'",
        "service = 'payments'",
        "actor_id = 'usr_2'",
        "audience = 'vendor'",
        "vendor_id = 'ven_9'",
        "action = 'POST /api/v1/admin/vendors/{vendor_id}/refuse'",
        """targets = '{"vendor_id": "ven_2"}'""",
        "body_hmac = repeat('b', 64)",
        "request_id = 'req_other'",
        "event_id = 'evt_other'",
        "previous_hash = repeat('0', 64)",
        "hash = repeat('0', 64)",
        "seq = 100",
    ],
)
async def test_a_change_of_any_column_is_detected_where_it_was_made(compliance: Harness, change: str) -> None:
    await fill(compliance, 4)

    await tamper(compliance, f"UPDATE audit_entry SET {change} WHERE seq = 3")

    found = await verdict(compliance)
    assert (found.ok, found.first_broken_seq, found.entries) == (False, 3, 2)


async def test_a_deleted_entry_is_detected(compliance: Harness) -> None:
    await fill(compliance, 4)

    await tamper(compliance, "DELETE FROM audit_entry WHERE seq = 2")

    assert (await verdict(compliance)).first_broken_seq == 2


async def test_a_deleted_entry_is_detected_even_if_the_rest_is_numbered_anew(compliance: Harness) -> None:
    await fill(compliance, 4)

    await tamper(
        compliance,
        "DELETE FROM audit_entry WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 4",
        "UPDATE audit_head SET seq = 3",
    )

    assert (await verdict(compliance)).first_broken_seq == 2


async def test_two_entries_that_changed_places_are_detected(compliance: Harness) -> None:
    await fill(compliance, 4)

    await tamper(
        compliance,
        "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 99",
    )

    assert (await verdict(compliance)).first_broken_seq == 2


async def test_a_cut_off_tail_is_detected_by_the_head(compliance: Harness) -> None:
    await fill(compliance, 4)

    await tamper(compliance, "DELETE FROM audit_entry WHERE seq > 2")

    found = await verdict(compliance)
    assert (found.ok, found.first_broken_seq, found.entries) == (False, 3, 2)


async def test_an_emptied_log_is_detected_by_the_head(compliance: Harness) -> None:
    await fill(compliance, 2)

    await tamper(compliance, "TRUNCATE audit_entry")

    assert (await verdict(compliance)).first_broken_seq == 1


async def test_a_head_that_was_wound_back_is_detected_by_the_entries_beyond_it(compliance: Harness) -> None:
    await fill(compliance, 4)

    await tamper(compliance, "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE seq = 2)")

    assert (await verdict(compliance)).first_broken_seq == 3


async def test_a_last_entry_that_was_forged_whole_is_detected_by_the_head(compliance: Harness) -> None:
    await fill(compliance, 2)

    await tamper(compliance, "UPDATE audit_head SET hash = repeat('f', 64)")

    found = await verdict(compliance)
    assert (found.ok, found.first_broken_seq, found.entries) == (False, 2, 1)


async def test_a_missing_head_is_detected_and_nothing_more_is_appended(compliance: Harness) -> None:
    await fill(compliance, 1)

    await tamper(compliance, "DELETE FROM audit_head")

    assert not (await verdict(compliance)).ok
    with pytest.raises(RuntimeError, match="head of the audit chain"):
        async with compliance.deps.works() as work:
            await record_staff_act(work, acted(), event_id="evt_after")


async def test_a_log_longer_than_one_batch_is_followed_to_its_end(compliance: Harness) -> None:
    from bdcommerce.compliance.adapters import audit_trail

    length = audit_trail._BATCH + 5
    async with compliance.deps.works() as work:
        for number in range(length):
            await record_staff_act(work, acted(), event_id=f"evt_{number}")

    assert (await verdict(compliance)).entries == length
    await tamper(compliance, f"UPDATE audit_entry SET actor_id = 'usr_x' WHERE seq = {length - 1}")
    assert (await verdict(compliance)).first_broken_seq == length - 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_id = 'usr_2'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
        "UPDATE audit_head SET seq = 0, hash = repeat('0', 64)",
    ],
)
async def test_the_service_itself_cannot_rewrite_the_log(compliance: Harness, statement: str) -> None:
    await fill(compliance, 2)

    with pytest.raises(DBAPIError, match="what stands here stays"):
        async with compliance.database.transaction() as tx:
            await tx.execute(text(statement))

    assert (await verdict(compliance)).ok


async def test_verifying_over_http_says_what_the_face_says(compliance: Harness) -> None:
    await fill(compliance, 3)
    await tamper(compliance, "UPDATE audit_entry SET actor_id = 'usr_2' WHERE seq = 1")

    reply = await compliance.get("/admin/audit/verify", as_=reader())

    assert reply.status_code == 200
    assert (reply.json()["ok"], reply.json()["first_broken_seq"], reply.json()["entries"]) == (False, 1, 0)


async def test_entries_are_found_by_actor_action_and_day(compliance: Harness) -> None:
    other = "POST /api/v1/admin/rules"
    await compliance.publish(
        acted(actor_id="usr_1", action=other, at=AT),
        acted(actor_id="usr_2", action=other, at=AT + timedelta(days=1)),
        acted(actor_id="usr_2", at=AT + timedelta(days=2)),
    )

    async def found(query: str) -> list[str]:
        reply = await compliance.get(f"/admin/audit?{query}", as_=reader())
        assert reply.status_code == 200, reply.text
        return [f"{entry['actor_id']} {entry['at'][8:10]}" for entry in reply.json()["items"]]

    assert await found("") == ["usr_2 24", "usr_2 23", "usr_1 22"]
    assert await found("actor=usr_2") == ["usr_2 24", "usr_2 23"]
    assert await found(f"action={other}") == ["usr_2 23", "usr_1 22"]
    assert await found(f"actor=usr_2&action={other}") == ["usr_2 23"]
    assert await found("from=2026-11-23") == ["usr_2 24", "usr_2 23"]
    assert await found("to=2026-11-22") == ["usr_1 22"]
    assert await found("from=2026-11-23&to=2026-11-23") == ["usr_2 23"]


async def test_days_of_the_audit_log_are_those_of_bangladesh(compliance: Harness) -> None:
    await compliance.publish(acted(at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC)))

    reply = await compliance.get("/admin/audit?from=2026-11-22&to=2026-11-22", as_=reader())

    assert len(reply.json()["items"]) == 1


async def test_pages_of_the_log_follow_one_another_also_within_one_instant(compliance: Harness) -> None:
    await fill(compliance, 7)

    seqs: list[int] = []
    cursor = ""
    while True:
        page = (await compliance.get(f"/admin/audit?limit=3&cursor={cursor}", as_=reader())).json()
        seqs += [entry["seq"] for entry in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert seqs == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "from=0001-01-01",
        "to=9999-12-31",
        "limit=0",
        "cursor=x",
        "actor=%00",
        "cursor=WyIyMDI2LTExLTIyVDAwOjAwOjAwIiwxXQ",
    ],
)
async def test_a_question_that_makes_no_sense_is_bad_input(compliance: Harness, query: str) -> None:
    reply = await compliance.get(f"/admin/audit?{query}", as_=reader())

    assert reply.status_code in {400, 422}, reply.text


@pytest.mark.parametrize("path", ["/admin/audit", "/admin/audit/verify"])
async def test_only_auditors_read_the_log(compliance: Harness, path: str) -> None:
    for token in ("", customer(), vendor("ven_1"), staff("rules.manage")):
        assert (await compliance.get(path, as_=token)).status_code == (403 if token else 401)


@pytest.mark.parametrize("name", ["", "_by_actor", "_by_action", "_by_actor_and_action"])
async def test_looking_into_a_long_log_walks_an_index(compliance: Harness, name: str) -> None:
    from bdcommerce.compliance.queries.audit import _AUDIT

    await tamper(
        compliance,
        """INSERT INTO audit_entry SELECT n, now() - n * interval '1 minute', n, 's', 'usr_' || n % 50, 'admin', '',
           'a' || n % 20, 'b', 'r', n, '{}', 'p', 'h' FROM generate_series(1, 20000) n""",
        "ANALYZE audit_entry",
    )
    query = next(query for query in _AUDIT.values() if query.name == f"compliance.audit{name}")
    filters = {"": (), "_by_actor": ("usr_7",), "_by_action": ("a7",), "_by_actor_and_action": ("usr_7", "a7")}[name]
    url = url_of(compliance.database)
    async with connected(url) as admin:
        await admin.execute("SET search_path = compliance")
        arguments = (AT - timedelta(days=900), AT + timedelta(days=900), 0, 21, *filters)
        plan = await admin.fetch(f"EXPLAIN {query.sql}", *arguments)

    assert "Seq Scan" not in str(plan)
