"""Files are worked through in the background, a chunk at a time: where each stands, and what became of its rows."""

from alembic import op

revision = "0008"
down_revision = "0007"

SCRIPT = """
CREATE TABLE import_run (
    import_id text COLLATE "C" PRIMARY KEY,
    vendor_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    dry_run boolean NOT NULL,
    options jsonb NOT NULL,
    file text NOT NULL,
    rows integer NOT NULL CHECK (rows >= 0),
    done integer NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND rows),
    position bigint NOT NULL DEFAULT 0,
    created integer NOT NULL DEFAULT 0,
    updated integer NOT NULL DEFAULT 0,
    unchanged integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    noted integer NOT NULL DEFAULT 0,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    problem text NOT NULL DEFAULT '',
    CHECK ((ended_at IS NULL) = (status IN ('waiting', 'running'))),
    CHECK (created + updated + unchanged + refused <= done)
);
CREATE INDEX import_run_vendor_id_import_id_idx ON import_run (vendor_id, import_id);
CREATE INDEX import_run_active_idx ON import_run (vendor_id) WHERE status IN ('waiting', 'running');
CREATE INDEX import_run_ended_at_idx ON import_run (ended_at);
CREATE TABLE import_row (
    import_id text COLLATE "C" NOT NULL,
    row integer NOT NULL CHECK (row > 1),
    number integer NOT NULL CHECK (number > 0),
    result text NOT NULL CHECK (result IN ('created', 'updated', 'unchanged', 'refused', 'noted')),
    reference text NOT NULL,
    sku text NOT NULL,
    field text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    product_id text NOT NULL,
    offer_id text NOT NULL,
    quantity bigint,
    PRIMARY KEY (import_id, row, number)
);
CREATE INDEX import_row_import_id_result_row_number_idx ON import_row (import_id, result, row, number)
"""


def upgrade() -> None:
    """Create the tables."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
