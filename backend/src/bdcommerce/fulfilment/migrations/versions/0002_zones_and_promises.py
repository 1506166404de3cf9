"""Delivery zones, their fees by weight, hours of dispatch, and holidays as staff have put them right."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0002"
down_revision = "0001"

_LEVELS = "'anywhere', 'division', 'district', 'same_city', 'city', 'upazila'"
_WEEKDAYS = "rest_days <@ ARRAY[1, 2, 3, 4, 5, 6, 7] AND cardinality(rest_days) < 7"


def upgrade() -> None:
    """Create the tables; the two zones of the rule book, and the operator's first hours."""
    _zones()
    _hours_and_holidays()
    _first_entries()


def _zones() -> None:
    op.create_table(
        "zone",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", JSONB, nullable=False),
        sa.Column("transit_min", sa.Integer, nullable=False),
        sa.Column("transit_max", sa.Integer, nullable=False),
        sa.Column("rest_days", ARRAY(sa.Integer), nullable=False),
        sa.Column("fee_rule", sa.Text, nullable=False),
        sa.Column("refusal", JSONB),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.CheckConstraint("transit_min >= 0 AND transit_max >= transit_min", name="zone_transit_check"),
        sa.CheckConstraint(_WEEKDAYS, name="zone_rest_days_check"),
    )
    keys = ("origin_level", "origin_key", "destination_level", "destination_key")
    op.create_table(
        "zone_coverage",
        *(sa.Column(name, sa.Text, primary_key=True) for name in keys),
        sa.Column("zone", sa.Text, sa.ForeignKey("zone.code"), nullable=False),
        *(sa.CheckConstraint(f"{name} IN ({_LEVELS})", name=f"zone_coverage_{name}_check") for name in keys[::2]),
        sa.CheckConstraint("origin_level <> 'same_city'", name="zone_coverage_origin_check"),
    )
    op.create_index("zone_coverage_zone_idx", "zone_coverage", ["zone"])
    op.create_table(
        "fee_table",
        sa.Column("revision", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("zone", sa.Text, sa.ForeignKey("zone.code"), nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("steps", JSONB, nullable=False),
        sa.Column("extra_per_kg", sa.BigInteger, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.CheckConstraint("extra_per_kg >= 0", name="fee_table_extra_check"),
        sa.CheckConstraint("jsonb_array_length(steps) > 0", name="fee_table_steps_check"),
    )
    op.create_index("fee_table_zone_effective_from_revision_idx", "fee_table", ["zone", "effective_from", "revision"])


def _hours_and_holidays() -> None:
    op.create_table(
        "dispatch_hours",
        sa.Column("vendor_id", sa.Text, primary_key=True),
        sa.Column("cut_off_minutes", sa.Integer, nullable=False),
        sa.Column("rest_days", ARRAY(sa.Integer), nullable=False),
        sa.Column("handling_days", sa.Integer, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.CheckConstraint("cut_off_minutes BETWEEN 0 AND 1439", name="dispatch_hours_cut_off_check"),
        sa.CheckConstraint("handling_days >= 0", name="dispatch_hours_handling_check"),
        sa.CheckConstraint(_WEEKDAYS, name="dispatch_hours_rest_days_check"),
    )
    op.create_table(
        "holiday_override",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("name", JSONB, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
    )
    op.create_table(
        "delivery_book",
        sa.Column("sole", sa.Boolean, primary_key=True),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.CheckConstraint("sole", name="delivery_book_sole_check"),
    )


def _first_entries() -> None:
    """Fees stay those of the rule book until the operator sets tables of its own; Friday is a day of rest."""
    op.execute("""
        INSERT INTO zone (code, name, transit_min, transit_max, rest_days, fee_rule, changed_at, changed_by) VALUES
        ('same_city', '{"en": "Same city", "bn": "একই শহর"}', 1, 2, '{5}', 'delivery.fee_same_city', now(), ''),
        ('other', '{"en": "Other districts", "bn": "অন্য জেলা"}', 2, 5, '{5}', 'delivery.fee_other', now(), '')
        """)
    op.execute("""
        INSERT INTO zone_coverage (origin_level, origin_key, destination_level, destination_key, zone) VALUES
        ('anywhere', '', 'same_city', '', 'same_city'),
        ('anywhere', '', 'anywhere', '', 'other')
        """)
    op.execute("""
        INSERT INTO dispatch_hours (vendor_id, cut_off_minutes, rest_days, handling_days, set_at, set_by)
        VALUES ('', 840, '{5}', 1, now(), '')
        """)
    op.execute("INSERT INTO delivery_book (sole, revision) VALUES (true, 1)")
