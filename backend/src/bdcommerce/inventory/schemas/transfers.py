"""Goods between warehouses."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from bdcommerce.inventory.domain import TransferStatus
from bdcommerce.inventory.schemas.fields import BatchNo, Note, ThingId, Units, UnitsOrNone

MOST_LINES = 200


class WantedLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many units of an offer are to go; of one batch, or (null) of whichever expires first."""

    offer_id: ThingId
    quantity: Units
    batch_no: Annotated[
        BatchNo | None, msgspec.Meta(description="null: whatever expires first; blocked batches go only by name")
    ] = None


WantedLines = Annotated[list[WantedLine], msgspec.Meta(min_length=1, max_length=MOST_LINES)]


class DraftTransfer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Goods are to go from one warehouse to another."""

    from_id: ThingId
    to_id: ThingId
    lines: WantedLines
    note: Note = ""


class ReviseTransfer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Other goods are to go; what was drafted before is forgotten."""

    lines: WantedLines
    note: Note = ""


class ArrivedLine(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """So many units of an offer and batch came out of the lorry."""

    offer_id: ThingId
    batch_no: BatchNo = ""
    received: UnitsOrNone


class ReceiveTransfer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What arrived, where that is not what was sent; the rest arrived whole."""

    lines: Annotated[list[ArrivedLine], msgspec.Meta(max_length=2 * MOST_LINES)] = []
    note: Note = ""


class EndNote(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why, or what is to be remembered; empty: what was noted before stays."""

    note: Note = ""


class WantedView(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was drafted."""

    offer_id: str
    quantity: int
    batch_no: str | None


class CargoView(msgspec.Struct, frozen=True, kw_only=True):
    """Units of one batch on their way; `received` is null until they arrived, and may be fewer or more than `sent`."""

    offer_id: str
    batch_no: str
    expires_on: date | None
    blocked: bool
    sent: int
    """Units."""
    received: int | None
    """Units; null: not yet."""


class TransferView(msgspec.Struct, frozen=True, kw_only=True):
    """Goods that go from one warehouse to another. Between `sent` and `received` they are in none of them."""

    id: str
    from_id: str
    to_id: str
    status: TransferStatus
    note: str
    lines: list[WantedView]
    cargo: list[CargoView]
    drafted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    """When it was received or cancelled."""
