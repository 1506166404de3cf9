"""The outbox as staff read it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.preferences import Fate
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.tables import PARAMS, TO


class Row(msgspec.Struct, frozen=True):
    """A message as it is stored."""

    id: str
    template: str
    channel: Channel
    to_sealed: str
    language: Language
    params_sealed: str
    at: datetime
    fate: Fate
    due_at: datetime
    written: Localized | None
    """What staff had written when it was sent; None: what was shipped."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message that can be read."""

    row: Row
    to: str
    params: dict[str, str]


_NEWEST = Query(
    "notifications.newest",
    """
    SELECT id, template, channel, to_sealed, language, params_sealed, at, fate, due_at, said.text AS written
    FROM message LEFT JOIN template_text AS said ON said.name = message.template AND said.version = message.version
    WHERE ($1 = '' OR id < $1) AND ($2 = '' OR template = $2) ORDER BY id DESC LIMIT $3
    """,
    Row,
)
_OF_RECIPIENT = Query(
    "notifications.of_recipient",
    """
    SELECT id, template, channel, to_sealed, language, params_sealed, at, fate, due_at, said.text AS written
    FROM message LEFT JOIN template_text AS said ON said.name = message.template AND said.version = message.version
    WHERE to_index = $4 AND ($1 = '' OR id < $1) AND ($2 = '' OR template = $2) ORDER BY id DESC LIMIT $3
    """,
    Row,
)


async def messages(reads: Reads, sealer: Sealer, *, to: str, template: str, before: str, limit: int) -> list[Opened]:
    """Messages, the newest first, older than the message `before`; `to` and `template` narrow them down."""
    if to:
        rows = await reads.all(_OF_RECIPIENT, before, template, limit, sealer.blind(to, TO))
    else:
        rows = await reads.all(_NEWEST, before, template, limit)
    return [_opened(row, sealer) for row in rows]


def _opened(row: Row, sealer: Sealer) -> Opened:
    params = msgspec.json.decode(sealer.open(row.params_sealed, PARAMS), type=dict[str, str])
    return Opened(row, sealer.open(row.to_sealed, TO), params)
