"""What clocked work looks for: holds that are overdue."""

from datetime import datetime

from bdcommerce.infra.postgres import Query, Reads

OVERDUE_HOLDS = Query(
    "inventory.overdue_holds",
    """
    SELECT id FROM hold
    WHERE status = 'held' AND expires_at <= $1
    ORDER BY expires_at
    LIMIT $2
    """,
    dict[str, str],
)


async def overdue_holds(reads: Reads, now: datetime, limit: int) -> list[str]:
    """Holds whose time is over, the longest overdue first."""
    return [row["id"] for row in await reads.all(OVERDUE_HOLDS, now, limit)]
