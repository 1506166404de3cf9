"""Visits, surveys and onboarding: counted once, told by nobody else, and nobody is known by them."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bdcommerce.analytics.domain.kpis import fulfilled, growth
from bdcommerce.analytics.domain.visits import ORDER, go_on, session_key
from bdcommerce.analytics.projections import PEOPLE
from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.contracts.vendors import VendorApproved
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from support import tokens
from support.faces.notifications import FakeNotifications
from support.faces.orders import FakeOrders
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order

SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
DAY = timedelta(days=1)
SPAN = "from=2026-11-22&to=2026-11-24"
READS = ("analytics.read",)


async def read(analytics: Harness, path: str, token: str = "") -> Any:
    reply = await analytics.get(path, as_=token or tokens.staff(*READS))
    assert reply.status_code == 200, reply.text
    return reply.json()


async def visit(analytics: Harness, session: str, *steps: str) -> int:
    return (await analytics.post("/visits", {"session": session * 16, "steps": list(steps)})).status_code


async def test_a_visit_counts_once_at_each_step(analytics: Harness) -> None:
    with clock.frozen(SUNDAY):
        for session, steps in (("a", ["view"]), ("a", ["view"]), ("a", ["cart"]), ("b", ["view"]), ("c", ["checkout"])):
            assert await visit(analytics, session, *steps) == 204
        [day, *_] = (await read(analytics, f"/admin/analytics/funnel?{SPAN}"))["days"]
    assert (day["views"], day["carts"], day["checkouts"]) == (3, 2, 1)


async def test_the_same_browser_counts_again_on_another_day(analytics: Harness) -> None:
    for at in (SUNDAY, SUNDAY + DAY):
        with clock.frozen(at):
            await visit(analytics, "a", "view")
    days = (await read(analytics, f"/admin/analytics/funnel?{SPAN}"))["days"]
    assert [day["views"] for day in days] == [1, 1, 0]


async def test_of_many_calls_at_once_a_visit_is_still_one(analytics: Harness) -> None:
    with clock.frozen(SUNDAY):
        statuses = await asyncio.gather(*(visit(analytics, "a", "view") for _ in range(3)))
        assert set(statuses) <= {204, 409}
        total = (await read(analytics, f"/admin/analytics/funnel?{SPAN}"))["total"]
    assert total["views"] == 1


async def test_nothing_that_is_stored_leads_to_a_browser(analytics: Harness) -> None:
    await visit(analytics, "secret-browser-1", "view")
    async with analytics.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT stream, data FROM event_log")))
    assert "secret-browser" not in stored


@pytest.mark.parametrize(
    "body",
    [
        {"session": "short", "steps": ["view"]},
        {"session": "a" * 16, "steps": []},
        {"session": "a" * 16, "steps": ["buy"]},
        {"session": "a" * 16, "steps": ["view"], "user": "me"},
        {"session": "a b" * 8, "steps": ["view"]},
    ],
)
async def test_a_visit_that_says_anything_else_is_refused(analytics: Harness, body: dict[str, Any]) -> None:
    assert (await analytics.post("/visits", body)).status_code == 422


def test_a_browser_has_another_key_each_day() -> None:
    today = SUNDAY.date()
    assert session_key("a" * 16, today) != session_key("a" * 16, today + DAY)
    assert session_key("a" * 16, today) == session_key("a" * 16, today)


@given(st.lists(st.lists(st.sampled_from(ORDER), min_size=1, max_size=3), max_size=6))
def test_every_step_is_told_once_and_those_before_it_too(calls: list[list[Any]]) -> None:
    happened: list[object] = []
    for seen in calls:
        if news := go_on("s", SUNDAY.date(), happened, seen):
            happened.append(news)
    told = [step for event in happened for step in event.steps]  # type: ignore[attr-defined]
    furthest = max((ORDER.index(step) for seen in calls for step in seen), default=-1)
    assert sorted(told) == sorted(ORDER[: furthest + 1])


async def test_the_way_from_a_look_to_a_parcel(analytics: Harness) -> None:
    with clock.frozen(SUNDAY):
        for number in range(4):
            await visit(analytics, f"{number}", "view")
        await visit(analytics, "0", "checkout")
        first, second = vendor_order(Bought(unit_price=100)), vendor_order(Bought(unit_price=100))
        order = confirmed(first, second, at=SUNDAY)
        for event in (delivered(order.order_id, first, SUNDAY), order, delivered(order.order_id, second, SUNDAY)):
            await analytics.publish(event)
    funnel = await read(analytics, f"/admin/analytics/funnel?{SPAN}")
    total = {step: funnel["total"][step] for step in ("views", "carts", "checkouts", "orders", "delivered")}
    assert total == {"views": 4, "carts": 1, "checkouts": 1, "orders": 1, "delivered": 1}
    assert funnel["conversion"] == {
        "views_to_carts": 25.0,
        "carts_to_checkouts": 100.0,
        "checkouts_to_orders": 100.0,
        "orders_to_delivered": 100.0,
    }
    reply = await analytics.get(f"/admin/analytics/funnel?{SPAN}&format=csv", as_=tokens.staff(*READS))
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows[1] == ["2026-11-22", "4", "1", "1", "1", "1"]


# --- surveys


def delivered(order_id: str, terms: Any, at: datetime) -> ShipmentDelivered:
    return ShipmentDelivered(
        shipment_id="shp_1",
        order_id=order_id,
        vendor_order_id=terms.vendor_order_id,
        vendor_id=terms.vendor_id,
        courier="own",
        collected=Money(0),
        proof="otp",
        at=at,
    )


@pytest.fixture
async def asked(analytics: Harness, orders: FakeOrders, vendors: FakeVendors, notifications: FakeNotifications) -> str:
    """The token of a question about a delivery of the day before."""
    terms = vendor_order(Bought(unit_price=100), vendor_id=vendors.vendor("Rahim Stores"))
    orders.deliver_to(terms.vendor_order_id, "ord_1")
    with clock.frozen(SUNDAY):
        await analytics.publish(delivered("ord_1", terms, SUNDAY))
        assert notifications.sent == []
    with clock.frozen(SUNDAY + DAY):
        await analytics.settle()
    [message] = notifications.sent
    assert (message.template, message.to, message.params["shop"]) == ("survey", "+8801712345678", "Rahim Stores")
    link, _, token = message.params["link"].partition("#")
    assert link == "http://127.0.0.1:8000/survey"
    return token


async def answer(analytics: Harness, token: str, score: int = 5, comment: str = "") -> tuple[int, str]:
    reply = await analytics.post("/surveys/answer", {"token": token, "score": score, "comment": comment})
    return reply.status_code, "" if reply.status_code == 204 else reply.json()["code"]


async def test_a_customer_is_asked_a_day_later_and_answers_once(analytics: Harness, asked: str) -> None:
    with clock.frozen(SUNDAY + DAY):
        looked = (await analytics.post("/surveys/look", {"token": asked})).json()
        assert (looked["shop"]["en"], looked["open"]) == ("Rahim Stores", True)
        assert await answer(analytics, asked, 4, "ভালো") == (204, "")
        assert await answer(analytics, asked, 1) == (409, "survey_over")
        assert (await analytics.post("/surveys/look", {"token": asked})).json()["open"] is False
        said = await read(analytics, f"/admin/analytics/satisfaction?{SPAN}")
        assert said == {"asked": 1, "answered": 1, "mean": 4.0}
        [written] = (await read(analytics, "/admin/analytics/comments"))["items"]
        assert (written["score"], written["comment"]) == (4, "ভালো")


async def test_an_old_question_is_not_answered_any_more(analytics: Harness, asked: str) -> None:
    with clock.frozen(SUNDAY + 31 * DAY):
        assert await answer(analytics, asked) == (409, "survey_over")


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "vor_other." + t.split(".")[1]]
)
async def test_a_link_that_was_not_sent_leads_nowhere(analytics: Harness, asked: str, change: Any) -> None:
    assert await answer(analytics, change(asked)) == (404, "unknown_survey")
    assert (await analytics.post("/surveys/look", {"token": change(asked)})).status_code == 404


async def test_what_was_written_is_sealed(analytics: Harness, asked: str) -> None:
    with clock.frozen(SUNDAY + DAY):
        await answer(analytics, asked, 3, "call me on 01711000222")
    async with analytics.database.transaction() as tx:
        stored = str(
            [*await tx.rows(text("SELECT data FROM event_log")), *await tx.rows(text("SELECT * FROM comment"))]
        )
    assert "01711000222" not in stored


async def test_a_vendor_reads_of_its_own_deliveries_only(analytics: Harness, asked: str, vendors: FakeVendors) -> None:
    with clock.frozen(SUNDAY + DAY):
        await answer(analytics, asked, 2, "late")
        stranger = tokens.vendor(vendors.vendor("Karim"), "owner")
        assert (await read(analytics, f"/vendor/performance/satisfaction?{SPAN}", stranger))["answered"] == 0
        assert (await read(analytics, "/vendor/performance/comments", stranger))["items"] == []
        [comment] = (await read(analytics, "/admin/analytics/comments"))["items"]
        own = tokens.vendor(comment["vendor_id"], "owner")
        assert (await read(analytics, f"/vendor/performance/satisfaction?{SPAN}", own))["mean"] == 2.0
        assert [each["comment"] for each in (await read(analytics, "/vendor/performance/comments", own))["items"]] == [
            "late"
        ]


async def test_comments_come_page_by_page(
    analytics: Harness, vendors: FakeVendors, orders: FakeOrders, notifications: FakeNotifications
) -> None:
    vendor_id = vendors.vendor("Rahim")
    for number in range(3):
        terms = vendor_order(Bought(unit_price=100), vendor_id=vendor_id)
        orders.deliver_to(terms.vendor_order_id, f"ord_{number}")
        with clock.frozen(SUNDAY):
            await analytics.publish(delivered(f"ord_{number}", terms, SUNDAY))
    with clock.frozen(SUNDAY + DAY):
        await analytics.settle()
        for number, message in enumerate(notifications.sent):
            await answer(analytics, message.params["link"].partition("#")[2], 5, f"no {number}")
        first = await read(analytics, "/admin/analytics/comments?limit=2")
        rest = await read(analytics, f"/admin/analytics/comments?limit=2&cursor={first['next_cursor']}")
    assert len({each["comment"] for each in first["items"] + rest["items"]}) == 3
    assert rest["next_cursor"] is None


async def test_an_order_nobody_knows_any_more_is_not_asked_about(
    analytics: Harness, vendors: FakeVendors, notifications: FakeNotifications
) -> None:
    terms = vendor_order(Bought(unit_price=100), vendor_id=vendors.vendor())
    with clock.frozen(SUNDAY):
        await analytics.publish(delivered("ord_1", terms, SUNDAY))
    with clock.frozen(SUNDAY + DAY):
        assert await analytics.worker.settle() == []
    assert notifications.sent == []


# --- onboarding, and figures of figures


async def test_how_long_vendors_wait_is_counted_when_they_are_let_in(analytics: Harness) -> None:
    for hours in (10, 30):
        approved = VendorApproved(
            vendor_id=f"ven_{hours}",
            name=Localized("R"),
            slug="r",
            submitted_at=SUNDAY - timedelta(hours=hours),
            at=SUNDAY,
        )
        await analytics.publish(approved)
    await analytics.publish(VendorApproved(vendor_id="ven_old", name=Localized("O"), slug="o"))
    kpis = {each["name"]: each for each in (await read(analytics, f"/admin/analytics/kpis?{SPAN}"))["items"]}
    assert (kpis["onboarding"]["value"], kpis["onboarding"]["of"], kpis["onboarding"]["met"]) == (20.0, 2, True)


def test_what_a_customer_cancels_is_nobodys_failure() -> None:
    assert fulfilled(delivered=98, cancelled_by_others=1, returned=1) == 98
    assert fulfilled(delivered=0, cancelled_by_others=0, returned=0) is None


def test_growth_of_nothing_is_not_known() -> None:
    assert (growth(125, 100), growth(50, 100), growth(5, 0)) == (Decimal(25), Decimal(-50), None)


async def test_a_rebuild_counts_people_the_same(analytics: Harness, asked: str) -> None:
    with clock.frozen(SUNDAY + DAY):
        await answer(analytics, asked, 4, "fine")
        await visit(analytics, "a", "cart")
        await test_how_long_vendors_wait_is_counted_when_they_are_let_in(analytics)
    before = {table: await rows(analytics, table) for table in PEOPLE.tables}
    assert all(before.values())
    assert [done async for done in rebuild(analytics.database, PEOPLE)]
    assert {table: await rows(analytics, table) for table in PEOPLE.tables} == before


async def rows(analytics: Harness, table: str) -> list[dict[str, Any]]:
    async with analytics.database.transaction() as tx:
        return [dict(row) for row in await tx.rows(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
