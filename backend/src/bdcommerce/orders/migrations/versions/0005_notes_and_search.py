"""Notes of staff, look-up by phone, and orders by vendor, day and number."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CHANGES = """
CREATE TABLE order_note (
    id text PRIMARY KEY,
    order_id text NOT NULL,
    author_id text NOT NULL,
    sealed text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX order_note_of ON order_note (order_id, id DESC);
CREATE TABLE order_phone (
    blind text NOT NULL,
    order_id text NOT NULL,
    PRIMARY KEY (blind, order_id)
);
CREATE INDEX order_phone_of ON order_phone (order_id);
ALTER TABLE order_view ADD COLUMN placed_at timestamptz;
UPDATE order_view SET placed_at = CAST(view ->> 'placed_at' AS timestamptz);
ALTER TABLE order_view ALTER COLUMN placed_at SET NOT NULL;
ALTER TABLE vendor_order_view ADD COLUMN number text, ADD COLUMN placed_at timestamptz;
UPDATE vendor_order_view
    SET number = view ->> 'number', placed_at = CAST(view ->> 'placed_at' AS timestamptz);
ALTER TABLE vendor_order_view ALTER COLUMN number SET NOT NULL, ALTER COLUMN placed_at SET NOT NULL;
CREATE INDEX vendor_order_view_by_number ON vendor_order_view (vendor_id, number text_pattern_ops);
CREATE INDEX vendor_order_view_by_order ON vendor_order_view (vendor_id, order_id DESC);
CREATE INDEX vendor_order_view_by_status_order ON vendor_order_view (vendor_id, status, order_id DESC)
"""
_UNDO = """
DROP INDEX vendor_order_view_by_status_order, vendor_order_view_by_order, vendor_order_view_by_number;
ALTER TABLE vendor_order_view DROP COLUMN number, DROP COLUMN placed_at;
ALTER TABLE order_view DROP COLUMN placed_at;
DROP TABLE order_phone, order_note
"""


def upgrade() -> None:
    """Fill what the read tables show already."""
    for statement in _CHANGES.split(";"):
        op.execute(statement)


def downgrade() -> None:
    """Without notes and look-up by phone."""
    for statement in _UNDO.split(";"):
        op.execute(statement)
