"""Offers say whether their goods are ready to ship (DC-ADV)."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Those that are there already were sold as if they were."""
    op.execute("ALTER TABLE offer ADD COLUMN ready_to_ship boolean NOT NULL DEFAULT true")
