"""What offers have cost, and what they will."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, Table, Text

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

price_change = Table(
    "price_change",
    _read,
    Column("change_id", Text, primary_key=True),
    Column("offer_id", Text, nullable=False),
    Column("product_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True)),
    Column("status", Text, nullable=False),
    Column("before", BigInteger),
    Column("outcome", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
)

# One row for each price that an offer has had, by the version of the offer that began it.
price_history = Table(
    "price_history",
    _read,
    Column("offer_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
)
