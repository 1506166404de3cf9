"""Invoices as pure decisions: VAT inside a price, sums, series by fiscal year, and amounts in words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.compliance.domain import invoices
from bdcommerce.compliance.domain.amounts import in_words
from bdcommerce.compliance.domain.commissions import Commission, end_of, month_of
from bdcommerce.contracts.orders import LineTerms
from bdcommerce.kernel.money import Money, taka
from bdcommerce.kernel.text import nfc
from support.purchases import Bought, vendor_order


def line(price: str, *, quantity: int = 1, percent: str = "15", discount: str = "0") -> LineTerms:
    (made,) = vendor_order(
        Bought(unit_price=taka(price).amount, quantity=quantity, vendor_discount=taka(discount).amount)
    ).lines
    return replace(made, vat_percent=Decimal(percent))


def test_the_vat_of_115_taka_is_15() -> None:
    (made,) = invoices.goods_lines([line("115")], "vat")

    assert (made.net, made.vat, made.gross, made.unit_price) == (10000, 1500, 11500, 10000)


@pytest.mark.parametrize(
    "price, percent, vat",
    [("100", "15", 1304), ("0.01", "15", 0), ("0.04", "15", 1), ("107.50", "7.5", 750), ("100", "0", 0)],
)
def test_vat_is_rounded_half_up_to_the_poisha(price: str, percent: str, vat: int) -> None:
    assert invoices.goods_lines([line(price, percent=percent)], "vat")[0].vat == vat


def test_vat_is_on_what_the_vendor_charges_after_its_discount() -> None:
    (made,) = invoices.goods_lines([line("1250", quantity=2, discount="250")], "vat")

    assert (made.gross, made.discount, made.vat) == (225000, 25000, 29348)
    assert made.unit_price == 97826


def test_who_is_not_registered_charges_no_vat() -> None:
    (made,) = invoices.goods_lines([line("115")], "bill")

    assert (made.net, made.vat, made.vat_percent) == (11500, 0, Decimal(0))


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.integers(1, 99), st.sampled_from(["0", "2.4", "5", "7.5", "10", "15"])),
        min_size=1,
        max_size=20,
    )
)
def test_parts_add_up_whatever_is_sold(sold: list[tuple[int, int, str]]) -> None:
    terms = [
        replace(vendor_order(Bought(unit_price=price, quantity=quantity)).lines[0], vat_percent=Decimal(percent))
        for price, quantity, percent in sold
    ]
    lines = invoices.goods_lines(terms, "vat")

    for made, sold_line in zip(lines, terms, strict=True):
        assert made.net + made.vat == made.gross == sold_line.list_price.amount
        assert abs(made.vat * (100 + made.vat_percent) - made.gross * made.vat_percent) <= (100 + made.vat_percent) / 2


def test_a_commission_of_100_taka_bears_15_taka_of_vat() -> None:
    earned = Commission(
        vendor_order_id="vor_1",
        vendor_id="ven_1",
        order_number="BD-1",
        month=date(2026, 11, 1),
        released_at=datetime(2026, 11, 22, tzinfo=UTC),
        amount=10000,
        vat_percent=Decimal(15),
    )

    assert (earned.line.net, earned.line.vat, earned.line.gross) == (10000, 1500, 11500)


@pytest.mark.parametrize(
    "day, year",
    [
        (date(2026, 6, 30), "2025-26"),
        (date(2026, 7, 1), "2026-27"),
        (date(2099, 12, 31), "2099-00"),
        (date(2027, 1, 1), "2026-27"),
    ],
)
def test_the_fiscal_year_begins_on_the_first_of_july(day: date, year: str) -> None:
    assert invoices.fiscal_year(day) == year


def test_a_number_tells_its_form_its_year_and_its_place() -> None:
    assert invoices.number_of("vat", "2026-27", 123) == "M63-2627-0000123"


def test_the_buyers_address_is_for_invoices_above_the_threshold() -> None:
    at = invoices.buyer_of("Rahima", "Dhanmondi", gross=2_500_000, over_taka=Decimal(25000))
    above = invoices.buyer_of("Rahima", "Dhanmondi", gross=2_500_001, over_taka=Decimal(25000))

    assert (at.name, at.address) == ("Rahima", "")
    assert (above.name, above.address) == ("Rahima", "Dhanmondi")


def test_a_month_ends_at_midnight_in_dhaka() -> None:
    assert month_of(datetime(2026, 11, 30, 17, 59, tzinfo=UTC)) == date(2026, 11, 1)
    assert month_of(datetime(2026, 11, 30, 18, 0, tzinfo=UTC)) == date(2026, 12, 1)
    assert end_of(date(2026, 12, 1)) == datetime(2026, 12, 31, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "amount, english, bangla",
    [
        ("0", "Taka zero only", "শূন্য টাকা মাত্র"),
        ("0.05", "Taka zero and five poisha only", "শূন্য টাকা পাঁচ পয়সা মাত্র"),
        ("21", "Taka twenty-one only", "একুশ টাকা মাত্র"),
        ("999.00", "Taka nine hundred ninety-nine only", "নয় শত নিরানব্বই টাকা মাত্র"),
        ("1000.00", "Taka one thousand only", "এক হাজার টাকা মাত্র"),
        ("100000.00", "Taka one lakh only", "এক লাখ টাকা মাত্র"),
        (
            "12345678.90",
            "Taka one crore twenty-three lakh forty-five thousand six hundred seventy-eight and ninety poisha only",
            "এক কোটি তেইশ লাখ পঁয়তাল্লিশ হাজার ছয় শত আটাত্তর টাকা নব্বই পয়সা মাত্র",
        ),
        ("1000000000.00", "Taka one hundred crore only", "এক শত কোটি টাকা মাত্র"),
    ],
)
def test_amounts_are_written_in_words_of_both_languages(amount: str, english: str, bangla: str) -> None:
    words = in_words(taka(amount))

    assert (words.en, words.bn) == (english, nfc(bangla))


@given(st.integers(0, 10**15))
def test_every_amount_has_words_and_no_two_have_the_same(poisha: int) -> None:
    one, next_one = in_words(Money(poisha)), in_words(Money(poisha + 1))

    assert one.en != next_one.en
    assert one.bn != next_one.bn
    assert one.bn == nfc(one.bn)
