"""What staff may look up: the rule book with its history, and the audit log."""

from datetime import date, datetime

import msgspec

from bdcommerce.compliance.schemas import AuditView, RuleValue, RuleView
from bdcommerce.infra.postgres import Query, Reads


class _RuleRow(msgspec.Struct):
    key: str
    history: list[RuleValue]


_RULES = Query(
    "compliance.rules",
    """
    WITH page AS (SELECT DISTINCT key FROM rule WHERE key > $1 ORDER BY key LIMIT $2)
    SELECT key, jsonb_agg(jsonb_build_object(
               'id', id, 'value', value::text, 'effective_from', effective_from, 'effective_to', effective_to,
               'source', source, 'status', status, 'verified_by', verified_by, 'recorded_at', recorded_at
           ) ORDER BY effective_from DESC, id DESC) AS history
    FROM rule JOIN page USING (key) GROUP BY key ORDER BY key
    """,
    _RuleRow,
)


async def rules(reads: Reads, after: str, limit: int, today: date) -> list[RuleView]:
    """Rules by key, after one, each with its history, the latest first."""
    rows = await reads.all(_RULES, after, limit)
    return [RuleView(key=row.key, today=_holding(row.history, today), history=row.history) for row in rows]


def _holding(history: list[RuleValue], on: date) -> RuleValue | None:
    holds = (value for value in history if value.effective_from <= on and (value.effective_to or date.max) > on)
    return next(holds, None)


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
