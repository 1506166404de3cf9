"""The packing slip, made by Typst from the template beside this file: it lays out, what it says is made here."""

from functools import cache
from importlib import resources
from typing import Any

from bdcommerce.infra import documents
from bdcommerce.kernel import clock, phone
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import Language, Localized, bangla_digits
from bdcommerce.orders.domain.contacts import Contact
from bdcommerce.orders.schemas.orders import VendorOrderView

_WORDS = {
    "title": Localized("Packing slip", "প্যাকিং স্লিপ"),
    "order": Localized("Order", "অর্ডার"),
    "to": Localized("To", "প্রাপক"),
    "item": Localized("Item", "পণ্য"),
    "quantity": Localized("Quantity", "পরিমাণ"),
    "note": Localized("For the courier", "কুরিয়ারের জন্য"),
    "gift": Localized("A message for you", "আপনার জন্য একটি বার্তা"),
}


async def packing_slip(order: VendorOrderView, contact: Contact, language: Language) -> bytes:
    """What is in a parcel and for whom, as PDF. Without prices: it may be a present."""
    return await documents.pdf(template(), on_paper(order, contact, language))


@cache
def template() -> str:
    """The layout."""
    return (resources.files("bdcommerce.orders.adapters") / "packing_slip.typ").read_text(encoding="utf-8")


def on_paper(order: VendorOrderView, contact: Contact, language: Language) -> dict[str, Any]:
    """Everything that is printed, in one language."""
    placed = f"{order.placed_at.astimezone(clock.DHAKA):%d/%m/%Y}"
    return {
        "language": language,
        "words": {name: word.to(language) for name, word in _WORDS.items()},
        "number": order.number,
        "date": _digits(placed, language),
        "recipient": contact.address.recipient_name,
        "address": _lines(contact.address, language),
        "lines": [
            {"sku": line.sku, "title": line.title.to(language), "quantity": _digits(str(line.quantity), language)}
            for line in order.lines
            if not line.cancelled
        ],
        "note": contact.delivery_note,
        "gift": contact.gift_message,
    }


def _lines(address: Address, language: Language) -> list[str]:
    place = ", ".join(part.replace("-", " ").title() for part in address.place.upazila.split("/")[::-1])
    numbers = [phone.local(number) for number in (address.phone, address.alt_phone) if number]
    found = [address.line1, address.area, address.landmark, f"{place} {address.postcode}".strip(), *numbers]
    return [_digits(line, language) for line in found if line]


def _digits(text: str, language: Language) -> str:
    return bangla_digits(text) if language == "bn" else text
