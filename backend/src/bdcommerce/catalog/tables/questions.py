"""Questions on products, and answers to them."""

from sqlalchemy import Boolean, Column, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

post = Table(
    "post",
    _read,
    Column("post_id", Text, primary_key=True),
    Column("question_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("product_id", Text, nullable=False),
    Column("vendor_id", Text, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("by_vendor", Boolean, nullable=False),
    Column("district", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("held", ARRAY(Text), nullable=False),
    Column("code", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("posted_at", DateTime(timezone=True), nullable=False),
    Column("answered", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False),
)
