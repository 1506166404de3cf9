"""The outbox as staff read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.delivering import State
from bdcommerce.notifications.domain.preferences import Fate
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.errors import UnknownMessage
from bdcommerce.notifications.schemas import AttemptView
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
    state: State
    gateway: str
    attempts: int
    parts: int | None
    cost: int | None
    problem: str
    reason: str
    sent_at: datetime | None
    settled_at: datetime | None
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
_MESSAGE = """
    SELECT id, template, channel, to_sealed, language, params_sealed, at, fate, due_at, state, gateway, attempts, parts,
           cost, problem, reason, sent_at, settled_at, said.text AS written
    FROM message LEFT JOIN template_text AS said ON said.name = message.template AND said.version = message.version
"""
_MESSAGES, _ORDER = f"{_MESSAGE} WHERE id < $1", "ORDER BY id DESC LIMIT $2"
_NEWEST = Query("notifications.newest", f"{_MESSAGES} {_ORDER}", Row)
_OF_TEMPLATE = Query("notifications.of_template", f"{_MESSAGES} AND template = $3 {_ORDER}", Row)
_OF_RECIPIENT = Query("notifications.of_recipient", f"{_MESSAGES} AND to_index = $3 {_ORDER}", Row)
_OF_RECIPIENT_AND_TEMPLATE = Query(
    "notifications.of_recipient_and_template", f"{_MESSAGES} AND to_index = $3 AND template = $4 {_ORDER}", Row
)
_TROUBLE = f"{_MESSAGES} AND state IN ('failed', 'given_up', 'unsure')"
_IN_TROUBLE = Query("notifications.in_trouble", f"{_TROUBLE} {_ORDER}", Row)
_IN_TROUBLE_OF_TEMPLATE = Query("notifications.in_trouble_of_template", f"{_TROUBLE} AND template = $3 {_ORDER}", Row)
_OF_CAMPAIGN = Query(
    "notifications.of_campaign",
    f"{_MESSAGES} AND campaign_id = $3 AND campaign_id <> '' AND ($4 = '' OR template = $4) {_ORDER}",
    Row,
)
_ONE = Query("notifications.message", f"{_MESSAGE} WHERE id = $1", Row)
_ATTEMPTS = Query(
    "notifications.attempts",
    "SELECT number, gateway, at, verdict, code, reason FROM attempt WHERE message_id = $1 ORDER BY number LIMIT 200",
    AttemptView,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which messages are looked for; empty: any."""

    to: str = ""
    template: str = ""
    campaign_id: str = ""
    trouble: bool = False
    """Only what has failed, was given up, or perhaps was not sent."""


async def messages(reads: Reads, sealer: Sealer, wanted: Wanted, *, before: str, limit: int) -> list[Opened]:
    """Messages, the newest first, older than the message `before`."""
    query, chosen = _chosen(sealer, wanted)
    return [_opened(row, sealer) for row in await reads.all(query, before or LAST, limit, *chosen)]


async def message(reads: Reads, sealer: Sealer, message_id: str) -> tuple[Opened, list[AttemptView]]:
    """One, with what was tried. Raises UnknownMessage."""
    row = await reads.one(_ONE, message_id)
    if row is None:
        raise UnknownMessage(f"There is no message {message_id}.", id=message_id)
    return _opened(row, sealer), await reads.all(_ATTEMPTS, message_id)


def _chosen(sealer: Sealer, wanted: Wanted) -> tuple[Query[Row], Sequence[str]]:
    """The query that finds them by an index, and what it asks for."""
    if wanted.campaign_id:
        return _OF_CAMPAIGN, (wanted.campaign_id, wanted.template)
    if wanted.trouble:
        return (_IN_TROUBLE_OF_TEMPLATE, (wanted.template,)) if wanted.template else (_IN_TROUBLE, ())
    if wanted.to:
        to = sealer.blind(wanted.to, TO)
        return (_OF_RECIPIENT_AND_TEMPLATE, (to, wanted.template)) if wanted.template else (_OF_RECIPIENT, (to,))
    return (_OF_TEMPLATE, (wanted.template,)) if wanted.template else (_NEWEST, ())


def _opened(row: Row, sealer: Sealer) -> Opened:
    params = msgspec.json.decode(sealer.open(row.params_sealed, PARAMS), type=dict[str, str])
    return Opened(row, sealer.open(row.to_sealed, TO), params)
