"""The HTTP call that is being answered, as the unit of work needs to know it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from bdcommerce.infra.postgres import Transaction


class Claim(Protocol):
    """An idempotency key that this call holds."""

    async def committed(self, tx: Transaction) -> None:
        """Remember, in the transaction of the change itself, that the change was made."""


@dataclass(slots=True, kw_only=True)
class Call:
    """Who asks for what. One per request, in the service that answers it."""

    service: str
    request_id: str
    actor_id: str
    audience: str
    vendor_id: str
    action: str
    """Method and route template."""
    targets: dict[str, str] = field(default_factory=dict)
    """The path parameters."""
    body_hmac: str = ""
    writes: bool = False
    claim: Claim | None = None
    recorded: bool = False
    """Whether an earlier unit of work of this call has told the audit log."""

    @property
    def by_staff(self) -> bool:
        """Whether the audit log wants to know: the caller works for the operator or for a vendor."""
        return self.writes and self.audience in {"admin", "vendor"}


_current: ContextVar[Call | None] = ContextVar("call", default=None)


def current(service: str) -> Call | None:
    """The call that this service is answering. A face called on the way belongs to another service's call."""
    call = _current.get()
    return call if call and call.service == service else None


def begin(call: Call) -> None:
    """This task answers that call."""
    _current.set(call)
