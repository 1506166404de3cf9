"""Address books."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.tables import (
    addresses,
)
from bdcommerce.contracts.accounts import UnknownAddress
from bdcommerce.kernel import ids


@dataclass(frozen=True, slots=True)
class PostgresAddresses(Repository):
    """See ports.Addresses."""

    geography: Geography

    async def of(self, user_id: str) -> Sequence[SavedAddress]:
        rows = await self.tx.rows(
            select(addresses).where(addresses.c.user_id == user_id).order_by(addresses.c.id.desc())
        )
        return [tables.AddressRow(**row).opened(self.sealer, self.geography.place) for row in rows]

    async def get(self, user_id: str, address_id: str) -> SavedAddress:
        theirs = addresses.c.user_id == user_id, addresses.c.id == address_id
        row = await self.tx.row(select(addresses).where(*theirs)) if ids.is_id(address_id, "adr") else None
        if row is None:
            raise UnknownAddress("there is no such address")
        return tables.AddressRow(**row).opened(self.sealer, self.geography.place)

    async def save(self, address: SavedAddress) -> None:
        if address.is_default:
            others = addresses.c.user_id == address.user_id, addresses.c.id != address.id, addresses.c.is_default
            await self.tx.execute(update(addresses).where(*others).values(is_default=False))
        content = {
            "upazila_id": address.address.place.upazila,
            "sealed": tables.sealed_address(address, self.sealer),
            "is_default": address.is_default,
        }
        await self.tx.execute(
            upsert(addresses)
            .values(id=address.id, user_id=address.user_id, created_at=address.created_at, **content)
            .on_conflict_do_update(index_elements=["id"], set_=content)
        )

    async def remove(self, address: SavedAddress) -> None:
        await self.tx.execute(delete(addresses).where(addresses.c.id == address.id))
