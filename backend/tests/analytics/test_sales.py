"""Sales by day and vendor: each thing counts when it happened, for whom it happened, and only once."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bdcommerce.analytics.consumers import CONSUMERS
from bdcommerce.analytics.domain.sales import difference, figures_of, parts_of, reason_code
from bdcommerce.analytics.errors import UnknownSale
from bdcommerce.analytics.events import Part
from bdcommerce.analytics.projections import SALES
from bdcommerce.contracts.fulfilment import ShipmentReturned
from bdcommerce.contracts.orders import (
    OrderConfirmed,
    ReturnRequested,
    VendorOrderAmended,
    VendorOrderCancelled,
    VendorOrderCompleted,
    VendorOrderReturned,
    VendorOrderTerms,
)
from bdcommerce.contracts.payments import FundsReleased
from bdcommerce.infra.projections import rebuild
from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.catalog import FakeCatalog, offer_terms
from support.harness import Harness
from support.purchases import Bought, confirmed, vendor_order, without_line

SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
MONDAY, TUESDAY = SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=2)
HEARD = {consumer.event: consumer.handle for consumer in CONSUMERS}
SPAN = "from=2026-11-22&to=2026-11-24"


async def hear(analytics: Harness, *events: object) -> None:
    for event in events:
        await HEARD[type(event)](event, analytics.deps)


def of(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> dict[str, Any]:
    ids = {"order_id": order.order_id, "vendor_order_id": terms.vendor_order_id, "vendor_id": terms.vendor_id}
    return ids | {"at": at}


def cancelled(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> VendorOrderCancelled:
    return VendorOrderCancelled(reason="changed mind", by="customer", **of(order, terms, at))


def released(order: OrderConfirmed, terms: VendorOrderTerms, at: datetime) -> FundsReleased:
    return FundsReleased(vendor_amount=Money(40000), commission=Money(5000), **of(order, terms, at))


async def sales(analytics: Harness, query: str = SPAN) -> dict[str, Any]:
    reply = await analytics.get(f"/admin/analytics/sales?{query}", as_=tokens.staff("analytics.read"))
    assert reply.status_code == 200, reply.text
    report: dict[str, Any] = reply.json()
    return report


def shown(figures: dict[str, Any]) -> dict[str, Any]:
    """Figures that are not zero, money as poisha."""
    plain = {name: value["amount"] if isinstance(value, dict) else value for name, value in figures.items()}
    return {name: value for name, value in plain.items() if value}


async def test_a_purchase_counts_for_each_of_its_vendors(analytics: Harness) -> None:
    a = vendor_order(Bought(unit_price=50000, quantity=2, vendor_discount=10000), operator_discount=3000)
    b = vendor_order(Bought(unit_price=20000))
    await analytics.publish(confirmed(a, b, at=SUNDAY))
    report = await sales(analytics)
    assert shown(report["total"]) == {
        "orders": 2,
        "units": 3,
        "goods": 110000,
        "delivery": 12000,
        "vendor_discounts": 10000,
        "operator_discounts": 3000,
    }
    of_b = await sales(analytics, f"{SPAN}&vendor={b.vendor_id}")
    assert shown(of_b["total"]) == {"orders": 1, "units": 1, "goods": 20000, "delivery": 6000}


async def test_a_day_is_a_day_in_bangladesh(analytics: Harness) -> None:
    evening = SUNDAY.replace(hour=17, minute=59)
    for at in (evening, evening + timedelta(minutes=1)):
        await hear(analytics, confirmed(vendor_order(Bought(unit_price=100)), at=at))
    report = await sales(analytics)
    assert [(day["day"], day["orders"]) for day in report["days"]] == [
        ("2026-11-22", 1),
        ("2026-11-23", 1),
        ("2026-11-24", 0),
    ]


async def test_what_happens_later_counts_later_and_moves_no_day_that_is_past(analytics: Harness) -> None:
    first = vendor_order(Bought(unit_price=50000, quantity=2), Bought(unit_price=30000))
    left = without_line(first, first.lines[1].line_id)
    order = confirmed(first, at=SUNDAY)
    amended = VendorOrderAmended(
        order_id=order.order_id, terms=left, cancelled_lines=[first.lines[1].line_id], reason="no stock", at=MONDAY
    )
    completed = VendorOrderCompleted(accepted_by_customer=True, **of(order, left, TUESDAY))
    await hear(analytics, order)
    sunday = (await sales(analytics))["days"][0]
    await hear(analytics, amended, completed, released(order, left, TUESDAY))
    days = (await sales(analytics))["days"]
    assert days[0] == sunday
    assert shown(days[1]) == {"day": "2026-11-23", "cancelled_units": 1, "cancelled_goods": 30000}
    assert shown(days[2]) == {
        "day": "2026-11-24",
        "delivered": 1,
        "delivered_units": 2,
        "delivered_goods": 100000,
        "vendor_amount": 40000,
        "commission": 5000,
    }


async def test_a_cancellation_after_an_amendment_cancels_what_was_left(analytics: Harness) -> None:
    first = vendor_order(Bought(unit_price=50000, quantity=2), Bought(unit_price=30000))
    left = without_line(first, first.lines[0].line_id)
    order = confirmed(first, at=SUNDAY)
    amended = VendorOrderAmended(
        order_id=order.order_id, terms=left, cancelled_lines=[first.lines[0].line_id], reason="no stock", at=SUNDAY
    )
    await hear(analytics, order, amended, cancelled(order, left, SUNDAY))
    total = (await sales(analytics))["total"]
    assert (total["cancelled"], total["cancelled_units"], total["cancelled_goods"]["amount"]) == (1, 3, 130000)


async def test_a_parcel_that_came_back_is_returned(analytics: Harness) -> None:
    terms = vendor_order(Bought(unit_price=50000, quantity=2))
    order = confirmed(terms, at=SUNDAY)
    await hear(analytics, order, VendorOrderReturned(**of(order, terms, MONDAY)))
    assert shown((await sales(analytics))["days"][1]) == {
        "day": "2026-11-23",
        "returned": 1,
        "returned_units": 2,
        "returned_goods": 100000,
    }


async def test_a_release_may_be_heard_before_the_sale(analytics: Harness) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    order = confirmed(terms, at=SUNDAY)
    await hear(analytics, released(order, terms, SUNDAY), order, cancelled(order, terms, SUNDAY))
    total = (await sales(analytics))["total"]
    assert (total["orders"], total["cancelled_goods"]["amount"], total["commission"]["amount"]) == (1, 50000, 5000)


async def test_the_end_of_a_sale_nobody_told_of_is_refused(analytics: Harness) -> None:
    terms = vendor_order(Bought(unit_price=50000))
    with pytest.raises(UnknownSale):
        await hear(analytics, cancelled(confirmed(terms), terms, SUNDAY))


async def test_a_vendor_sees_its_own_sales_only(analytics: Harness) -> None:
    mine, other = vendor_order(Bought(unit_price=50000)), vendor_order(Bought(unit_price=90000))
    await hear(analytics, confirmed(mine, other, at=SUNDAY))
    path = f"/vendor/performance/sales?{SPAN}&vendor={other.vendor_id}"
    reply = await analytics.get(path, as_=tokens.vendor(mine.vendor_id))
    assert reply.json()["total"]["goods"]["amount"] == 50000


@pytest.mark.parametrize("query, headers", [("&format=csv", {}), ("", {"Accept": "text/csv"})])
async def test_the_days_can_be_had_as_a_table(analytics: Harness, query: str, headers: dict[str, str]) -> None:
    await hear(analytics, confirmed(vendor_order(Bought(unit_price=50005)), at=SUNDAY))
    reply = await analytics.get(
        f"/admin/analytics/sales?{SPAN}{query}", as_=tokens.staff("analytics.read"), headers=headers
    )
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert [row["day"] for row in rows] == ["2026-11-22", "2026-11-23", "2026-11-24"]
    assert (rows[0]["orders"], rows[0]["goods"], rows[1]["goods"]) == ("1", "500.05", "0.00")


async def test_json_wins_where_it_is_asked_for(analytics: Harness) -> None:
    path = f"/admin/analytics/sales?{SPAN}&format=json"
    reply = await analytics.get(path, as_=tokens.staff("analytics.read"), headers={"Accept": "text/csv"})
    assert reply.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-24&to=2026-11-22",
        "from=2025-11-22&to=2026-11-23",
        "from=x",
        "to=0001-01-01",
        "to=9999-12-31",
        "format=pdf",
        "vendor=a'b",
    ],
)
async def test_a_wrong_parameter_is_named(analytics: Harness, query: str) -> None:
    reply = await analytics.get(f"/admin/analytics/sales?{query}", as_=tokens.staff("analytics.read"))
    assert reply.status_code in {400, 422}
    assert query.partition("=")[0] in reply.text


async def test_without_days_the_last_thirty_are_meant(analytics: Harness) -> None:
    report = await sales(analytics, "")
    assert (len(report["days"]), report["days"][-1]["day"]) == (31, str(clock.today()))


async def test_who_may_not_see_sales_is_refused(analytics: Harness) -> None:
    admin, own = "/admin/analytics/sales", "/vendor/performance/sales"
    for path in (admin, own):
        assert (await analytics.get(path)).status_code == 401
        assert (await analytics.get(path, as_=tokens.customer())).status_code == 403
    refused = [
        (admin, tokens.staff("ledger.read")),
        (admin, tokens.vendor("ven_1")),
        (own, tokens.staff("analytics.read")),
        (own, tokens.vendor("ven_1", "packer")),
    ]
    for path, token in refused:
        assert (await analytics.get(path, as_=token)).status_code == 403


async def test_a_rebuild_counts_the_same(analytics: Harness) -> None:
    for number in range(4):
        terms = vendor_order(Bought(unit_price=50000, quantity=number + 1), Bought(unit_price=700), vendor_id="ven_1")
        order = confirmed(terms, at=SUNDAY + timedelta(hours=9 * number))
        ends = (cancelled(order, terms, TUESDAY), VendorOrderReturned(**of(order, terms, TUESDAY)))
        await hear(analytics, order, released(order, terms, MONDAY), ends[number % 2])
    async with analytics.database.transaction() as tx:
        before = await tx.rows(text("SELECT * FROM sales_by_day ORDER BY by, day, key"))
        reasons = await tx.rows(text("SELECT * FROM reason_by_day ORDER BY day, reason"))
    assert [done async for done in rebuild(analytics.database, SALES)][-1] == 12
    async with analytics.database.transaction() as tx:
        after = await tx.rows(text("SELECT * FROM sales_by_day ORDER BY by, day, key"))
        again = await tx.rows(text("SELECT * FROM reason_by_day ORDER BY day, reason"))
    assert len(before) == 12
    assert (after, again) == (before, reasons)


def test_figures_are_those_of_the_terms() -> None:
    terms = vendor_order(Bought(unit_price=500, quantity=3, vendor_discount=100), Bought(unit_price=900))
    figures = figures_of(terms)
    assert (figures.units, figures.goods, figures.vendor_discount) == (4, terms.goods, Money(100))


# --- by category, district, channel


async def sold_in(analytics: Harness, catalog: FakeCatalog) -> tuple[OrderConfirmed, VendorOrderTerms]:
    """Two sarees and a lamp, each in a category below another, bought in the app."""
    terms = vendor_order(Bought(unit_price=50000, quantity=2), Bought(unit_price=30000, vendor_discount=1000))
    for line, path in zip(terms.lines, (("clothing", "sarees"), ("home", "lamps")), strict=True):
        catalog.put(replace(offer_terms(category_path=path), offer_id=line.offer_id))
    order = replace(confirmed(terms, at=SUNDAY), channel="app")
    await hear(analytics, order)
    return order, terms


async def by(analytics: Harness, what: str) -> dict[str, dict[str, Any]]:
    reply = await analytics.get(f"/admin/analytics/sales/by?by={what}&{SPAN}", as_=tokens.staff("analytics.read"))
    assert reply.status_code == 200, reply.text
    return {item.pop("key"): shown(item) for item in reply.json()["items"]}


async def test_a_line_counts_in_its_category_and_in_all_above(analytics: Harness, catalog: FakeCatalog) -> None:
    await sold_in(analytics, catalog)
    found = await by(analytics, "category")
    assert found["sarees"] == found["clothing"] == {"orders": 1, "units": 2, "goods": 100000}
    assert found["lamps"] == found["home"] == {"orders": 1, "units": 1, "goods": 29000}


async def test_a_vendor_order_counts_once_in_a_category_however_many_of_its_lines_do(
    analytics: Harness, catalog: FakeCatalog
) -> None:
    terms = vendor_order(Bought(unit_price=100), Bought(unit_price=200))
    for line, path in zip(terms.lines, (("clothing", "sarees"), ("clothing", "panjabis")), strict=True):
        catalog.put(replace(offer_terms(category_path=path), offer_id=line.offer_id))
    await hear(analytics, confirmed(terms, at=SUNDAY))
    assert (await by(analytics, "category"))["clothing"] == {"orders": 1, "units": 2, "goods": 300}


async def test_sales_count_where_and_how_they_were_bought(analytics: Harness, catalog: FakeCatalog) -> None:
    order, terms = await sold_in(analytics, catalog)
    await hear(analytics, confirmed(vendor_order(Bought(unit_price=100)), at=SUNDAY))
    await hear(analytics, VendorOrderCompleted(accepted_by_customer=True, **of(order, terms, MONDAY)))
    channels = await by(analytics, "channel")
    assert {key: (row["orders"], row.get("delivered", 0)) for key, row in channels.items()} == {
        "app": (1, 1),
        "web": (1, 0),
    }
    assert (await by(analytics, "district"))["dhaka"]["orders"] == 2
    assert next(iter(await by(analytics, "vendor"))) == terms.vendor_id


async def test_what_was_changed_moves_between_categories(analytics: Harness, catalog: FakeCatalog) -> None:
    order, terms = await sold_in(analytics, catalog)
    left = without_line(terms, terms.lines[1].line_id)
    amended = VendorOrderAmended(
        order_id=order.order_id, terms=left, cancelled_lines=[terms.lines[1].line_id], reason="no stock", at=MONDAY
    )
    await hear(analytics, amended, cancelled(order, left, TUESDAY))
    found = await by(analytics, "category")
    assert found["lamps"] == {"orders": 1, "units": 1, "goods": 29000, "cancelled_units": 1, "cancelled_goods": 29000}
    assert (found["sarees"]["cancelled"], found["sarees"]["cancelled_goods"]) == (1, 100000)


async def test_sales_of_every_cut_add_up_to_the_whole(analytics: Harness, catalog: FakeCatalog) -> None:
    for number in range(5):
        order, terms = await sold_in(analytics, catalog)
        if number % 2:
            await hear(analytics, cancelled(order, terms, MONDAY), released(order, terms, TUESDAY))
    total = shown((await sales(analytics))["total"])
    for cut in ("vendor", "district", "channel", "day"):
        rows = (await by(analytics, cut)).values()
        assert {name: sum(row.get(name, 0) for row in rows) for name in total} == total


@pytest.mark.parametrize("what", ["vendor", "category", "district", "channel", "day"])
async def test_every_cut_can_be_had_as_a_file(analytics: Harness, catalog: FakeCatalog, what: str) -> None:
    await sold_in(analytics, catalog)
    path = f"/admin/analytics/sales/by?by={what}&{SPAN}&format=csv"
    reply = await analytics.get(path, as_=tokens.staff("analytics.read"))
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows[0][:2] == [what, "orders"]
    assert len(rows) > 1


async def test_reasons_are_counted_and_free_words_are_nobodys(analytics: Harness) -> None:
    told = [
        ("changed_mind", "changed_mind: found it cheaper", "customer"),
        ("", "changed_mind", "customer"),
        ("", "call me 01711", "vendor"),
    ]
    for code, reason, who in told:
        terms = vendor_order(Bought(unit_price=100))
        order = confirmed(terms, at=SUNDAY)
        await hear(analytics, order, replace(cancelled(order, terms, SUNDAY), code=code, reason=reason, by=who))
    path = f"/admin/analytics/reasons?{SPAN}"
    found = (await analytics.get(path, as_=tokens.staff("analytics.read"))).json()["items"]
    assert found == [
        {"reason": "changed_mind", "by": "customer", "orders": 2},
        {"reason": "other", "by": "vendor", "orders": 1},
    ]


async def test_why_parcels_came_back_is_what_couriers_say(analytics: Harness) -> None:
    terms = vendor_order(Bought(unit_price=100))
    order = confirmed(terms, at=SUNDAY)
    back = ShipmentReturned(shipment_id="shp_1", reason="customer_refused", **of(order, terms, MONDAY))
    await hear(analytics, order, back)
    path = f"/admin/analytics/reasons?kind=returned&{SPAN}&vendor={terms.vendor_id}"
    found = (await analytics.get(path, as_=tokens.staff("analytics.read"))).json()["items"]
    assert found == [{"reason": "customer_refused", "by": "courier", "orders": 1}]


async def test_why_goods_are_given_back_is_what_customers_say(analytics: Harness) -> None:
    terms = vendor_order(Bought(unit_price=100))
    order = confirmed(terms, at=SUNDAY)
    asked = ReturnRequested(
        return_id="ret_1", number=order.number, code="wrong_item", units=1, answer_by=None,
        **of(order, terms, MONDAY),
    )  # fmt: skip
    await hear(analytics, order, asked)
    path = f"/admin/analytics/reasons?kind=given_back&{SPAN}&vendor={terms.vendor_id}"
    found = (await analytics.get(path, as_=tokens.staff("analytics.read"))).json()["items"]
    assert found == [{"reason": "wrong_item", "by": "customer", "orders": 1}]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 999)), max_size=6), st.data())
def test_what_went_and_what_is_left_make_what_was(lines: list[tuple[str, int, int]], data: st.DataObject) -> None:
    def parts(chosen: list[tuple[str, int, int]]) -> list[Part]:
        made = {key: Part(category_path=[key], units=units, goods=Money(goods)) for key, units, goods in chosen}
        return list(made.values())

    before = parts(lines)
    after = parts(data.draw(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 9), st.integers(1, 99)))))
    went = difference(before, after)
    for key in "abcd":
        units = [sum(part.units for part in group if part.category_path == [key]) for group in (before, after, went)]
        assert units[0] == units[1] + units[2]


def test_only_codes_are_reasons() -> None:
    assert [reason_code(text) for text in ("no_stock", "No stock", "", "a" * 60)] == [
        "no_stock",
        "other",
        "other",
        "other",
    ]


def test_an_offer_without_a_category_counts_in_none() -> None:
    terms = vendor_order(Bought(unit_price=100))
    assert parts_of(terms, {}) == [Part(category_path=[], units=1, goods=Money(100))]
