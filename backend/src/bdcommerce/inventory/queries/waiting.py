"""What somebody waits for."""

from datetime import datetime

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.inventory.schemas import WaitingView

_WAITING = "SELECT offer_id, title, slug, asked_at FROM waiting"

WAITING_OF_PERSON = Query(
    "inventory.waiting_of_person",
    f"{_WAITING} WHERE user_id = $1 AND (asked_at, offer_id) < ($2, $3) ORDER BY asked_at DESC, offer_id DESC LIMIT $4",
    WaitingView,
)

WAITING = Query("inventory.waiting", f"{_WAITING} WHERE user_id = $1 AND offer_id = $2", WaitingView)


async def waiting_of_person(reads: Reads, user_id: str, before: tuple[datetime, str], limit: int) -> list[WaitingView]:
    """What somebody waits for, latest first, before one of them."""
    return await reads.all(WAITING_OF_PERSON, user_id, *before, limit)


async def waiting(reads: Reads, user_id: str, offer_id: str) -> WaitingView | None:
    """One of the offers that somebody waits for."""
    return await reads.one(WAITING, user_id, offer_id)
