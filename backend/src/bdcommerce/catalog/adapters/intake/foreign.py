"""What the files of other shops have in common: their money, their weights, their pictures, products without SKUs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bdcommerce.catalog.domain import Note, is_picture
from bdcommerce.catalog.events import Image
from bdcommerce.kernel.money import Money, half_up
from bdcommerce.kernel.text import Localized, slug

GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_SKU_STEM = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What one unit of the file's currency is in taka."""

    rate: Decimal
    compare_at_is_mrp: bool = False
    """What the file sets beside its price is a marketing price; only a vendor who says so prints it on goods as MRP."""

    def taka(self, price: Decimal) -> Money:
        """A price of the file in BDT, half up to the poisha."""
        return Money(half_up(price * self.rate * 100))


def pictures(row: int, column: str, found: Sequence[tuple[str, Localized]]) -> tuple[list[Image], list[Note]]:
    """Pictures that are shown from where they are, and what is to be said of that: nothing is fetched."""
    images, notes = list[Image](), list[Note]()
    for address, words in found:
        image = Image(url=address, alt=words)
        if is_picture(image):
            images.append(image)
        else:
            reason = f"{address[:120]} is left out: a picture is at an https address, with a short text beside it"
            notes.append(Note(row=row, field=column, code="picture_left_out", reason=reason))
    if images:
        reason = "pictures stay where they are and are not copied: upload them to have them here"
        notes.append(Note(row=row, field=column, code="pictures_elsewhere", reason=reason))
    return images, notes


def stable_sku(handle: str, options: Sequence[str]) -> str:
    """The same SKU whenever the same variant is read again."""
    if not options and slug(handle) == handle and len(handle) <= _SKU_STEM:
        return handle
    stem = slug(" ".join([handle, *options]))[:_SKU_STEM].strip("-")
    return f"{stem}-{hashlib.sha256('|'.join([handle, *options]).encode()).hexdigest()[:6]}"
