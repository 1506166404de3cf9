"""The tables of inventory: stock as it is now, and the holds on it. How it came to be stands in the event log.

Lines have no foreign keys: they are written in the statement after their hold, over stock rows that are locked, and
looking both up again for every line costs more than writing the hold, its line and its movement together.
"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, Integer, Table, Text

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
