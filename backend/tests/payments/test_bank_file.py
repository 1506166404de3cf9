"""The bank file: the columns a bank is given, accounts a bank can pay, and nothing a spreadsheet would run."""

import csv
import io
from dataclasses import replace

import pytest

from bdcommerce.contracts.vendors import BankAccount
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import bank_file
from bdcommerce.payments.domain.bank_file import Payee

ACCOUNT = BankAccount(
    vendor_id="ven_1",
    account_name="রহিমা বুটিক",
    account_no="0012345678901",
    routing_no="085260728",
    bank="Dhaka Bank",
    branch="Dhanmondi",
)


def payee(account: BankAccount = ACCOUNT) -> Payee:
    made = bank_file.payee(account, "shop@example.com")
    assert made is not None
    return made


def test_a_row_holds_what_the_bank_needs() -> None:
    text = bank_file.render([("pay_1", Money(202050), payee())])
    header, row = list(csv.reader(io.StringIO(text)))
    assert ",".join(header) == (
        "payout_id,beneficiary_name,account_no,routing_no,bank,branch,amount,currency,purpose,email,mobile"
    )
    assert row == [
        "pay_1", "রহিমা বুটিক", "0012345678901", "085260728", "Dhaka Bank", "Dhanmondi", "2020.50", "BDT", "Payout pay_1",
        "shop@example.com", "",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+8801", "-2+3", "@SUM(A1)", "\tx", "\r=1", "\n=1"])
def test_no_cell_can_be_taken_for_a_formula(name: str) -> None:
    text = bank_file.render([("pay_1", Money(100), replace(payee(), beneficiary_name=name))])
    (_, row) = list(csv.reader(io.StringIO(text, newline="")))
    assert row[1] == f"'{name}"


def test_a_name_with_commas_and_quotes_stays_one_cell() -> None:
    text = bank_file.render([("pay_1", Money(5), replace(payee(), beneficiary_name='A "B", C'))])
    (_, row) = list(csv.reader(io.StringIO(text)))
    assert (row[1], row[6]) == ('A "B", C', "0.05")


@pytest.mark.parametrize("number", ["085260728", "125274182", "225261732", "010010048", "85260728"])
def test_routing_numbers_whose_check_digit_holds_are_taken(number: str) -> None:
    assert payee(replace(ACCOUNT, routing_no=number)).routing_no == number.zfill(9)


@pytest.mark.parametrize("number", ["010260000", "", "12345678x", "1252741820", "000000000"])
def test_other_routing_numbers_are_not(number: str) -> None:
    assert bank_file.payee(replace(ACCOUNT, routing_no=number), "") is None


@pytest.mark.parametrize("number", ["12345", "123456789012345678", "12-3456", ""])
def test_account_numbers_no_bank_has_are_not_paid(number: str) -> None:
    assert bank_file.payee(replace(ACCOUNT, account_no=number), "") is None


def test_an_account_of_nobody_is_not_paid() -> None:
    assert bank_file.payee(replace(ACCOUNT, account_name=" "), "") is None


def test_where_a_vendor_is_paid_does_not_show_in_a_trace() -> None:
    assert "0012345678901" not in repr(payee())
