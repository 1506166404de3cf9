"""Promotions that were told, and what they make of the price of an offer at this moment."""

from alembic import op

revision = "0007"
down_revision = "0006"

SCRIPT = """
CREATE TABLE promotion (
    promotion_id text COLLATE "C" PRIMARY KEY,
    promotion jsonb NOT NULL,
    gate_kind text NOT NULL
        CHECK (gate_kind IN ('offers', 'products', 'vendors', 'brands', 'categories', 'everything')),
    gate text[] COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    is_open boolean NOT NULL,
    is_over boolean NOT NULL,
    version integer NOT NULL,
    CHECK (NOT (is_open AND is_over))
);
CREATE INDEX promotion_gate_idx ON promotion USING gin (gate) WHERE is_open;
ALTER TABLE offer
    ADD COLUMN promotion_id text COLLATE "C",
    ADD COLUMN promotion_price bigint CHECK (promotion_price > 0 AND promotion_price < price),
    ADD COLUMN promotion_ends_at timestamptz,
    ADD COLUMN promotion_funded_by text COLLATE "C",
    ADD CHECK ((promotion_id IS NULL) = (promotion_price IS NULL)),
    ADD CHECK ((promotion_id IS NULL) = (promotion_ends_at IS NULL)),
    ADD CHECK ((promotion_id IS NULL) = (promotion_funded_by IS NULL));
CREATE INDEX offer_promotion_id_product_id_idx ON offer (promotion_id, product_id) WHERE promotion_id IS NOT NULL
"""


def upgrade() -> None:
    """No offer has a promotion yet."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
