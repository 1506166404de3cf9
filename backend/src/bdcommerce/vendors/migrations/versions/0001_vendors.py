"""Vendors: sealed records, commission plans, and the read tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_STATUS = "status IN ('applied', 'active', 'suspended', 'refused')"


def upgrade() -> None:
    """Create the tables of vendors; everybody pays the operator's first commission until it sets another."""
    _create_sealed_record()
    _create_commission_plan()
    _create_read_tables()
    op.execute("""
        INSERT INTO commission_plan (owner, effective_from, default_percent, by_category, set_by, set_at)
        VALUES ('', '2000-01-01', 10, '{}', '', now())
        """)


def _create_sealed_record() -> None:
    sealed = ("identity", "contact", "dispatch", "bank_account")
    op.create_table(
        "sealed_record",
        sa.Column("vendor_id", sa.Text, primary_key=True),
        sa.Column("applicant_id", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in sealed),
        sa.Column("bank_account_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bank_account_by", sa.Text, nullable=False),
        sa.Column("previous_bank_account", sa.Text),
        sa.Column("tin_index", sa.Text, nullable=False),
        sa.Column("nid_index", sa.Text, nullable=False),
        sa.CheckConstraint(_STATUS, name="sealed_record_status_check"),
    )
    for column, where in (
        ("applicant_id", "status = 'applied'"),
        ("tin_index", "status <> 'refused'"),
        ("nid_index", "status <> 'refused' AND nid_index <> ''"),
    ):
        op.create_index(
            f"sealed_record_one_{column}", "sealed_record", [column], unique=True, postgresql_where=sa.text(where)
        )


def _create_commission_plan() -> None:
    op.create_table(
        "commission_plan",
        sa.Column("revision", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("effective_from", sa.Date, nullable=False),
        sa.Column("default_percent", sa.Numeric),
        sa.Column("by_category", JSONB, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("default_percent BETWEEN 0 AND 100", name="commission_plan_default_percent_check"),
        sa.CheckConstraint("owner <> '' OR default_percent IS NOT NULL", name="commission_plan_no_gap_check"),
    )
    op.create_index(
        "commission_plan_owner_effective_from_revision_idx", "commission_plan", ["owner", "effective_from", "revision"]
    )


def _create_read_tables() -> None:
    texts = ("reason", "trade_licence", "bin", "rjsc_no", "dbid", "dbid_tracking", "status_by")
    op.create_table(
        "vendor",
        sa.Column("vendor_id", sa.Text, primary_key=True),
        sa.Column("applicant_id", sa.Text, nullable=False),
        sa.Column("name", JSONB, nullable=False),
        sa.Column("slug", sa.Text, unique=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trade_licence_expires", sa.Date, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("dispatch", JSONB, nullable=False),
        sa.CheckConstraint(_STATUS, name="vendor_status_check"),
    )
    op.create_index("vendor_status_vendor_id_idx", "vendor", ["status", "vendor_id"])
    op.create_index("vendor_applicant_id_vendor_id_idx", "vendor", ["applicant_id", "vendor_id"])
    op.create_table(
        "staff",
        sa.Column("staff_id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'manager', 'packer')", name="staff_role_check"),
    )
    op.create_index("staff_vendor_id_staff_id_idx", "staff", ["vendor_id", "staff_id"])
