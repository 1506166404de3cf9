"""Photos that prove something of a parcel: a delivery, damage, a loss."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; one picture proves one delivery."""
    op.create_table(
        "evidence",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("shipment_id", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True)),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Text, nullable=False),
        sa.CheckConstraint("purpose IN ('delivery', 'damage', 'claim')", name="evidence_purpose_check"),
    )
    op.create_index("evidence_shipment_id_id_idx", "evidence", ["shipment_id", "id"])
    op.create_index(
        "evidence_of_one_delivery_key",
        "evidence",
        ["file"],
        unique=True,
        postgresql_where=sa.text("purpose = 'delivery'"),
    )
