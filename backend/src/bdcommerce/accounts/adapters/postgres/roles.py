"""Roles that staff composed."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.roles import Role, RoleBook
from bdcommerce.accounts.tables import RoleRow, roles


class PostgresRoles(Repository):
    """See ports.Roles."""

    async def book(self) -> RoleBook:
        return RoleBook(RoleRow(**row).role() for row in await self.tx.rows(select(roles)))

    async def save(self, role: Role) -> None:
        content = {
            "description": role.description,
            "permissions": sorted(role.permissions),
            "second_factor": role.second_factor,
            "version": role.version,
            "changed_at": role.changed_at,
        }
        await self.tx.execute(
            upsert(roles).values(name=role.name, **content).on_conflict_do_update(index_elements=["name"], set_=content)
        )

    async def remove(self, role: Role) -> None:
        await self.tx.execute(delete(roles).where(roles.c.name == role.name))
