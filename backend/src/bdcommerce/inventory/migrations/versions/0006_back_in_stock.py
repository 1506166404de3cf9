"""Who wants to be told when an offer can be bought again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """A row per person and offer, until they were told."""
    op.create_table(
        "waiting",
        sa.Column("user_id", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("title", JSONB, nullable=False),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("waiting_in_line_idx", "waiting", ["offer_id", "asked_at", "user_id"])
    op.create_index("waiting_of_person_idx", "waiting", ["user_id", "asked_at", "offer_id"])
