"""A vendor's statement of account on paper, in Bangla or English."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from bdcommerce.infra import documents
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, Localized, bangla_digits, show
from bdcommerce.payments.events import EntryKind
from bdcommerce.payments.schemas import StatementLine, StatementView

KINDS: Mapping[EntryKind, Localized] = {
    "cod_collected": Localized("Cash collected", "নগদ আদায়"),
    "cod_remitted": Localized("Cash remitted", "নগদ জমা"),
    "shortage_paid": Localized("Shortage made good", "ঘাটতি পরিশোধ"),
    "shortage_written_off": Localized("Shortage written off", "ঘাটতি অবলোপন"),
    "released": Localized("Sale released", "বিক্রয়ের অর্থ ছাড়"),
    "payout": Localized("Payout", "পরিশোধ"),
    "payout_confirmed": Localized("Payout confirmed", "পরিশোধ নিশ্চিত"),
    "payout_failed": Localized("Payout returned", "পরিশোধ ফেরত"),
    "refund_owed": Localized("Refund to the customer", "ক্রেতাকে ফেরত"),
    "refund_paid": Localized("Refund paid", "ফেরত প্রদান"),
    "claim_settled": Localized("Claim settled", "দাবি নিষ্পত্তি"),
    "prepaid_captured": Localized("Paid in advance", "অগ্রিম পরিশোধ"),
    "prepaid_refund_owed": Localized("Advance to be returned", "অগ্রিম ফেরতযোগ্য"),
    "prepaid_refund_paid": Localized("Advance returned", "অগ্রিম ফেরত"),
    "float_moved": Localized("Money put into the disbursement account", "বিতরণ হিসাবে জমা"),
    "payout_returned": Localized("Payout came back", "পরিশোধ ফেরত এসেছে"),
    "pickup_charged": Localized("Fetching returned goods", "ফেরত পণ্য নিয়ে আসার খরচ"),
    "shortfall_borne": Localized("What was missing, borne by the operator", "ঘাটতি অপারেটর বহন করেছে"),
    "provider_settled": Localized("Settled by the payment provider", "পেমেন্ট প্রদানকারীর নিষ্পত্তি"),
    "courier_charged": Localized("Courier's charge", "কুরিয়ার চার্জ"),
    "courier_unmatched": Localized("Paid by the courier, not matched", "কুরিয়ারের অমিল জমা"),
    "settlement_reversed": Localized("Settlement taken back", "নিষ্পত্তি প্রত্যাহার"),
    "difference_written_off": Localized("Difference written off", "পার্থক্য অবলোপন"),
    "difference_paid": Localized("Difference paid", "পার্থক্য পরিশোধ"),
    "difference_claimed": Localized("Overcharge claimed back", "অতিরিক্ত চার্জ দাবি"),
    "difference_refund_owed": Localized("Unknown payment to be returned", "অজানা জমা ফেরতযোগ্য"),
    "difference_refund_paid": Localized("Unknown payment returned", "অজানা জমা ফেরত"),
}
_TITLE = Localized("Statement of account", "হিসাব বিবরণী")
_PERIOD = Localized("{first} to {last}", "{first} থেকে {last}")
_OPENING, _CLOSING = Localized("Opening balance", "প্রারম্ভিক স্থিতি"), Localized("Closing balance", "সমাপনী স্থিতি")
_EMPTY = Localized("Nothing moved in this period.", "এই সময়ে কোনো লেনদেন হয়নি।")
_FOOTER = Localized("Amounts in taka; times in Bangladesh.", "টাকায়; বাংলাদেশ সময় অনুযায়ী।")
_COLUMNS = (
    Localized("Day", "তারিখ"), Localized("Movement", "লেনদেন"), Localized("Order", "অর্ডার"),
    Localized("Amount", "পরিমাণ"), Localized("Balance", "স্থিতি"),
)  # fmt: skip
_TEMPLATE = (resources.files("bdcommerce.payments.adapters") / "statement.typ").read_text("utf-8")


async def on_paper(
    statement: StatementView, *, vendor_id: str, name: Localized, first: date, last: date, language: Language
) -> bytes:
    """The statement as PDF."""
    return await documents.pdf(_TEMPLATE, texts(statement, vendor_id, name, (first, last), language))


def texts(
    statement: StatementView, vendor_id: str, name: Localized, days: tuple[date, date], language: Language
) -> dict[str, Any]:
    """What the template prints."""
    first, last = (_day(each, language) for each in days)
    sums = {_OPENING.to(language): statement.opening}
    for kind, amount in _by_kind(statement.items).items():
        sums[KINDS[kind].to(language)] = amount
    sums[_CLOSING.to(language)] = statement.closing
    return {
        "language": language,
        "title": _TITLE.to(language),
        "period": _PERIOD.to(language).format(first=first, last=last),
        "vendor": name.to(language),
        "vendor_id": vendor_id,
        "sums": [{"label": label, "amount": show(amount, language)} for label, amount in sums.items()],
        "columns": [each.to(language) for each in _COLUMNS],
        "rows": [_row(each, language) for each in statement.items],
        "empty": _EMPTY.to(language),
        "footer": _FOOTER.to(language),
    }


def _by_kind(lines: list[StatementLine]) -> dict[EntryKind, Money]:
    added: defaultdict[EntryKind, Money] = defaultdict(lambda: Money(0))
    for line in lines:
        added[line.kind] += line.amount
    return added


def _row(line: StatementLine, language: Language) -> list[str]:
    day = _day(line.at.astimezone(DHAKA).date(), language)
    order = line.vendor_order_id or line.batch_id or line.reference
    return [day, KINDS[line.kind].to(language), order, show(line.amount, language), show(line.balance, language)]


def _day(day: date, language: Language) -> str:
    text = day.strftime("%d/%m/%Y")
    return bangla_digits(text) if language == "bn" else text
