"""What goes back to customers of goods that came back before their money was released."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """What of an escrow's cash is owed to the customer (below zero: what the operator has added), and refunds that are
    for delivery alone.
    """
    op.add_column("escrow", sa.Column("refunded", sa.BigInteger, nullable=False, server_default="0"))
    op.drop_constraint("refund_quantity_check", "refund")
    op.create_check_constraint("refund_quantity_check", "refund", "quantity >= 0 AND (quantity > 0 OR amount > 0)")


def downgrade() -> None:
    """As before."""
    op.drop_constraint("refund_quantity_check", "refund")
    op.create_check_constraint("refund_quantity_check", "refund", "quantity > 0")
    op.drop_column("escrow", "refunded")
