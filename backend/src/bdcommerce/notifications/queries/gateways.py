"""How the gateways are, and what went through them."""

from datetime import datetime

import msgspec

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.kernel import clock


class Known(msgspec.Struct, frozen=True):
    """What is remembered of a gateway."""

    name: str
    working: bool | None
    said: str
    balance: str
    checked_at: datetime | None
    paused_until: datetime | None
    pause_reason: str


class Spent(msgspec.Struct, frozen=True):
    """What went through a gateway on a day."""

    gateway: str
    messages: int
    parts: int
    cost: int


_KNOWN = Query(
    "notifications.gateways",
    "SELECT name, working, said, balance, checked_at, paused_until, pause_reason FROM gateway",
    Known,
)
_SPENT = Query(
    "notifications.spent", "SELECT gateway, messages, parts, cost FROM spending WHERE day = $1 LIMIT 100", Spent
)


async def known(reads: Reads) -> dict[str, Known]:
    """By name; a gateway that was never asked is not among them."""
    return {each.name: each for each in await reads.all(_KNOWN)}


async def spent_today(reads: Reads) -> dict[str, Spent]:
    """By gateway."""
    return {each.gateway: each for each in await reads.all(_SPENT, clock.today())}
