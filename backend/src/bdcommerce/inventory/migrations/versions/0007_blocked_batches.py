"""Batches that are blocked and should not be are found by an index, as those the other way round are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "lot_to_unblock_idx",
        "lot",
        ["expires_on", "offer_id"],
        postgresql_where=sa.text("blocked AND expires_on < 'infinity'"),
    )
