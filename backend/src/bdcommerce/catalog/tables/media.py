"""Pictures, and who shows them."""

from sqlalchemy import Column, DateTime, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

media = Table(
    "media",
    _read,
    Column("media_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("colour", Text, nullable=False),
    Column("renditions", JSONB, nullable=False),
    Column("files", ARRAY(Text), nullable=False),
    Column("unused_since", DateTime(timezone=True)),
)

media_use = Table(
    "media_use",
    _read,
    Column("used_by", Text, primary_key=True),
    Column("media_id", Text, primary_key=True),
)
