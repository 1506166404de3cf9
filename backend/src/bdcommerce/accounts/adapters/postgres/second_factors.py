"""Second factors, and messages that are still to be sent."""

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.accounts.tables import OWED, SECRET, SecondFactorRow, owed_messages, second_factors


class PostgresSecondFactors(Repository):
    """See ports.SecondFactors."""

    async def locked(self, user_id: str) -> SecondFactor | None:
        row = await self.tx.row(select(second_factors).where(second_factors.c.user_id == user_id).with_for_update())
        return SecondFactorRow(**row).opened(self.sealer) if row else None

    async def save(self, factor: SecondFactor) -> None:
        content = {
            "secret_sealed": self.sealer.seal(factor.secret, SECRET),
            "created_at": factor.created_at,
            "confirmed_at": factor.confirmed_at,
            "last_step": factor.last_step,
            "recovery": sorted(factor.recovery),
        }
        await self.tx.execute(
            upsert(second_factors)
            .values(user_id=factor.user_id, **content)
            .on_conflict_do_update(index_elements=["user_id"], set_=content)
        )

    async def remove(self, user_id: str) -> None:
        await self.tx.execute(delete(second_factors).where(second_factors.c.user_id == user_id))


class PostgresMessages(Repository):
    """See ports.Messages."""

    async def add(self, message: OwedMessage) -> None:
        sealed = self.sealer.seal(msgspec.json.encode(message).decode(), OWED)
        await self.tx.execute(insert(owed_messages).values(id=message.id, sealed=sealed))

    async def remove(self, message_id: str) -> None:
        await self.tx.execute(delete(owed_messages).where(owed_messages.c.id == message_id))
