"""Complaints and disputes, what was written over them, and the answers that staff give often."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create them."""
    op.execute("CREATE SEQUENCE complaint_number")
    op.execute("CREATE SEQUENCE dispute_number")
    op.create_index("clock_order_id_idx", "clock", ["order_id"])
    _create_complaints()
    _create_disputes()
    op.create_table(
        "letter",
        *(_text(name) for name in ("case_id", "side", "author_id", "text_sealed", "photo")),
        sa.Column("id", sa.Text, primary_key=True),
        _instant("at", nullable=False),
        sa.Column("internal", sa.Boolean, nullable=False),
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.CheckConstraint("side IN ('customer', 'vendor', 'staff')", name="letter_side_check"),
        sa.CheckConstraint("side = 'staff' OR NOT internal", name="letter_internal_check"),
    )
    op.create_index("letter_case_id_position_idx", "letter", ["case_id", "position"])
    op.execute("""
        CREATE TRIGGER letter_is_kept BEFORE UPDATE ON letter FOR EACH ROW EXECUTE FUNCTION refuse_change()
        """)
    op.create_table(
        "answer_template",
        sa.Column("id", sa.Text, primary_key=True),
        _text("title"),
        sa.Column("category", sa.Text),
        sa.Column("text", JSONB, nullable=False),
    )


def _create_complaints() -> None:
    texts = ("number", "status", "category", "customer_id", "guest_hash", "order_id", "order_number")
    op.create_table(
        "complaint",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name) for name in (*texts, "vendor_order_id", "vendor_id", "assigned_to", "external_reference")),
        _instant("opened_at", nullable=False),
        sa.Column("waits_for_staff", sa.Boolean, nullable=False),
        sa.Column("acted", JSONB),
        _instant("ended_at"),
        sa.Column("authority", sa.Text),
        sa.UniqueConstraint("number", name="complaint_number_key"),
        sa.CheckConstraint("status IN ('open', 'answered', 'resolved', 'escalated')", name="complaint_status_check"),
        sa.CheckConstraint("(status = 'open') = (acted IS NULL)", name="complaint_acted_check"),
        sa.CheckConstraint(
            "(status IN ('resolved', 'escalated')) = (ended_at IS NOT NULL)", name="complaint_ended_check"
        ),
        sa.CheckConstraint("(status = 'escalated') = (authority IS NOT NULL)", name="complaint_authority_check"),
        sa.CheckConstraint("(customer_id = '') <> (guest_hash = '')", name="complaint_author_check"),
    )
    op.create_index("complaint_order_id_idx", "complaint", ["order_id"])
    op.create_index("complaint_opened_at_id_idx", "complaint", ["opened_at", "id"])
    for column in ("status", "category", "assigned_to", "vendor_id", "customer_id"):
        op.create_index(f"complaint_{column}_opened_at_id_idx", "complaint", [column, "opened_at", "id"])


def _create_disputes() -> None:
    texts = ("number", "status", "reason", "opened_by", "customer_id", "guest_hash", "order_id", "order_number")
    op.create_table(
        "dispute",
        sa.Column("id", sa.Text, primary_key=True),
        *(_text(name) for name in (*texts, "vendor_order_id", "vendor_id", "approved_by")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("asked", "refund")),
        *(_instant(name, nullable=False) for name in ("opened_at", "answer_due_at")),
        *(_instant(name) for name in ("answered_at", "decided_at")),
        sa.Column("decision", JSONB),
        sa.UniqueConstraint("number", name="dispute_number_key"),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'proposed', 'decided', 'withdrawn')", name="dispute_status_check"
        ),
        sa.CheckConstraint("opened_by IN ('customer', 'vendor')", name="dispute_opened_by_check"),
        sa.CheckConstraint("asked >= 0 AND refund >= 0", name="dispute_amounts_check"),
        sa.CheckConstraint(
            "(status IN ('proposed', 'decided')) = (decision IS NOT NULL)", name="dispute_decision_check"
        ),
        sa.CheckConstraint(
            "(status IN ('decided', 'withdrawn')) = (decided_at IS NOT NULL)", name="dispute_decided_check"
        ),
        sa.CheckConstraint("approved_by = '' OR approved_by <> decision->>'by'", name="dispute_four_eyes_check"),
    )
    live = sa.text("status <> 'withdrawn'")
    op.create_index("dispute_vendor_order_id_key", "dispute", ["vendor_order_id"], unique=True, postgresql_where=live)
    op.create_index("dispute_order_id_idx", "dispute", ["order_id"])
    op.create_index("dispute_opened_at_id_idx", "dispute", ["opened_at", "id"])
    for column in ("status", "vendor_id", "customer_id"):
        op.create_index(f"dispute_{column}_opened_at_id_idx", "dispute", [column, "opened_at", "id"])


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False)


def _instant(name: str, *, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
