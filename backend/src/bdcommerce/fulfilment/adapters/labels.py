"""Labels of parcels, made by Typst from the template beside this file: it lays out, what it says is made here."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from bdcommerce.fulfilment.domain.booking import whole_taka
from bdcommerce.fulfilment.domain.code128 import widths
from bdcommerce.fulfilment.domain.labels import LabelRow
from bdcommerce.fulfilment.ports import Contacts
from bdcommerce.infra import documents
from bdcommerce.kernel import phone
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Language, Localized, bangla_digits, show

Paper = Literal["a6", "a4"]
COURIERS = {
    "own_riders": Localized("Our riders", "আমাদের রাইডার"),
    "pathao": Localized("Pathao Courier", "পাঠাও কুরিয়ার"),
    "steadfast": Localized("Steadfast Courier", "স্টেডফাস্ট কুরিয়ার"),
    "redx": Localized("RedX", "রেডএক্স"),
}
_WORDS = {
    "to": Localized("To", "প্রাপক"),
    "from": Localized("From", "প্রেরক"),
    "collect": Localized("Collect in cash", "নগদ আদায়"),
    "paid": Localized("Nothing to collect", "কোনো টাকা আদায় করতে হবে না"),
}


async def labels(rows: Sequence[tuple[LabelRow, Contacts]], paper: Paper) -> bytes:
    """A PDF with a label for each parcel, in its recipient's language."""
    return await documents.pdf(template(), on_paper(rows, paper))


@cache
def template() -> str:
    """The layout."""
    return (resources.files("bdcommerce.fulfilment.adapters") / "label.typ").read_text(encoding="utf-8")


def on_paper(rows: Sequence[tuple[LabelRow, Contacts]], paper: Paper) -> dict[str, Any]:
    """Everything that is printed."""
    return {"paper": paper, "labels": [_label(row, contacts) for row, contacts in rows]}


def _label(row: LabelRow, contacts: Contacts) -> dict[str, Any]:
    language, to, sender = contacts.language, contacts.recipient, contacts.pickup
    cash = whole_taka(row.cod)
    words = {name: word.to(language) for name, word in _WORDS.items()}
    words["collect"] = words["collect"] if cash else words["paid"]
    grams = f"{row.weight_grams / 1000:.2f}"
    return {
        "courier": COURIERS.get(row.courier, Localized(row.courier)).to(language),
        "number": row.number,
        "weight": _digits(f"{grams} {'কেজি' if language == 'bn' else 'kg'}", language),
        "bars": widths(row.tracking_no),
        "tracking_no": row.tracking_no,
        "words": words,
        "name": to.recipient_name,
        "phone": " / ".join(phone.local(number) for number in (to.phone, to.alt_phone) if number),
        "address": _address(to, language),
        "note": contacts.note,
        "cash": show(cash, language).removesuffix(".00").removesuffix(".০০") if cash else "",
        "sender": sender.recipient_name,
        "sender_address": _address(sender, language),
    }


def _address(address: Address, language: Language) -> str:
    place = ", ".join(part.replace("-", " ").title() for part in address.place.upazila.split("/")[::-1])
    parts = (address.line1, address.area, address.landmark, f"{place} {address.postcode}".strip())
    return _digits(", ".join(part for part in parts if part), language)


def _digits(text: str, language: Language) -> str:
    return bangla_digits(text) if language == "bn" else text
