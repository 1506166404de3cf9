"""From how many units on a vendor wants to be told that stock runs low: for each offer, or for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Until a vendor says something, nothing is ever low."""
    op.add_column("stock", sa.Column("low_at", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("stock", sa.Column("low_own", sa.Boolean, nullable=False, server_default="false"))
    op.create_check_constraint("stock_low_at_check", "stock", "low_at >= 0")
    op.create_table(
        "vendor_setting",
        sa.Column("vendor_id", sa.Text, primary_key=True),
        sa.Column("low_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("low_at >= 0", name="vendor_setting_low_at_check"),
    )
    op.execute("INSERT INTO vendor_setting (vendor_id, low_at) SELECT DISTINCT vendor_id, 0 FROM stock")
