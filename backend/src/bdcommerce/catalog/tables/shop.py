"""What customers find."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

# One row per product that customers can buy or wait for, its card ready to be served.
listing = Table(
    "listing",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("card", JSONB, nullable=False),
    Column("category_path", ARRAY(Text), nullable=False),
    Column("vendors", ARRAY(Text), nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("in_stock", Boolean, nullable=False),
    Column("on_sale", Boolean, nullable=False),
    Column("brand_id", Text, nullable=False),
    Column("popularity", BigInteger, nullable=False),
    Column("rating", BigInteger, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

# Where a listed product stands: once everywhere (the empty place), once in each category of its path, once with each
# vendor that sells it and with its brand, and in all of these once more among what is on sale. So every page of a list
# is one range of one index, however few products the place has.
shelf = Table(
    "shelf",
    _read,
    Column("place", Text, primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("price", BigInteger, nullable=False),
    Column("in_stock", Boolean, nullable=False),
    Column("popularity", BigInteger, nullable=False),
    Column("rating", BigInteger, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

# One row per variant that customers can buy or wait for, with the tags by which it is sifted: "blue" and "XL" must be
# said of one and the same.
listed_variant = Table(
    "listed_variant",
    _read,
    Column("variant_id", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("numbers", JSONB, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("in_stock", Boolean, nullable=False),
    Column("on_sale", Boolean, nullable=False),
    Column("rating", BigInteger, nullable=False),
    Column("popularity", BigInteger, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

product_page = Table(
    "product_page",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("category_path", ARRAY(Text), nullable=False),
    Column("page", JSONB, nullable=False),
)
