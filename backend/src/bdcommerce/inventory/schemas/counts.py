"""Stock-takes."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.inventory.domain import CountStatus
from bdcommerce.inventory.schemas.fields import BatchNo, Note, ThingId, UnitsOrNone

MOST_LINES = 200


class OpenCount(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A warehouse is to be counted, or some of it."""

    warehouse_id: ThingId
    note: Note = ""


class FoundLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many units of an offer and batch lie there: those set aside for carts too, those sold already not."""

    offer_id: ThingId
    batch_no: BatchNo = ""
    counted: UnitsOrNone


class CountLines(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What was counted. A line that was counted before is counted anew."""

    lines: Annotated[list[FoundLine], msgspec.Meta(min_length=1, max_length=MOST_LINES)]


class CountView(msgspec.Struct, frozen=True, kw_only=True):
    """A stock-take. What is not among its lines was not counted and stays as it is."""

    id: str
    warehouse_id: str
    status: CountStatus
    note: str
    opened_at: datetime
    ended_at: datetime | None
    lines: int
    """How many were counted."""
    differing: int
    """How many of them differ from what was expected."""
    difference: int
    """Units more (or, negative, fewer) than expected, over all lines."""


class CountLineView(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of an offer and batch, and what the books said at that moment."""

    offer_id: str
    batch_no: str
    expected: int
    """Units, by the books."""
    counted: int
    """Units that were there."""
    counted_at: datetime
