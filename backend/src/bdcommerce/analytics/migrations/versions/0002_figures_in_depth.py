"""Sales by what one likes, the way of a visit, surveys, onboarding, and how processes do.

What was added up by vendor is kept; by category, district and channel nothing is known of what was sold before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_COUNTS = (
    "orders", "units", "cancelled", "cancelled_units", "returned", "returned_units", "delivered", "delivered_units",
)  # fmt: skip
_AMOUNTS = (
    "goods", "delivery", "vendor_discounts", "operator_discounts", "cancelled_goods", "returned_goods",
    "delivered_goods", "vendor_amount", "commission",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables of figures."""
    _sales()
    _people()
    _processes()


def _sales() -> None:
    figures = [*_COUNTS, *_AMOUNTS]
    op.create_table(
        "sales_by_day",
        sa.Column("by", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in figures),
        sa.CheckConstraint("by IN ('all', 'vendor', 'category', 'district', 'channel')", name="sales_by_day_by_check"),
    )
    op.create_index("sales_of_key_idx", "sales_by_day", ["by", "key", "day"])
    names, sums = ", ".join(figures), ", ".join(f"sum({name})" for name in figures)
    kept = f"SELECT 'vendor', day, vendor_id, {names} FROM sales_by_day_vendor"  # noqa: S608 - names of our own
    added = f"SELECT 'all', day, '', {sums} FROM sales_by_day_vendor GROUP BY day"  # noqa: S608
    for rows in (kept, added):
        op.execute(f"INSERT INTO sales_by_day (by, day, key, {names}) {rows}")
    op.drop_table("sales_by_day_vendor")
    op.create_table(
        "reason_by_day",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("vendor_id", "by", "reason")),
        sa.Column("orders", sa.Integer, nullable=False, server_default="0"),
    )


def _people() -> None:
    op.create_table(
        "funnel_by_day",
        sa.Column("day", sa.Date, primary_key=True),
        *(
            sa.Column(name, sa.BigInteger, nullable=False, server_default="0")
            for name in ("views", "carts", "checkouts", "orders", "delivered")
        ),
    )
    op.create_table(
        "satisfaction_by_day",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("vendor_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in ("asked", "answered", "points")),
    )
    op.create_index("satisfaction_of_vendor_idx", "satisfaction_by_day", ["vendor_id", "day"])
    op.create_table(
        "comment",
        sa.Column("vendor_order_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("comment_sealed", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="comment_score_check"),
    )
    op.create_index("comment_newest_idx", "comment", ["at", "vendor_order_id"])
    op.create_index("comment_of_vendor_idx", "comment", ["vendor_id", "at", "vendor_order_id"])
    op.create_table(
        "onboarding_by_day",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("vendors", sa.Integer, nullable=False, server_default="0"),
        sa.Column("seconds", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("within_a_day", sa.Integer, nullable=False, server_default="0"),
    )


def _processes() -> None:
    op.create_table(
        "api_by_hour",
        sa.Column("hour", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("method", sa.Text, primary_key=True),
        sa.Column("route", sa.Text, primary_key=True),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("answered", "failed", "microseconds")),
        sa.Column("classes", sa.ARRAY(sa.BigInteger), nullable=False),
    )
    op.create_table(
        "query_by_hour",
        sa.Column("hour", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("runs", sa.BigInteger, nullable=False),
        sa.Column("microseconds", sa.BigInteger, nullable=False),
    )
    op.create_table("up_minute", sa.Column("minute", sa.DateTime(timezone=True), primary_key=True))
