"""Signing keys."""

from datetime import datetime

from sqlalchemy import Executable, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.sessions import SigningKey
from bdcommerce.accounts.tables import (
    signing_keys,
)
from bdcommerce.kernel import clock


class PostgresKeys(Repository):
    """See ports.Keys."""

    async def signing(self) -> SigningKey | None:
        now = clock.now()
        in_service = signing_keys.c.retired_at.is_(None) | (signing_keys.c.retired_at > now)
        signs = (signing_keys.c.signs_from <= now) & in_service
        # Clocks of two machines may differ: a key that is about to sign is better than none.
        return await self._one(
            select(signing_keys).order_by(case((signs, 0), else_=1), signing_keys.c.signs_from.desc()).limit(1)
        )

    async def newest(self) -> SigningKey | None:
        return await self._one(select(signing_keys).where(signing_keys.c.retired_at.is_(None)).with_for_update())

    async def add(self, key: SigningKey) -> None:
        await self.tx.execute(
            upsert(signing_keys)
            .values(
                id=key.id,
                private_sealed=self.sealer.seal(key.private, tables.PRIVATE_KEY),
                public=key.public,
                signs_from=key.signs_from,
            )
            .on_conflict_do_nothing()
        )

    async def retire(self, key: SigningKey) -> None:
        await self.tx.execute(update(signing_keys).where(signing_keys.c.id == key.id).values(retired_at=key.retired_at))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(signing_keys).where(signing_keys.c.retired_at < before))

    async def _one(self, statement: Executable) -> SigningKey | None:
        row = await self.tx.row(statement)
        return tables.KeyRow(**row).opened(self.sealer) if row else None
