"""What became of every parcel, step by step; whose it is, and from where to where it goes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

STATUSES = (
    "'planned', 'booked', 'picked_up', 'at_hub', 'out_for_delivery', 'delivered', 'attempt_failed', 'returning', "
    "'returned', 'lost', 'cancelled'"
)


def upgrade() -> None:
    """Widen what is shown of shipments; parcels of before belong to no customer who could ask for them."""
    _shipments()
    _steps()
    for name in ("order_id", "customer_id", "guest_hash"):
        op.add_column("parcel", sa.Column(name, sa.Text, nullable=False, server_default=""))
    for name in ("origin", "destination"):
        op.add_column("parcel", sa.Column(name, JSONB))
    op.create_index("parcel_order_id_shipment_id_idx", "parcel", ["order_id", "shipment_id"])


def _shipments() -> None:
    op.drop_constraint("shipment_view_status_check", "shipment_view")
    op.create_check_constraint("shipment_view_status_check", "shipment_view", f"status IN ({STATUSES})")
    for name in ("order_id", "rider_id", "proof", "evidence_id", "return_condition"):
        op.add_column("shipment_view", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("shipment_view", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("shipment_view", sa.Column("deliver_on", sa.Date))
    op.add_column("shipment_view", sa.Column("return_confirmed", sa.Boolean, nullable=False, server_default="false"))
    now = sa.text("now()")
    op.add_column(
        "shipment_view", sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False, server_default=now)
    )
    for columns in (
        ["planned_at", "shipment_id"],
        ["status", "planned_at", "shipment_id"],
        ["vendor_id", "planned_at", "shipment_id"],
        ["vendor_id", "status", "planned_at", "shipment_id"],
    ):
        op.create_index(f"shipment_view_{'_'.join(columns)}_idx", "shipment_view", columns)


def _steps() -> None:
    op.create_table(
        "tracking_step",
        sa.Column("shipment_id", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("code", "reason", "hub", "by")),
        sa.Column("day", sa.Date),
    )
