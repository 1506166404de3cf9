"""Notes of staff about orders."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.orders.ports import Seals
from bdcommerce.orders.schemas.notes import NoteView

CONTEXT = "orders.order_note"
"""What binds a sealed note to its column."""


class _Row(msgspec.Struct, frozen=True):
    id: str
    author_id: str
    sealed: str
    at: datetime


_NOTES = Query(
    "orders.notes",
    """
    SELECT id, author_id, sealed, at FROM order_note WHERE order_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3
    """,
    _Row,
)


async def notes(reads: Reads, seals: Seals, order_id: str, before: str, limit: int) -> list[NoteView]:
    """The notes about an order, the latest first."""
    rows = await reads.all(_NOTES, order_id, before, limit)
    return [
        NoteView(id=row.id, author_id=row.author_id, text=seals.open(row.sealed, CONTEXT), at=row.at) for row in rows
    ]
