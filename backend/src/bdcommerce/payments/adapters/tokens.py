"""Tokens that providers give for a time and seldom: one for all processes, asked for by one of them at a time.

The row of a provider holds its token sealed, when it was asked for one, and who is asking now. A transaction is never
open while somebody asks: a lease says so instead, and ends by itself if its holder dies.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from bdcommerce.infra.outside import NotReached, Open
from bdcommerce.infra.postgres import Database
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable

CONTEXT = "payments.provider_token"
LEASE = timedelta(seconds=40)
RENEW_BEFORE = timedelta(minutes=8)
"""So long before its end a token is renewed: 52 minutes after it was given, of 60."""
USABLE_BEFORE = timedelta(seconds=30)
ATTEMPTS = 100
PAUSE = timedelta(milliseconds=100).total_seconds()

_READ = text("SELECT sealed, refresh_sealed, valid_until, lease_until FROM provider_token WHERE provider = :provider")
_LEASE = text("""
    INSERT INTO provider_token AS token (provider, asked_at, lease_until)
    VALUES (:provider, ARRAY[CAST(:now AS timestamptz)], :lease)
    ON CONFLICT (provider) DO UPDATE SET lease_until = :lease, asked_at = ARRAY(
        SELECT at FROM unnest(token.asked_at) AS at WHERE at > :hour_ago) || CAST(:now AS timestamptz)
    WHERE (token.lease_until IS NULL OR token.lease_until < :now)
      AND token.sealed = :seen
      AND (SELECT count(*) FROM unnest(token.asked_at) AS at WHERE at > :hour_ago) < :most
    RETURNING provider
""")
_KEEP = text("""
    UPDATE provider_token SET sealed = :sealed, refresh_sealed = :refresh, digest = :digest, valid_until = :until,
        lease_until = NULL
    WHERE provider = :provider
""")
_LET_GO = text("""
    UPDATE provider_token SET lease_until = NULL,
        asked_at = CASE WHEN :unheard THEN asked_at[1 : cardinality(asked_at) - 1] ELSE asked_at END
    WHERE provider = :provider
""")
_DROP = text("""
    UPDATE provider_token SET sealed = '', refresh_sealed = '' WHERE provider = :provider AND digest = :digest
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a provider gave."""

    value: str
    refresh: str
    valid_until: datetime

    def __repr__(self) -> str:
        return f"Token(valid_until={self.valid_until!r})"


Ask = Callable[[str], Awaitable[Token]]
"""Asks the provider: with what refreshes the last token, or with nothing for a new one."""


class Tokens:
    """The token of one provider."""

    def __init__(self, database: Database, sealer: Sealer, provider: str, ask: Ask, *, per_hour: int) -> None:
        self._database, self._sealer, self._provider, self._ask = database, sealer, provider, ask
        self._per_hour = per_hour
        self._kept: Token | None = None

    async def current(self) -> str:
        """A token that holds. Raises Unavailable when none may be asked for now, and what asking raises."""
        for _ in range(ATTEMPTS):
            if self._kept and self._kept.valid_until - clock.now() > RENEW_BEFORE:
                return self._kept.value
            found, seen = await self._read()
            if found and found.valid_until - clock.now() > RENEW_BEFORE:
                self._kept = found
                return found.value
            if await self._leased(seen):
                return await self._renewed(found)
            if found and found.valid_until - clock.now() > USABLE_BEFORE:
                return found.value
            if not await self._somebody_asks(seen):
                break
            await asyncio.sleep(PAUSE)
        raise Unavailable(f"{self._provider} gives no token now: it was asked too often", retry_after=300)

    async def drop(self, value: str) -> None:
        """This one does not hold any more, whatever it said."""
        self._kept = None
        async with self._database.transaction() as tx:
            await tx.execute(_DROP, {"provider": self._provider, "digest": _digest(value)})

    async def _renewed(self, before: Token | None) -> str:
        refreshes = before.refresh if before and before.valid_until > clock.now() else ""
        try:
            token = await self._ask(refreshes)
        except BaseException as error:
            # Only what was certainly not heard does not count.
            unheard = isinstance(error, NotReached | Open)
            async with self._database.transaction() as tx:
                await tx.execute(_LET_GO, {"provider": self._provider, "unheard": unheard})
            raise
        named = {
            "provider": self._provider,
            "sealed": self._sealer.seal(token.value, CONTEXT),
            "refresh": self._sealer.seal(token.refresh, CONTEXT) if token.refresh else "",
            "digest": _digest(token.value),
            "until": token.valid_until,
        }
        async with self._database.transaction() as tx:
            await tx.execute(_KEEP, named)
        self._kept = token
        return token.value

    async def _read(self) -> tuple[Token | None, str]:
        """The token that is kept, and how it stands there."""
        async with self._database.transaction() as tx:
            row = await tx.row(_READ, {"provider": self._provider})
        if row is None or not row["sealed"]:
            return None, ""
        refresh = self._sealer.open(row["refresh_sealed"], CONTEXT) if row["refresh_sealed"] else ""
        value = self._sealer.open(row["sealed"], CONTEXT)
        return Token(value=value, refresh=refresh, valid_until=row["valid_until"]), row["sealed"]

    async def _leased(self, seen: str) -> bool:
        """Whether this process may ask now: nobody else does, nothing has changed, and it is not too often."""
        now = clock.now()
        named = {"provider": self._provider, "now": now, "lease": now + LEASE, "hour_ago": now - timedelta(hours=1)}
        async with self._database.transaction() as tx:
            return await tx.scalar(_LEASE, {**named, "seen": seen, "most": self._per_hour}) is not None

    async def _somebody_asks(self, seen: str) -> bool:
        """Whether waiting helps: somebody asks now, or has just done so."""
        async with self._database.transaction() as tx:
            row = await tx.row(_READ, {"provider": self._provider})
        return row is not None and (row["sealed"] != seen or (row["lease_until"] or clock.now()) > clock.now())


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
