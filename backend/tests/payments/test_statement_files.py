"""A vendor's statement as a file: what it says, in which language, and whose it is."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import openpyxl
import pytest

from bdcommerce.kernel import clock
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.payments.adapters import statement as paper
from bdcommerce.payments.events import EntryKind
from bdcommerce.payments.schemas import StatementView
from support import tokens
from support.faces.vendors import FakeVendors
from support.harness import Harness
from support.money import Books, anna
from support.purchases import Bought, vendor_order

NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)


@pytest.fixture
async def rahim(books: Books, vendors: FakeVendors) -> str:
    """A vendor who sold twice and was paid once."""
    vendor_id = vendors.vendor("Rahim Stores")
    with clock.frozen(NOON):
        await books.sell(vendor_order(Bought(unit_price=100000), vendor_id=vendor_id))
    with clock.frozen(NOON + timedelta(hours=1)):
        await books.pay(vendor_id)
    with clock.frozen(NOON + timedelta(days=1)):
        await books.sell(vendor_order(Bought(unit_price=50000), vendor_id=vendor_id))
    return vendor_id


async def rows_of(payments: Harness, vendor_id: str, query: str = "") -> list[dict[str, str]]:
    with clock.frozen(NOON + timedelta(days=2)):
        token = tokens.vendor(vendor_id, "owner")
        reply = await payments.get(f"/vendor/statements/file?format=csv{query}", as_=token)
    assert reply.status_code == 200, reply.text
    return list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))


async def test_every_movement_is_a_row_with_the_balance_after_it(payments: Harness, rahim: str) -> None:
    rows = await rows_of(payments, rahim)
    assert [row["kind"] for row in rows] == ["released", "payout", "released"]
    assert [(row["amount_bdt"], row["balance_bdt"]) for row in rows] == [
        ("875.00", "875.00"), ("-875.00", "0.00"), ("437.50", "437.50"),
    ]  # fmt: skip
    assert rows[0]["at"].startswith("2026-11-22T12:00:00+06:00")


async def test_only_the_days_asked_for_are_in_it(payments: Harness, rahim: str) -> None:
    assert [row["amount_bdt"] for row in await rows_of(payments, rahim, "&from=2026-11-23&to=2026-11-23")] == ["437.50"]


async def test_a_vendor_gets_its_own_and_staff_get_anybodys(
    payments: Harness, vendors: FakeVendors, rahim: str
) -> None:
    assert await rows_of(payments, vendors.vendor("Karim")) == []
    with clock.frozen(NOON + timedelta(days=2)):
        reply = await payments.get(f"/admin/vendors/{rahim}/statement?format=xlsx", as_=anna())
        nobody = await payments.get("/admin/vendors/ven_none/statement", as_=anna())
    assert openpyxl.load_workbook(io.BytesIO(reply.content)).worksheets[0].max_row == 4
    assert (nobody.status_code, nobody.json()["code"]) == (404, "unknown_vendor")


@pytest.mark.parametrize("language", ["bn", "en"])
async def test_the_paper_is_a_pdf_for_nobodys_cache(payments: Harness, rahim: str, language: str) -> None:
    with clock.frozen(NOON + timedelta(days=2)):
        headers = {"Accept-Language": language}
        token = tokens.vendor(rahim, "manager")
        reply = await payments.get("/vendor/statements/file", as_=token, headers=headers)
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["cache-control"] == "no-store"
    assert re.search(
        r'filename="statement-rahim-stores-2026-10-25-2026-11-24\.pdf"', reply.headers["content-disposition"]
    )
    assert reply.content.startswith(b"%PDF-")


def empty(opening: int = 0) -> StatementView:
    return StatementView(opening=Money(opening), closing=Money(opening), items=[], next_cursor=None)


def test_in_bangla_every_digit_and_word_is_bangla() -> None:
    said = paper.texts(
        empty(-123456_50), "ven_1", Localized("Rahim", "রহিম"), (date(2026, 7, 1), date(2026, 7, 31)), "bn"
    )
    assert said["vendor"] == "রহিম"
    assert said["period"] == "০১/০৭/২০২৬ থেকে ৩১/০৭/২০২৬"
    assert said["sums"][0] == {"label": "প্রারম্ভিক স্থিতি", "amount": "-৳১,২৩,৪৫৬.৫০"}


async def test_a_period_without_movements_says_so(payments: Harness, vendors: FakeVendors) -> None:
    made = await paper.on_paper(
        empty(), vendor_id="ven_1", name=Localized("R"), first=date(2026, 7, 1), last=date(2026, 7, 2), language="en"
    )
    assert made.startswith(b"%PDF-")


def test_every_kind_of_movement_has_a_name_in_both_languages() -> None:
    assert set(paper.KINDS) == set(get_args(EntryKind))
    assert all(each.en and each.bn for each in paper.KINDS.values())


@pytest.mark.parametrize("query", ["from=2026-11-23&to=2026-11-22", "from=2024-11-23&to=2026-11-22", "format=doc"])
async def test_a_file_that_cannot_be_made_is_refused(payments: Harness, vendors: FakeVendors, query: str) -> None:
    token = tokens.vendor(vendors.vendor(), "owner")
    reply = await payments.get(f"/vendor/statements/file?{query}", as_=token)
    assert reply.status_code == 422
