"""How far a vendor is trusted, and who issues its invoices."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Every vendor so far is a standard one; none has named an issuer."""
    op.add_column("vendor", sa.Column("tier", sa.Text, nullable=False, server_default="standard"))
    op.create_check_constraint("vendor_tier_check", "vendor", "tier IN ('new', 'standard', 'trusted')")
    op.add_column("sealed_record", sa.Column("issuer", sa.Text))
