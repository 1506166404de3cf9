"""Staff find what a rider has to bring without reading what all others have."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the index."""
    op.create_index("shipment_view_of_rider_idx", "shipment_view", ["rider_id", "planned_at", "shipment_id"])
