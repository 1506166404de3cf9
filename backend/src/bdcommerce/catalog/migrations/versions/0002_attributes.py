"""Categories say by which attributes their products are described, and which rule is the VAT inside prices."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """What is there has no attributes and the standard rate."""
    op.execute("ALTER TABLE category ADD COLUMN attributes jsonb NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE category ADD COLUMN vat_rule text NOT NULL DEFAULT ''")
