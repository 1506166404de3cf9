"""What customers keep for themselves. No read tables: they are personal, and gone for good once they are dropped."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Table, Text

from bdcommerce.infra.postgres import read_metadata

_own = read_metadata()

wishlist = Table(
    "wishlist",
    _own,
    Column("wishlist_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("share_token", Text, unique=True),
)

wish = Table(
    "wish",
    _own,
    Column("wish_id", Text, primary_key=True),
    Column("wishlist_id", Text, nullable=False),
    Column("product_id", Text, nullable=False),
    Column("variant_id", Text, nullable=False),
    Column("price_then", BigInteger),
    Column("in_stock_then", Boolean, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

recently_viewed = Table(
    "recently_viewed",
    _own,
    Column("user_id", Text, primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("viewed_at", DateTime(timezone=True), nullable=False),
)
