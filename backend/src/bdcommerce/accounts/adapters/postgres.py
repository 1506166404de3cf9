"""Accounts in PostgreSQL: every repository of ports.py over one open transaction, sealing on the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, case, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from bdcommerce.accounts import tables
from bdcommerce.accounts.adapters.api_keys import PostgresApiKeys
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.codes import Challenge, Purpose, Sendings
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.sessions import Session, SigningKey
from bdcommerce.accounts.errors import EmailTaken, PhoneTaken
from bdcommerce.accounts.tables import (
    addresses,
    code_challenges,
    code_sendings,
    refresh_tokens,
    sessions,
    signing_keys,
    users,
)
from bdcommerce.contracts.accounts import UnknownAddress
from bdcommerce.infra.postgres import Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.infra.unit_of_work import Unit
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import NotFound

_SAME_EMAIL, _SAME_PHONE = "users_email", "users_confirmed_phone"
"""Unique indexes, as PostgreSQL names them in its complaint."""


@dataclass(frozen=True, slots=True)
class _Repository:
    tx: Transaction
    sealer: Sealer


class PostgresPeople(_Repository):
    """See ports.People."""

    async def get(self, user_id: str) -> Person:
        return await self._certain(_people().where(users.c.id == user_id))

    async def locked(self, user_id: str) -> Person:
        return await self._certain(_people().where(users.c.id == user_id).with_for_update())

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
            "phone_sealed": seal(person.phone, tables.PHONE) if person.phone else None,
            "phone_index": blind(person.phone, tables.PHONE) if person.phone else None,
            "phone_confirmed": person.phone_confirmed,
            "password_hash": person.password_hash,
            "roles": sorted(person.roles),
        }


def _people() -> Select[Any]:
    return select(*(column for column in users.c if not column.name.endswith("_index")))


class PostgresCodes(_Repository):
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


class PostgresSessions(_Repository):
    """See ports.Sessions."""

    async def add(self, session: Session) -> None:
        await self.tx.execute(
            insert(sessions).values(
                id=session.id, user_id=session.user_id, audience=session.audience, expires_at=session.expires_at
            )
        )

    async def add_token(self, digest: str, session: Session) -> None:
        values = {"digest": digest, "session_id": session.id, "issued_at": clock.now()}
        await self.tx.execute(insert(refresh_tokens).values(values))

    async def of_token(self, digest: str) -> Session | None:
        of_token = sessions.c.id == refresh_tokens.c.session_id
        row = await self.tx.row(
            select(sessions).join(refresh_tokens, of_token).where(refresh_tokens.c.digest == digest)
        )
        if row is None:
            return None
        known = {name: row[name] for name in ("id", "user_id", "audience", "expires_at")}
        return Session(**known, revoked=row["revoked_at"] is not None)

    async def spend(self, digest: str) -> bool:
        unused = refresh_tokens.c.digest == digest, refresh_tokens.c.used_at.is_(None)
        spent = await self.tx.execute(update(refresh_tokens).where(*unused).values(used_at=clock.now()))
        return spent.rowcount == 1

    async def revoke(self, session_id: str) -> None:
        still = sessions.c.id == session_id, sessions.c.revoked_at.is_(None)
        await self.tx.execute(update(sessions).where(*still).values(revoked_at=clock.now()))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(sessions).where(sessions.c.expires_at < before))


@dataclass(frozen=True, slots=True)
class PostgresAddresses(_Repository):
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


class PostgresKeys(_Repository):
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


class PostgresWork:
    """See ports.Work."""

    def __init__(self, unit: Unit, sealer: Sealer, geography: Geography) -> None:
        self.log = unit.log
        self.people = PostgresPeople(unit.tx, sealer)
        self.codes = PostgresCodes(unit.tx, sealer)
        self.sessions = PostgresSessions(unit.tx, sealer)
        self.addresses = PostgresAddresses(unit.tx, sealer, geography)
        self.keys = PostgresKeys(unit.tx, sealer)
        self.api_keys = PostgresApiKeys(unit.tx)


def opener(sealer: Sealer, geography: Geography) -> Callable[[Unit], PostgresWork]:
    """What builds the repositories of a unit of work."""
    return lambda unit: PostgresWork(unit, sealer, geography)
