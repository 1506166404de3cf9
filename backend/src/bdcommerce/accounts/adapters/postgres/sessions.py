"""Sessions and their refresh tokens."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from bdcommerce.accounts.adapters.postgres.repository import Repository
from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.accounts.tables import SessionRow, refresh_tokens, sessions
from bdcommerce.kernel import clock
from bdcommerce.kernel.actor import Audience


class PostgresSessions(Repository):
    """See ports.Sessions."""

    async def add(self, session: Session) -> None:
        values = {name: value for name, value in asdict(session).items() if name != "revoked"}
        await self.tx.execute(insert(sessions).values(values))

    async def add_token(self, digest: str, session: Session) -> None:
        values = {"digest": digest, "session_id": session.id, "issued_at": clock.now()}
        await self.tx.execute(insert(refresh_tokens).values(values))

    async def of_token(self, digest: str) -> Session | None:
        of_token = sessions.c.id == refresh_tokens.c.session_id
        row = await self.tx.row(
            select(sessions).join(refresh_tokens, of_token).where(refresh_tokens.c.digest == digest)
        )
        return SessionRow(**row).session() if row else None

    async def spend(self, digest: str) -> bool:
        unused = refresh_tokens.c.digest == digest, refresh_tokens.c.used_at.is_(None)
        spent = await self.tx.execute(update(refresh_tokens).where(*unused).values(used_at=clock.now()))
        return spent.rowcount == 1

    async def revoke(self, session_id: str) -> None:
        await self._revoke(sessions.c.id == session_id)

    async def use(self, session: Session) -> None:
        await self.tx.execute(update(sessions).where(sessions.c.id == session.id).values(last_used_at=clock.now()))

    async def revoke_of(self, user_id: str, session_id: str) -> bool:
        theirs = sessions.c.user_id == user_id, sessions.c.id == session_id
        await self._revoke(*theirs)
        return await self.tx.scalar(select(sessions.c.id).where(*theirs)) is not None

    async def revoke_others(self, user_id: str, keep: str = "", *, audience: Audience | None = None) -> int:
        there = [sessions.c.audience == audience] if audience else []
        return await self._revoke(sessions.c.user_id == user_id, sessions.c.id != keep, *there)

    async def prove(self, session_id: str) -> None:
        await self.tx.execute(update(sessions).where(sessions.c.id == session_id).values(second_factor=True))

    async def forget(self, before: datetime) -> None:
        await self.tx.execute(delete(sessions).where(sessions.c.expires_at < before))

    async def _revoke(self, *which: ColumnElement[bool]) -> int:
        now = clock.now()
        alive = sessions.c.revoked_at.is_(None), sessions.c.expires_at > now
        ended = await self.tx.execute(update(sessions).where(*which, *alive).values(revoked_at=now))
        return int(ended.rowcount)
