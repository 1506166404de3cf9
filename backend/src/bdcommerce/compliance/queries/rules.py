"""The rule book with its history."""

from datetime import date

import msgspec

from bdcommerce.compliance.schemas.rules import RuleValue, RuleView
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
