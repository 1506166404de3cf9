"""Files are worked through in the background, a chunk at a time: where each stands, and what became of its rows."""

from alembic import op

revision = "0012"
down_revision = "0011"

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
KEPT = """
INSERT INTO import_run (import_id, vendor_id, kind, format, status, dry_run, options, file, rows, done, begun_at,
    ended_at)
SELECT import_id, vendor_id, 'shopify', 'csv', 'done', false, '{}', '', jsonb_array_length(rows),
    jsonb_array_length(rows), imported_at, imported_at FROM imported_file;
INSERT INTO import_row
SELECT f.import_id, r.row, row_number() OVER (PARTITION BY f.import_id, r.row),
    CASE r.result WHEN 'skipped' THEN 'unchanged' ELSE r.result END, coalesce(r.handle, ''), '', coalesce(r.field, ''),
    '', coalesce(r.reason, ''), coalesce(r.product_id, ''), coalesce(r.offer_id, ''), r.quantity
FROM imported_file f, jsonb_to_recordset(f.rows) AS r(
    row integer, handle text, result text, field text, reason text, product_id text, offer_id text, quantity bigint);
UPDATE import_run SET created = n.created, updated = n.updated, unchanged = n.unchanged, refused = n.refused
FROM (SELECT import_id, count(*) FILTER (WHERE result = 'created') AS created,
          count(*) FILTER (WHERE result = 'updated') AS updated,
          count(*) FILTER (WHERE result = 'unchanged') AS unchanged,
          count(*) FILTER (WHERE result = 'refused') AS refused FROM import_row GROUP BY import_id) n
WHERE n.import_id = import_run.import_id;
DROP TABLE imported_file
"""


def upgrade() -> None:
    """Create the tables, and keep the reports there were."""
    for statement in (SCRIPT + ";" + KEPT).split(";"):
        op.execute(statement)
