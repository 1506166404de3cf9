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

    def __repr__(self) -> str:
        return "Payee(…)"


def payee(account: BankAccount, email: str) -> Payee | None:
    """The vendor's account as a bank file wants it; None if no bank could pay it.

    Account numbers have 6 to 17 digits. The check digit of a routing number makes the weighted sum of its nine digits
    (weights 5, 7, 1 repeated) divisible by ten; a leading zero that a spreadsheet dropped is put back.
    """
    given = account.routing_no
    routing_no = f"0{given}" if len(given) == _LEADING_ZERO_LOST else given
    digits_add_up = _ROUTING_NO.fullmatch(routing_no) and _checksum(routing_no) == 0
    if not (_ACCOUNT_NO.fullmatch(account.account_no) and digits_add_up and account.account_name.strip()):
        return None
    return Payee(
        beneficiary_name=account.account_name,
        account_no=account.account_no,
        routing_no=routing_no,
        bank=account.bank,
        branch=account.branch,
        email=email,
    )


def _checksum(routing_no: str) -> int:
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, routing_no, strict=True)) % 10


def render(batch_id: str, payouts: Iterable[tuple[str, Money, Payee]]) -> str:
    """The file: a header and one row per payout. No cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for payout_id, amount, to in payouts:
        taka = f"{Decimal(amount.amount).scaleb(-2):f}"
        row = (
            payout_id, to.beneficiary_name, to.account_no, to.routing_no, to.bank, to.branch, taka,
            amount.currency, f"Payout {batch_id}", to.email, "",
        )  # fmt: skip
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
