"""The memory of imports, which the event log does not fill."""

from sqlalchemy import Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra.postgres import metadata

_state = metadata("catalog")

imported_product = Table(
    "imported_product",
    _state,
    Column("vendor_id", Text, primary_key=True),
    Column("handle", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
)

imported_file = Table(
    "imported_file",
    _state,
    Column("import_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("rows", JSONB, nullable=False),
)
