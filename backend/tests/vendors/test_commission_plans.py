"""Commission as staff set it and as other services ask for it, on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bdcommerce.contracts.vendors import CommissionPlanChanged, CommissionQuestion, UnknownVendor
from bdcommerce.kernel import clock, ids
from support.harness import Harness
from support.tokens import staff
from vendors.applying import approved, decider

ELECTRONICS, PHONES = "cat_01m81gbfpafxq8q89zxjgmexg4", "cat_01m81gbfpafxq8q89zxjgmexg5"
NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
TODAY = clock.dhaka_date(NOW)


@pytest.fixture
async def vendor_id(service: Harness) -> str:
    return await approved(service)


async def percent(service: Harness, vendor_id: str, *path: str, on: date | None = None) -> Decimal:
    at = NOW if on is None else datetime(on.year, on.month, on.day, 6, tzinfo=UTC)
    with clock.frozen(at):
        question = CommissionQuestion(vendor_id=vendor_id, category_path=list(path))
        (terms,) = await service.face.commission([question])
    return Decimal(terms.percent)


async def put(service: Harness, owner: str, body: dict[str, Any]) -> Any:
    path = f"/admin/vendors/{owner}/commission" if owner else "/admin/commission"
    with clock.frozen(NOW):
        token = staff("vendors.approve", user_id="usr_staff")
        return await service.put(path, {"effective_from": TODAY.isoformat()} | body, as_=token)


async def test_everybody_pays_the_first_commission_until_another_is_set(service: Harness, vendor_id: str) -> None:
    assert await percent(service, vendor_id, ELECTRONICS) == 10


async def test_the_most_specific_rate_of_the_vendor_then_of_the_operator_holds(
    service: Harness, vendor_id: str
) -> None:
    await put(service, "", {"default_percent": "12", "by_category": {PHONES: "4"}})
    assert await percent(service, vendor_id, ELECTRONICS) == 12
    assert await percent(service, vendor_id, ELECTRONICS, PHONES) == 4

    await put(service, vendor_id, {"by_category": {ELECTRONICS: "7.5"}})
    assert await percent(service, vendor_id, ELECTRONICS, PHONES) == Decimal("7.5")
    assert await percent(service, vendor_id) == 12

    await put(service, vendor_id, {"default_percent": "8", "by_category": {PHONES: "0"}})
    assert await percent(service, vendor_id, ELECTRONICS, PHONES) == 0
    assert await percent(service, vendor_id, ELECTRONICS) == 8


async def test_a_rate_to_come_holds_from_its_day_on(service: Harness, vendor_id: str) -> None:
    begins = TODAY + timedelta(days=30)
    await put(service, vendor_id, {"default_percent": "8"})
    await put(service, vendor_id, {"default_percent": "6", "effective_from": begins.isoformat()})

    assert await percent(service, vendor_id, on=begins - timedelta(days=1)) == 8
    assert await percent(service, vendor_id, on=begins) == 6


async def test_another_vendor_s_rates_are_its_own(service: Harness, vendor_id: str) -> None:
    other = await approved(service, number=2)
    await put(service, vendor_id, {"default_percent": "8"})
    questions = [CommissionQuestion(vendor_id=who, category_path=[PHONES]) for who in (other, vendor_id, other)]

    with clock.frozen(NOW):
        terms = await service.face.commission(questions)

    assert [(answer.vendor_id, answer.percent) for answer in terms] == [(other, 10), (vendor_id, 8), (other, 10)]


async def test_a_change_is_told_with_its_owner(service: Harness, vendor_id: str) -> None:
    await put(service, vendor_id, {"default_percent": "8"})
    await put(service, "", {"default_percent": "9"})

    assert await service.told(CommissionPlanChanged) == [
        CommissionPlanChanged(vendor_id=vendor_id),
        CommissionPlanChanged(vendor_id=""),
    ]


async def test_staff_see_what_holds_and_what_is_to_come_but_nothing_superseded(
    service: Harness, vendor_id: str
) -> None:
    begins = (TODAY + timedelta(days=30)).isoformat()
    await put(service, vendor_id, {"default_percent": "9"})
    await put(service, vendor_id, {"default_percent": "20"})
    reply = await put(service, vendor_id, {"default_percent": "6", "effective_from": begins})

    plans = reply.json()["commission"]

    assert [(plan["default_percent"], plan["effective_from"]) for plan in plans] == [
        ("20", TODAY.isoformat()),
        ("6", begins),
    ]
    assert plans[0]["set_by"] == "usr_staff"


async def test_the_operator_s_plans_are_listed_with_the_superseded_ones(service: Harness) -> None:
    for number in ("11", "12", "13"):
        await put(service, "", {"default_percent": number})

    found: list[str] = []
    cursor = ""
    while True:
        page = (await service.get(f"/admin/commission?limit=3&cursor={cursor}", as_=decider())).json()
        found += [plan["default_percent"] for plan in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break

    assert found == ["13", "12", "11", "10"]


@pytest.mark.parametrize(
    "owner, body",
    [
        ("vendor", {"default_percent": "8", "effective_from": (TODAY - timedelta(days=1)).isoformat()}),
        ("vendor", {"default_percent": "101"}),
        ("vendor", {"default_percent": "-1"}),
        ("vendor", {"default_percent": "8.125"}),
        ("vendor", {"default_percent": "NaN"}),
        ("vendor", {"default_percent": "8", "effective_from": "2300-01-01"}),
        ("vendor", {"by_category": {"phones": "8"}}),
        ("vendor", {"by_category": {PHONES: "200"}}),
        ("", {"by_category": {PHONES: "8"}}),
    ],
)
async def test_a_plan_that_makes_no_sense_is_bad_input(
    service: Harness, vendor_id: str, owner: str, body: dict[str, Any]
) -> None:
    reply = await put(service, vendor_id if owner else "", body)

    assert reply.status_code in {400, 422}, reply.text
    assert await service.told(CommissionPlanChanged) == []


async def test_an_unknown_vendor_has_no_commission(service: Harness) -> None:
    nobody = ids.new_id("ven")

    assert (await put(service, nobody, {"default_percent": "8"})).status_code == 404
    with pytest.raises(UnknownVendor):
        await percent(service, nobody)
    with pytest.raises(UnknownVendor):
        await percent(service, "")
