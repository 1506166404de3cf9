"""Changes of contact that wait for their codes."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.contacts import ContactChange
from bdcommerce.accounts.errors import UnknownContactChange
from bdcommerce.accounts.tables import contact_changes

_CONTEXT = "accounts.contact_changes.to_sealed"


class PostgresContactChanges(Repository):
    """See ports.ContactChanges."""

    async def get(self, user_id: str, change_id: str) -> ContactChange:
        theirs = contact_changes.c.user_id == user_id, contact_changes.c.id == change_id
        row = await self.tx.row(select(contact_changes).where(*theirs).with_for_update())
        if row is None:
            raise UnknownContactChange.refused()
        plain = {name: row[name] for name in ("id", "user_id", "kind", "expires_at")}
        to, old = (self.sealer.open(row[name], _CONTEXT) for name in ("to_sealed", "old_sealed"))
        return ContactChange(**plain, to=to, old=old)

    async def save(self, change: ContactChange) -> None:
        content = {
            "id": change.id,
            "to_sealed": self.sealer.seal(change.to, _CONTEXT),
            "old_sealed": self.sealer.seal(change.old, _CONTEXT),
            "expires_at": change.expires_at,
        }
        await self.tx.execute(
            upsert(contact_changes)
            .values(user_id=change.user_id, kind=change.kind, **content)
            .on_conflict_do_update(index_elements=["user_id", "kind"], set_=content)
        )

    async def remove(self, change: ContactChange) -> None:
        await self.tx.execute(delete(contact_changes).where(contact_changes.c.id == change.id))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(contact_changes).where(contact_changes.c.expires_at < before))
