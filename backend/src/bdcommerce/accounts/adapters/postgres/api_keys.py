"""API keys in PostgreSQL."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Executable, func, insert, select, update

from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.errors import UnknownApiKey
from bdcommerce.accounts.tables import ApiKeyRow, api_keys
from bdcommerce.infra.cache.announcing import announce
from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock, ids


@dataclass(frozen=True, slots=True)
class PostgresApiKeys:
    """See ports.ApiKeys."""

    tx: Transaction

    async def held_by(self, vendor_id: str) -> int:
        hold = api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > clock.now()
        counted = select(func.count()).select_from(api_keys).where(api_keys.c.vendor_id == vendor_id, *hold)
        return int(await self.tx.scalar(counted))

    async def get(self, key_id: str, vendor_id: str) -> ApiKey:
        theirs = api_keys.c.id == key_id, api_keys.c.vendor_id == vendor_id
        found = await self._one(select(api_keys).where(*theirs).with_for_update()) if ids.is_id(key_id, "key") else None
        if found is None:
            raise UnknownApiKey.refused()
        return found

    async def by_digest(self, digest: str) -> ApiKey | None:
        return await self._one(select(api_keys).where(api_keys.c.digest == digest).with_for_update())

    async def add(self, key: ApiKey) -> None:
        await self.tx.execute(insert(api_keys).values(_columns(key)))

    async def save(self, key: ApiKey) -> None:
        await self.tx.execute(update(api_keys).where(api_keys.c.id == key.id).values(_columns(key)))
        if key.revoked_at:
            await announce(self.tx, [f"api-key:{key.id}"])

    async def _one(self, statement: Executable) -> ApiKey | None:
        row = await self.tx.row(statement)
        return ApiKeyRow(**row).key() if row else None


def _columns(key: ApiKey) -> dict[str, Any]:
    return {**asdict(key), "scopes": sorted(key.scopes), "permissions": sorted(key.permissions)}
