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


LAST = "~"
"""After every id."""
_MESSAGES = """
    SELECT id, template, channel, to_sealed, language, params_sealed, at, fate, due_at, said.text AS written
    FROM message LEFT JOIN template_text AS said ON said.name = message.template AND said.version = message.version
    WHERE id < $1
"""
_ORDER = "ORDER BY id DESC LIMIT $2"
_NEWEST = Query("notifications.newest", f"{_MESSAGES} {_ORDER}", Row)
_OF_TEMPLATE = Query("notifications.of_template", f"{_MESSAGES} AND template = $3 {_ORDER}", Row)
_OF_RECIPIENT = Query("notifications.of_recipient", f"{_MESSAGES} AND to_index = $3 {_ORDER}", Row)
_OF_RECIPIENT_AND_TEMPLATE = Query(
    "notifications.of_recipient_and_template", f"{_MESSAGES} AND to_index = $3 AND template = $4 {_ORDER}", Row
)


async def messages(reads: Reads, sealer: Sealer, *, to: str, template: str, before: str, limit: int) -> list[Opened]:
    """Messages, the newest first, older than the message `before`; `to` and `template` narrow them down."""
    query = {
        (False, False): _NEWEST,
        (False, True): _OF_TEMPLATE,
        (True, False): _OF_RECIPIENT,
        (True, True): _OF_RECIPIENT_AND_TEMPLATE,
    }[bool(to), bool(template)]
    chosen = [each for each in (sealer.blind(to, TO) if to else "", template) if each]
    return [_opened(row, sealer) for row in await reads.all(query, before or LAST, limit, *chosen)]


def _opened(row: Row, sealer: Sealer) -> Opened:
    params = msgspec.json.decode(sealer.open(row.params_sealed, PARAMS), type=dict[str, str])
    return Opened(row, sealer.open(row.to_sealed, TO), params)
