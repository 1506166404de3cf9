"""The outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, sa.CheckConstraint("channel IN ('sms', 'email')"), nullable=False),
        sa.Column("to_sealed", sa.Text, nullable=False),
        sa.Column("to_index", sa.Text, nullable=False),
        sa.Column("language", sa.Text, sa.CheckConstraint("language IN ('bn', 'en')"), nullable=False),
        sa.Column("params_sealed", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("message_of_recipient", "message", ["to_index", "id"])


def downgrade() -> None:
    op.drop_table("message")
