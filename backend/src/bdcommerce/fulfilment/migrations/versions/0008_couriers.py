"""Outside couriers: what the operator says of them, bookings, what they say, their areas, their prices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

STATUSES = (
    "'planned', 'booked', 'picked_up', 'at_hub', 'out_for_delivery', 'delivered', 'partially_delivered', "
    "'attempt_failed', 'returning', 'returned', 'lost', 'cancelled'"
)
COURIERS = ("own_riders", "pathao", "redx", "steadfast")


def upgrade() -> None:
    """Create the tables. The operator's own riders go on as they did; outside couriers are enabled by staff."""
    op.drop_constraint("shipment_view_status_check", "shipment_view")
    op.create_check_constraint("shipment_view_status_check", "shipment_view", f"status IN ({STATUSES})")
    _accounts()
    _bookings()
    _news()
    _areas()
    _tariffs()


def _accounts() -> None:
    account = op.create_table(
        "courier_account",
        sa.Column("courier", sa.Text, primary_key=True),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("blocked", sa.Text, nullable=False, server_default=""),
        sa.Column("cod_limit", sa.BigInteger),
        sa.Column("licence_no", sa.Text, nullable=False, server_default=""),
        sa.Column("licence_expires", sa.Date),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("changed_by", sa.Text, nullable=False, server_default=""),
        sa.CheckConstraint("cod_limit >= 0", name="courier_account_cod_limit_check"),
    )
    op.bulk_insert(account, [{"courier": name, "enabled": name == "own_riders"} for name in COURIERS])
    policy = op.create_table(
        "courier_policy",
        sa.Column("sole", sa.Boolean, primary_key=True),
        sa.Column("failure_cost", sa.BigInteger, nullable=False),
        sa.Column("prior_success_pct", sa.Integer, nullable=False),
        sa.Column("prior_weight", sa.Integer, nullable=False),
        sa.Column("book_at_once", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("changed_by", sa.Text, nullable=False, server_default=""),
        sa.CheckConstraint("sole", name="courier_policy_sole_check"),
        sa.CheckConstraint("failure_cost >= 0 AND prior_weight >= 0", name="courier_policy_amounts_check"),
        sa.CheckConstraint("prior_success_pct BETWEEN 0 AND 100", name="courier_policy_percent_check"),
    )
    row = {"sole": True, "failure_cost": 15000, "prior_success_pct": 85, "prior_weight": 20, "book_at_once": True}
    op.bulk_insert(policy, [row])
    op.create_table(
        "courier_record",
        sa.Column("courier", sa.Text, primary_key=True),
        sa.Column("district", sa.Text, primary_key=True),
        sa.Column("delivered", sa.Integer, nullable=False),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.CheckConstraint("delivered >= 0 AND failed >= 0", name="courier_record_counts_check"),
    )


def _bookings() -> None:
    op.create_table(
        "booking",
        sa.Column("shipment_id", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("vendor_order_id", "vendor_id", "reference", "courier")
        ),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("tracking_no", sa.Text, nullable=False, server_default=""),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("cod", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("weight_grams", sa.Integer, nullable=False),
        sa.Column("charge", sa.BigInteger),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("choice", JSONB),
        sa.Column("problem", JSONB),
        sa.Column("heard_at", sa.DateTime(timezone=True)),
        sa.Column("heard_rank", sa.Integer),
        sa.Column("polled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('wanted', 'asking', 'booked', 'unanswered', 'refused', 'calling_off', 'ended')",
            name="booking_status_check",
        ),
        sa.CheckConstraint("status <> 'booked' OR courier <> ''", name="booking_courier_check"),
        sa.CheckConstraint("cod >= 0 AND round > 0 AND attempts >= 0", name="booking_amounts_check"),
    )
    op.create_index("booking_status_shipment_id_idx", "booking", ["status", "shipment_id"])
    named = sa.text("tracking_no <> ''")
    op.create_index(
        "booking_tracking_no_idx", "booking", ["tracking_no", "courier"], unique=True, postgresql_where=named
    )
    op.create_index("booking_reference_idx", "booking", ["reference"])
    waiting = sa.text("status = 'booked'")
    op.create_index("booking_polled_at_idx", "booking", ["courier", "polled_at"], postgresql_where=waiting)


def _news() -> None:
    op.create_table(
        "courier_news",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("courier", "key", "source", "status", "said")),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("tracking_no", "reference", "reason")),
        sa.Column("collected", sa.BigInteger),
        sa.Column("charge", sa.BigInteger),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False, server_default=""),
        sa.Column("shipment_id", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("courier", "key", name="courier_news_courier_key"),
    )
    op.create_index("courier_news_shipment_id_idx", "courier_news", ["shipment_id", "id"])
    op.create_index("courier_news_outcome_idx", "courier_news", ["outcome", "id"])


def _areas() -> None:
    op.create_table(
        "courier_area",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("courier", "level", "their_id")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("name", "parent", "within")),
    )
    op.create_table(
        "area_mapping",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("courier", "level", "our_id")),
        sa.Column("their_id", sa.Text, nullable=False),
        sa.Column("likeness", sa.Integer, nullable=False),
        sa.Column("confirmed_by", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["courier", "level", "their_id"],
            ["courier_area.courier", "courier_area.level", "courier_area.their_id"],
            name="area_mapping_their_id_fkey",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("likeness BETWEEN 0 AND 100", name="area_mapping_likeness_check"),
    )
    op.create_table(
        "pickup_point",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("courier", "key")),
        sa.Column("their_id", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )


def _tariffs() -> None:
    op.create_table(
        "courier_tariff",
        sa.Column("revision", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("courier", sa.Text, nullable=False),
        sa.Column("reach", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("steps", JSONB, nullable=False),
        sa.Column("extra_per_kg", sa.BigInteger, nullable=False),
        sa.Column("cod_basis_points", sa.Integer, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.CheckConstraint(
            "reach IN ('same_city', 'same_district', 'same_division', 'anywhere')", name="courier_tariff_reach_check"
        ),
        sa.CheckConstraint("extra_per_kg >= 0 AND cod_basis_points >= 0", name="courier_tariff_amounts_check"),
    )
    op.create_index("courier_tariff_courier_idx", "courier_tariff", ["courier", "effective_from", "revision"])
