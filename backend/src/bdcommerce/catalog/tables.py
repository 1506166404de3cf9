"""The tables of the catalog: read tables, which the event log fills, and the memory of imports, which it does not."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import metadata, read_metadata

_read = read_metadata()
_state = metadata("catalog")

category = Table(
    "category",
    _read,
    Column("category_id", Text, primary_key=True),
    Column("parent_id", Text, nullable=False),
    Column("path", ARRAY(Text), nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", JSONB, nullable=False),
    Column("position", Integer, nullable=False),
    Column("perishable", Boolean, nullable=False),
    Column("requires_dgda_licence", Boolean, nullable=False),
    Column("prohibited", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

vendor = Table(
    "vendor",
    _read,
    Column("vendor_id", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("slug", Text, nullable=False),
    Column("sells", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

product = Table(
    "product",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("category_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("slug", Text, unique=True),
    Column("title", JSONB, nullable=False),
    Column("sheet", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("published_at", DateTime(timezone=True)),
)

variant = Table(
    "variant",
    _read,
    Column("variant_id", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("options", ARRAY(Text), nullable=False),
    Column("weight_grams", Integer, nullable=False),
)

offer = Table(
    "offer",
    _read,
    Column("offer_id", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("variant_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("available", BigInteger, nullable=False, default=0),
    Column("stock_version", Integer, nullable=False, default=0),
)

# One row per product that customers can buy or wait for, its card ready to be served.
listing = Table(
    "listing",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("card", JSONB, nullable=False),
    Column("search", Text, nullable=False),
    Column("category_path", ARRAY(Text), nullable=False),
    Column("vendors", ARRAY(Text), nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("in_stock", Boolean, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
)

# Where a listed product stands: once everywhere (the empty place), once in each category of its path, once with each
# vendor that sells it. So every page of a list is one range of one index, however few products the place has.
shelf = Table(
    "shelf",
    _read,
    Column("place", Text, primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("price", BigInteger, nullable=False),
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
