"""The tables of inventory: stock as it is now, the holds on it, what its audits found. How it came to be stands in the
event log.

Lines have no foreign keys: they are written in the statement after their hold, over stock rows that are locked, and
looking both up again for every line costs more than writing the hold, its line and its movement together.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, Table, Text, text

from bdcommerce.infra.postgres import metadata

inventory = metadata("inventory")

stock = Table(
    "stock",
    inventory,
    Column("offer_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("on_hand", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Index(None, "vendor_id", "offer_id"),
)

hold = Table(
    "hold",
    inventory,
    Column("id", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
)

hold_line = Table(
    "hold_line",
    inventory,
    Column("hold_id", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("quantity", BigInteger, nullable=False),
    Column("given_back", BigInteger, nullable=False),
)

give_back = Table(
    "give_back",
    inventory,
    Column("key", Text, primary_key=True),
    Column("hold_id", Text, ForeignKey(hold.c.id), nullable=False),
)

stock_audited = Table(
    "stock_audited",
    inventory,
    Column("offer_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("on_hand", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
)

stock_finding = Table(
    "stock_finding",
    inventory,
    Column("offer_id", Text, primary_key=True),
    Column("found_at", DateTime(timezone=True), primary_key=True),
    Column("row_vendor_id", Text, nullable=False),
    Column("row_on_hand", BigInteger, nullable=False),
    Column("row_held", BigInteger, nullable=False),
    Column("row_version", Integer, nullable=False),
    Column("folded_vendor_id", Text, nullable=False),
    Column("folded_on_hand", BigInteger, nullable=False),
    Column("folded_held", BigInteger, nullable=False),
    Column("folded_version", Integer, nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Index("stock_finding_open_idx", "offer_id", unique=True, postgresql_where=text("settled_at IS NULL")),
)
