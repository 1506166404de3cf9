"""The rule book over HTTP and through the face, on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bdcommerce.compliance.adapters.rule_book import RuleBookInMemory
from bdcommerce.contracts.compliance import RuleChanged, UnknownRule
from bdcommerce.kernel import clock
from support.faces.compliance import SEEDED, FakeCompliance
from support.harness import Harness
from support.tokens import customer, staff, vendor


def keeper() -> str:
    return staff("rules.manage", user_id="usr_keeper")


async def value(service: Harness, key: str, on: date) -> Decimal:
    (rule,) = await service.face.rules([key], on)
    return Decimal(rule.value)


def change(key: str, number: str, begins: date) -> dict[str, Any]:
    return {
        "key": key,
        "value": number,
        "effective_from": begins.isoformat(),
        "source": "Finance Act 2027",
        "reason": "The law has changed.",
    }


def second() -> str:
    return staff("rules.manage", "rules.approve", user_id="usr_second")


async def change_by_two(service: Harness, body: dict[str, Any]) -> httpx.Response:
    """One proposes, the other one approves."""
    proposed = await service.post("/admin/rule-changes", body, as_=keeper())
    if proposed.status_code != 201:
        return proposed
    path = f"/admin/rule-changes/{proposed.json()['id']}/approve"
    return await service.post(path, {"note": "read and found right"}, as_=second())


async def test_the_vat_on_commission_tripled_on_the_first_of_july_2025(compliance: Harness) -> None:
    assert await value(compliance, "vat.marketplace_commission", date(2025, 6, 30)) == 5
    assert await value(compliance, "vat.marketplace_commission", date(2025, 7, 1)) == 15


async def test_a_statutory_day_begins_at_midnight_in_dhaka(compliance: Harness) -> None:
    before, after = datetime(2025, 6, 30, 17, 59, 59, tzinfo=UTC), datetime(2025, 6, 30, 18, 0, tzinfo=UTC)

    assert await value(compliance, "vat.marketplace_commission", clock.dhaka_date(before)) == 5
    assert await value(compliance, "vat.marketplace_commission", clock.dhaka_date(after)) == 15


async def test_no_value_holds_before_the_first_one(compliance: Harness) -> None:
    with pytest.raises(UnknownRule) as error:
        await compliance.face.rules(["vat.standard", "vat.marketplace_commission"], date(2019, 6, 30))

    assert error.value.data["key"] == "vat.standard"


async def test_values_come_in_the_order_of_the_question(compliance: Harness) -> None:
    rules = await compliance.face.rules(["dc.refund_days", "vat.standard", "dc.refund_days"], date(2026, 11, 22))

    assert [(rule.key, rule.value) for rule in rules] == [
        ("dc.refund_days", 10),
        ("vat.standard", 15),
        ("dc.refund_days", 10),
    ]
    assert "Guidelines 2021" in rules[0].source


async def test_the_fake_that_others_test_with_is_seeded_like_the_book(compliance: Harness) -> None:
    async with compliance.database.transaction() as tx:
        rows = await tx.rows(text("SELECT key, value::text, effective_from FROM rule"))

    assert sorted((row["key"], row["value"], row["effective_from"]) for row in rows) == sorted(SEEDED)
    for day in (date(2025, 6, 30), date(2026, 11, 22)):
        keys = [key for key, _, begins in SEEDED if begins <= day]
        fake = [rule.value for rule in await FakeCompliance().rules(keys, day)]
        assert [rule.value for rule in await compliance.face.rules(keys, day)] == fake


async def all_rules(compliance: Harness) -> list[dict[str, Any]]:
    """The book, page by page."""
    items = list[dict[str, Any]]()
    page: dict[str, Any] = {"next_cursor": ""}
    while page["next_cursor"] is not None:
        page = (await compliance.get(f"/admin/rules?limit=100&cursor={page['next_cursor']}", as_=keeper())).json()
        items += page["items"]
    return items


async def test_every_first_row_says_where_it_is_from_and_how_sure_it_is(compliance: Harness) -> None:
    items = await all_rules(compliance)
    statuses = {item["key"]: item["today"]["status"] for item in items}

    assert len(items) == len({key for key, _, _ in SEEDED})
    assert all(len(span["source"]) > 10 for item in items for span in item["history"])
    assert statuses["vat.standard"] == "seen"
    assert statuses["tds.goods_supplier_pct_min"] == statuses["pd.breach_hours"] == "unverified"
    assert statuses["delivery.fee_other"] == "operator"


async def test_a_round_value_is_written_in_full(compliance: Harness) -> None:
    (rule,) = await compliance.face.rules(["cod.max_order"], date(2026, 1, 1))

    assert str(rule.value) == "5000000"


async def test_a_new_value_closes_the_old_one_and_is_told(compliance: Harness) -> None:
    begins = clock.today() + timedelta(days=40)

    reply = await change_by_two(compliance, change("vat.standard", "17.5", begins))

    assert (reply.status_code, reply.json()["status"]) == (200, "approved"), reply.text
    page = await all_rules(compliance)
    newest = next(item for item in page if item["key"] == "vat.standard")["history"][0]
    assert (newest["id"], newest["status"]) == (reply.json()["rule_id"], "seen")
    assert newest["verified_by"] == "usr_second"
    assert await value(compliance, "vat.standard", begins - timedelta(days=1)) == 15
    assert await value(compliance, "vat.standard", begins) == Decimal("17.5")
    assert await compliance.told(RuleChanged) == [RuleChanged(rule_key="vat.standard", effective_from=begins)]


async def test_the_book_shows_what_holds_today_and_all_that_was_and_will_be(compliance: Harness) -> None:
    begins = clock.today() + timedelta(days=40)
    await change_by_two(compliance, change("vat.marketplace_commission", "20", begins))

    page = await all_rules(compliance)
    rule = next(item for item in page if item["key"] == "vat.marketplace_commission")

    assert rule["today"]["value"] == "15"
    assert [(span["value"], span["effective_to"]) for span in rule["history"]] == [
        ("20", None),
        ("15", begins.isoformat()),
        ("5", "2025-07-01"),
    ]


async def test_a_value_of_today_corrects_one_of_today_and_both_stay_in_the_book(compliance: Harness) -> None:
    today = clock.today()
    await change_by_two(compliance, change("cod.max_order", "1", today))
    await change_by_two(compliance, change("cod.max_order", "6000000", today))

    page = await all_rules(compliance)
    rule = next(item for item in page if item["key"] == "cod.max_order")

    assert await value(compliance, "cod.max_order", today) == 6000000
    assert [span["value"] for span in rule["history"]] == ["6000000", "1", "5000000"]


async def test_a_past_day_keeps_its_value_but_a_new_key_may_begin_in_the_past(compliance: Harness) -> None:
    yesterday = clock.today() - timedelta(days=1)

    old = await change_by_two(compliance, change("vat.standard", "17", yesterday))
    new = await change_by_two(compliance, change("own.gift_wrap_fee", "2000", yesterday))

    assert (old.status_code, old.json()["code"]) == (422, "backdated_rule")
    assert old.json()["errors"][0]["field"] == "effective_from"
    assert (new.status_code, new.json()["status"]) == (200, "approved")
    assert await value(compliance, "own.gift_wrap_fee", yesterday) == 2000


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "VAT"},
        {"value": "-1"},
        {"value": "NaN"},
        {"value": "0.00001"},
        {"value": "lots"},
        {"effective_from": "2200-01-01"},
        {"effective_from": "tomorrow"},
        {"source": ""},
        {"source": "a\x00b"},
        {"unit": "percent"},
    ],
)
async def test_what_no_rule_can_be_is_bad_input(compliance: Harness, wrong: dict[str, Any]) -> None:
    body = change("own.rule", "1", clock.today()) | wrong

    reply = await compliance.post("/admin/rule-changes", body, as_=keeper())

    assert reply.status_code in {400, 422}
    assert await compliance.told(RuleChanged) == []


async def test_pages_of_the_book_follow_one_another(compliance: Harness) -> None:
    keys, cursor = [], ""
    while True:
        page = (await compliance.get(f"/admin/rules?limit=7&cursor={cursor}", as_=keeper())).json()
        keys += [item["key"] for item in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert keys == sorted({key for key, _, _ in SEEDED})


@pytest.mark.parametrize("cursor", ["nonsense", "WyIAIl0", "WzFd", "W10"])
async def test_a_cursor_that_is_none_is_bad_input(compliance: Harness, cursor: str) -> None:
    reply = await compliance.get(f"/admin/rules?cursor={cursor}", as_=keeper())

    assert reply.status_code == 422


async def test_only_keepers_of_the_rules_see_or_change_them(compliance: Harness) -> None:
    body = change("vat.standard", "17", clock.today())

    for token in ("", customer(), vendor("ven_1"), staff("audit.read")):
        refused = 403 if token else 401
        assert (await compliance.get("/admin/rules", as_=token)).status_code == refused
        assert (await compliance.post("/admin/rule-changes", body, as_=token)).status_code == refused
    assert await compliance.told(RuleChanged) == []


async def test_another_process_hears_of_a_change_within_a_second(compliance: Harness) -> None:
    now = 100.0
    elsewhere = RuleBookInMemory(compliance.database.reads, tick=lambda: now)
    today = clock.today()
    assert (await elsewhere.rules(["cod.max_order"], today))[0].value == 5000000

    await change_by_two(compliance, change("cod.max_order", "7000000", today))

    now += 0.5
    assert (await elsewhere.rules(["cod.max_order"], today))[0].value == 5000000
    now += 0.5
    assert (await elsewhere.rules(["cod.max_order"], today))[0].value == 7000000


async def test_an_unchanged_book_is_read_once(compliance: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reads = compliance.database.reads
    real = reads.all

    async def counted(query: Any, *arguments: Any) -> Any:
        asked.append(query.name)
        return await real(query, *arguments)

    monkeypatch.setattr(reads, "all", counted)
    now = 0.0
    book = RuleBookInMemory(reads, tick=lambda: now)
    for _ in range(5):
        await book.rules(["vat.standard"], date(2026, 1, 1))
        now += 0.3

    assert asked.count("compliance.rule_book") == 1
    assert asked.count("compliance.rule_book_version") == 2


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM rule WHERE key = 'vat.standard'",
        "TRUNCATE rule",
        "UPDATE rule SET value = 1 WHERE key = 'vat.standard'",
        "UPDATE rule SET effective_to = NULL WHERE key = 'vat.marketplace_commission' AND value = 5",
        "UPDATE rule SET effective_to = '2025-07-02' WHERE key = 'vat.marketplace_commission' AND value = 5",
    ],
)
async def test_the_database_lets_nobody_rewrite_the_book(compliance: Harness, statement: str) -> None:
    with pytest.raises(IntegrityError, match="what stands here stays"):
        async with compliance.database.transaction() as tx:
            await tx.execute(text(statement))


async def test_the_database_lets_no_two_values_of_a_key_hold_on_one_day(compliance: Harness) -> None:
    overlapping = """
        INSERT INTO rule (id, key, value, effective_from, source, status, verified_by, recorded_at)
        VALUES ('rul_x', 'vat.standard', 16, '2026-07-01', 's', 'seen', '', now())
        """
    with pytest.raises(IntegrityError) as error:
        async with compliance.database.transaction() as tx:
            await tx.execute(text(overlapping))

    assert isinstance(error.value.orig.__cause__, asyncpg.ExclusionViolationError)  # type: ignore[union-attr]
