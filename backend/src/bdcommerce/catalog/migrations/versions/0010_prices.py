"""Prices change at an instant and are remembered; offers state when their own goods expire.

What offers have cost so far is remembered once `bdc events replay catalog.shop` has read the log.
"""

from alembic import op

revision = "0010"
down_revision = "0009"

SCRIPT = """
ALTER TABLE offer
    ADD COLUMN manufactured_on date,
    ADD COLUMN expires_on date,
    ADD COLUMN stopped_for text NOT NULL DEFAULT '',
    ADD CHECK (manufactured_on < expires_on);
CREATE INDEX offer_expires_on_idx ON offer (expires_on, offer_id) WHERE active AND expires_on IS NOT NULL;
CREATE INDEX offer_vendor_id_expires_on_idx ON offer (vendor_id, expires_on, offer_id) WHERE expires_on IS NOT NULL;
CREATE TABLE price_change (
    change_id text COLLATE "C" PRIMARY KEY,
    offer_id text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    price bigint NOT NULL CHECK (price > 0),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz CHECK (ends_at > starts_at),
    status text NOT NULL CHECK (status IN ('scheduled', 'running', 'ended')),
    before bigint CHECK (before > 0),
    outcome text NOT NULL DEFAULT '',
    version integer NOT NULL,
    CHECK ((status = 'ended') = (outcome <> ''))
);
CREATE INDEX price_change_offer_id_change_id_idx ON price_change (offer_id, change_id);
CREATE INDEX price_change_to_come_idx ON price_change (offer_id) WHERE status <> 'ended';
CREATE TABLE price_history (
    offer_id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    price bigint NOT NULL CHECK (price > 0),
    since timestamptz NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (offer_id, version)
)
"""


def upgrade() -> None:
    """Nothing is scheduled yet."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
