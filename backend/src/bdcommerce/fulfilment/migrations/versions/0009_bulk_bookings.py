"""Bookings that staff begin many at once, with what came of each."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "bulk_booking",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("courier", sa.Text, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Text, nullable=False),
    )
    op.create_table(
        "bulk_booking_row",
        sa.Column("bulk_id", sa.Text, sa.ForeignKey("bulk_booking.id"), primary_key=True),
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("shipment_id", sa.Text, nullable=False),
        sa.Column("problem", sa.Text, nullable=False),
    )
