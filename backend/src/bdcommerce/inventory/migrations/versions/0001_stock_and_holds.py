"""Stock, and the holds on it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables of inventory."""
    op.create_table(
        "stock",
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("on_hand", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("held >= 0 AND on_hand >= held", name="stock_never_oversold_check"),
    )
    op.create_index("stock_vendor_id_offer_id_idx", "stock", ["vendor_id", "offer_id"])
    op.create_table(
        "hold",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("status IN ('held', 'committed', 'released', 'expired')", name="hold_status_check"),
    )
    op.create_index("hold_held_expires_at_idx", "hold", ["expires_at"], postgresql_where=sa.text("status = 'held'"))
    op.create_table(
        "hold_line",
        sa.Column("hold_id", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("given_back", sa.BigInteger, nullable=False),
        sa.CheckConstraint("quantity > 0", name="hold_line_quantity_check"),
        sa.CheckConstraint("given_back BETWEEN 0 AND quantity", name="hold_line_given_back_check"),
    )
    op.create_table(
        "give_back",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("hold_id", sa.Text, sa.ForeignKey("hold.id"), nullable=False),
    )
