"""What a customer kept of a parcel, as it comes in."""

from typing import Annotated

import msgspec
from msgspec import Meta

from bdcommerce.orders.events import KeptUnits
from bdcommerce.orders.schemas.requests import Id, Note

Counted = Annotated[int, Meta(ge=0, le=100_000, examples=[1])]


class KeptLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Of the units of a line, those that the customer kept; the others are back."""

    line_id: Id
    kept: Annotated[Counted, Meta(description="units that the customer has")]
    damaged: Annotated[Counted, Meta(description="units of the rest that nobody can sell any more")] = 0


class RecordKept(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What the customer kept of a parcel."""

    lines: Annotated[list[KeptLine], Meta(min_length=1, max_length=100, description="every line, once")]
    note: Annotated[Note, Meta(description="what the customer reads")] = ""

    @property
    def units(self) -> list[KeptUnits]:
        """The same to decide about."""
        return [KeptUnits(line_id=line.line_id, kept=line.kept, damaged=line.damaged) for line in self.lines]


class RecordKeptFor(RecordKept, kw_only=True):
    """The same, of one vendor's part."""

    vendor_order_id: Id
