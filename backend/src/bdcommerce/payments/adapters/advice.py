"""Remittance advice on paper, in Bangla or English: what a payout is made of."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

from bdcommerce.infra import documents
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language, Localized, bangla_digits, show
from bdcommerce.payments.adapters.statement import KINDS
from bdcommerce.payments.events import Rail
from bdcommerce.payments.schemas import AdviceLine, AdviceView

RAILS: Mapping[Rail, Localized] = {
    "beftn": Localized("by bank (BEFTN)", "ব্যাংকে (বিইএফটিএন)"),
    "npsb": Localized("by bank (NPSB)", "ব্যাংকে (এনপিএসবি)"),
    "bkash": Localized("to a bKash wallet", "বিকাশ ওয়ালেটে"),
    "manual": Localized("by hand", "হাতে হাতে"),
}
_TITLE = Localized("Remittance advice", "রেমিট্যান্স অ্যাডভাইস")
_PAID = Localized("{day}, {rail}", "{day}, {rail}")
_BROUGHT, _CARRIED = Localized("Brought forward", "আগের জের"), Localized("Carried forward", "পরের জের")
_AMOUNT = Localized("Paid", "পরিশোধিত")
_NUMBER, _KNOWN_AS = Localized("Payout", "পরিশোধ নম্বর"), Localized("Reference", "রেফারেন্স")
_RETURNED = Localized("This payout came back later.", "এই পরিশোধ পরে ফেরত এসেছে।")
_CHARGE = Localized(
    "Charges of {amount} were borne by the marketplace. Amounts in taka.", "{amount} চার্জ মার্কেটপ্লেস বহন করেছে। টাকায়।"
)
_COLUMNS = (
    Localized("Day", "তারিখ"), Localized("Movement", "লেনদেন"), Localized("Order", "অর্ডার"),
    Localized("Goods", "পণ্যমূল্য"), Localized("Commission", "কমিশন"), Localized("VAT on it", "কমিশনের ভ্যাট"),
    Localized("Tax withheld", "উৎসে কর"), Localized("Amount", "পরিমাণ"),
)  # fmt: skip
_TEMPLATE = (resources.files("bdcommerce.payments.adapters") / "advice.typ").read_text("utf-8")


async def on_paper(found: AdviceView, *, name: Localized, language: Language) -> bytes:
    """The advice as PDF."""
    return await documents.pdf(_TEMPLATE, texts(found, name, language))


def texts(found: AdviceView, name: Localized, language: Language) -> dict[str, Any]:
    """What the template prints."""
    payout = found.payout
    sums = {_BROUGHT: found.brought_forward, _AMOUNT: payout.amount, _CARRIED: found.carried_forward}
    settled = payout.settled_at or payout.drafted_at
    day = _digits(settled.astimezone(DHAKA).strftime("%d/%m/%Y"), language)
    known = {_NUMBER: payout.payout_id, _KNOWN_AS: payout.reference or "-"}
    return {
        "language": language,
        "title": _TITLE.to(language),
        "paid": _PAID.to(language).format(day=day, rail=RAILS[payout.rail].to(language)),
        "vendor": name.to(language),
        "vendor_id": payout.vendor_id,
        "known": [{"label": label.to(language), "text": text} for label, text in known.items()],
        "sums": [{"label": label.to(language), "amount": show(amount, language)} for label, amount in sums.items()],
        "columns": [each.to(language) for each in _COLUMNS],
        "rows": [_row(each, language) for each in found.lines],
        "returned": _RETURNED.to(language) if payout.returned_at else "",
        "footer": _CHARGE.to(language).format(amount=show(payout.bank_charge or Money(0), language)),
    }


def _row(line: AdviceLine, language: Language) -> list[str]:
    day = _digits(line.at.astimezone(DHAKA).strftime("%d/%m/%Y"), language)
    parts = (line.goods, line.commission, line.commission_vat, line.withheld_tax, line.amount)
    shown = ["" if part is None else show(part, language) for part in parts]
    return [day, KINDS[line.kind].to(language), line.vendor_order_id or line.reference, *shown]


def _digits(text: str, language: Language) -> str:
    return bangla_digits(text) if language == "bn" else text
