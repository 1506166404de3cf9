"""One-time codes."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.codes import Challenge, Purpose, Sendings
from bdcommerce.accounts.tables import code_challenges, code_sendings


class PostgresCodes(Repository):
    """See ports.Codes."""

    async def sendings(self, key: str) -> Sendings:
        index = self._index(key)
        await self.tx.execute(upsert(code_sendings).values(key=index, sent_at=[]).on_conflict_do_nothing())
        locked = select(code_sendings.c.sent_at).where(code_sendings.c.key == index).with_for_update()
        return Sendings(tuple(await self.tx.scalar(locked)))

    async def save_sendings(self, key: str, sendings: Sendings) -> None:
        there = code_sendings.c.key == self._index(key)
        await self.tx.execute(
            update(code_sendings).where(there).values(sent_at=list(sendings.at), last_at=max(sendings.at))
        )

    async def challenge(self, target: str, purpose: Purpose, source: str) -> Challenge | None:
        that = (
            code_challenges.c.target_index == self._index(target),
            code_challenges.c.purpose == purpose,
            code_challenges.c.source == source,
        )
        row = await self.tx.row(select(code_challenges).where(*that).with_for_update())
        if row is None:
            return None
        return Challenge(**{name: value for name, value in row.items() if name != "target_index"}, target=target)

    async def save(self, challenge: Challenge) -> None:
        changes = {
            "id": challenge.id,
            "digest": challenge.digest,
            "expires_at": challenge.expires_at,
            "missed": challenge.missed,
        }
        identity = {
            "target_index": self._index(challenge.target),
            "purpose": challenge.purpose,
            "source": challenge.source,
        }
        await self.tx.execute(
            upsert(code_challenges)
            .values(**identity, **changes)
            .on_conflict_do_update(index_elements=list(identity), set_=changes)
        )

    async def remove(self, challenge: Challenge) -> None:
        await self.tx.execute(delete(code_challenges).where(code_challenges.c.id == challenge.id))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(code_challenges).where(code_challenges.c.expires_at < before))
        await self.tx.execute(delete(code_sendings).where(code_sendings.c.last_at < before))

    def _index(self, key: str) -> str:
        return self.sealer.blind(key, tables.PHONE)
