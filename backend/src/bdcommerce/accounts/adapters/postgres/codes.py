"""One-time codes."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.codes import Challenge, Purpose, Sendings
from bdcommerce.accounts.tables import (
    code_challenges,
    code_sendings,
)


class PostgresCodes(Repository):
    """See ports.Codes."""

    async def sendings(self, e164: str) -> Sendings:
        index = self._index(e164)
        await self.tx.execute(upsert(code_sendings).values(phone_index=index, sent_at=[]).on_conflict_do_nothing())
        locked = select(code_sendings.c.sent_at).where(code_sendings.c.phone_index == index).with_for_update()
        return Sendings(tuple(await self.tx.scalar(locked)))

    async def save_sendings(self, e164: str, sendings: Sendings) -> None:
        of_phone = code_sendings.c.phone_index == self._index(e164)
        await self.tx.execute(
            update(code_sendings).where(of_phone).values(sent_at=list(sendings.at), last_at=max(sendings.at))
        )

    async def challenge(self, e164: str, purpose: Purpose) -> Challenge | None:
        row = await self.tx.row(
            select(code_challenges)
            .where(code_challenges.c.phone_index == self._index(e164), code_challenges.c.purpose == purpose)
            .with_for_update()
        )
        if row is None:
            return None
        return Challenge(**{name: value for name, value in row.items() if name != "phone_index"}, phone=e164)

    async def save(self, challenge: Challenge) -> None:
        changes = {
            "id": challenge.id,
            "digest": challenge.digest,
            "expires_at": challenge.expires_at,
            "missed": challenge.missed,
        }
        await self.tx.execute(
            upsert(code_challenges)
            .values(phone_index=self._index(challenge.phone), purpose=challenge.purpose, **changes)
            .on_conflict_do_update(index_elements=["phone_index", "purpose"], set_=changes)
        )

    async def remove(self, challenge: Challenge) -> None:
        await self.tx.execute(delete(code_challenges).where(code_challenges.c.id == challenge.id))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(code_challenges).where(code_challenges.c.expires_at < before))
        await self.tx.execute(delete(code_sendings).where(code_sendings.c.last_at < before))

    def _index(self, e164: str) -> str:
        return self.sealer.blind(e164, tables.PHONE)
