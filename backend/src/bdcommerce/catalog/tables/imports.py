"""The memory of imports, which the event log does not fill."""

from sqlalchemy import Column, Table, Text

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
