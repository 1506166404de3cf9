"""What waits for staff, or has waited, and the policy that says what does."""

from sqlalchemy import Column, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

approval = Table(
    "approval",
    _read,
    Column("approval_id", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("before", JSONB),
    Column("sheet", JSONB),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text, nullable=False, default=""),
)

approval_policy = Table(
    "approval_policy",
    _read,
    Column("one", Integer, primary_key=True),
    Column("policy", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
)
