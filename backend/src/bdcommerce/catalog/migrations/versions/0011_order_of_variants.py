"""Sifted variants know what lists are ordered by; lists are no longer searched by words: `/search` is, over an index of
its own.
"""

from alembic import op

revision = "0011"
down_revision = "0010"

SCRIPT = """
ALTER TABLE listing DROP COLUMN search;
ALTER TABLE listed_variant ADD COLUMN popularity bigint NOT NULL DEFAULT 0, ADD COLUMN published_at timestamptz;
UPDATE listed_variant SET popularity = listing.popularity, published_at = listing.published_at
    FROM listing WHERE listing.product_id = listed_variant.product_id;
ALTER TABLE listed_variant ALTER COLUMN published_at SET NOT NULL
"""


def upgrade() -> None:
    """Variants are given what their products have."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
