"""Vendor orders as they were heard of, payouts, and the statutory clocks over them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"

_KINDS = "kind IN ('handover', 'delivery', 'refund', 'complaint', 'payout')"
_STATES = "state IN ('running', 'at_risk', 'breached', 'stopped')"


def upgrade() -> None:
    """Create them."""
    _create_what_was_heard()
    op.create_table(
        "clock",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "subject_id", "order_id", "vendor_id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("rule_key", "state")),
        *(_instant(name, nullable=False) for name in ("started_at", "at_risk_at", "due_at")),
        sa.Column("started", JSONB, nullable=False),
        sa.Column("stopped", JSONB),
        *(_instant(name) for name in ("stopped_at", "at_risk_told_at", "breach_told_at", "withdrawn_at", "wake_at")),
        sa.UniqueConstraint("kind", "subject_id", name="clock_kind_subject_id_key"),
        sa.CheckConstraint(_KINDS, name="clock_kind_check"),
        sa.CheckConstraint(_STATES, name="clock_state_check"),
        sa.CheckConstraint("at_risk_at <= due_at", name="clock_at_risk_at_check"),
        sa.CheckConstraint("(stopped IS NULL) = (stopped_at IS NULL)", name="clock_stopped_check"),
        sa.CheckConstraint("state <> 'stopped' OR coalesce(stopped_at <= due_at, false)", name="clock_in_time_check"),
        sa.CheckConstraint("state <> 'breached' OR breach_told_at IS NOT NULL", name="clock_breach_told_check"),
    )
    op.create_index("clock_due_at_id_idx", "clock", ["due_at", "id"])
    op.create_index("clock_state_due_at_id_idx", "clock", ["state", "due_at", "id"])
    op.create_index("clock_kind_due_at_id_idx", "clock", ["kind", "due_at", "id"])
    op.create_index("clock_vendor_id_due_at_id_idx", "clock", ["vendor_id", "due_at", "id"])
    unpaid = sa.text("kind = 'payout' AND stopped_at IS NULL")
    op.create_index("clock_unpaid_vendor_id_idx", "clock", ["vendor_id"], postgresql_where=unpaid)


def _create_what_was_heard() -> None:
    op.create_table(
        "sale",
        sa.Column("vendor_order_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("order_id", "vendor_id", "number", "customer_id")),
        _instant("released_at"),
        sa.Column("facts", JSONB, nullable=False),
    )
    op.create_index("sale_order_id_idx", "sale", ["order_id"])
    op.create_index("sale_number_idx", "sale", ["number"])
    op.create_table("payee", sa.Column("vendor_id", sa.Text, primary_key=True))
    op.create_table(
        "payout",
        sa.Column("payout_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        _instant("paid_at", nullable=False),
        _instant("released_until", nullable=False),
        sa.Column("proof", JSONB, nullable=False),
    )
    op.create_index("payout_vendor_id_released_until_idx", "payout", ["vendor_id", "released_until"])


def _instant(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
