"""What a vendor-neutral bank file holds, and which accounts may stand in one."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.contracts.vendors import BankAccount
from bdcommerce.kernel.money import Money

COLUMNS = (
    "payout_id", "beneficiary_name", "account_no", "routing_no", "bank", "branch", "amount", "currency", "purpose",
    "email", "mobile",
)  # fmt: skip
_ACCOUNT_NO = re.compile(r"[0-9]{6,17}")
_ROUTING_NO = re.compile(r"(?!000)[0-9]{9}")
_LEADING_ZERO_LOST = 8
_WEIGHTS = (5, 7, 1) * 3
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Where a vendor is paid. Sensitive: stored sealed."""

    beneficiary_name: str
    account_no: str
    routing_no: str
    bank: str
    branch: str
    email: str
    wallet: str = ""
    """E.164; empty: it is not paid to a wallet."""

    def __repr__(self) -> str:
        return "Payee(…)"


def payee(account: BankAccount, email: str) -> Payee | None:
    """The vendor's account as a bank file wants it; None if no bank could pay it.

    Account numbers have 6 to 17 digits. The digits of the routing number have to agree, and its bank and district to be
    known: whoever keeps the account names them, and leaves them empty for codes that nobody has.
    """
    number = routing_number(account.routing_no)
    if number is None or not (account.bank and account.branch):
        return None
    if not (_ACCOUNT_NO.fullmatch(account.account_no) and account.account_name.strip()):
        return None
    return Payee(
        beneficiary_name=account.account_name,
        account_no=account.account_no,
        routing_no=number,
        bank=account.bank,
        branch=account.branch,
        email=email,
    )


def routing_number(text: str) -> str | None:
    """Nine digits whose sum by the weights 5, 7, 1 (repeated) is divisible by ten; None for others. A leading zero that
    a spreadsheet dropped is put back. Three digits are the bank, two the district, three the branch; the weights were
    found by fitting them to all known branches, and see of every third digit only whether it is even.
    """
    number = f"0{text}" if len(text) == _LEADING_ZERO_LOST else text
    if not _ROUTING_NO.fullmatch(number):
        return None
    weighed = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=True))
    return None if weighed % 10 else number


def render(payouts: Iterable[tuple[str, Money, Payee]]) -> str:
    """The file: a header and one row per payout. No cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for payout_id, amount, to in payouts:
        taka = f"{Decimal(amount.amount).scaleb(-2):f}"
        row = (
            payout_id, to.beneficiary_name, to.account_no, to.routing_no, to.bank, to.branch, taka,
            amount.currency, f"Payout {payout_id}", to.email, "",
        )  # fmt: skip
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
