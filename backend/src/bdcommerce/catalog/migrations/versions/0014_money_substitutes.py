"""Categories say whether what is sold in them stands for money (DC-BAN-06)."""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Those that are there already hold ordinary goods."""
    op.execute("ALTER TABLE category ADD COLUMN money_substitute text NOT NULL DEFAULT ''")
