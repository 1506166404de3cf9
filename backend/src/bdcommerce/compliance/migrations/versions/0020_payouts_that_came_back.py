"""A payout that came back settles nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Since when."""
    op.add_column("payout", sa.Column("came_back_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """As before."""
    op.drop_column("payout", "came_back_at")
