"""What providers and couriers settle: statements and their lines, what is still owed item by item, and differences.

What was captured, given back and collected before becomes items with one move each, so that items and ledger agree.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_KIND = "kind IN ('provider', 'courier')"
_OUTCOMES = "'settled', 'charged', 'amount', 'duplicate', 'unknown', 'missing_at_us', 'held'"
_REASONS = "'missing_at_us', 'missing_at_them', 'amount', 'fee', 'duplicate', 'unknown_reference', 'short_cod'"
_STATUSES = "'open', 'waiting', 'proposed', 'claimed', 'refund_owed', 'resolved'"
_BEFORE = (
    """
    INSERT INTO settlement_item (kind, source, item_id, what, reference, order_id, balance, opened_at, cleared_at)
    SELECT 'provider', provider, attempt_id, 'payment', trx_id, attempt.order_id, captured, entry.at, NULL
    FROM payment_attempt AS attempt
    JOIN journal_entry AS entry ON entry.reference = attempt_id AND entry.kind = 'prepaid_captured'
    """,
    """
    INSERT INTO settlement_item (kind, source, item_id, what, reference, order_id, balance, opened_at, cleared_at)
    SELECT 'provider', provider, refund_id, 'refund', refund_id, min(order_id), -sum(amount), min(done_at), NULL
    FROM payment_refund WHERE done_at IS NOT NULL GROUP BY provider, refund_id
    """,
    """
    INSERT INTO settlement_item (kind, source, item_id, what, reference, order_id, balance, opened_at, cleared_at)
    SELECT 'courier', courier, vendor_order_id, 'cash', vendor_order_id, '', collected + claimed - accounted,
           coalesce(collected_at, now()), CASE WHEN collected + claimed = accounted THEN now() END
    FROM escrow WHERE courier IS NOT NULL
    """,
    """
    INSERT INTO settlement_move (kind, source, item_id, position, number, at, what, amount)
    SELECT kind, source, item_id, 0, 0, opened_at, 'captured', balance FROM settlement_item WHERE balance <> 0
    """,
)


def upgrade() -> None:
    """Add what settlements need."""
    _statements()
    _items()
    _differences()
    _closes()
    for statement in _BEFORE:
        op.execute(statement)


def _statements() -> None:
    op.create_table(
        "settlement_mapping",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("saved_by", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_KIND, name="settlement_mapping_kind_check"),
    )
    op.create_table(
        "settlement_statement",
        sa.Column("statement_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("lines", "known", "skipped")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("gross", "charge", "net")),
        sa.Column("imported_by", sa.Text, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(_KIND, name="settlement_statement_kind_check"),
        sa.CheckConstraint("gross = net + charge", name="settlement_statement_sum_check"),
        sa.UniqueConstraint("kind", "source", "digest", name="settlement_statement_once_key"),
    )
    op.create_index("settlement_statement_source_idx", "settlement_statement", ["kind", "source", "statement_id"])
    op.create_table(
        "settlement_line",
        sa.Column("line_id", sa.Text, primary_key=True),
        sa.Column("statement_id", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "source", "key", "reference")),
        sa.Column("other_reference", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("gross", "charge", "net", "stated")),
        sa.Column("on", sa.Date),
        sa.Column("outcome", sa.Text),
        sa.Column("item_id", sa.Text),
        sa.CheckConstraint(_KIND, name="settlement_line_kind_check"),
        sa.CheckConstraint("gross = net + charge", name="settlement_line_sum_check"),
        sa.CheckConstraint(f"outcome IN ({_OUTCOMES})", name="settlement_line_outcome_check"),
        sa.UniqueConstraint("kind", "source", "key", name="settlement_line_once_key"),
    )
    op.create_index("settlement_line_row_idx", "settlement_line", ["statement_id", "row"])
    for name, such in (("new", "outcome IS NULL"), ("held", "outcome = 'held'")):
        op.create_index(
            f"settlement_line_{name}_idx", "settlement_line", ["statement_id", "row"], postgresql_where=sa.text(such)
        )


def _items() -> None:
    op.create_table(
        "settlement_item",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("item_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("what", "reference", "order_id")),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(_KIND, name="settlement_item_kind_check"),
        sa.CheckConstraint("what IN ('payment', 'refund', 'cash', 'line')", name="settlement_item_what_check"),
    )
    still_open = sa.text("balance <> 0")
    op.create_index(
        "settlement_item_open_idx", "settlement_item", ["kind", "source", "opened_at"], postgresql_where=still_open
    )
    op.create_index("settlement_item_cleared_idx", "settlement_item", ["kind", "source", "cleared_at"])
    op.create_index("settlement_item_reference_idx", "settlement_item", [sa.text("lower(reference)")])
    op.create_index("settlement_item_order_idx", "settlement_item", ["order_id"])
    op.create_table(
        "settlement_move",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("item_id", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.CheckConstraint("what IN ('captured', 'settled', 'resolved')", name="settlement_move_what_check"),
    )
    op.create_index("settlement_move_at_idx", "settlement_move", ["kind", "source", "at"])
    for column in ("reference", "provider_payment_id", "trx_id"):
        op.create_index(f"payment_attempt_{column}_idx", "payment_attempt", [sa.text(f"lower({column})")])


def _differences() -> None:
    op.create_table(
        "settlement_difference",
        sa.Column("difference_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "source", "reason", "status")),
        sa.Column("amount", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("reference", "item_id", "line_id")),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wait_until", sa.Date),
        sa.Column("proposed_how", sa.Text),
        sa.Column("proposed_by", sa.Text),
        sa.Column("how", sa.Text),
        sa.Column("resolved_by", sa.Text),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(_KIND, name="settlement_difference_kind_check"),
        sa.CheckConstraint(f"reason IN ({_REASONS})", name="settlement_difference_reason_check"),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name="settlement_difference_status_check"),
        sa.CheckConstraint(
            "(status = 'resolved') = (resolved_at IS NOT NULL)", name="settlement_difference_resolved_check"
        ),
        sa.CheckConstraint("proposed_by <> resolved_by", name="settlement_difference_four_eyes_check"),
    )
    undecided = sa.text("status <> 'resolved'")
    op.create_index(
        "settlement_difference_open_idx", "settlement_difference", ["difference_id"], postgresql_where=undecided
    )
    op.create_index(
        "settlement_difference_item_idx",
        "settlement_difference",
        ["kind", "source", "item_id"],
        postgresql_where=undecided,
    )
    op.create_index(
        "settlement_difference_open_of_source_idx",
        "settlement_difference",
        ["kind", "source", "difference_id"],
        postgresql_where=undecided,
    )
    op.create_index("settlement_difference_found_idx", "settlement_difference", ["kind", "source", "difference_id"])


def _closes() -> None:
    op.create_table(
        "settlement_close",
        sa.Column("close_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("ledger", "explained", "opening")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("captured", "settled", "resolved")),
        sa.Column("items", JSONB, nullable=False),
        sa.Column("closed_by", sa.Text, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_KIND, name="settlement_close_kind_check"),
        sa.CheckConstraint("(status = 'unexplained') = (ledger <> explained)", name="settlement_close_status_check"),
        sa.CheckConstraint("opening + captured + settled + resolved = explained", name="settlement_close_sum_check"),
        sa.UniqueConstraint("kind", "source", "day", name="settlement_close_once_key"),
    )
