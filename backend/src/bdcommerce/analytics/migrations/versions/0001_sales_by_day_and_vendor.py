"""Sales by day and vendor."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_FIGURES = (
    "orders", "units", "cancelled", "cancelled_units", "returned", "returned_units", "delivered", "delivered_units",
    "goods", "delivery", "vendor_discounts", "operator_discounts", "cancelled_goods", "returned_goods",
    "delivered_goods", "vendor_amount", "commission",
)  # fmt: skip


def upgrade() -> None:
    """Create the table of figures."""
    op.create_table(
        "sales_by_day_vendor",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("vendor_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in _FIGURES),
    )
    op.create_index("sales_of_vendor_idx", "sales_by_day_vendor", ["vendor_id", "day"])
