"""Brands are things with names and a page; products refer to them. What products say in words is looked up by a job."""

from alembic import op

revision = "0003"
down_revision = "0002"

SCRIPT = """
CREATE TABLE brand (
    brand_id text COLLATE "C" PRIMARY KEY,
    name jsonb NOT NULL,
    slug text COLLATE "C" NOT NULL UNIQUE,
    status text NOT NULL CHECK (status IN ('proposed', 'approved', 'refused')),
    proposed_by text COLLATE "C" NOT NULL,
    reason text NOT NULL DEFAULT '',
    merged_into text COLLATE "C" NOT NULL DEFAULT '',
    version integer NOT NULL,
    CHECK (merged_into <> brand_id)
);
CREATE INDEX brand_status_slug_idx ON brand (status, slug);
CREATE INDEX brand_status_brand_id_idx ON brand (status, brand_id);
CREATE INDEX brand_proposed_by_brand_id_idx ON brand (proposed_by, brand_id);
CREATE INDEX brand_merged_into_idx ON brand (merged_into) WHERE merged_into <> '';
CREATE TABLE brand_name (
    name_key text COLLATE "C" PRIMARY KEY,
    brand_id text COLLATE "C" NOT NULL
);
CREATE INDEX brand_name_brand_id_idx ON brand_name (brand_id);
ALTER TABLE product ADD COLUMN brand_id text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX product_brand_id_product_id_idx ON product (brand_id, product_id) WHERE brand_id <> '';
CREATE INDEX product_unbranded_idx ON product (product_id)
    WHERE brand_id = '' AND sheet->'facts'->>'brand' <> ''
"""


def upgrade() -> None:
    """Products refer to no brand until the job has looked theirs up."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
