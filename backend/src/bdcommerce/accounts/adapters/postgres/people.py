"""People."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.errors import EmailTaken, PhoneTaken
from bdcommerce.accounts.tables import (
    users,
)
from bdcommerce.kernel.errors import NotFound

_SAME_EMAIL, _SAME_PHONE = "users_email", "users_confirmed_phone"
"""Unique indexes, as PostgreSQL names them in its complaint."""


class PostgresPeople(Repository):
    """See ports.People."""

    async def get(self, user_id: str) -> Person:
        return await self._certain(_people().where(users.c.id == user_id))

    async def locked(self, user_id: str) -> Person:
        return await self._certain(_people().where(users.c.id == user_id).with_for_update())

    async def all_staff_locked(self) -> Sequence[Person]:
        statement = _people().where(users.c.kind == "staff").order_by(users.c.id).with_for_update()
        return [tables.PersonRow(**row).opened(self.sealer) for row in await self.tx.rows(statement)]

    async def by_phone(self, e164: str) -> Person | None:
        index = self.sealer.blind(e164, tables.PHONE)
        return await self._one(_people().where(users.c.phone_index == index, users.c.phone_confirmed))

    async def by_email(self, email: str) -> Person | None:
        return await self._one(_people().where(users.c.email_index == self.sealer.blind(email, tables.EMAIL)))

    async def add(self, person: Person) -> None:
        await self._write(insert(users).values(self._columns(person)))

    async def save(self, person: Person) -> None:
        await self._write(update(users).where(users.c.id == person.id).values(self._columns(person)))

    async def _certain(self, statement: Executable) -> Person:
        person = await self._one(statement)
        if person is None:
            raise NotFound("there is no such person")
        return person

    async def _one(self, statement: Executable) -> Person | None:
        row = await self.tx.row(statement)
        return tables.PersonRow(**row).opened(self.sealer) if row else None

    async def _write(self, statement: Executable) -> None:
        try:
            await self.tx.execute(statement)
        except IntegrityError as error:
            if _SAME_EMAIL in str(error.orig):
                raise EmailTaken.refused() from error
            if _SAME_PHONE in str(error.orig):
                raise PhoneTaken.refused() from error
            raise

    def _columns(self, person: Person) -> dict[str, Any]:
        seal, blind = self.sealer.seal, self.sealer.blind
        return {
            "id": person.id,
            "kind": person.kind,
            "created_at": person.created_at,
            "language": person.language,
            "name_sealed": seal(person.name, tables.NAME),
            "email_sealed": seal(person.email, tables.EMAIL) if person.email else None,
            "email_index": blind(person.email, tables.EMAIL) if person.email else None,
            "email_confirmed": person.email_confirmed,
            "phone_sealed": seal(person.phone, tables.PHONE) if person.phone else None,
            "phone_index": blind(person.phone, tables.PHONE) if person.phone else None,
            "phone_confirmed": person.phone_confirmed,
            "password_hash": person.password_hash,
            "roles": sorted(person.roles),
            "deactivated_at": person.deactivated_at,
        }


def _people() -> Select[Any]:
    return select(*(column for column in users.c if not column.name.endswith("_index")))
