"""How a migration puts first values of new rules into the book."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

from bdcommerce.kernel import clock, ids

_RULE = sa.table(
    "rule",
    *(sa.column(name) for name in ("id", "key", "value", "source", "status", "verified_by", "recorded_at")),
    sa.column("effective_from", sa.Date),
    sa.column("effective_to", sa.Date),
)
ALWAYS = date(2000, 1, 1)
"""For rules whose first day is not known: before any order."""


class First(NamedTuple):
    """A value from a day on. Where one of the operator's is unknown to the law, its status says so."""

    key: str
    value: str
    effective_from: date
    status: str
    source: str


def add_rules(firsts: Sequence[First]) -> None:
    """Write the values of keys that the book does not know; each holds until the next one of its key begins."""
    known = set(op.get_bind().scalars(sa.select(_RULE.c.key).distinct()))
    rows = [_row(first, firsts) for first in firsts if first.key not in known]
    if rows:
        op.bulk_insert(_RULE, rows)
        op.execute("UPDATE rule_book SET version = version + 1")


def _row(first: First, firsts: Sequence[First]) -> dict[str, object]:
    later = [
        other.effective_from
        for other in firsts
        if other.key == first.key and other.effective_from > first.effective_from
    ]
    return first._asdict() | {
        "id": ids.new_id("rul"),
        "value": Decimal(first.value),
        "effective_to": min(later, default=None),
        "verified_by": "",
        "recorded_at": clock.now(),
    }
