"""Parcels of returns: goods that are fetched at their customers', and what is sent for them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """A vendor order is sent once; each of its returns may be fetched once and replaced once."""
    for table in ("parcel", "shipment_view"):
        op.add_column(table, sa.Column("leg", sa.Text, nullable=False, server_default="delivery"))
        op.add_column(table, sa.Column("return_id", sa.Text, nullable=False, server_default=""))
    op.create_check_constraint("parcel_leg_check", "parcel", "(leg = 'delivery') = (return_id = '')")
    op.drop_constraint("parcel_vendor_order_id_key", "parcel")
    op.create_index(
        "parcel_vendor_order_id_key", "parcel", ["vendor_order_id"], unique=True,
        postgresql_where=sa.text("leg = 'delivery'"),
    )  # fmt: skip
    op.create_index(
        "parcel_return_id_leg_key", "parcel", ["return_id", "leg"], unique=True,
        postgresql_where=sa.text("leg <> 'delivery'"),
    )  # fmt: skip
    op.add_column("booking", sa.Column("of_return", sa.Text, nullable=False, server_default=""))
    op.add_column("courier_account", sa.Column("fetches", sa.Boolean, nullable=False, server_default="true"))


def downgrade() -> None:
    """As before, where no return had a parcel."""
    op.drop_column("courier_account", "fetches")
    op.drop_column("booking", "of_return")
    op.drop_index("parcel_return_id_leg_key", "parcel")
    op.drop_index("parcel_vendor_order_id_key", "parcel")
    op.create_unique_constraint("parcel_vendor_order_id_key", "parcel", ["vendor_order_id"])
    for table in ("parcel", "shipment_view"):
        op.drop_column(table, "return_id")
        op.drop_column(table, "leg")
