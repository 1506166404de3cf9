"""A dispute may be about a return that was refused: beside another over the same vendor order."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Say about which; one over each."""
    op.add_column("dispute", sa.Column("return_id", sa.Text, nullable=False, server_default=""))
    op.drop_index("dispute_vendor_order_id_key", "dispute")
    for column, live in (
        ("vendor_order_id", "status <> 'withdrawn' AND return_id = ''"),
        ("return_id", "return_id <> ''"),
    ):
        name = f"dispute_{column}_key"
        op.create_index(name, "dispute", [column], unique=True, postgresql_where=sa.text(live))
