"""What riders have before them on a day, the cash they took on it, and how that day was closed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables. Cash of before was taken by nobody in particular: it is remitted without a closing."""
    _runs()
    _closings()
    op.add_column("cod_parcel", sa.Column("rider_id", sa.Text, nullable=False, server_default=""))
    op.add_column("cod_parcel", sa.Column("closing_id", sa.Text, sa.ForeignKey("cash_closing.id")))
    op.create_index(
        "cod_parcel_of_rider_idx",
        "cod_parcel",
        ["rider_id", "collected_at", "shipment_id"],
        postgresql_where=sa.text("NOT remitted"),
    )
    op.create_index("cod_parcel_closing_id_idx", "cod_parcel", ["closing_id"])


def _runs() -> None:
    op.create_table(
        "run_stop",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("shipment_id", sa.Text, primary_key=True),
        sa.Column("rider_id", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_index("run_stop_rider_id_day_position_idx", "run_stop", ["rider_id", "day", "position", "shipment_id"])


def _closings() -> None:
    op.create_table(
        "cash_closing",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("rider_id", "courier", "status")),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("expected", sa.BigInteger, nullable=False),
        sa.Column("counted", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("pieces", JSONB, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("reason", "handed_to", "counted_by")),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text) for name in ("decided_by", "decision")),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("remittance_id", sa.Text, sa.ForeignKey("remittance.id")),
        sa.CheckConstraint("status IN ('counted', 'confirmed', 'rejected')", name="cash_closing_status_check"),
        sa.CheckConstraint("expected > 0 AND counted >= 0", name="cash_closing_amounts_check"),
        sa.CheckConstraint("expected = counted OR reason <> ''", name="cash_closing_reason_check"),
        sa.CheckConstraint(
            "status <> 'confirmed' OR (remittance_id IS NOT NULL AND decided_by NOT IN (counted_by, rider_id))",
            name="cash_closing_four_eyes_check",
        ),
    )
    for columns in (["status", "id"], ["rider_id", "id"]):
        op.create_index(f"cash_closing_{'_'.join(columns)}_idx", "cash_closing", columns)
    op.create_table(
        "rider_day",
        sa.Column("rider_id", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("closing_id", sa.Text, sa.ForeignKey("cash_closing.id")),
    )
