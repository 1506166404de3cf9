"""Sessions and their refresh tokens."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.tables import (
    refresh_tokens,
    sessions,
)
from bdcommerce.kernel import clock


class PostgresSessions(Repository):
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
