"""Warehouses, the lots that stock lies in, and what orders were picked from.

What is there already goes into a warehouse of its vendor's own. Audits begin anew: they look at lots as well now.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

_ADD_UP = """
CREATE FUNCTION lots_add_up() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    offer text := CASE TG_OP WHEN 'DELETE' THEN OLD.offer_id ELSE NEW.offer_id END;
    counted bigint;
    not_for_sale bigint;
    lying bigint;
    lying_blocked bigint;
BEGIN
    SELECT on_hand, blocked INTO counted, not_for_sale FROM stock WHERE offer_id = offer;
    SELECT coalesce(sum(on_hand), 0), coalesce(sum(on_hand) FILTER (WHERE blocked), 0) INTO lying, lying_blocked
    FROM lot WHERE offer_id = offer;
    IF coalesce(counted, 0) <> lying OR coalesce(not_for_sale, 0) <> lying_blocked THEN
        RAISE EXCEPTION 'of offer % there are % units (% blocked) in stock and % (% blocked) in lots',
            offer, counted, not_for_sale, lying, lying_blocked USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
_LOTS_OF = """
CREATE FUNCTION lots_of(offer text) RETURNS jsonb LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT coalesce(
        jsonb_agg(jsonb_build_array(warehouse_id, batch_no, expires_on, blocked, on_hand)
                  ORDER BY warehouse_id COLLATE "C", batch_no COLLATE "C", expires_on, blocked),
        '[]')
    FROM lot WHERE offer_id = offer
$$
"""
_CHANGED = "WHEN ((OLD.on_hand, OLD.blocked) <> (NEW.on_hand, NEW.blocked))"
_TRIGGERS = (
    "stock_lies_somewhere AFTER INSERT ON stock {deferred} WHEN (NEW.on_hand <> 0 OR NEW.blocked <> 0)",
    "stock_moves_with_its_lots AFTER UPDATE ON stock {deferred} {changed}",
    "stock_ends_with_its_lots AFTER DELETE ON stock {deferred} WHEN (OLD.on_hand <> 0)",
    "lot_belongs_to_stock AFTER INSERT OR UPDATE OR DELETE ON lot {deferred}",
)
_FILL = (
    """
    INSERT INTO warehouse (id, vendor_id, name, open, created_at)
    SELECT DISTINCT 'whs_' || regexp_replace(vendor_id, '^ven_', ''), vendor_id, 'Main warehouse', true, now()
    FROM stock
    """,
    """
    INSERT INTO lot (offer_id, warehouse_id, batch_no, expires_on, blocked, vendor_id, on_hand)
    SELECT offer_id, 'whs_' || regexp_replace(vendor_id, '^ven_', ''), '', 'infinity', false, vendor_id, on_hand
    FROM stock WHERE on_hand > 0
    """,
)


def upgrade() -> None:
    """Create the tables, fill them from the stock there is, and let the database watch over both."""
    op.add_column("stock", sa.Column("blocked", sa.BigInteger, nullable=False, server_default="0"))
    op.create_check_constraint("stock_blocked_check", "stock", "blocked BETWEEN 0 AND on_hand")
    _warehouses_and_lots()
    _picks()
    for statement in _FILL:
        op.execute(statement)
    op.execute(_ADD_UP)
    for trigger in _TRIGGERS:
        declared = trigger.format(deferred="DEFERRABLE INITIALLY DEFERRED FOR EACH ROW", changed=_CHANGED)
        op.execute(f"CREATE CONSTRAINT TRIGGER {declared} EXECUTE FUNCTION lots_add_up()")
    _audits()


def _warehouses_and_lots() -> None:
    op.create_table(
        "warehouse",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", JSONB),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("id", "open", name="warehouse_id_open_key"),
    )
    op.create_index("warehouse_vendor_id_id_idx", "warehouse", ["vendor_id", "id"])
    op.create_table(
        "lot",
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("warehouse_id", sa.Text, primary_key=True),
        sa.Column("batch_no", sa.Text, primary_key=True),
        sa.Column("expires_on", sa.Date, primary_key=True),
        sa.Column("blocked", sa.Boolean, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("on_hand", sa.BigInteger, nullable=False),
        sa.Column("warehouse_open", sa.Boolean, nullable=False, server_default="true"),
        sa.CheckConstraint("on_hand > 0", name="lot_on_hand_check"),
        sa.CheckConstraint("warehouse_open", name="lot_warehouse_open_check"),
        sa.ForeignKeyConstraint(
            ["warehouse_id", "warehouse_open"],
            ["warehouse.id", "warehouse.open"],
            name="lot_warehouse_id_warehouse_open_fkey",
        ),
    )
    op.create_index("lot_of_warehouse_idx", "lot", ["warehouse_id", "offer_id", "batch_no", "expires_on", "blocked"])
    op.create_index(
        "lot_that_expires_idx",
        "lot",
        ["vendor_id", "expires_on", "offer_id", "warehouse_id", "batch_no", "blocked"],
        postgresql_where=sa.text("expires_on < 'infinity'"),
    )
    op.create_index(
        "lot_to_block_idx",
        "lot",
        ["expires_on", "offer_id"],
        postgresql_where=sa.text("NOT blocked AND expires_on < 'infinity'"),
    )


def _picks() -> None:
    op.create_table(
        "pick",
        sa.Column("hold_id", sa.Text, primary_key=True),
        sa.Column("offer_id", sa.Text, primary_key=True),
        sa.Column("warehouse_id", sa.Text, primary_key=True),
        sa.Column("batch_no", sa.Text, primary_key=True),
        sa.Column("expires_on", sa.Date, primary_key=True),
        sa.Column("vendor_id", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("given_back", sa.BigInteger, nullable=False),
        sa.Column("picked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name="pick_quantity_check"),
        sa.CheckConstraint("given_back BETWEEN 0 AND quantity", name="pick_given_back_check"),
    )
    op.create_index(
        "pick_list_idx",
        "pick",
        ["vendor_id", "reference", "warehouse_id", "offer_id", "expires_on", "batch_no", "hold_id"],
    )


def _audits() -> None:
    op.execute(_LOTS_OF)
    op.execute("DELETE FROM stock_audited")
    op.add_column("stock_audited", sa.Column("blocked", sa.BigInteger, nullable=False))
    op.add_column("stock_audited", sa.Column("lots", JSONB, nullable=False))
    op.drop_constraint("stock_finding_differs_check", "stock_finding")
    for side in ("row", "folded"):
        op.add_column("stock_finding", sa.Column(f"{side}_blocked", sa.BigInteger, nullable=False, server_default="0"))
        op.add_column("stock_finding", sa.Column(f"{side}_lots", JSONB, nullable=False, server_default="[]"))
    op.create_check_constraint(
        "stock_finding_differs_check",
        "stock_finding",
        "(row_vendor_id, row_on_hand, row_held, row_version, row_blocked, row_lots)"
        " <> (folded_vendor_id, folded_on_hand, folded_held, folded_version, folded_blocked, folded_lots)",
    )
