"""The tables of inventory: stock as it is now and where it lies, the holds on it, what its audits found. How it came to
be stands in the event log.

`stock` is what is sold from, `lot` says where those units are: whoever changes a lot holds the row of its offer, and
the database refuses a commit after which they do not add up. Only open warehouses can have lots, by a foreign key.

Lines have no foreign keys: they are written in the statement after their hold, over stock rows that are locked, and
looking both up again for every line costs more than writing the hold, its line and its movement together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bdcommerce.infra.postgres import metadata, read_metadata

inventory = metadata("inventory")
read = read_metadata()
"""For what projections write: transfers and stock-takes."""

stock = Table(
    "stock",
    inventory,
    Column("offer_id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("on_hand", BigInteger, nullable=False),
    Column("held", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("blocked", BigInteger, nullable=False, server_default="0"),
    Column("low_at", BigInteger, nullable=False, server_default="0"),
    Column("low_own", Boolean, nullable=False, server_default="false"),
    Index(None, "vendor_id", "offer_id"),
)

vendor_setting = Table(
    "vendor_setting",
    inventory,
    Column("vendor_id", Text, primary_key=True),
    Column("low_at", BigInteger, nullable=False),
)

warehouse = Table(
    "warehouse",
    inventory,
    Column("id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", JSONB(none_as_null=True)),
    Column("open", Boolean, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index(None, "vendor_id", "id"),
    UniqueConstraint("id", "open"),
)

lot = Table(
    "lot",
    inventory,
    Column("offer_id", Text, primary_key=True),
    Column("warehouse_id", Text, primary_key=True),
    Column("batch_no", Text, primary_key=True),
    Column("expires_on", Date, primary_key=True),  # 'infinity': never
    Column("blocked", Boolean, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("on_hand", BigInteger, nullable=False),
    Column("warehouse_open", Boolean, nullable=False, server_default="true"),
    ForeignKeyConstraint(["warehouse_id", "warehouse_open"], ["inventory.warehouse.id", "inventory.warehouse.open"]),
    Index("lot_of_warehouse_idx", "warehouse_id", "offer_id", "batch_no", "expires_on", "blocked"),
    Index(
        "lot_that_expires_idx",
        "vendor_id",
        "expires_on",
        "offer_id",
        "warehouse_id",
        "batch_no",
        "blocked",
        postgresql_where=text("expires_on < 'infinity'"),
    ),
    Index(
        "lot_to_unblock_idx",
        "expires_on",
        "offer_id",
        postgresql_where=text("blocked AND expires_on < 'infinity'"),
    ),
    Index(
        "lot_to_block_idx", "expires_on", "offer_id", postgresql_where=text("NOT blocked AND expires_on < 'infinity'")
    ),
)

pick = Table(
    "pick",
    inventory,
    Column("hold_id", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("warehouse_id", Text, primary_key=True),
    Column("batch_no", Text, primary_key=True),
    Column("expires_on", Date, primary_key=True),  # 'infinity': never
    Column("vendor_id", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("given_back", BigInteger, nullable=False),
    Column("picked_at", DateTime(timezone=True), nullable=False),
    Index(
        "pick_list_idx",
        "vendor_id",
        "reference",
        "warehouse_id",
        "offer_id",
        "expires_on",
        "batch_no",
        "hold_id",
    ),
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

waiting = Table(
    "waiting",
    inventory,
    Column("user_id", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("title", JSONB, nullable=False),
    Column("slug", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Index("waiting_in_line_idx", "offer_id", "asked_at", "user_id"),
    Index("waiting_of_person_idx", "user_id", "asked_at", "offer_id"),
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
    Column("blocked", BigInteger, nullable=False),
    Column("lots", JSONB, nullable=False),
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
    Column("row_blocked", BigInteger, nullable=False),
    Column("row_lots", JSONB, nullable=False),
    Column("folded_vendor_id", Text, nullable=False),
    Column("folded_on_hand", BigInteger, nullable=False),
    Column("folded_held", BigInteger, nullable=False),
    Column("folded_version", Integer, nullable=False),
    Column("folded_blocked", BigInteger, nullable=False),
    Column("folded_lots", JSONB, nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Index("stock_finding_open_idx", "offer_id", unique=True, postgresql_where=text("settled_at IS NULL")),
)

transfer = Table(
    "transfer",
    read,
    Column("id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("from_id", Text, nullable=False),
    Column("to_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("cargo", JSONB, nullable=False),
    Column("drafted_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Index(None, "vendor_id", "id"),
    Index(None, "vendor_id", "status", "id"),
    Index("transfer_under_way_idx", "to_id", postgresql_where=text("status = 'sent'")),
)

stock_take = Table(
    "stock_take",
    read,
    Column("id", Text, primary_key=True),
    Column("vendor_id", Text, nullable=False),
    Column("warehouse_id", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Index(None, "vendor_id", "id"),
    Index("stock_take_open_idx", "warehouse_id", unique=True, postgresql_where=text("status = 'open'")),
)

stock_take_line = Table(
    "stock_take_line",
    read,
    Column("count_id", Text, primary_key=True),
    Column("offer_id", Text, primary_key=True),
    Column("batch_no", Text, primary_key=True),
    Column("expected", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False),
    Column("counted_at", DateTime(timezone=True), nullable=False),
)
