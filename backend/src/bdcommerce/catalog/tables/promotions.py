"""Promotions as they were told, and whether they hold now."""

from sqlalchemy import Boolean, Column, Integer, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from bdcommerce.infra.postgres import read_metadata

_read = read_metadata()

promotion = Table(
    "promotion",
    _read,
    Column("promotion_id", Text, primary_key=True),
    Column("promotion", JSONB, nullable=False),
    Column("gate_kind", Text, nullable=False),
    Column("gate", ARRAY(Text), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_over", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
