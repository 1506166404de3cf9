"""The tables that infra itself keeps: a set of them in every service's schema, and the bus in one of its own.

Each text is idempotent and is run in its schema (search path) and role: SERVICE_SQL as `bdc_<service>`, BUS_SQL as
`bdc_bus`. A change to what stands here is a step guarded by the version row, so that a database of an older release
can follow. Beside its own schema `bdc_bus` may read, of each service, the event log alone.
"""

# horizon: no transaction that was still open, or not yet begun, when the row was written can have a smaller one. So
# once horizon < pg_snapshot_xmin(pg_current_snapshot()) a reader in the order (horizon, position) has missed nothing,
# and of two rows of which one was written after the other had committed, the later one comes later.
SERVICE_SQL = """
CREATE TABLE IF NOT EXISTS infra_version (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version integer NOT NULL
);
INSERT INTO infra_version (version) VALUES (1) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS event_log (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    stream text NOT NULL DEFAULT '',
    version integer CHECK (version > 0),
    type text NOT NULL,
    schema_version integer NOT NULL,
    data jsonb NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    recorded_at timestamptz NOT NULL,
    public boolean NOT NULL DEFAULT false,
    key text,
    due timestamptz,
    horizon xid8 NOT NULL DEFAULT greatest(pg_current_xact_id(), pg_snapshot_xmax(pg_current_snapshot())),
    UNIQUE (stream, version),
    CHECK (NOT public OR key IS NOT NULL)
);
CREATE INDEX IF NOT EXISTS event_log_in_commit_order ON event_log (horizon, position);
CREATE INDEX IF NOT EXISTS event_log_to_relay ON event_log (horizon, position) WHERE public OR due IS NOT NULL;
REVOKE UPDATE, DELETE, TRUNCATE ON event_log FROM CURRENT_USER;

CREATE TABLE IF NOT EXISTS snapshot (
    stream text PRIMARY KEY,
    version integer NOT NULL CHECK (version > 0),
    type text NOT NULL,
    schema_version integer NOT NULL,
    data jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS inbox (
    queue text NOT NULL,
    event_id text NOT NULL,
    handled_at timestamptz NOT NULL,
    PRIMARY KEY (queue, event_id)
);
CREATE INDEX IF NOT EXISTS inbox_handled_at ON inbox USING brin (handled_at);

CREATE TABLE IF NOT EXISTS saga (
    id text PRIMARY KEY,
    kind text NOT NULL,
    state jsonb NOT NULL,
    step integer NOT NULL DEFAULT 0 CHECK (step >= 0),
    direction text NOT NULL DEFAULT 'forward' CHECK (direction IN ('forward', 'backward')),
    status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'refused', 'stuck')),
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    lease text,
    lease_until timestamptz,
    error jsonb,
    metadata jsonb NOT NULL DEFAULT '{}',
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK ((lease IS NULL) = (lease_until IS NULL)),
    CHECK ((status IN ('done', 'refused')) = (ended_at IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS saga_open ON saga (next_attempt_at) WHERE status IN ('running', 'stuck');

CREATE TABLE IF NOT EXISTS idempotency (
    scope text NOT NULL,
    key text NOT NULL,
    request_sha256 text NOT NULL,
    state text NOT NULL CHECK (state IN ('in_flight', 'committed', 'completed')),
    lease_until timestamptz,
    body text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX IF NOT EXISTS idempotency_created_at ON idempotency USING brin (created_at);
"""

# A lane is the line of messages of one key in one queue; only its head (the smallest id) is ever handed out. All that
# moves stands on the lane, so that a message is written once and deleted once, and a claim reads exactly what it takes.
# ready_at: when the head may be claimed. It lies ahead while the head is leased, backing off or not yet due; a dead
# head has 'infinity'.
BUS_SQL = """
CREATE TABLE IF NOT EXISTS infra_version (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    version integer NOT NULL
);
INSERT INTO infra_version (version) VALUES (1) ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS subscription (
    queue text NOT NULL,
    type text NOT NULL,
    PRIMARY KEY (type, queue)
);

CREATE TABLE IF NOT EXISTS lane (
    queue text NOT NULL,
    key text NOT NULL,
    ready_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    dead_at timestamptz,
    reason text,
    PRIMARY KEY (queue, key)
);
CREATE INDEX IF NOT EXISTS lane_ready ON lane (queue, ready_at);
CREATE INDEX IF NOT EXISTS lane_begun ON lane (queue) WHERE attempts > 0;

CREATE TABLE IF NOT EXISTS message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue text NOT NULL,
    key text NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    public boolean NOT NULL,
    schema_version integer NOT NULL,
    data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    available_at timestamptz NOT NULL,
    UNIQUE (queue, event_id)
);
CREATE INDEX IF NOT EXISTS message_by_lane ON message (queue, key, id);

CREATE TABLE IF NOT EXISTS discarded (
    id bigint PRIMARY KEY,
    queue text NOT NULL,
    event_id text NOT NULL,
    type text NOT NULL,
    reason text NOT NULL,
    discarded_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS checkpoint (
    service text PRIMARY KEY,
    horizon xid8 NOT NULL DEFAULT '0',
    position bigint NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS tick (
    job text PRIMARY KEY,
    slot bigint NOT NULL
);

CREATE OR REPLACE FUNCTION claim(of text, at timestamptz, wanted integer, lease interval)
RETURNS TABLE (
    id bigint, key text, event_id text, type text, public boolean, schema_version integer, data jsonb, metadata jsonb,
    recorded_at timestamptz, available_at timestamptz, attempt integer
) LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
    lanes text[];
    tried integer[];
BEGIN
    WITH ready AS MATERIALIZED (
        SELECT queue, key FROM bus.lane WHERE queue = of AND ready_at <= at
        ORDER BY ready_at LIMIT wanted FOR UPDATE SKIP LOCKED
    ), leased AS (
        UPDATE bus.lane l SET attempts = l.attempts + 1, ready_at = at + lease
        FROM ready r WHERE l.queue = r.queue AND l.key = r.key RETURNING l.key, l.attempts
    )
    SELECT array_agg(key), array_agg(attempts) INTO lanes, tried FROM leased;
    -- A statement of its own, so that it sees who is the head of each lane now that the lane is ours.
    RETURN QUERY
        SELECT m.id, m.key, m.event_id, m.type, m.public, m.schema_version, m.data, m.metadata,
               m.recorded_at, m.available_at, l.attempt
        FROM unnest(lanes, tried) AS l(key, attempt)
        CROSS JOIN LATERAL (
            SELECT * FROM bus.message WHERE queue = of AND key = l.key ORDER BY id LIMIT 1
        ) m
        ORDER BY m.id;
END $$;

CREATE OR REPLACE FUNCTION finish(of text, at timestamptz, done bigint[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    lanes text[];
BEGIN
    -- A publisher that adds to one of these lanes holds its row: wait for it, and only then look what is left.
    PERFORM FROM bus.lane WHERE queue = of AND key IN (SELECT m.key FROM bus.message m WHERE m.id = ANY (done))
    ORDER BY key FOR UPDATE;
    WITH gone AS (DELETE FROM bus.message m WHERE m.id = ANY (done) AND m.queue = of RETURNING m.key)
    SELECT array_agg(DISTINCT key) INTO lanes FROM gone;
    DELETE FROM bus.lane l WHERE queue = of AND key = ANY (lanes)
        AND NOT EXISTS (SELECT FROM bus.message m WHERE m.queue = l.queue AND m.key = l.key);
    UPDATE bus.lane l SET attempts = 0, dead_at = NULL, reason = NULL, ready_at = greatest(at, (
        SELECT m.available_at FROM bus.message m WHERE m.queue = l.queue AND m.key = l.key ORDER BY m.id LIMIT 1
    )) WHERE queue = of AND key = ANY (lanes);
END $$;
"""
