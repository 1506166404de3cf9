"""The tables of the catalog.

All but the two of imports are built from the event log and can be built again; so they refer to each other by id
without foreign keys, and their constraints keep the names that PostgreSQL gives to a copy.
"""

from alembic import op

revision = "0001"
down_revision = None

CATEGORY = """
CREATE TABLE category (
    category_id text COLLATE "C" PRIMARY KEY,
    parent_id text COLLATE "C" NOT NULL,
    path text[] COLLATE "C" NOT NULL,
    slug text NOT NULL UNIQUE,
    name jsonb NOT NULL,
    position integer NOT NULL,
    perishable boolean NOT NULL,
    requires_dgda_licence boolean NOT NULL,
    prohibited boolean NOT NULL,
    version integer NOT NULL,
    CHECK (path[cardinality(path)] = category_id)
)
"""
VENDOR = """
CREATE TABLE vendor (
    vendor_id text COLLATE "C" PRIMARY KEY,
    name jsonb NOT NULL,
    slug text NOT NULL,
    sells boolean NOT NULL,
    version integer NOT NULL
)
"""
PRODUCT = """
CREATE TABLE product (
    product_id text COLLATE "C" PRIMARY KEY,
    vendor_id text COLLATE "C" NOT NULL,
    category_id text COLLATE "C" NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'published', 'unpublished')),
    slug text UNIQUE,
    title jsonb NOT NULL,
    sheet jsonb NOT NULL,
    version integer NOT NULL,
    changed_at timestamptz NOT NULL,
    published_at timestamptz,
    CHECK (status = 'draft' OR (slug IS NOT NULL AND published_at IS NOT NULL))
)
"""
VARIANT = """
CREATE TABLE variant (
    variant_id text COLLATE "C" PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL,
    options text[] NOT NULL,
    weight_grams integer NOT NULL CHECK (weight_grams >= 0)
)
"""
OFFER = """
CREATE TABLE offer (
    offer_id text COLLATE "C" PRIMARY KEY,
    product_id text COLLATE "C" NOT NULL,
    variant_id text COLLATE "C" NOT NULL,
    vendor_id text COLLATE "C" NOT NULL,
    sku text COLLATE "C" NOT NULL,
    price bigint NOT NULL CHECK (price > 0),
    active boolean NOT NULL,
    version integer NOT NULL,
    made_at timestamptz NOT NULL,
    available bigint NOT NULL DEFAULT 0,
    stock_version integer NOT NULL DEFAULT 0,
    UNIQUE (vendor_id, variant_id),
    UNIQUE (vendor_id, sku)
)
"""
LISTING = """
CREATE TABLE listing (
    product_id text COLLATE "C" PRIMARY KEY,
    card jsonb NOT NULL,
    search text NOT NULL,
    category_path text[] COLLATE "C" NOT NULL,
    vendors text[] COLLATE "C" NOT NULL,
    price bigint NOT NULL CHECK (price > 0),
    in_stock boolean NOT NULL,
    published_at timestamptz NOT NULL
)
"""
SHELF = """
CREATE TABLE shelf (
    place text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    price bigint NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (place, product_id)
)
"""
PAGE = """
CREATE TABLE product_page (
    product_id text COLLATE "C" PRIMARY KEY,
    slug text NOT NULL UNIQUE,
    category_path text[] COLLATE "C" NOT NULL,
    page jsonb NOT NULL
)
"""
IMPORTS = """
CREATE TABLE imported_product (
    vendor_id text COLLATE "C" NOT NULL,
    handle text COLLATE "C" NOT NULL,
    product_id text COLLATE "C" NOT NULL,
    digest text NOT NULL,
    PRIMARY KEY (vendor_id, handle)
);
CREATE TABLE imported_file (
    import_id text COLLATE "C" PRIMARY KEY,
    vendor_id text COLLATE "C" NOT NULL,
    imported_at timestamptz NOT NULL,
    sha256 text NOT NULL,
    rows jsonb NOT NULL
)
"""
INDEXES = """
CREATE INDEX category_path_idx ON category USING gin (path);
CREATE INDEX product_vendor_id_product_id_idx ON product (vendor_id, product_id);
CREATE INDEX product_category_id_idx ON product (category_id);
CREATE INDEX variant_product_id_idx ON variant (product_id);
CREATE INDEX offer_product_id_idx ON offer (product_id);
CREATE INDEX offer_vendor_id_offer_id_idx ON offer (vendor_id, offer_id);
CREATE INDEX listing_search_idx ON listing USING gin (search gin_trgm_ops);
CREATE INDEX shelf_product_id_idx ON shelf (product_id);
CREATE INDEX shelf_place_published_at_product_id_idx ON shelf (place, published_at, product_id);
CREATE INDEX shelf_place_price_product_id_idx ON shelf (place, price, product_id)
"""


def upgrade() -> None:
    """Create the tables of the catalog."""
    for script in (CATEGORY, VENDOR, PRODUCT, VARIANT, OFFER, LISTING, SHELF, PAGE, IMPORTS, INDEXES):
        for statement in script.split(";"):
            op.execute(statement)
