"""The message that is being handled, as the unit of work needs to know it: what makes its effect happen once.

The first unit of work that a consumer opens writes the inbox row. If the row is already there, the effect has
happened: AlreadyHandled ends the handling, and the message is acknowledged.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import text

from bdcommerce.infra.postgres import Transaction
from bdcommerce.kernel import clock

_ENTER = text("""
    INSERT INTO inbox (queue, event_id, handled_at) VALUES (:queue, :event_id, :now)
    ON CONFLICT DO NOTHING RETURNING event_id
""")


class AlreadyHandled(Exception):
    """This message has had its effect before; nothing is left to do but to acknowledge it."""


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One message on its way into a consumer."""

    queue: str
    event_id: str
    metadata: Mapping[str, str]
    entered: bool = False

    @property
    def actor(self) -> str:
        """Who caused the event, and so what follows from it."""
        return self.metadata.get("actor", self.queue)

    async def enter(self, tx: Transaction) -> None:
        """Write the inbox row in the transaction of the effect; a second delivery at the same moment waits here for
        the first one's end. Raises AlreadyHandled, or RuntimeError if this delivery itself has committed before.
        """
        named = {"queue": self.queue, "event_id": self.event_id, "now": clock.now()}
        if await tx.scalar(_ENTER, named) is None:
            if self.entered:
                raise RuntimeError("a consumer opens exactly one unit of work: a second one would not be exactly once")
            raise AlreadyHandled(self.event_id)
        self.entered = True


_current: ContextVar[Delivery | None] = ContextVar("delivery", default=None)


def current(service: str) -> Delivery | None:
    """The message that this service is handling. A face called on the way is no part of it."""
    delivery = _current.get()
    return delivery if delivery and delivery.queue == service else None


@contextmanager
def handling(delivery: Delivery | None) -> Iterator[None]:
    """What runs in the block handles that message; None: it is no part of handling one, although it is called there."""
    token = _current.set(delivery)
    try:
        yield
    finally:
        _current.reset(token)
