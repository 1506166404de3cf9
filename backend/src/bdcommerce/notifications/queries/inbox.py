"""What somebody may read when they come by."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.templates import Topic
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.schemas import InboxItem
from bdcommerce.notifications.tables import PARAMS

FIRST = "~"
"""Greater than any id: where the newest first begin."""


class _Row(msgspec.Struct, frozen=True):
    id: str
    template: str
    topic: Topic
    params_sealed: str
    at: datetime
    read_at: datetime | None
    written: Localized | None


class _Count(msgspec.Struct, frozen=True):
    unread: int


_ITEM = """
    SELECT id, template, topic, params_sealed, at, read_at, said.text AS written
    FROM inbox_item AS item
    LEFT JOIN template_text AS said ON said.name = item.template AND said.version = item.version
    WHERE owner_id = $1 AND id < $2
"""
_ORDER = "ORDER BY id DESC LIMIT $3"
_ITEMS = Query("notifications.inbox", f"{_ITEM} {_ORDER}", _Row)
_UNREAD_ITEMS = Query("notifications.unread_inbox", f"{_ITEM} AND read_at IS NULL {_ORDER}", _Row)
_UNREAD = Query(
    "notifications.unread",
    "SELECT count(*) AS unread FROM inbox_item WHERE owner_id = $1 AND read_at IS NULL",
    _Count,
)


async def items(
    reads: Reads, sealer: Sealer, owner_id: str, language: Language, *, unread: bool, before: str, limit: int
) -> list[InboxItem]:
    """Somebody's messages, the newest first, in the language they read now."""
    rows = await reads.all(_UNREAD_ITEMS if unread else _ITEMS, owner_id, before or FIRST, limit)
    return [_item(row, sealer, language) for row in rows]


async def unread(reads: Reads, owner_id: str) -> int:
    """How many of them were not read."""
    found = await reads.one(_UNREAD, owner_id)
    return found.unread if found else 0


def _item(row: _Row, sealer: Sealer, language: Language) -> InboxItem:
    params = msgspec.json.decode(sealer.open(row.params_sealed, PARAMS), type=dict[str, str])
    return InboxItem(
        id=row.id,
        template=row.template,
        topic=row.topic,
        text=TEMPLATES[row.template].saying(row.written).redacted(params, language),
        at=row.at,
        read_at=row.read_at,
    )
