"""Products and edits wait for staff; products are taken down and reinstated; the day of expiry stands in a column."""

from alembic import op

revision = "0008"
down_revision = "0007"

SCRIPT = """
ALTER TABLE vendor ADD COLUMN tier text NOT NULL DEFAULT 'standard' CHECK (tier IN ('new', 'standard', 'trusted'));
ALTER TABLE product
    ADD COLUMN reason text NOT NULL DEFAULT '',
    ADD COLUMN expires_on date,
    DROP CONSTRAINT product_status_check,
    DROP CONSTRAINT product_check,
    ADD CONSTRAINT product_status_check
        CHECK (status IN ('draft', 'in_review', 'published', 'unpublished', 'taken_down')),
    ADD CONSTRAINT product_check
        CHECK (status IN ('draft', 'in_review') OR (slug IS NOT NULL AND published_at IS NOT NULL));
UPDATE product SET expires_on = (sheet->'facts'->>'expires_on')::date;
CREATE INDEX product_expires_on_idx ON product (expires_on, product_id) WHERE status = 'published';
CREATE INDEX product_vendor_id_expires_on_idx ON product (vendor_id, expires_on, product_id)
    WHERE expires_on IS NOT NULL;
CREATE INDEX product_status_product_id_idx ON product (status, product_id);
CREATE TABLE approval (
    approval_id text COLLATE "C" PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('publication', 'edit')),
    status text NOT NULL CHECK (status IN ('pending', 'approved', 'refused', 'withdrawn')),
    fields text[] NOT NULL,
    before jsonb,
    sheet jsonb,
    submitted_at timestamptz NOT NULL,
    decided_at timestamptz,
    reason text NOT NULL DEFAULT '',
    CHECK ((kind = 'edit') = (sheet IS NOT NULL)),
    CHECK ((status = 'pending') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX approval_pending_product_id_idx ON approval (product_id) WHERE status = 'pending';
CREATE INDEX approval_status_approval_id_idx ON approval (status, approval_id);
CREATE INDEX approval_vendor_id_approval_id_idx ON approval (vendor_id, approval_id);
CREATE TABLE approval_policy (
    one integer PRIMARY KEY CHECK (one = 1),
    policy jsonb NOT NULL,
    version integer NOT NULL
)
"""


def upgrade() -> None:
    """Nothing waits yet."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
