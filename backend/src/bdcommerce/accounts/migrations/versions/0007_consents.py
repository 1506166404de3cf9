"""The consent log, which grows and never changes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. It outlives the accounts it is about: we must be able to prove what they said."""
    op.create_table(
        "consents",
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("policy_version", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.CheckConstraint("language IN ('bn', 'en')", name="consents_language_check"),
    )
    op.create_index("consents_of_user", "consents", ["user_id", "purpose", "position"])
    op.create_index("consents_log_of_user", "consents", ["user_id", "position"])
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON consents FROM CURRENT_USER")
