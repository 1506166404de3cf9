"""Shipments as they are shown, sealed contacts, and COD cash on its way to the bank."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STATUSES = (
    "'planned', 'booked', 'picked_up', 'out_for_delivery', 'delivered', 'attempt_failed', 'returning', 'returned', "
    "'cancelled'"
)


def upgrade() -> None:
    """Create the tables of fulfilment."""
    _shipments()
    _cash()


def _shipments() -> None:
    op.create_table(
        "shipment_view",
        sa.Column("shipment_id", sa.Text, primary_key=True),
        sa.Column("vendor_order_id", sa.Text, nullable=False),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("weight_grams", sa.Integer, nullable=False),
        sa.Column("cod", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("courier", sa.Text, nullable=False),
        sa.Column("tracking_no", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="shipment_view_status_check"),
        sa.CheckConstraint("cod >= 0", name="shipment_view_cod_check"),
    )
    op.create_index("shipment_view_status_shipment_id_idx", "shipment_view", ["status", "shipment_id"])
    op.create_table(
        "parcel",
        sa.Column("shipment_id", sa.Text, primary_key=True),
        sa.Column("vendor_order_id", sa.Text, nullable=False, unique=True),
        sa.Column("contacts_sealed", sa.Text, nullable=False),
    )


def _cash() -> None:
    op.create_table(
        "cod_parcel",
        sa.Column("shipment_id", sa.Text, primary_key=True),
        sa.Column("vendor_order_id", sa.Text, nullable=False),
        sa.Column("courier", sa.Text, nullable=False),
        sa.Column("collected", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remitted", sa.Boolean, nullable=False),
        sa.CheckConstraint("collected > 0", name="cod_parcel_collected_check"),
    )
    op.create_index(
        "cod_parcel_in_hands_idx", "cod_parcel", ["courier", "shipment_id"], postgresql_where=sa.text("NOT remitted")
    )
    op.create_table(
        "remittance",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("courier", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.UniqueConstraint("courier", "reference", name="remittance_courier_reference_key"),
    )
    op.create_table(
        "remitted_parcel",
        sa.Column("shipment_id", sa.Text, sa.ForeignKey("cod_parcel.shipment_id"), primary_key=True),
        sa.Column("remittance_id", sa.Text, sa.ForeignKey("remittance.id"), nullable=False),
        sa.Column("collected", sa.BigInteger, nullable=False),
        sa.Column("arrived", sa.BigInteger, nullable=False),
        sa.Column("charge", sa.BigInteger, nullable=False),
        sa.Column("short", sa.BigInteger, nullable=False),
        sa.CheckConstraint("arrived >= 0 AND charge >= 0 AND short >= 0", name="remitted_parcel_amounts_check"),
        sa.CheckConstraint("arrived + charge + short = collected", name="remitted_parcel_sum_check"),
    )
    op.create_table(
        "shortage",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("shipment_id", sa.Text, sa.ForeignKey("remitted_parcel.shipment_id"), nullable=False, unique=True),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.Text),
        sa.CheckConstraint("amount > 0", name="shortage_amount_check"),
        sa.CheckConstraint("how IN ('paid', 'written_off')", name="shortage_how_check"),
        sa.CheckConstraint(
            "num_nulls(how, reason, settled_at, settled_by) IN (0, 4)", name="shortage_settled_whole_check"
        ),
    )
    op.create_index("shortage_open_idx", "shortage", ["id"], postgresql_where=sa.text("settled_at IS NULL"))
