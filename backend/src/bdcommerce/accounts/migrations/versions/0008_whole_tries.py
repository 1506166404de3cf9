"""Tries are counted in whole numbers; what fills a bucket is the instant at which it is empty again."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was counted so far was for a day at most: it starts anew."""
    op.execute("DELETE FROM throttles")
    op.alter_column("throttles", "amount", type_=sa.Integer, postgresql_using="amount::integer")
