"""The register: what there is, as it is now."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

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
    Column("attributes", JSONB, nullable=False, default=list),
    Column("vat_rule", Text, nullable=False, default=""),
    Column("money_substitute", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
)

vendor = Table(
    "vendor",
    _read,
    Column("vendor_id", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("slug", Text, nullable=False),
    Column("sells", Boolean, nullable=False),
    Column("tier", Text, nullable=False, default="standard"),
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
    Column("brand_id", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Column("popularity", BigInteger, nullable=False, default=0),
    Column("rating", Integer, nullable=False, default=0),
    Column("reviews", Integer, nullable=False, default=0),
    Column("reason", Text, nullable=False, default=""),
    Column("expires_on", Date),
)

# Units sold by product and day (of Bangladesh), as long as they count.
sale = Table(
    "sale",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("units", BigInteger, nullable=False),
)

brand = Table(
    "brand",
    _read,
    Column("brand_id", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("logo", Text, nullable=False, default=""),
    Column("merged_into", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
)

# Every name a brand has or had, and those of brands merged into it.
brand_name = Table(
    "brand_name",
    _read,
    Column("name_key", Text, primary_key=True),
    Column("brand_id", Text, nullable=False),
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
    Column("manufactured_on", Date),
    Column("expires_on", Date),
    Column("ready_to_ship", Boolean, nullable=False, default=True),
    Column("stopped_for", Text, nullable=False, default=""),
    Column("promotion_id", Text),
    Column("promotion_price", BigInteger),
    Column("promotion_ends_at", DateTime(timezone=True)),
    Column("promotion_funded_by", Text),
)
