"""Sessions."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain.sessions import Session
from bdcommerce.kernel.actor import Audience


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in that goes on."""

    id: str
    audience: Audience
    device: Annotated[str, msgspec.Meta(description="browser and system", examples=["Chrome on Android"])]
    started_at: datetime
    last_used_at: Annotated[datetime, msgspec.Meta(description="when it was last refreshed")]
    expires_at: datetime
    current: Annotated[bool, msgspec.Meta(description="whether this very call comes from it")]

    @classmethod
    def of(cls, session: Session, current: str) -> "SessionView":
        """As its owner sees it."""
        return cls(
            id=session.id,
            audience=session.audience,
            device=session.agent,
            started_at=session.started_at,
            last_used_at=session.last_used_at,
            expires_at=session.expires_at,
            current=session.id == current,
        )
