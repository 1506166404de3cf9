"""The audit log, as staff look it up."""

from datetime import datetime

from bdcommerce.compliance.schemas.audit import AuditView
from bdcommerce.infra.postgres import Query, Reads


def _audit(name: str, condition: str) -> Query[AuditView]:
    """One query per way to filter, so that each is a range of the index that fits it."""
    return Query(
        f"compliance.audit{name}",
        f"""
        SELECT seq, id, at, service, actor_id, audience, vendor_id, action, targets, body_hmac, request_id, hash
        FROM audit_entry WHERE at >= $1 AND (at, seq) < ($2, $3) {condition} ORDER BY at DESC, seq DESC LIMIT $4
        """,  # noqa: S608 - conditions stand below
        AuditView,
    )


_AUDIT = {
    (False, False): _audit("", ""),
    (True, False): _audit("_by_actor", "AND actor_id = $5"),
    (False, True): _audit("_by_action", "AND action = $5"),
    (True, True): _audit("_by_actor_and_action", "AND actor_id = $5 AND action = $6"),
}


async def audit(
    reads: Reads, *, actor: str, action: str, since: datetime, before: tuple[datetime, int], limit: int
) -> list[AuditView]:
    """Audit entries from an instant on and before a position, the latest first; empty filters match all."""
    given = [text for text in (actor, action) if text]
    return await reads.all(_AUDIT[bool(actor), bool(action)], since, *before, limit, *given)
