"""Reviews, who may write them, and what others say of them."""

from sqlalchemy import Boolean, Column, DateTime, Integer, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

# What somebody has bought of a vendor, and when it was delivered. Of guests nothing but the delivery is here.
purchase = Table(
    "purchase",
    _read,
    Column("vendor_order_id", Text, primary_key=True),
    Column("order_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("product_ids", ARRAY(Text), nullable=False),
    Column("delivered_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
)

review = Table(
    "review",
    _read,
    Column("review_id", Text, primary_key=True),
    Column("product_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("customer_id", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("rating", SmallInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("media_ids", ARRAY(Text), nullable=False),
    Column("status", Text, nullable=False),
    Column("held", ARRAY(Text), nullable=False),
    Column("code", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("posted", Boolean, nullable=False, default=False),
    Column("written_at", DateTime(timezone=True), nullable=False),
    Column("edited_at", DateTime(timezone=True)),
    Column("earlier", JSONB, nullable=False),
    Column("reply", Text, nullable=False, default=""),
    Column("replied_at", DateTime(timezone=True)),
    Column("helpful", Integer, nullable=False, default=0),
    Column("reports", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False),
)

# What one customer says of another one's review: that it helped, that it is abuse.
review_voice = Table(
    "review_voice",
    _read,
    Column("review_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("helpful", Boolean, nullable=False, default=False),
    Column("reported", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
)

# How many published reviews give one star, two, three, four, five.
product_rating = Table(
    "product_rating",
    _read,
    Column("product_id", Text, primary_key=True),
    Column("stars", ARRAY(Integer), nullable=False),
    Column("version", Integer, nullable=False),
)

held_words = Table(
    "held_words",
    _read,
    Column("single", Boolean, primary_key=True),
    Column("words", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
)

# Under which name people write. No read table: it is personal, and gone for good once it is forgotten.
reviewer = Table(
    "reviewer",
    _read,
    Column("user_id", Text, primary_key=True),
    Column("initial", Text, nullable=False),
    Column("display_name", Text, nullable=False),
)
