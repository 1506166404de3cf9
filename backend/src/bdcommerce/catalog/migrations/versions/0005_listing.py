"""Lists are sifted by attributes, brand, rating and sale, sorted by popularity and rating, and their facets counted.

What is listed already has none of these until `bdc events replay catalog.shop` has made it anew.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

SCRIPT = """
ALTER TABLE product
    ADD COLUMN popularity bigint NOT NULL DEFAULT 0 CHECK (popularity >= 0),
    ADD COLUMN rating integer NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 500),
    ADD COLUMN reviews integer NOT NULL DEFAULT 0 CHECK (reviews >= 0);
CREATE INDEX product_popular_idx ON product (product_id) WHERE popularity > 0;
CREATE TABLE sale (
    product_id text COLLATE "C" NOT NULL,
    day date NOT NULL,
    units bigint NOT NULL CHECK (units > 0),
    PRIMARY KEY (product_id, day)
);
CREATE INDEX sale_day_idx ON sale (day);
ALTER TABLE listing
    ADD COLUMN on_sale boolean NOT NULL DEFAULT false,
    ADD COLUMN brand_id text COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN popularity bigint NOT NULL DEFAULT 0,
    ADD COLUMN rating bigint NOT NULL DEFAULT 0;
ALTER TABLE shelf
    ADD COLUMN in_stock boolean NOT NULL DEFAULT false,
    ADD COLUMN popularity bigint NOT NULL DEFAULT 0,
    ADD COLUMN rating bigint NOT NULL DEFAULT 0;
UPDATE shelf SET in_stock = listing.in_stock FROM listing WHERE listing.product_id = shelf.product_id;
DROP INDEX shelf_place_published_at_product_id_idx;
DROP INDEX shelf_place_price_product_id_idx;
CREATE INDEX shelf_newest_idx ON shelf (place, published_at, product_id) INCLUDE (price, in_stock, popularity, rating);
CREATE INDEX shelf_price_idx ON shelf (place, price, product_id) INCLUDE (published_at, in_stock, popularity, rating);
CREATE INDEX shelf_popular_idx ON shelf (place, popularity, product_id)
    INCLUDE (published_at, price, in_stock, rating);
CREATE INDEX shelf_rating_idx ON shelf (place, rating, product_id)
    INCLUDE (published_at, price, in_stock, popularity);
CREATE TABLE listed_variant (
    variant_id text COLLATE "C" PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL,
    tags text[] COLLATE "C" NOT NULL,
    numbers jsonb NOT NULL,
    price bigint NOT NULL CHECK (price > 0),
    in_stock boolean NOT NULL,
    on_sale boolean NOT NULL,
    rating bigint NOT NULL
);
CREATE INDEX listed_variant_product_id_idx ON listed_variant (product_id);
CREATE INDEX listed_variant_tags_idx ON listed_variant USING gin (tags)
"""


def upgrade() -> None:
    """Add what is sifted, sorted and counted by."""
    for statement in SCRIPT.split(";"):
        op.execute(statement)
