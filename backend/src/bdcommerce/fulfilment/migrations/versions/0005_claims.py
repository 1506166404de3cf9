"""Claims against couriers, as they are shown; a parcel has one open claim at most."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table and its indexes."""
    texts = ("shipment_id", "vendor_order_id", "vendor_id", "courier", "number", "kind", "status")
    op.create_table(
        "claim_view",
        sa.Column("claim_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("offered", sa.BigInteger),
        sa.Column("settled", sa.BigInteger),
        sa.Column("currency", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("description", "answer", "reason", "opened_by")),
        sa.Column("evidence_ids", JSONB, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('lost', 'damaged')", name="claim_view_kind_check"),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'settled', 'refused', 'withdrawn')", name="claim_view_status_check"
        ),
        sa.CheckConstraint("settled BETWEEN 0 AND asked", name="claim_view_settled_check"),
    )
    for columns in (["status", "claim_id"], ["vendor_id", "claim_id"], ["vendor_id", "status", "claim_id"]):
        op.create_index(f"claim_view_{'_'.join(columns)}_idx", "claim_view", columns)
    op.create_index(
        "claim_view_one_open_key",
        "claim_view",
        ["shipment_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('open', 'answered')"),
    )
