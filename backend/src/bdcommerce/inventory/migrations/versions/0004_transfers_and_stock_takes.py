"""Goods between warehouses, and stock-takes, as people see them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the read tables."""
    op.create_table(
        "transfer",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("from_id", sa.Text, nullable=False),
        sa.Column("to_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("cargo", JSONB, nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("status IN ('draft', 'sent', 'received', 'cancelled')", name="transfer_status_check"),
        sa.CheckConstraint("from_id <> to_id", name="transfer_goes_somewhere_check"),
    )
    op.create_index("transfer_vendor_id_id_idx", "transfer", ["vendor_id", "id"])
    op.create_index("transfer_vendor_id_status_id_idx", "transfer", ["vendor_id", "status", "id"])
    op.create_index("transfer_under_way_idx", "transfer", ["to_id"], postgresql_where=sa.text("status = 'sent'"))
    op.create_table(
        "stock_take",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("warehouse_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("status IN ('open', 'approved', 'cancelled')", name="stock_take_status_check"),
    )
    op.create_index("stock_take_vendor_id_id_idx", "stock_take", ["vendor_id", "id"])
    op.create_index(
        "stock_take_open_idx", "stock_take", ["warehouse_id"], unique=True, postgresql_where=sa.text("status = 'open'")
    )
    op.create_table(
        "stock_take_line",
        sa.Column("count_id", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("batch_no", sa.Text, primary_key=True),
        sa.Column("expected", sa.BigInteger, nullable=False),
        sa.Column("counted", sa.BigInteger, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expected >= 0 AND counted >= 0", name="stock_take_line_units_check"),
    )
