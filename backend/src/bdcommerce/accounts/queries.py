"""Who is who, who lives where, and which keys hold: named reads on the read pool, opened on the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bdcommerce.accounts import tables
from bdcommerce.accounts.domain import people, sessions
from bdcommerce.accounts.domain.addresses import SavedAddress
from bdcommerce.accounts.domain.api_keys import ApiKey
from bdcommerce.accounts.domain.consents import Consent
from bdcommerce.accounts.domain.geography import Geography
from bdcommerce.accounts.domain.messages import OwedMessage
from bdcommerce.accounts.domain.people import Person
from bdcommerce.accounts.domain.roles import RoleBook
from bdcommerce.accounts.domain.second_factors import SecondFactor
from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.ports import Deps
from bdcommerce.accounts.tables import (
    AddressRow,
    ApiKeyRow,
    ConsentRow,
    OwedMessageRow,
    PersonRow,
    RoleRow,
    SecondFactorRow,
    SessionRow,
)
from bdcommerce.contracts.accounts import ConsentPurpose, UnknownAddress
from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock, ids, phone
from bdcommerce.kernel.errors import Invalid, NotFound, ensure

_PERSON = """
    SELECT id, kind, created_at, language, roles, deactivated_at,
           name_sealed, email_sealed, email_confirmed, phone_sealed, phone_confirmed, password_hash
    FROM users"""
_ADDRESS = "SELECT id, user_id, created_at, upazila_id, sealed, is_default FROM addresses"

PERSON = Query("accounts.person", f"{_PERSON} WHERE id = $1", PersonRow)
PERSON_BY_EMAIL = Query("accounts.person_by_email", f"{_PERSON} WHERE email_index = $1", PersonRow)
PERSON_BY_PHONE = Query("accounts.person_by_phone", f"{_PERSON} WHERE phone_index = $1 AND phone_confirmed", PersonRow)
STAFF = Query("accounts.staff", f"{_PERSON} WHERE kind = 'staff' AND id > $1 ORDER BY id LIMIT $2", PersonRow)
ADDRESS = Query("accounts.address", f"{_ADDRESS} WHERE user_id = $1 AND id = $2", AddressRow)
ADDRESSES = Query("accounts.addresses", f"{_ADDRESS} WHERE user_id = $1 ORDER BY id DESC", AddressRow)

API_KEYS = Query(
    "accounts.api_keys",
    """SELECT id, audience, vendor_id, name, scopes, permissions, hint, digest, created_by, created_at, expires_at,
              last_used_at, revoked_at
       FROM api_keys WHERE vendor_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3""",
    ApiKeyRow,
)

SESSIONS = Query(
    "accounts.sessions",
    """SELECT id, user_id, audience, started_at, last_used_at, expires_at, revoked_at, agent, device,
              second_factor
       FROM sessions WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND id < $3
       ORDER BY id DESC LIMIT $4""",
    SessionRow,
)

_CONSENT = """
    SELECT position, id, user_id, purpose, granted, policy_version, text_sha256, language, channel, at,
           address_sealed
    FROM consents"""
CONSENTS = Query(
    "accounts.consents",
    _CONSENT.replace("SELECT", "SELECT DISTINCT ON (purpose)")
    + " WHERE user_id = $1 ORDER BY purpose DESC, position DESC",
    ConsentRow,
)
CONSENT_LOG = Query(
    "accounts.consent_log",
    f"{_CONSENT} WHERE user_id = $1 AND position < $2 ORDER BY position DESC LIMIT $3",
    ConsentRow,
)
ROLES = Query(
    "accounts.roles",
    "SELECT name, description, permissions, second_factor, version, changed_at FROM roles ORDER BY name",
    RoleRow,
)
OWED_MESSAGE = Query("accounts.owed_message", "SELECT id, sealed FROM owed_messages WHERE id = $1", OwedMessageRow)
SECOND_FACTOR = Query(
    "accounts.second_factor",
    """SELECT user_id, secret_sealed, created_at, confirmed_at, last_step, recovery
       FROM second_factors WHERE user_id = $1""",
    SecondFactorRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A published key."""

    public: dict[str, str]


PUBLIC_KEYS = Query(
    "accounts.public_keys",
    "SELECT public FROM signing_keys WHERE retired_at IS NULL OR retired_at >= $1 ORDER BY signs_from DESC",
    PublicKey,
)


@dataclass(frozen=True, slots=True)
class Directory:
    """The read side of accounts."""

    reads: Reads
    sealer: Sealer
    geography: Geography

    async def person(self, user_id: str) -> Person:
        """Raises NotFound."""
        return await self._person(PERSON, user_id)

    async def by_login(self, login: str) -> Person:
        """The person with that e-mail address or confirmed phone. Raises NotFound."""
        if "@" in login:
            return await self.by_email(login)
        try:
            index = self.sealer.blind(phone.normalise(login), tables.PHONE)
        except Invalid as error:
            raise NotFound("there is no such person") from error
        return await self._person(PERSON_BY_PHONE, index)

    async def by_email(self, email: str) -> Person:
        """Raises NotFound."""
        try:
            index = self.sealer.blind(people.normal_email(email), tables.EMAIL)
        except Invalid as error:
            raise NotFound("there is no such person") from error
        return await self._person(PERSON_BY_EMAIL, index)

    async def staff(self, after: str, limit: int) -> Sequence[Person]:
        """Up to `limit + 1` people who work for the operator, the longest-serving first."""
        return [row.opened(self.sealer) for row in await self.reads.all(STAFF, after, limit + 1)]

    async def role_book(self) -> RoleBook:
        """All roles of this moment."""
        return RoleBook(row.role() for row in await self.reads.all(ROLES))

    async def address(self, user_id: str, address_id: str) -> SavedAddress:
        """Raises UnknownAddress, also for somebody else's."""
        ensure(ids.is_id(address_id, "adr"), UnknownAddress("there is no such address"))
        row = await self.reads.one(ADDRESS, user_id, address_id)
        if row is None:
            raise UnknownAddress("there is no such address")
        return row.opened(self.sealer, self.geography.place)

    async def addresses(self, user_id: str) -> Sequence[SavedAddress]:
        """A person's address book, the newest first."""
        rows = await self.reads.all(ADDRESSES, user_id)
        return [row.opened(self.sealer, self.geography.place) for row in rows]

    async def sessions(self, user_id: str, before: str, limit: int) -> Sequence[Session]:
        """Up to `limit + 1` sessions of a person that go on, the latest first."""
        rows = await self.reads.all(SESSIONS, user_id, clock.now(), before, limit + 1)
        return [row.session() for row in rows]

    async def consents(self, user_id: str) -> Mapping[ConsentPurpose, Consent]:
        """A person's last word on every purpose they said one about."""
        return {row.purpose: row.opened(self.sealer) for row in await self.reads.all(CONSENTS, user_id)}

    async def consent_log(self, user_id: str, before: int, limit: int) -> Sequence[Consent]:
        """Up to `limit + 1` words of a person's, the latest first."""
        return [row.opened(self.sealer) for row in await self.reads.all(CONSENT_LOG, user_id, before, limit + 1)]

    async def owed_message(self, message_id: str) -> OwedMessage | None:
        """A message that is still to be sent."""
        row = await self.reads.one(OWED_MESSAGE, message_id)
        return row.opened(self.sealer) if row else None

    async def second_factor(self, user_id: str) -> SecondFactor | None:
        """A person's, set up or about to be."""
        row = await self.reads.one(SECOND_FACTOR, user_id)
        return row.opened(self.sealer) if row else None

    async def api_keys(self, vendor_id: str, before: str, limit: int) -> Sequence[ApiKey]:
        """Up to `limit + 1` keys of a vendor (or, if empty, of partners), the newest first."""
        return [row.key() for row in await self.reads.all(API_KEYS, vendor_id, before, limit + 1)]

    async def public_keys(self) -> Sequence[dict[str, str]]:
        """The keys whose tokens may still be valid, the newest first."""
        return [key.public for key in await self.reads.all(PUBLIC_KEYS, sessions.published_since())]

    async def _person(self, query: Query[PersonRow], key: str) -> Person:
        row = await self.reads.one(query, key)
        if row is None:
            raise NotFound("there is no such person")
        return row.opened(self.sealer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge(Deps):
    """What the edges of accounts work with: the ports, and the read side."""

    directory: Directory
