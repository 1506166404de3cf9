"""Notifications on PostgreSQL: who a message goes to and what it says are sealed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

import msgspec
from sqlalchemy import RowMapping, select, text, update
from sqlalchemy.dialects.postgresql import insert

from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Log, Unit
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.adapters.campaigns import PostgresCampaigns, PostgresConsents
from bdcommerce.notifications.adapters.deliveries import (
    PostgresDeliveries,
    PostgresReports,
    PostgresSwitchboard,
    on_its_way,
)
from bdcommerce.notifications.adapters.devices import PostgresDevices
from bdcommerce.notifications.adapters.rows import sealed_params, written_of
from bdcommerce.notifications.domain.delivering import Delivery
from bdcommerce.notifications.domain.preferences import Preferences
from bdcommerce.notifications.domain.templates import Template
from bdcommerce.notifications.errors import BadTemplate
from bdcommerce.notifications.ports import Item, Written
from bdcommerce.notifications.tables import TO, inbox_item, message, preference, template_text

_GATHERING = text("""
    SELECT DISTINCT owner_id FROM message WHERE fate = 'gathered' AND digest_id IS NULL ORDER BY owner_id LIMIT 1000
""")


class PostgresOutbox:
    """See ports.Outbox."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def write(self, written: Written, delivery: Delivery | None) -> bool:
        """See ports.Outbox."""
        row = {
            "id": written.id,
            "key": written.key,
            "template": written.template,
            "version": written.version,
            "channel": written.channel,
            "to_sealed": self._sealer.seal(written.to, TO),
            "to_index": self._sealer.blind(written.to, TO),
            "owner_id": written.owner_id,
            "language": written.language,
            "params_sealed": sealed_params(self._sealer, written.params),
            "at": written.at,
            "fate": written.fate,
            "due_at": written.due_at,
            "encoding": written.parts.encoding if written.parts else "",
            "parts": written.parts.parts if written.parts else None,
            "campaign_id": written.campaign_id,
            **on_its_way(delivery),
        }
        done = await self._tx.execute(insert(message).values(row).on_conflict_do_nothing(index_elements=["key"]))
        return done.rowcount == 1

    async def let_go(self, message_id: str) -> None:
        """See ports.Outbox."""
        waiting = message.c.id == message_id, message.c.fate == "waiting"
        await self._tx.execute(update(message).where(*waiting).values(fate="sent"))

    async def gathering(self) -> Sequence[str]:
        """See ports.Outbox."""
        return [row["owner_id"] for row in await self._tx.rows(_GATHERING)]

    async def gathered(self, owner_id: str, digest_id: str) -> Sequence[Written]:
        """See ports.Outbox."""
        theirs = message.c.owner_id == owner_id, message.c.fate == "gathered", message.c.digest_id.is_(None)
        taken = update(message).where(*theirs).values(digest_id=digest_id).returning(message)
        rows = await self._tx.rows(taken)
        return [written_of(row, self._sealer) for row in sorted(rows, key=lambda row: str(row["id"]))]


class PostgresInbox:
    """See ports.Inbox."""

    def __init__(self, tx: Transaction, sealer: Sealer) -> None:
        self._tx, self._sealer = tx, sealer

    async def put(self, item: Item) -> None:
        """See ports.Inbox."""
        row = {
            "id": item.id,
            "owner_id": item.owner_id,
            "template": item.template,
            "version": item.version,
            "topic": item.topic,
            "language": item.language,
            "params_sealed": sealed_params(self._sealer, item.params),
            "at": item.at,
        }
        await self._tx.execute(insert(inbox_item).values(row))

    async def read(self, owner_id: str, ids: Sequence[str] | None, at: datetime) -> int:
        """See ports.Inbox."""
        unread = [inbox_item.c.owner_id == owner_id, inbox_item.c.read_at.is_(None)]
        if ids is not None:
            unread.append(inbox_item.c.id.in_(ids))
        return (await self._tx.execute(update(inbox_item).where(*unread).values(read_at=at))).rowcount


class PostgresTexts:
    """See ports.Texts."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def current(self, template: Template) -> Template:
        """See ports.Texts."""
        newest = select(template_text.c.version, template_text.c.text).where(template_text.c.name == template.name)
        row = await self._tx.row(newest.order_by(template_text.c.version.desc()).limit(1))
        return written_over(template, row["text"], row["version"]) if row else template

    async def version(self, template: Template, version: int) -> Template:
        """See ports.Texts."""
        then = (template_text.c.name == template.name) & (template_text.c.version == version)
        said = await self._tx.scalar(select(template_text.c.text).where(then))
        return written_over(template, said, version) if said else template

    async def write(self, template: Template, *, note: str, by: str) -> None:
        """See ports.Texts."""
        row = {
            "name": template.name,
            "version": template.version,
            "text": template.text,
            "note": note,
            "edited_by": by,
            "edited_at": clock.now(),
        }
        done = await self._tx.execute(insert(template_text).values(row).on_conflict_do_nothing())
        ensure(done.rowcount == 1, Stale("the text has changed meanwhile", version=template.version))


class PostgresPreferences:
    """See ports.PreferenceBook."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def of(self, owner_id: str) -> Preferences:
        """See ports.PreferenceBook."""
        row = await self._tx.row(select(preference).where(preference.c.owner_id == owner_id)) if owner_id else None
        return preferences_of(row) if row else Preferences()

    async def save(self, owner_id: str, wanted: Preferences, expected: int) -> None:
        """See ports.PreferenceBook."""
        begin, end = wanted.quiet or (None, None)
        row = {
            "owner_id": owner_id,
            "topics": {topic: sorted(places) for topic, places in wanted.topics.items()},
            "quiet_from": begin,
            "quiet_until": end,
            "digest": wanted.digest,
            "version": wanted.version,
            "changed_at": clock.now(),
        }
        new = insert(preference).values(row)
        kept = new.on_conflict_do_update(
            index_elements=["owner_id"],
            set_={name: new.excluded[name] for name in row if name != "owner_id"},
            where=preference.c.version == expected,
        )
        fits = (await self._tx.execute(kept)).rowcount == 1
        ensure(fits, Stale("the preferences have changed meanwhile"))


def written_over(template: Template, stored: Any, version: int) -> Template:
    """The template with a stored text. One that a newer release has other values for says what was shipped again."""
    try:
        return template.written(msgspec.convert(stored, Localized), version)
    except BadTemplate:
        return replace(template, version=version)


def preferences_of(row: RowMapping) -> Preferences:
    """Preferences as they are stored."""
    begin: time | None = row["quiet_from"]
    end: time | None = row["quiet_until"]
    return Preferences(
        topics={topic: frozenset(places) for topic, places in row["topics"].items()},
        quiet=(begin, end) if begin is not None and end is not None else None,
        digest=row["digest"],
        version=row["version"],
    )


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer) -> None:
        self.log: Log = unit.log
        self.outbox = PostgresOutbox(unit.tx, sealer)
        self.inbox = PostgresInbox(unit.tx, sealer)
        self.texts = PostgresTexts(unit.tx)
        self.preferences = PostgresPreferences(unit.tx)
        self.deliveries = PostgresDeliveries(unit.tx, sealer)
        self.switchboard = PostgresSwitchboard(unit.tx)
        self.reports = PostgresReports(unit.tx, sealer)
        self.devices = PostgresDevices(unit.tx, sealer)
        self.consents = PostgresConsents(unit.tx)
        self.campaigns = PostgresCampaigns(unit.tx)
