"""Idempotency keys: the same call with the same key is carried out once, and answered the same.

A key is `in_flight` from the first call on, `committed` from the very transaction that made the change, `completed`
when the reply is stored. A crash between the last two loses a reply but never repeats a change.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from sqlalchemy import text

from bdcommerce.infra.postgres import Database, Transaction
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Conflict, Invalid

LEASE = timedelta(seconds=30)
_CONTEXT = "infra.idempotency.reply"

_TAKE = text("""
    INSERT INTO idempotency (scope, key, request_sha256, state, lease_until, created_at)
    VALUES (:scope, :key, :sha, 'in_flight', :lease, :now)
    ON CONFLICT (scope, key) DO UPDATE SET lease_until = excluded.lease_until
    WHERE idempotency.request_sha256 = excluded.request_sha256 AND idempotency.lease_until < :now
      AND (idempotency.state = 'in_flight' OR (idempotency.state = 'committed' AND :resumable))
    RETURNING state
""")
_READ = text("SELECT request_sha256, state, body, lease_until FROM idempotency WHERE scope = :scope AND key = :key")
_COMMITTED = text("""
    UPDATE idempotency SET state = 'committed' WHERE scope = :scope AND key = :key AND state = 'in_flight'
""")
_COMPLETE = text("""
    UPDATE idempotency SET state = 'completed', body = :body WHERE scope = :scope AND key = :key
""")
_FORGET = text("DELETE FROM idempotency WHERE scope = :scope AND key = :key AND state = 'in_flight'")
_EXPIRE_LEASE = text("UPDATE idempotency SET lease_until = :now WHERE scope = :scope AND key = :key")


class KeyReused(Invalid):
    """The key was used for another request."""

    code = "idempotency_key_reused"


class InFlight(Conflict):
    """The first call with this key is still being carried out."""

    code = "in_flight"


class ReplyLost(Conflict):
    """The call was carried out, but its reply was lost in a restart. Read the resource; do not repeat the call."""

    code = "reply_lost"


class Reply(msgspec.Struct, frozen=True):
    """An answer as it went out."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A key this call holds; see infra.call.Claim."""

    scope: str
    key: str

    async def committed(self, tx: Transaction) -> None:
        """Remember in the transaction of the change that it was made."""
        await tx.execute(_COMMITTED, {"scope": self.scope, "key": self.key})


class IdempotencyKeys:
    """The keys of one service. Stored replies are sealed: they may hold tokens and addresses."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database, self._sealer = database, sealer

    def fingerprint(self, request: bytes) -> str:
        """What is remembered of a request instead of the request. Keyed: a body may hold a password, and a plain hash
        of it could be guessed offline.
        """
        return self._sealer.blind(hashlib.sha256(request).hexdigest(), "infra.request")

    async def take(self, held: HeldKey, fingerprint: str, *, resumable: bool) -> Reply | None:
        """Hold the key, or get the stored reply of its first call.

        Raises KeyReused, InFlight, or ReplyLost.
        """
        now = clock.now()
        named = {"scope": held.scope, "key": held.key, "sha": fingerprint, "now": now, "lease": now + LEASE}
        async with self._database.transaction() as tx:
            if await tx.scalar(_TAKE, {**named, "resumable": resumable}):
                return None
            row = await tx.row(_READ, {"scope": held.scope, "key": held.key})
        if row is None:
            raise InFlight("the first call with this key has just ended; try again", retry_after=1)
        if row["request_sha256"] != fingerprint:
            raise KeyReused.field("Idempotency-Key", "was used for another request")
        if row["state"] == "completed":
            return msgspec.msgpack.decode(bytes.fromhex(self._sealer.open(row["body"], _CONTEXT)), type=Reply)
        if row["state"] == "committed" and not resumable and row["lease_until"] <= now:
            raise ReplyLost("the call was carried out, but its reply was lost; read the resource")
        raise InFlight("the first call with this key is still being carried out", retry_after=1)

    async def complete(self, held: HeldKey, reply: Reply) -> None:
        """Store the reply of a call that succeeded."""
        body = self._sealer.seal(msgspec.msgpack.encode(reply).hex(), _CONTEXT)
        # Lost, it is what a crash just before would have left: the change stands, only its reply is gone.
        async with self._database.transaction(durable=False) as tx:
            await tx.execute(_COMPLETE, {"scope": held.scope, "key": held.key, "body": body})

    async def let_go(self, held: HeldKey) -> None:
        """The call was refused or failed: the key may be used again, unless a change was already made."""
        async with self._database.transaction() as tx:
            await tx.execute(_FORGET, {"scope": held.scope, "key": held.key})
            await tx.execute(_EXPIRE_LEASE, {"scope": held.scope, "key": held.key, "now": clock.now()})
