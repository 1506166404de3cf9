"""Devices that are known, and tries that are counted."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.throttles import Level
from bdcommerce.accounts.tables import devices, throttles
from bdcommerce.kernel import clock

_KEY = "accounts.throttles.key"


class PostgresDevices(Repository):
    """See ports.Devices."""

    async def knows(self, user_id: str, device: str) -> bool:
        that = select(devices.c.device).where(devices.c.user_id == user_id, devices.c.device == device)
        return await self.tx.scalar(that) is not None

    async def remember(self, user_id: str, device: str) -> None:
        now = clock.now()
        await self.tx.execute(
            upsert(devices)
            .values(user_id=user_id, device=device, seen_at=now)
            .on_conflict_do_update(index_elements=["user_id", "device"], set_={"seen_at": now})
        )

    async def forget_all(self, user_id: str) -> None:
        await self.tx.execute(delete(devices).where(devices.c.user_id == user_id))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(devices).where(devices.c.seen_at < before))


class PostgresThrottles(Repository):
    """See ports.Throttles. A key says who tried what from where, so only its fingerprint is stored."""

    async def level(self, key: str) -> Level:
        index = self._index(key)
        await self.tx.execute(upsert(throttles).values(key=index, amount=0).on_conflict_do_nothing())
        row = await self.tx.row(select(throttles).where(throttles.c.key == index).with_for_update())
        return Level(row["amount"], row["at"]) if row else Level()

    async def save(self, key: str, level: Level) -> None:
        changed = update(throttles).where(throttles.c.key == self._index(key))
        await self.tx.execute(changed.values(amount=level.amount, at=level.at))

    async def drop(self, key: str) -> None:
        await self.tx.execute(delete(throttles).where(throttles.c.key == self._index(key)))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(throttles).where(throttles.c.at < before))

    def _index(self, key: str) -> str:
        return self.sealer.blind(key, _KEY)
