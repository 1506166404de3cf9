"""The tables of vendors: state that adapters write, and read tables that projections fill."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra import postgres

metadata = postgres.metadata("vendors")
read_metadata = postgres.read_metadata()

sealed_record = sa.Table(
    "sealed_record",
    metadata,
    sa.Column("vendor_id", sa.Text, primary_key=True),
    sa.Column("applicant_id", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("identity", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("dispatch", sa.Text, nullable=False),
    sa.Column("bank_account", sa.Text, nullable=False),
    sa.Column("bank_account_since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("bank_account_by", sa.Text, nullable=False),
    sa.Column("previous_bank_account", sa.Text),
    sa.Column("issuer", sa.Text),
    sa.Column("tin_index", sa.Text, nullable=False),
    sa.Column("nid_index", sa.Text, nullable=False),
)
commission_plan = sa.Table(
    "commission_plan",
    metadata,
    sa.Column("revision", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("default_percent", sa.Numeric),
    sa.Column("by_category", JSONB, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
)

vendor = sa.Table(
    "vendor",
    read_metadata,
    sa.Column("vendor_id", sa.Text, primary_key=True),
    sa.Column("applicant_id", sa.Text, nullable=False),
    sa.Column("name", JSONB, nullable=False),
    sa.Column("slug", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("status_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("trade_licence", sa.Text, nullable=False),
    sa.Column("trade_licence_expires", sa.Date, nullable=False),
    sa.Column("bin", sa.Text, nullable=False),
    sa.Column("rjsc_no", sa.Text, nullable=False),
    sa.Column("dbid", sa.Text, nullable=False),
    sa.Column("dbid_tracking", sa.Text, nullable=False),
    sa.Column("dispatch", JSONB, nullable=False),
    sa.Column("tier", sa.Text, nullable=False),
)
staff = sa.Table(
    "staff",
    read_metadata,
    sa.Column("staff_id", sa.Text, primary_key=True),
    sa.Column("vendor_id", sa.Text, nullable=False),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
)
