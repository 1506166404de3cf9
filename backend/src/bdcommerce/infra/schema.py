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

CREATE TABLE IF NOT EXISTS exchange (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    party text NOT NULL,
    operation text NOT NULL,
    reference text NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    request text NOT NULL,
    status integer,
    outcome text NOT NULL,
    response text NOT NULL,
    seconds double precision NOT NULL
);
CREATE INDEX IF NOT EXISTS exchange_about ON exchange (reference, id) WHERE reference <> '';
CREATE INDEX IF NOT EXISTS exchange_at ON exchange USING brin (at);
"""

# A lane is the line of messages of one key in one queue; only its head (the smallest id) is ever handed out. All that
# moves stands on the lane, so that a message is written once and deleted once, and a claim reads exactly what it takes.
# ready_at: when the head may be claimed. It lies ahead while the head is leased, backing off or not yet due; a dead
# head has 'infinity'.
# The functions take lane by lane: each statement in them sees what was committed before it, once the lane is ours, and
# is a look-up that no planner can turn into a scan, whatever it believes of a table that was empty when it looked.
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
CREATE INDEX IF NOT EXISTS lane_ready ON lane (queue, ready_at) WHERE ready_at < 'infinity';
CREATE INDEX IF NOT EXISTS lane_begun ON lane (queue) WHERE attempts > 0;

CREATE TABLE IF NOT EXISTS message (
    id bigint GENERATED ALWAYS AS IDENTITY,
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
    PRIMARY KEY (queue, key, id),
    UNIQUE (queue, event_id)
);

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
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    ready record;
    tried integer;
BEGIN
    FOR ready IN
        SELECT key FROM bus.lane WHERE queue = of AND ready_at <= at AND ready_at < 'infinity'
        ORDER BY ready_at LIMIT wanted FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE bus.lane SET attempts = attempts + 1, ready_at = at + lease
        WHERE queue = of AND key = ready.key RETURNING attempts INTO tried;
        RETURN QUERY
            SELECT id, key, event_id, type, public, schema_version, data, metadata, recorded_at, available_at, tried
            FROM bus.message WHERE queue = of AND key = ready.key ORDER BY id LIMIT 1;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION finish(of text, at timestamptz, keys text[], ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    done record;
    next_at timestamptz;
BEGIN
    FOR done IN SELECT d.key, d.id FROM unnest(keys, ids) AS d(key, id) ORDER BY d.key LOOP
        -- A publisher that adds to this lane holds its row: wait for it, and only then look what is left.
        PERFORM FROM bus.lane WHERE queue = of AND key = done.key FOR UPDATE;
        DELETE FROM bus.message WHERE queue = of AND key = done.key AND id = done.id;
        CONTINUE WHEN NOT FOUND;
        SELECT available_at INTO next_at FROM bus.message WHERE queue = of AND key = done.key ORDER BY id LIMIT 1;
        IF FOUND THEN
            UPDATE bus.lane SET attempts = 0, dead_at = NULL, reason = NULL, ready_at = greatest(at, next_at)
            WHERE queue = of AND key = done.key;
        ELSE
            DELETE FROM bus.lane WHERE queue = of AND key = done.key;
        END IF;
    END LOOP;
END $$;
"""

# A dump that is restored on another server brings transaction ids from a future that server has yet to see: its rows
# would wait for it, and new ones would seem to come before the checkpoint. Then the log counts anew: nothing of it was
# open when it was dumped, so what was passed on gets the smallest horizon and what was not the next one.
# Run by a member of both roles, with {service} filled in.
AFTER_RESTORE_SQL = """
DO $$
BEGIN
    PERFORM FROM (SELECT horizon FROM {service}.event_log ORDER BY horizon DESC LIMIT 1) newest
    WHERE horizon > pg_snapshot_xmax(pg_current_snapshot());
    IF NOT FOUND THEN RETURN; END IF;
    GRANT UPDATE ON {service}.event_log TO bdc_{service};
    LOCK TABLE {service}.event_log IN EXCLUSIVE MODE;
    INSERT INTO bus.checkpoint (service) VALUES ('{service}') ON CONFLICT DO NOTHING;
    UPDATE {service}.event_log e SET horizon = CASE
        WHEN (e.public OR e.due IS NOT NULL) AND (e.horizon, e.position) > (c.horizon, c.position) THEN '1' ELSE '0'
    END::xid8 FROM bus.checkpoint c WHERE c.service = '{service}';
    UPDATE bus.checkpoint SET horizon = '0', position = 9223372036854775807 WHERE service = '{service}';
    REVOKE UPDATE ON {service}.event_log FROM bdc_{service};
END $$
"""
