"""Stock as an audit last found it right, and what audits found wrong until it was settled."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of the stock audit."""
    op.create_table(
        "stock_audited",
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("on_hand", sa.BigInteger, nullable=False),
        sa.Column("held", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "stock_finding",
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("found_at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("row_vendor_id", sa.Text, nullable=False),
        sa.Column("row_on_hand", sa.BigInteger, nullable=False),
        sa.Column("row_held", sa.BigInteger, nullable=False),
        sa.Column("row_version", sa.Integer, nullable=False),
        sa.Column("folded_vendor_id", sa.Text, nullable=False),
        sa.Column("folded_on_hand", sa.BigInteger, nullable=False),
        sa.Column("folded_held", sa.BigInteger, nullable=False),
        sa.Column("folded_version", sa.Integer, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(row_vendor_id, row_on_hand, row_held, row_version)"
            " <> (folded_vendor_id, folded_on_hand, folded_held, folded_version)",
            name="stock_finding_differs_check",
        ),
    )
    op.create_index(
        "stock_finding_open_idx",
        "stock_finding",
        ["offer_id"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
